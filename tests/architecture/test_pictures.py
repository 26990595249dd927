"""The pictures that the documentation shows are there, and can be taken anew."""

from __future__ import annotations

import ast
import re
from pathlib import Path


def test_every_picture_is_there_has_words_for_it_and_is_taken_by_the_script(project: Path) -> None:
    folder = project / "docs" / "pictures"
    shown: dict[str, list[str]] = {}
    for page in (project / "README.md", *(project / "docs").glob("*.md")):
        for words, name in re.findall(r"!\[(.*?)\]\([^)]*pictures/([^)]*)\.png\)", page.read_text("utf-8")):
            shown.setdefault(name, []).append(words)
    assert all(len(words) > 10 for each in shown.values() for words in each)
    script = ast.parse((folder / "make.py").read_text("utf-8"))
    (table,) = [
        each.value
        for each in script.body
        if isinstance(each, ast.AnnAssign) and ast.unparse(each.target) == "PICTURES"
    ]
    assert isinstance(table, ast.Dict)
    taken = {ast.literal_eval(key) for key in table.keys if key is not None}
    assert taken == set(shown) == {path.stem for path in folder.glob("*.png")}
