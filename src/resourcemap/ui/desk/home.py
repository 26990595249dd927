"""The first page of the desk."""

import streamlit as st

from resourcemap.model.change import Actor
from resourcemap.model.words import say
from resourcemap.ui.shared import language


def home_page(by: Actor) -> None:
    """Draw the page."""
    st.title(say("account.page.desk", language()), anchor=False)
