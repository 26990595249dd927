"""Differences on the page: what a field was and what it becomes, before anybody writes it."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from resourcemap.model.change import FieldChange
from resourcemap.model.words import say
from resourcemap.showing.changes import change_lines
from resourcemap.ui.shared import language


def differences(changes: Iterable[FieldChange]) -> None:
    """Draw differences, one line each; texts of people stay text."""
    for line in change_lines(changes, language()):
        what, before, after = (escape(line[name]) for name in ("what", "before", "after"))
        # What was not said is not struck out.
        old = before if line["before"] == say("edit.nothing", language()) else f"<del>{before}</del>"
        st.html(f'<p class="desk-change"><b>{what}</b>: {old} → <ins>{after}</ins></p>')
