"""What a file would do, section by section: changes, doubles, problems, choices, columns, the map."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

from resourcemap import actions
from resourcemap.actions import Staged
from resourcemap.curation.choosing import kept_key
from resourcemap.curation.planned import PlannedRow
from resourcemap.model.change import Actor, FieldChange
from resourcemap.model.locale_words import clauses
from resourcemap.model.problem import Problem
from resourcemap.model.words import say
from resourcemap.model.writes import FieldKey
from resourcemap.showing.cards import Json
from resourcemap.showing.field_words import field_label, value_lines
from resourcemap.ui.board import lines, node, show_board
from resourcemap.ui.desk.import_columns import show_columns
from resourcemap.ui.desk.import_map import show_points
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language
from resourcemap.web.downloads import only_for

PAGE_ROWS = 20
_MOST_EXAMPLES = 30
_ORDER = {"reject": 0, "warning": 1, "note": 2}

Item = TypeVar("Item")


def show_plan(staged: Staged, by: Actor, *, read_again: Callable[[], None]) -> None:
    """
    Draw the counts, and the section that is chosen.

    Parameters
    ----------
    read_again
        Makes the plan anew, after the columns were corrected.
    """
    counts = staged.plan.counts
    with st.container(key="import_counts"):
        st.markdown(
            " · ".join(
                _say(f"count.{name}", count=counts[name])
                for name in ("rows", "new", "changed", "unchanged", "possible_duplicates", "rejected")
            )
        )
    sections = _sections(staged)
    names = list(sections)
    labels = {name: _label(name, count) for name, count in sections.items()}
    if st.session_state.get("import_section") not in names:
        st.session_state.import_section = _first(staged, names)
    chosen = st.segmented_control(
        _say("section.label"), names, key="import_section", format_func=labels.__getitem__, width="stretch"
    )
    match chosen:
        case "changed":
            _changed(staged)
        case "new":
            _new(staged)
        case "doubles":
            _doubles(staged, by)
        case "problems":
            _problems(staged, by)
        case "choices":
            _choices(staged)
        case "columns":
            show_columns(staged, by, read_again=read_again)
        case "map":
            show_points(staged)


def chosen_keys(staged: Staged) -> frozenset[FieldKey]:
    """Give the fields in which staff let this file have its way."""
    picked = st.session_state.get("import_take", {}).get(staged.file.id, frozenset())
    return frozenset(picked)


def _sections(staged: Staged) -> dict[str, int]:
    plan = staged.plan
    counts = {
        "columns": sum(len(table.header) for table in staged.read.tables),
        "problems": len({each.code for each in plan.problems}),
        "changed": plan.counts["changed"],
        "new": plan.counts["new"],
        "doubles": plan.counts["possible_duplicates"],
        "choices": sum(len(row.kept) for row in plan.rows),
        "map": sum(row.status != "unchanged" for row in plan.rows),
    }
    return {name: count for name, count in counts.items() if count}


def _first(staged: Staged, names: list[str]) -> str | None:
    """Open what needs a person first: columns nobody knows, then choices, then what changes."""
    if not staged.plan.rows and "columns" in names:
        return "columns"
    order = ("choices", "changed", "new", "problems", "doubles", "columns", "map")
    return next((name for name in order if name in names), None)


def _label(name: str, count: int) -> str:
    return _say(f"section.{name}") if name in ("columns", "map") else f"{_say(f'section.{name}')} {count}"


def _changed(staged: Staged) -> None:
    rows = _page("changed", staged.plan.rows_of("changed"))
    show_board("import_changed", [_change_node(row) for row in rows])


def _change_node(row: PlannedRow) -> Json:
    return node(
        "article",
        node("h3", row.bundle.service.name),
        node("small", _say("row", row=row.row), kind="soft"),
        *(_difference(each) for each in row.changes),
        kind="card",
    )


def _difference(change: FieldChange) -> Json:
    return node(
        "div",
        node("strong", field_label(change.field_name, language())),
        node("div", _side("was", change.field_name, change.previous_value), kind="was"),
        node("div", _side("becomes", change.field_name, change.replacement_value), kind="becomes"),
    )


def _side(which: str, name: str, value: Any) -> Json:
    said = value_lines(name, value, language()) or [say("duplicates.nothing", language())]
    return node("p", node("span", f"{_say(which)} ", kind="soft"), clauses(said, language()))


def _new(staged: Staged) -> None:
    rows = _page("new", staged.plan.rows_of("new"))
    show_board("import_new", [_new_node(row) for row in rows])


def _new_node(row: PlannedRow) -> Json:
    bundle, spoken = row.bundle, language()
    address = bundle.location.to_document().get("addresses") if bundle.location else None
    schedules = [each.to_document() for each in bundle.service.schedules]
    said = [
        bundle.organization.name if bundle.organization else "",
        *value_lines("addresses", address, spoken),
        *value_lines("schedules", schedules, spoken),
        *value_lines("phones", [each.to_document() for each in bundle.service.phones], spoken),
    ]
    return node(
        "article",
        node("h3", bundle.service.name),
        node("small", _say("row", row=row.row), kind="soft"),
        lines([each for each in said if each]),
        kind="card",
    )


def _doubles(staged: Staged, by: Actor) -> None:
    st.markdown(_say("doubles"))
    rows = _page("doubles", staged.plan.rows_of("possible-duplicate"))
    show_board("import_doubles", [_double_node(staged, row, by) for row in rows])


def _double_node(staged: Staged, row: PlannedRow, by: Actor) -> Json:
    spoken, found = language(), []
    for each in row.duplicate_of:
        other, fields = actions.planned_pair(directory(), staged.plan, row, each.listing_id, by=by)
        if other is None:
            continue
        differing = [field for field in fields if field.kept != field.gone]
        found.append(
            node(
                "section",
                lines([say(reason, spoken) for reason in each.reasons], kind="soft"),
                *(
                    node(
                        "div",
                        node("strong", field_label(field.key, spoken)),
                        _side("here", field.key, field.kept),
                        _side("in_file", field.key, field.gone),
                    )
                    for field in differing
                ),
            )
        )
    return node(
        "article",
        node("h3", row.bundle.service.name),
        node("small", _say("row", row=row.row), kind="soft"),
        *found,
        kind="card",
    )


def _problems(staged: Staged, by: Actor) -> None:
    if staged.read.rejected:
        st.download_button(
            _say("problems.download", count=len(staged.read.rejected)),
            data=lambda: actions.corrected_rows(staged, language=language(), by=by),
            file_name="rows-to-fix.csv",
            mime=only_for(by, "text/csv"),
            key="import_fix",
            on_click="ignore",
        )
        st.markdown(_say("problems.how"))
    groups: dict[tuple[int, str], list[Problem]] = {}
    for problem in staged.plan.problems:
        groups.setdefault((_ORDER[problem.severity], problem.code), []).append(problem)
    nodes = [
        _problem_node(code, group) for (_, code), group in sorted(groups.items(), key=lambda each: each[0])
    ]
    show_board("import_problems", nodes)


def _problem_node(code: str, group: Sequence[Problem]) -> Json:
    spoken, first = language(), group[0]
    rest = [each.message_in(spoken) for each in group[1:_MOST_EXAMPLES]]
    if len(group) > _MOST_EXAMPLES:
        rest.append(_say("problems.more", count=len(group) - _MOST_EXAMPLES))
    return node(
        "article",
        node("h3", _say(f"problems.{first.severity}", count=len(group))),
        node("p", first.message_in(spoken)),
        node("details", node("summary", _say("problems.others", count=len(group) - 1)), lines(rest), key=code)
        if rest
        else None,
        kind="card",
    )


def _choices(staged: Staged) -> None:
    st.markdown(_say("choices.intro"))
    kept = [(row, value) for row in staged.plan.rows for value in row.kept]
    taken = st.session_state.setdefault("import_take", {}).setdefault(staged.file.id, set())
    for row, value in _page("choices", kept):
        change, key = value.change, kept_key(value)
        was, offered = (
            clauses(value_lines(change.field_name, each, language()), language())
            or say("duplicates.nothing", language())
            for each in (change.previous_value, change.replacement_value)
        )
        with st.container(border=True):
            label = field_label(change.field_name, language())
            st.markdown(f"**{plain(row.bundle.service.name)}** · {label}")
            st.markdown(f"{_say('choices.ours')} {plain(was)}  \n{_say('choices.files')} {plain(offered)}")

            def flip(key: FieldKey = key) -> None:
                taken.symmetric_difference_update({key})

            st.checkbox(
                _say("choices.take", name=row.bundle.service.name, field=label),
                value=key in taken,
                key=f"import_take_{'_'.join(key)}",
                on_change=flip,
            )


def _page(name: str, items: Sequence[Item]) -> Sequence[Item]:
    """Give one page of a long list, with a field for the page where there are several."""
    pages = (len(items) + PAGE_ROWS - 1) // PAGE_ROWS
    if pages <= 1:
        return items
    at = st.number_input(_say("page", count=pages), 1, pages, key=f"import_page_{name}")
    return items[(int(at) - 1) * PAGE_ROWS : int(at) * PAGE_ROWS]


def _say(key: str, **values: Any) -> str:
    return say(f"staging.{key}", language(), **values)
