"""Every language says everything, with the same names, the plural forms it has and nothing to spare."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from resourcemap.errors import ResourceMapError
from resourcemap.model.catalog import SOURCE, Text, catalog, languages
from resourcemap.model.evidence import stated_fact
from resourcemap.model.fact import Answer, Fact
from resourcemap.model.locale_words import clauses, direction, listed, plural_form
from resourcemap.model.words import Distance, Listed, Sentence, say, terms_said

OTHERS = [language for language in languages() if language != SOURCE]
# What a file says of its language itself.
OWN = "language."

# Keys put together from pieces that say nothing by themselves, and where.
TOGETHER = (
    r"at_home\.card\.\w+\.\w+",  # the cards of model/at_home.toml
    r"rights\.line\.\w+",  # the lines of model/rights.toml
    r"schedule\.(weekly|daily|monthly)\.(second|third|many)(_on)?",  # model/schedule_words.py
)
# The last word of a numbered sentence.
NUMBERED = r"-?\d+|\w+_\d+"


def _keys(language: str) -> dict[str, Text]:
    return {key: text for key, text in catalog(language).items() if not key.startswith(OWN)}


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _texts(text: Text) -> dict[str, str]:
    return {"other": text} if isinstance(text, str) else dict(text)


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_says_every_sentence_and_no_other(language: str) -> None:
    there, wanted = set(_keys(language)), set(_keys(SOURCE))
    assert sorted(wanted - there) == [], f"not yet in {language}.toml"
    assert sorted(there - wanted) == [], f"in {language}.toml, but no English sentence has the name"


@pytest.mark.parametrize("language", languages())
def test_a_sentence_has_the_plural_forms_its_language_uses(language: str) -> None:
    used = {plural_form(count, language) for count in range(1000)}
    for key, text in _keys(language).items():
        if not isinstance(text, str):
            assert set(text) == used, (language, key)


@pytest.mark.parametrize("language", languages())
def test_a_sentence_names_the_same_values_in_every_language(language: str) -> None:
    for key, text in _keys(language).items():
        source = _texts(catalog(SOURCE).get(key, text))
        wanted = set().union(*map(_names, source.values()))
        for form, said in _texts(text).items():
            # "One place" and "two places" need no figure.
            spare = {"count"} if form in ("zero", "one", "two") else set()
            assert wanted - spare <= _names(said) <= wanted, (language, key, form)


@pytest.mark.parametrize("language", languages())
def test_no_sentence_is_empty_or_has_stray_spaces(language: str) -> None:
    for key, text in _keys(language).items():
        for said in _texts(text).values():
            assert said.strip(), (language, key)
            assert "  " not in said, (language, key)
            assert said == said.strip() or key == "handout.sms.part", (language, key)


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_is_not_left_in_english(language: str) -> None:
    # Signs, names of formats and words that are the same.
    same = {key for key, text in _keys(language).items() if text == catalog(SOURCE).get(key)}
    worded = {
        key
        for key in same
        if any(
            re.search(r"[a-z]{3}", re.sub(r"{\w+}", "", said))
            for said in _texts(catalog(SOURCE)[key]).values()
        )
    }
    assert sorted(worded) == []


# --- What the program asks for, and what is there ---------------------------------------------------


def _sources(project: Path) -> Iterator[Path]:
    package = project / "src" / "resourcemap"
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".html", ".js", ".jinja"}:
            yield path


def _strings(project: Path) -> tuple[set[str], list[re.Pattern[str]]]:
    """Every text in the code, and a pattern for every text put together there."""
    whole: set[str] = set()
    patterns: set[str] = set()
    for path in _sources(project):
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            whole.update(re.findall(r"""["']([a-z0-9_.-]+)["']""", text))
            for start in re.findall(r"""["']([a-z0-9_.]+\.)["'] *~""", text):
                patterns.add(re.escape(start) + r"[a-z0-9_-]+")
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else r"[a-z0-9_-]+"
                    for part in node.values
                ]
                patterns.add("".join(parts))
    # A pattern that is all hole would find everything.
    kept = [pattern for pattern in patterns if re.search(r"[a-z_]", pattern.replace("[a-z0-9_-]+", ""))]
    return whole, [re.compile(pattern) for pattern in kept]


def test_every_sentence_is_asked_for_somewhere(project: Path) -> None:
    whole, patterns = _strings(project)
    folded = {text.replace("-", "_") for text in whole}

    def is_asked_for(key: str) -> bool:
        rest = key.partition(".")[2]
        if key in whole or rest in folded or any(re.fullmatch(each, key) for each in TOGETHER):
            return True
        last = key.rpartition(".")[2]
        return any(
            # Of a key put together, the last word stands somewhere too, unless it is a number.
            (pattern.fullmatch(key) or ("." in pattern.pattern and pattern.fullmatch(rest)))
            and (last in folded or re.fullmatch(NUMBERED, last) or _is_pieced(last, folded))
            for pattern in patterns
        )

    unused = [key for key in _keys(SOURCE) if not is_asked_for(key)]
    assert unused == []


def _is_pieced(last: str, folded: set[str]) -> bool:
    """Whether a last word is itself put together: "looks_like_" and "bmlt"."""
    pieces = last.split("_")
    return any(
        "_".join(pieces[at:]) in folded or "_".join(pieces[:at]) in folded for at in range(1, len(pieces))
    )


