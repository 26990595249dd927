"""The cookie that says who is signed in: a random token and nothing else."""

from collections.abc import Mapping

# Browsers take a __Host- cookie from this very site only, over HTTPS and for all of it.
SESSION_COOKIE, SAFE_SESSION_COOKIE = "resourcemap_session", "__Host-resourcemap_session"


def session_cookie_name(*, https: bool) -> str:
    """Name the cookie; a browser refuses the safer name without HTTPS."""
    return SAFE_SESSION_COOKIE if https else SESSION_COOKIE


def session_token(cookies: Mapping[str, str]) -> str | None:
    """
    Take the token out of a request's cookies; None when nobody is signed in.

    Examples
    --------
    >>> session_token({"resourcemap_session": "abc"}), session_token({"resourcemap_session": ""})
    ('abc', None)
    """
    return cookies.get(SAFE_SESSION_COOKIE) or cookies.get(SESSION_COOKIE) or None
