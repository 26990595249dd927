"""The page's own components: small scripts beside Streamlit's widgets, fed with plain data."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent / "components"
# What some scripts need of others.
_BEFORE = {
    "board": ("badge",),
    "filters": ("el",),
    "form": ("el", "pin", "facts"),
    "point": ("el", "pin"),
    "results": ("el", "badge"),
}


@cache
def part(name: str) -> Callable[..., object]:
    """Register a component by the name of its files, once; give what draws it with `data`."""
    component = st.components.v2.component(
        f"resourcemap_{name}",
        html=f'<div class="{name}"></div>',
        css=(_FOLDER / f"{name}.css").read_text(encoding="utf-8"),
        js=_script(name),
    )

    def draw(*, data: Any, **more: Any) -> object:
        # Streamlit looks at every value of the outermost level for a table, which takes longer than
        # to write them: there is one.
        return component(data={"all": data}, **more)

    return draw


def _script(name: str) -> str:
    files = [*_BEFORE.get(name, ()), name]
    text = "\n".join((_FOLDER / f"{file}.js").read_text(encoding="utf-8") for file in files)
    drawing = text.replace("export default function", "const drawPart = function", 1)
    return f"{drawing}\nexport default (given) => drawPart({{ ...given, data: given.data.all }});\n"


def message(part_key: str, event: str) -> dict[str, Any]:
    """Read what a component says; anything that is no message counts as none."""
    value = getattr(st.session_state.get(part_key), event, None)
    return dict(value) if isinstance(value, dict) else {}
