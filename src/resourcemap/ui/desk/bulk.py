"""Changing many places: in a paged table, or one change for all that are ticked; always a difference first."""

import hashlib
from collections.abc import Sequence
from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.actions import FormError
from resourcemap.curation.form_fields import CAPACITIES, FIELD_OF, FIELDS
from resourcemap.errors import ConflictError
from resourcemap.model.change import Actor
from resourcemap.model.fact import FACETS
from resourcemap.model.listing import Listing
from resourcemap.model.vocabulary import fold, vocabulary
from resourcemap.model.words import Value, say
from resourcemap.showing.cards import Screen
from resourcemap.showing.changes import change_lines
from resourcemap.showing.edit_form import choice_words
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language, now

PAGE_SIZE = 25
# What a cell of the table is, and what a whole selection may get.
_COLUMNS = ("name", "status", "alert", "website", "email", "wait", "fees")
_FOR_ALL = tuple(
    field.name
    for field in FIELDS
    if field.name == CAPACITIES
    or (field.kind != "list" and field.name not in ("name", "other_name", "latitude", "longitude", "street"))
)
_FACT = "fact"
_MOST_ROWS = 30


def bulk_edit(by: Actor) -> None:
    """Draw the table, the change for all, and the difference before it is written."""
    state = st.session_state
    state.setdefault("bulk_ticked", set())
    state.setdefault("bulk_typed", {})
    state.setdefault("bulk_round", 0)
    if state.get("bulk_plan") is not None:
        _difference(by)
        return
    st.markdown(_say("intro"))
    fits = _fitting(st.text_input(_say("filter"), key="bulk_filter", max_chars=100, autocomplete="off") or "")
    pages = max(1, -(-len(fits) // PAGE_SIZE))
    page = int(st.number_input(_say("page"), 1, pages, key=f"bulk_page_{pages}")) if pages > 1 else 1
    st.markdown(_say("pages", page=page, pages=pages, count=len(fits)))
    rows = fits[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    _table(rows, page)
    with st.container(horizontal=True):
        st.button(
            _say("tick_all", count=len(fits)),
            key="bulk_all",
            on_click=_tick,
            args=([each.id for each in fits],),
        )
        st.button(_say("untick"), key="bulk_none", on_click=_tick, args=(None,))
        st.markdown(_say("ticked", count=len(state.bulk_ticked)))
    for_all = _for_all()
    st.button(_say("look"), key="bulk_look", type="primary", on_click=_look, args=(for_all, by))
    if state.pop("bulk_empty", False):
        st.info(_say("none"))
    if state.pop("bulk_stale", False):
        st.warning(_say("stale"))
    done = state.pop("bulk_done", None)
    if done is not None:
        st.success(_say("done", count=done))


def _fitting(text: str) -> list[Listing]:
    words = fold(text).split()
    listings = directory().snapshot().listings
    return [
        each
        for each in listings
        if all(word in fold(f"{each.name} {each.organization or ''}") for word in words)
    ]


def _table(rows: Sequence[Listing], page: int) -> None:
    """
    Show one page of places; what is changed in its cells is typed into their forms.

    It is kept over pages, filters and ticks: Streamlit forgets the cells of a table it does not draw.
    """
    state = st.session_state
    spoken = language()
    values = {each.id: _cells(each) for each in rows}
    words = {each: _status_words(each) for each in FIELD_OF["status"].choices}
    code_of = {text: each for each, text in words.items()}
    shown = []
    for each in rows:
        cells = values[each.id] | state.bulk_typed.get(each.id, {})
        shown.append(
            {"tick": each.id in state.bulk_ticked, **cells, "status": words.get(cells["status"], "")}
        )
    # Streamlit keeps what is changed by the row's number: other places in the rows are another table.
    ids = tuple(each.id for each in rows)
    drawn = hashlib.sha256("\x1f".join(ids).encode()).hexdigest()[:16]
    key = f"bulk_table_{page}_{state.bulk_round}_{drawn}"
    edited = st.data_editor(
        shown,
        key=key,
        hide_index=True,
        width="stretch",
        num_rows="fixed",
        on_change=_take,
        args=(key, ids),
        column_config={
            "tick": st.column_config.CheckboxColumn(_say("tick"), width="small"),
            **{
                name: st.column_config.SelectboxColumn(
                    say(f"edit.field.{name}", spoken), options=list(code_of)
                )
                if name == "status"
                else st.column_config.TextColumn(say(f"edit.field.{name}", spoken))
                for name in _COLUMNS
            },
        },
    )
    for each, row in zip(rows, edited, strict=True):
        (state.bulk_ticked.add if row["tick"] else state.bulk_ticked.discard)(each.id)
        cells = {**row, "status": code_of.get(str(row["status"]), values[each.id]["status"])}
        changed = {
            name: str(cells[name] or "") for name in _COLUMNS if (cells[name] or "") != values[each.id][name]
        }
        state.bulk_typed.pop(each.id, None)
        if changed:
            state.bulk_typed[each.id] = changed


def _take(key: str, ids: Sequence[str]) -> None:
    """Keep what was just changed for the places that were in the rows then: others may be drawn now."""
    state = st.session_state
    code_of = {_status_words(each): each for each in FIELD_OF["status"].choices}
    for at, changed in state[key]["edited_rows"].items():
        cells = {name: str(value or "") for name, value in changed.items() if name in _COLUMNS}
        if "status" in cells:
            cells["status"] = code_of.get(cells["status"], "")
        if "tick" in changed:
            (state.bulk_ticked.add if changed["tick"] else state.bulk_ticked.discard)(ids[int(at)])
        if cells:
            state.bulk_typed[ids[int(at)]] = state.bulk_typed.get(ids[int(at)], {}) | cells


def _status_words(status: str) -> str:
    return say(f"edit.status.{status.replace(' ', '_')}", language())


def _cells(listing: Listing) -> dict[str, str]:
    return {
        "name": listing.name,
        "status": listing.status or "",
        "alert": listing.alert or "",
        "website": next(iter(listing.urls), ""),
        "email": listing.email or "",
        "wait": listing.wait_time or "",
        "fees": listing.fees_description or "",
    }


def _for_all() -> dict[str, Any]:
    """Ask what all that are ticked get."""
    spoken = language()
    st.header(_say("to_all"), anchor=False)
    names = ("", *_FOR_ALL, _FACT)
    chosen = st.selectbox(
        _say("field"),
        names,
        format_func=lambda name: (
            say("edit.choose", spoken)
            if not name
            else _say("fact")
            if name == _FACT
            else say(f"edit.field.{name}", spoken)
        ),
        key="bulk_field",
    )
    if not chosen:
        return {}
    if chosen == _FACT:
        return _fact()
    field = FIELD_OF[chosen]
    if st.checkbox(_say("empty"), key="bulk_clear"):
        return {chosen: ""}
    if chosen == CAPACITIES:
        free = st.text_input(say("edit.field.room_free", spoken), key="bulk_value_room", max_chars=10)
        return {chosen: [{"was": 0, "room_free": free}]} if free else {}
    if field.choices:
        value = st.selectbox(
            _say("value"),
            field.choices,
            format_func=lambda each: choice_words(chosen, each, Screen(now(), language=spoken)),
            key=f"bulk_value_{chosen}",
        )
    elif field.kind == "yes-no":
        value = st.selectbox(
            _say("value"),
            ("yes", "no"),
            format_func=lambda each: say(f"edit.answer.{each}", spoken),
            key=f"bulk_value_{chosen}",
        )
    else:
        value = st.text_input(_say("value"), key=f"bulk_value_{chosen}", max_chars=500)
    return {chosen: value} if value else {}


def _fact() -> dict[str, Any]:
    spoken = language()
    known = vocabulary()
    facet = st.selectbox(
        _say("fact"), FACETS, format_func=lambda each: known.facet_label(each, spoken), key="bulk_facet"
    )
    term = st.selectbox(
        say("edit.choose", spoken),
        [each.code for each in known.terms(facet)],
        format_func=lambda code: known.label(facet, code, spoken),
        key=f"bulk_term_{facet}",
    )
    answer = st.selectbox(
        say("edit.field.answer", spoken),
        ("yes", "limited", "no", "unknown"),
        format_func=lambda each: say(f"edit.answer.{each}", spoken),
        key="bulk_answer",
    )
    evidence = st.selectbox(
        say("edit.field.evidence", spoken),
        ("", "self-stated", "document", "staff-checked", "community-confirmed"),
        format_func=lambda each: (
            say(f"find.detail.evidence_{each.replace('-', '_')}", spoken)
            if each
            else say("edit.choose_none", spoken)
        ),
        key="bulk_evidence",
    )
    day = st.date_input(say("edit.field.date", spoken), value=None, key="bulk_date", format="YYYY-MM-DD")
    stated = {"answer": answer, "detail": "", "evidence": evidence, "date": day.isoformat() if day else ""}
    return {f"fact/{facet}/{term}": stated}


def _tick(ids: list[str] | None) -> None:
    state = st.session_state
    state.bulk_ticked = state.bulk_ticked | set(ids) if ids is not None else set()
    state.bulk_round += 1  # The table is drawn anew with its ticks.


@pressed
def _look(for_all: dict[str, Any], by: Actor) -> None:
    state = st.session_state
    wanted: dict[str, dict[str, Any]] = {each: dict(row) for each, row in state.bulk_typed.items()}
    if for_all:
        for each in state.bulk_ticked:
            wanted.setdefault(each, {}).update(for_all)
    plan = actions.plan_bulk_edit(directory(), wanted, by=by) if wanted else None
    if plan is None or not (plan.changed or plan.problems):
        state.bulk_empty = True
        return
    state.bulk_plan = plan


def _difference(by: Actor) -> None:
    state = st.session_state
    spoken = language()
    plan = state.bulk_plan
    st.header(_say("differences", count=len(plan.changed)), anchor=False)
    rows = (*plan.problems, *plan.changed)
    pages = max(1, -(-len(rows) // _MOST_ROWS))
    page = int(st.number_input(_say("page"), 1, pages, key="bulk_difference_page")) if pages > 1 else 1
    if pages > 1:
        st.markdown(_say("pages", page=page, pages=pages, count=len(rows)))
    with st.container(key="bulk_differences"):
        for row in rows[(page - 1) * _MOST_ROWS : page * _MOST_ROWS]:
            if row.problem is not None:
                st.warning(plain(_say("problem", name=row.name, problem=say(row.problem, spoken))))
                continue
            st.markdown(f"**{plain(row.name)}**")
            for line in change_lines(row.changes, spoken):
                st.markdown(plain(say("edit.change_line", spoken, **line)))
    st.text_input(say("edit.why", spoken), key="bulk_why", max_chars=300)
    with st.container(horizontal=True):
        st.button(
            _say("apply"),
            key="bulk_apply",
            type="primary",
            disabled=bool(plan.problems) or not plan.changed,
            on_click=_apply,
            args=(by,),
        )
        st.button(say("edit.conflict.back", spoken), key="bulk_back", on_click=_forget)


@pressed
def _apply(by: Actor) -> None:
    state = st.session_state
    plan = state.bulk_plan
    try:
        actions.apply_bulk_edit(directory(), plan, why=str(state.get("bulk_why") or ""), by=by, now=now())
    except (ConflictError, FormError):
        state.bulk_stale = True
    else:
        state.bulk_done = len(plan.changed)
        state.bulk_ticked, state.bulk_typed = set(), {}
    _forget()


def _forget() -> None:
    st.session_state.bulk_plan = None
    st.session_state.bulk_round += 1


def _say(key: str, /, **values: Value) -> str:
    return say(f"edit.bulk.{key}", language(), **values)
