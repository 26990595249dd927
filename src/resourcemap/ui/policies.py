"""What is listed and what to know: the directory's policies, for everyone."""

import streamlit as st

from resourcemap.showing.cards import Json
from resourcemap.showing.policies import policies_data
from resourcemap.ui.desk.text import plain
from resourcemap.ui.head import heading
from resourcemap.ui.shared import directory, language, now


def policies_page() -> None:
    """Draw the page."""
    data = policies_data(directory(), language(), now=now())
    heading(data["title"])
    for text in data["texts"]:
        st.header(text["title"], anchor=False)
        st.markdown("\n\n".join(plain(line) for line in text["lines"]))
    st.header(data["bands"]["title"], anchor=False)
    st.markdown("\n".join(f"- {line}" for line in data["bands"]["lines"]))
    numbers(data["numbers"])


def numbers(data: Json) -> None:
    """Draw what people told, in numbers that tell of nobody."""
    st.header(data["title"], anchor=False)
    st.markdown(data["intro"])
    if data["none"]:
        st.markdown(data["none"])
    else:
        st.table([dict(zip(data["headings"], row, strict=True)) for row in data["rows"]])
