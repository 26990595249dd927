"""What is kept and what is not, in plain words."""

import streamlit as st

from resourcemap.model.words import say
from resourcemap.ui.head import heading
from resourcemap.ui.shared import language

SECTIONS = {"not_kept": 4, "kept": 4, "leave": 4, "watched": 4, "links": 1}
"""Each section with how many lines it has."""


def privacy_page() -> None:
    """Draw the page."""
    spoken = language()
    heading(say("privacy.heading", spoken))
    st.markdown(say("privacy.intro", spoken))
    for section, count in SECTIONS.items():
        st.header(say(f"privacy.{section}.title", spoken), anchor=False)
        texts = [say(f"privacy.{section}.line_{number}", spoken) for number in range(1, count + 1)]
        st.markdown("\n".join(f"- {text}" for text in texts))
