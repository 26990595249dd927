"""The page's own components: small scripts beside Streamlit's widgets, fed with plain data."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_FOLDER = Path(__file__).parent / "components"
# What some scripts need of others.
_BEFORE = {"results": "badge", "board": "badge", "form": "pin"}


@cache
def part(name: str) -> "ComponentRenderer":
    """Register a component by the name of its files, once."""
    return st.components.v2.component(
        f"resourcemap_{name}",
        html=f'<div class="{name}"></div>',
        css=(_FOLDER / f"{name}.css").read_text(encoding="utf-8"),
        js=_script(name),
    )


def _script(name: str) -> str:
    files = [_BEFORE[name], name] if name in _BEFORE else [name]
    return "\n".join((_FOLDER / f"{file}.js").read_text(encoding="utf-8") for file in files)


def message(part_key: str, event: str) -> dict[str, Any]:
    """Read what a component says; anything that is no message counts as none."""
    value = getattr(st.session_state.get(part_key), event, None)
    return dict(value) if isinstance(value, dict) else {}
