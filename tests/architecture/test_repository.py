"""What the repository holds, and what it must not."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-uv.lock")

# Files people read or run. Data is left out: a listing may well name a website.
TEXT = {".py", ".toml", ".md", ".js", ".css", ".yml", ".ini", ".cfg", ".sh", ".lock", ".html", ".mako", ""}


def _tracked(project: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git work tree: nothing says which files belong to the repository")
    paths = (project / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def _texts(project: Path) -> list[tuple[str, str]]:
    return [
        (str(path.relative_to(project)), path.read_text(encoding="utf-8"))
        for path in _tracked(project)
        if path.suffix in TEXT and path != Path(__file__)
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(project: Path, name: str) -> None:
    text = (project / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert lines
    wrong = [
        line.split()[0]
        for line in lines
        if not re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", line) or "--hash=sha256:" not in line
    ]
    assert wrong == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index_or_address(project: Path, name: str) -> None:
    text = (project / name).read_text()
    assert re.findall(r"\S*://\S*|^\s*(?:-i|-f|--[a-z-]*(?:index|find-links|host)\S*).*$", text, re.M) == []


def test_everything_the_project_needs_is_locked(project: Path) -> None:
    described = tomllib.loads((project / "pyproject.toml").read_text())

    def missing(needed: list[str], lock: str) -> list[str]:
        locked = {
            line.split("==")[0].split("[")[0].lower().replace("_", "-")
            for line in (project / lock).read_text().splitlines()
            if re.match(r"[\w.-]+(\[[\w,-]+\])?==", line)
        }
        names = {re.split(r"[\[<>=~! ]", need)[0].lower().replace("_", "-") for need in needed}
        return sorted(names - locked)

    run = described["project"]["dependencies"] + described["dependency-groups"]["build"]
    assert missing(run, "requirements.lock") == []
    assert missing(described["dependency-groups"]["test"], "requirements-test.lock") == []


def test_no_file_names_a_path_of_one_machine(project: Path) -> None:
    machine = re.compile(r"(?<![\w.])/(?:work|root|Users/\w+|home/\w+)/\S+")
    found = [(name, hit[0]) for name, text in _texts(project) for hit in machine.finditer(text)]
    assert found == []


def test_no_file_fetches_from_a_third_party(project: Path) -> None:
    hosts = (
        "cdn." + "jsdelivr.net",
        "unpkg" + ".com",
        "cdnjs." + "cloudflare.com",
        "code." + "jquery.com",
        "fonts." + "googleapis.com",
        "fonts." + "gstatic.com",
        "tile." + "openstreetmap.org",
        "basemaps." + "cartocdn.com",
        "netdna." + "bootstrapcdn.com",
    )
    found = [(name, host) for name, text in _texts(project) for host in hosts if host in text]
    assert found == []


def test_nothing_local_or_secret_is_kept(project: Path) -> None:
    kept = [str(path.relative_to(project)) for path in _tracked(project)]
    local = re.compile(r"(^|/)(secrets\.toml|\.env|.*\.sqlite(-wal|-shm)?|.*\.db)$|^data/local/")
    assert [name for name in kept if local.search(name)] == []


def test_the_readme_names_the_two_commands(project: Path) -> None:
    readme = (project / "README.md").read_text()
    assert "make run" in readme
    assert "make test" in readme
