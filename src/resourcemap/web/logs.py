"""What the server writes down: failures, and nothing about who asked for what."""

import logging


def keep_no_visits() -> None:
    """
    Silence the records of single requests.

    uvicorn writes each WebSocket's address and full URL at level INFO, and an access log when asked to.
    Both would tie a visit to a person. Warnings and failures stay.
    """
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.getLogger("websockets").setLevel(logging.WARNING)
