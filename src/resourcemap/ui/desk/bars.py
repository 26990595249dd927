"""Counts as bars: one table that is its own text, with a bar drawn in its last column."""

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

_STYLE = Path(__file__).parent.parent / "components" / "desk.css"


def desk_style() -> None:
    """Put the layout of the desk's own parts on the page."""
    st.html(_read_style())


def bars(
    caption: str, headings: tuple[str, str], rows: Sequence[tuple[str, int]], *, total: int, kind: str = ""
) -> None:
    """
    Draw counts as a table with bars.

    Parameters
    ----------
    caption
        What is counted.
    headings
        Over the names and over the counts.
    rows
        Each with its name and its count.
    total
        What a full bar stands for.
    kind
        A class for the style sheet.
    """
    # Names of places and cities come from files: every text is escaped.
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{count:d}</td>'
        f'<td aria-hidden="true"><span class="bar bar-{number:d}" style="width:{_percent(count, total):.1f}%"></span></td></tr>'
        for number, (name, count) in enumerate(rows)
    )
    st.html(
        f'<table class="desk-bars {escape(kind)}"><caption>{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">{escape(headings[0])}</th><th scope="col">{escape(headings[1])}</th>'
        f'<td aria-hidden="true"></td></tr></thead><tbody>{body}</tbody></table>'
    )


def _percent(count: int, total: int) -> float:
    return 100 * count / total if total else 0.0


@cache
def _read_style() -> str:
    return f"<style>{_STYLE.read_text(encoding='utf-8')}</style>"
