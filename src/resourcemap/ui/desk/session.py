"""Who is signed in on this page. Asked anew at each rerun and at each action, and never remembered."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from resourcemap.errors import NotAllowedError
from resourcemap.model.change import Actor
from resourcemap.ui.shared import directory, now, settings
from resourcemap.web.who import Who

Given = ParamSpec("Given")


def pressed(act: Callable[Given, None]) -> Callable[Given, None]:
    """
    Wrap what a button does, for a right that ended after the button was drawn.

    Streamlit runs it before the page: left alone, the refusal would end the run with a fault on screen.
    """

    @wraps(act)
    def guarded(*args: Given.args, **named: Given.kwargs) -> None:
        try:
            act(*args, **named)
        except NotAllowedError:
            st.session_state.desk_refused = True

    return guarded


def was_refused() -> bool:
    """Tell once whether what was just pressed was not allowed any more."""
    return bool(st.session_state.pop("desk_refused", False))


def signed_in() -> Actor | None:
    """Tell who works here now; None when nobody is signed in, or not any more."""
    return _who().actor(st.context.cookies.to_dict())


def display_name() -> str:
    """Give the name of who is signed in as they write it; "" when nobody is."""
    found = _who().login(st.context.cookies.to_dict())
    return "" if found is None else found.account.display_name


def is_vouched_for() -> bool:
    """Tell whether single sign-on knows who is here, although that may open nothing."""
    return _who().is_vouched_for(st.context.cookies.to_dict())


def sign_out() -> None:
    """End this sign-in here, and the one of single sign-on too."""
    st.session_state.sso_logout = is_vouched_for()
    _who().sign_out(st.context.cookies.to_dict())


def _who() -> Who:
    return Who(settings(), directory, now)