def test_every_sentence_asked_for_is_there(project: Path) -> None:
    trees = {
        str(path): ast.parse(path.read_text(encoding="utf-8"))
        for path in _sources(project)
        if path.suffix == ".py"
    }
    starts = {""} | {start for tree in trees.values() for start in _starts(tree)}
    virtual = ("vocabulary.", "inline.", "weekday.", "weekday_short.")
    missing = []
    for name, tree in trees.items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            key = node.args[0].value
            if called not in {"say", "_say", "Sentence"} or not isinstance(key, str):
                continue
            if not key.startswith(virtual) and not {start + key for start in starts} & set(catalog(SOURCE)):
                missing.append(f"{name}:{node.lineno} {key}")
    assert missing == []


def _starts(tree: ast.AST) -> Iterator[str]:
    """Give what the short forms of `say` put before a key: f"plan.hand.{key}"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and len(node.values) == 2:
            start, rest = node.values
            if (
                isinstance(start, ast.Constant)
                and isinstance(rest, ast.FormattedValue)
                and isinstance(rest.value, ast.Name)
                and rest.value.id == "key"
            ):
                yield str(start.value)


# --- How a sentence is said -------------------------------------------------------------------------


def test_a_name_nobody_knows_is_a_mistake_and_an_unknown_language_is_english() -> None:
    with pytest.raises(ResourceMapError, match=r"no sentence named 'web\.nothing'"):
        say("web.nothing")
    assert say("web.leave", "xx") == say("web.leave") == "Leave now"
    assert say("web.leave", "../en") == "Leave now"


def test_counts_take_the_form_of_their_language() -> None:
    assert [say("find.summary.in_person", count=count) for count in (0, 1, 2)] == [
        "0 places",
        "1 place",
        "2 places",
    ]
    assert say("find.summary.in_person", count=12345) == "12,345 places"
    said = [say("find.summary.in_person", "ar", count=count) for count in (0, 1, 2, 3, 11, 100)]
    assert len(set(said)) == 6


@pytest.mark.parametrize("key", ["find.map.cluster", "find.filters.set", "find.filters.more_terms"])
def test_a_count_that_a_script_fills_in_needs_no_plural(key: str) -> None:
    for language in OTHERS:
        text = catalog(language)[key]
        assert isinstance(text, str) or len(set(text.values())) == 1, language
        assert "#" in say(key, language, count="#")


def test_values_are_said_as_the_language_does() -> None:
    both = Listed((Sentence("weekday.0"), Sentence("weekday.2")))
    assert say("search.filter.days", days=both) == "Monday and Wednesday"
    assert say("search.filter.days", "es", days=both) == "lunes y miércoles"
    assert say("search.filter.radius", "ar", distance=Distance(4828, "mi")).endswith("3 ميل")


def test_a_list_has_the_commas_of_its_language_and_one_capital() -> None:
    assert listed(["مجاني", "Harbor Peers"], "ar", word="") == "مجاني، \u2068Harbor Peers\u2069"
    assert clauses(["الثلاثاء، 7 م", "الأربعاء، 7 م"], "ar") == "الثلاثاء، 7 م؛ الأربعاء، 7 م"
    said = terms_said("barriers_removed", ("no-referral", "sobriety-not-required"))
    assert said == "No referral needed, you do not have to be sober"
    assert say(stated_fact("population", "young-adults", Fact(Answer.YES, "focus"))).endswith(
        "on young adults"
    )


def test_no_list_that_clients_read_is_joined_by_a_latin_comma(project: Path) -> None:
    found = set()
    for folder in ("handout", "lite", "showing"):
        for path in (project / "src" / "resourcemap" / folder).glob("*.py"):
            for function in ast.parse(path.read_text(encoding="utf-8")).body:
                if any(map(_joins_by_comma, ast.walk(function))):
                    found.add(f"{path.name}:{getattr(function, 'name', '')}")
    # Addresses, the names of one contact and the figures of a point are as they came.
    own_words = {
        "entry.py:_where",
        "detail.py:address_lines",
        "detail.py:_contact",
        "edit_form.py:_where_line",
    }
    assert found - own_words == {"answer.py:_policy", "field_words.py:_point_lines"}


def _joins_by_comma(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "join"
        and isinstance(node.func.value, ast.Constant)
        and node.func.value.value in (", ", "; ")
    )


@pytest.mark.parametrize(
    "value",
    ["410-555-0100", "(410) 555-0100", "+1 410 555 0100", "Harbor Peer Center", "21201 Baltimore, MD"],
)
def test_what_runs_the_other_way_stays_together(value: str) -> None:
    assert direction("ar") == "rtl"
    assert f"\u2068{value}\u2069" in say("find.near.found", "ar", place=value)
    assert say("find.near.found", "es", place=value).count("\u2068") == 0
    assert "\u2068المركز\u2069" in say("find.near.found", "es", place="المركز")


@pytest.mark.parametrize("language", [each for each in languages() if direction(each) == "rtl"])
def test_figures_in_groups_written_into_a_sentence_stay_in_order(language: str) -> None:
    for key, text in _keys(language).items():
        for said in _texts(text).values():
            assert not re.search(r"(?<![\u2068\d-])\d+-\d+(?:-\d+)*(?![\u2069\d])", said), (key, said)


def test_links_and_plain_figures_carry_no_marks() -> None:
    for value in ("https://example.org/lite/p/a", "name@example.org"):
        assert "\u2068" not in say("handout.sms.link", "ar", url=value)
    assert "\u2068" not in say("search.reason.walk", "ar", low=9, high=12)
    nested = say("find.near.found", "ar", place=say("find.near.found", "ar", place="Oak St"))
    assert nested.count("\u2068") == 1
