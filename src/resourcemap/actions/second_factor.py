"""The six numbers of an authenticator app (RFC 6238): a new one every 30 seconds, each good once."""

import hmac
import re
from datetime import datetime

import pyotp

from resourcemap.model.account import AccountError

STEP_S = 30
# One step back and one ahead: phones' clocks are a little off.
DRIFT = (0, -1, 1)


def new_secret() -> str:
    """Make a random secret of 160 bits, in the letters that apps read."""
    return pyotp.random_base32(32)


def read_secret(text: str) -> str:
    """
    Read back a secret that a page carried.

    Raises
    ------
    AccountError
        When it is not one of ours.
    """
    if not re.fullmatch(r"[A-Z2-7]{32}", text):
        raise AccountError("code")
    return text


def secret_link(secret: str, *, name: str, issuer: str) -> str:
    """
    Write the link that an authenticator app reads from a QR code.

    Raises
    ------
    AccountError
        When the secret is not one of ours.
    """
    return pyotp.TOTP(read_secret(secret)).provisioning_uri(name=name, issuer_name=issuer)


def step_of(secret: str, code: str, *, now: datetime, after: int | None = None) -> int | None:
    """
    Find the time step that a code belongs to.

    Parameters
    ----------
    after
        The newest step whose code was used: neither it nor an earlier one counts again.

    Returns
    -------
    int or None
        None when the code is of no step near `now`.
    """
    digits = re.sub(r"\s", "", code)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    at = int(now.timestamp()) // STEP_S
    code_of = pyotp.HOTP(secret)
    found = None
    for drift in DRIFT:
        step = at + drift
        if hmac.compare_digest(code_of.at(step), digits) and (after is None or step > after):
            found = step if found is None else found
    return found
