"""The first page of the desk: what needs a person today, by risk, and how the whole list stands."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from resourcemap import actions
from resourcemap.actions import Task
from resourcemap.model.change import Actor
from resourcemap.model.locale_words import day_and_year
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import Value, say
from resourcemap.ui.desk.bars import bars
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language, now
from resourcemap.ui.visit import go

_MOST_SHORTCUTS = 9
_MOST_ROWS = 12
# What the page that is opened begins with: its key in the visit's memory.
_OPENS_WITH = {
    "desk-verify": "desk_listing",
    "desk-edit": "desk_proposal",
    "desk-reports": "desk_report",
    "desk-import": "desk_source",
    "desk-history": "desk_run",
    "desk-duplicates": "desk_pair",
}
_BACKUPS = "desk_backup"


def home_page(by: Actor) -> None:
    """Draw the page."""
    st.title(_say("heading"), anchor=False)
    tasks = actions.desk_tasks(directory(), by=by, now=now())
    if tasks:
        st.markdown(_say("intro"))
        with st.container(key="desk_keys"):
            has_shortcuts = st.toggle(_say("shortcuts"), value=True, key="desk_shortcuts")
            if has_shortcuts:
                st.markdown(_say("shortcuts_on"))
        with st.container(key="desk_tasks"):
            for number, task in enumerate(tasks, start=1):
                _task(task, number if has_shortcuts else None)
    elif actions.may("report_views", by) or actions.may("call_list", by):
        st.success(_say("nothing"))
    else:
        st.info(_say("contributor"))
    _standing(by)


def _task(task: Task, number: int | None) -> None:
    with st.container(border=True, key=f"desk_task_{task.kind}"):
        st.button(
            _say(f"task.{task.kind.replace('-', '_')}", count=task.count),
            key=f"desk_open_{task.kind}",
            type="primary" if task.kind.startswith("report-") else "secondary",
            on_click=open_task,
            args=(task, None),
            shortcut=f"Alt+{number}" if number is not None and number <= _MOST_SHORTCUTS else None,
        )
        if not task.items:
            return
        with st.container(key=f"desk_items_{task.kind}"):
            for at, (key, name) in enumerate(task.items):
                st.button(
                    plain(_item_words(task, name)),
                    key=f"desk_one_{task.kind}_{at}",
                    type="tertiary",
                    on_click=open_task,
                    args=(task, key),
                )
            if task.count > len(task.items):
                st.markdown(_say("more", count=task.count - len(task.items)))


def _item_words(task: Task, name: str) -> str:
    if task.kind == "backup":
        return day_and_year(date.fromisoformat(name), language())
    return name or _say("gone_place")


def open_task(task: Task, key: str | None) -> None:
    """Open the page that does a task, with one of its things or with all of them."""
    if task.kind == "backup":
        # The list of backups is a part of the history page.
        st.session_state[_BACKUPS] = key or ""
    elif key is not None:
        st.session_state[_OPENS_WITH[task.page]] = key
    go(task.page)


def _standing(by: Actor) -> None:
    standing = actions.standing(directory(), by=by, now=now())
    spoken, total = language(), standing.total
    st.header(_say("standing"), anchor=False)
    st.markdown(_say("counted", count=total))
    headings = (_say("col_what"), _say("col_count"))
    label = vocabulary()
    with st.container(key="desk_standing"):
        bars(
            _say("freshness"),
            headings,
            [(_say(f"band.{band.value.replace('-', '_')}"), count) for band, count in standing.freshness],
            total=total,
            kind="bands",
        )
        bars(
            _say("completeness"),
            headings,
            [(label.facet_label(facet, spoken), count) for facet, count in standing.completeness],
            total=total,
        )
        _counts(
            _say("categories"),
            [(label.label("category", term, spoken), count) for term, count in standing.categories],
        )
        _counts(_say("areas"), [(name or _say("no_area"), count) for name, count in standing.areas])


def _counts(caption: str, rows: Sequence[tuple[str, int]]) -> None:
    """Draw the largest counts, and all others behind a word that there are more."""
    headings = (_say("col_what"), _say("col_count"))
    total = max((count for _, count in rows), default=0)
    with st.container():
        bars(caption, headings, rows[:_MOST_ROWS], total=total)
        if len(rows) > _MOST_ROWS:
            with st.expander(_say("more", count=len(rows) - _MOST_ROWS)):
                bars(caption, headings, rows[_MOST_ROWS:], total=total)


def _say(key: str, /, **values: Value) -> str:
    return say(f"desk.{key}", language(), **values)
