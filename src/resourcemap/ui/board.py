"""Pages made of plain data: headings, cards, buttons and notes, drawn as text nodes by one small script."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any

from resourcemap.model.marks import MARKS
from resourcemap.showing.cards import Json
from resourcemap.ui.parts import part

Node = Json | str
"""A text, or an element: its tag, class, children and what it does."""


def node(tag: str, *children: Node | None, kind: str = "", **more: Any) -> Json:
    """
    Describe an element.

    Parameters
    ----------
    kind
        Its class, for the style sheet.
    more
        `key` (keeps the focus), `act` (what a press says), `label` (its name where the text is not
        enough), `id`, `labelled_by`, `language`, `direction`, `longest`, `open`.
    """
    made: Json = {"tag": tag, "children": [child for child in children if child not in (None, "")]}
    if kind:
        made["kind"] = kind
    return made | {name: value for name, value in more.items() if value not in (None, False)}


def mark(name: str, number: str = "") -> Json:
    """Describe the mark of a part of life, with a number in it."""
    return {"mark": MARKS[name].drawing(), "n": number}


def picture(png: bytes, label: str) -> Json:
    """Describe a picture that travels with the page; `label` is said for those who do not see it."""
    return {"picture": b64encode(png).decode(), "label": label}


def button(text: str, act: Mapping[str, Any], *, key: str, label: str = "", kind: str = "button") -> Json:
    """Describe a button; `label` is its full name where many say the same."""
    return node("button", text, kind=kind, key=key, act=dict(act), label=label or None)


def lines(texts: list[str], *, kind: str = "lines") -> Json | None:
    """Describe a list of texts; None when there is none."""
    return node("ul", *(node("li", text) for text in texts), kind=kind) if texts else None


def texts_of(tree: Node) -> list[str]:
    """List every text of a tree, in reading order."""
    if isinstance(tree, str):
        return [tree]
    return [text for child in tree.get("children", []) for text in texts_of(child)]


def acts_of(tree: Node) -> list[Json]:
    """List what every button of a tree does."""
    if isinstance(tree, str):
        return []
    own = [tree["act"]] if "act" in tree else []
    return [*own, *(act for child in tree.get("children", []) for act in acts_of(child))]


def show_board(
    key: str,
    nodes: list[Json],
    on_act: Callable[[], None] | None = None,
    *,
    status: str = "",
    values: Mapping[str, str] | None = None,
) -> None:
    """
    Put a board on the page.

    Parameters
    ----------
    status
        What just happened, read out by screen readers.
    values
        What stands in the fields, by their key.
    """
    part("board")(
        key=key,
        data={"nodes": nodes, "status": status, "values": dict(values or {})},
        on_act_change=on_act or _nothing,
    )


def _nothing() -> None:
    """Answer a board that has no buttons."""
