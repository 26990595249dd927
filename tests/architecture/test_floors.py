"""The floors of the package and the rules that hold on each."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# Where `now`, `by` and the environment come from; everything below is told.
EDGES = {"ui", "lite", "door", "api", "cli", "web", "settings.py"}

CLOCKS_AND_ENVIRONMENT = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "localtime"),
    ("os", "environ"),
    ("os", "getenv"),
    ("os", "getlogin"),
    ("getpass", "getuser"),
}


def _modules(project: Path) -> Iterator[tuple[str, Path]]:
    package = project / "src" / "resourcemap"
    for path in sorted(package.rglob("*.py")):
        yield path.relative_to(package).parts[0], path


def test_a_floor_imports_only_floors_below_it(project: Path) -> None:
    # In a process of its own: it switches off the log of everything that was imported before.
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--config", "pyproject.toml", "--no-cache"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_no_clock_environment_or_user_below_the_edges(project: Path) -> None:
    found = [
        f"{path.relative_to(project)}:{node.lineno} {node.value.id}.{node.attr}"
        for floor, path in _modules(project)
        if floor not in EDGES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS_AND_ENVIRONMENT
    ]
    assert found == []


def test_no_edge_reaches_past_the_actions_into_the_store(project: Path) -> None:
    # Roles are checked by the actions alone. The data version, which /healthz tells, needs none.
    found = [
        f"{path.relative_to(project)}:{node.lineno}"
        for floor, path in _modules(project)
        if floor in EDGES | {"showing"} and path.name != "shared.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "store"
    ]
    assert found == []


def test_no_upload_reaches_a_reader_that_follows_paths_or_fills_memory(project: Path) -> None:
    forbidden = {
        "geopandas": {"read_file"},
        "gpd": {"read_file"},
        "pd": {"read_excel", "read_html", "read_xml", "read_pickle"},
        "pandas": {"read_excel", "read_html", "read_xml", "read_pickle"},
        "pickle": {"load", "loads"},
    }
    found = [
        f"{path.relative_to(project)}:{node.lineno}"
        for _, path in _modules(project)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.attr in forbidden.get(node.value.id, ())
    ]
    assert found == []


def test_no_markup_from_data_on_a_page_and_no_needs_in_its_address(project: Path) -> None:
    found = [
        f"{path.relative_to(project)}:{number} {word}"
        for floor, path in _modules(project)
        if floor == "ui"
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        for word in (
            "unsafe_allow_html=True",
            "unsafe_allow_javascript=True",
            "query_params",
            "parse_html=True",
        )
        if word in line
    ]
    assert found == []


def test_modules_stay_short_enough_to_read(project: Path) -> None:
    long = {
        str(path.relative_to(project)): lines
        for _, path in _modules(project)
        if (lines := len(path.read_text().splitlines())) > 400
    }
    assert long == {}


def test_every_floor_says_what_it_is(project: Path) -> None:
    silent = [
        str(path.relative_to(project))
        for _, path in _modules(project)
        if not ast.get_docstring(ast.parse(path.read_text())) and path.read_text().strip()
    ]
    assert silent == []
