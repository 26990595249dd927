"""Texts of people on a page: as they were written, never as Markdown."""

from collections.abc import Sequence

from resourcemap.model.locale_words import listed
from resourcemap.model.words import say


def plain(text: str) -> str:
    r"""
    Keep every sign of a text from becoming a link, a picture or a heading.

    Examples
    --------
    >>> print(plain("[Ana](x)"))
    \[Ana\]\(x\)
    """
    return "".join(f"\\{char}" if char in r"\`*_{}[]()<>#+-.!|~$:&" else char for char in text)


def some_names(names: Sequence[str], most: int, language: str) -> str:
    """
    List names, the first `most` of them, and say how many more there are.

    Examples
    --------
    >>> some_names(["Ash", "Elm"], 2, "en"), some_names(["Ash", "Elm", "Oak"], 1, "en")
    ('Ash, Elm', 'Ash and 2 more')
    """
    shown = listed(names[:most], language, word="")
    rest = len(names) - most
    return say("history.names_more", language, names=shown, count=rest) if rest > 0 else shown
