"""The desk's page for checking places: what to ask, and answers by click."""

from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.actions import CheckSheet
from resourcemap.errors import ConflictError, NotAllowedError, NotFoundError, ResourceMapError
from resourcemap.model.change import Actor
from resourcemap.model.locale_words import clauses
from resourcemap.model.schedule_words import describe
from resourcemap.model.verification import CHECK_HOWS, CheckResult
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import Value, say
from resourcemap.ui.desk.call_list import call_link, call_list, checked_on, day_of, keep_choices
from resourcemap.ui.desk.differences import differences
from resourcemap.ui.desk.history import history_button
from resourcemap.ui.desk.meanwhile import show_meanwhile
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language, now, settings
from resourcemap.ui.visit import go

_ANSWERS = ("yes", "limited", "no", "unknown")


def verify_page(by: Actor) -> None:
    """Draw the page."""
    state = st.session_state
    handed = state.pop("desk_listing", None)
    if isinstance(handed, str):
        _open(handed)
    st.title(_say("page"), anchor=False)
    _say_what_happened()
    if state.get("verify_open"):
        try:
            sheet = actions.check_sheet(directory(), state.verify_open, by=by)
        except NotFoundError:
            st.warning(_say("gone"))
            _open(None)
        else:
            # What was seen when the sheet was opened is what may be written over.
            seen = state.setdefault("verify_sheet", sheet)
            keep_choices()
            _sheet(seen, by)
            return
    call_list(by, _open)


def _open(listing_id: str | None) -> None:
    state = st.session_state
    state.verify_open = listing_id
    state.pop("verify_sheet", None)
    state.pop("verify_sure", None)
    for name in [name for name in state if str(name).startswith("verify_say_")]:
        del state[name]


# --- What to ask ---------------------------------------------------------------------------------


def _sheet(sheet: CheckSheet, by: Actor) -> None:
    service = sheet.bundle.service
    st.button(_say("back"), key="verify_back", on_click=_open, args=(None,))
    st.header(plain(service.name), anchor=False)
    st.markdown(checked_on(sheet.assured_date))
    if sheet.phone:
        call_link(sheet.phone)
    else:
        st.markdown(_say("no_phone" if sheet.website else "no_way"))
    if not actions.may("record_check", by):
        st.info(_say("read_only"))
        _earlier(sheet)
        return
    how = {each: _say(f"how_by.{each}") for each in CHECK_HOWS}
    st.radio(
        _say("how"),
        CHECK_HOWS,
        index=_first_how(sheet),
        format_func=lambda each: how[each],
        horizontal=True,
        key="verify_say_how",
    )
    answers = _answers(sheet)
    with st.container(key="verify_results"):
        if answers:
            st.button(_say("save"), key="verify_save", type="primary", on_click=_keep, args=("changed", by))
        else:
            st.button(
                _say("unchanged"), key="verify_same", type="primary", on_click=_keep, args=("unchanged", by)
            )
        for result in ("not-reached", "paused", "closed"):
            st.button(
                _say(result.replace("-", "_")),
                key=f"verify_result_{result}",
                on_click=_ask_sure if result == "closed" else _keep,
                args=() if result == "closed" else (result, by),
            )
    if st.session_state.get("verify_sure"):
        st.warning(_say("closed_sure", name=plain(service.name)))
        with st.container(key="verify_sure_box"):
            st.button(_say("closed_yes"), key="verify_sure_yes", on_click=_keep, args=("closed", by))
    if answers:
        _preview(sheet, answers, by)
    st.markdown(_say("opening", directory=plain(settings().public_name)))
    _questions(sheet)
    st.markdown(_say("closing"))
    if actions.may("save_edit", by):
        st.button(
            _say("edit"), key="verify_edit", on_click=_edit, args=(sheet.bundle.service_at_location.id,)
        )
    history_button(sheet.bundle.service_at_location.id, by, key="verify_history")
    _earlier(sheet)


def _first_how(sheet: CheckSheet) -> int | None:
    """Choose a way that the listing gives; None where it gives none: staff say how they asked."""
    if sheet.phone:
        return CHECK_HOWS.index("call")
    return CHECK_HOWS.index("website") if sheet.website else None


def _questions(sheet: CheckSheet) -> None:
    st.subheader(_say("listed"), anchor=False)
    st.markdown(_say("listed_hint"))
    times = sheet.bundle.service_at_location.schedules or sheet.bundle.service.schedules
    if times:
        said = clauses([describe(each, language()) for each in times], language())
        st.markdown(_say("hours_now", times=plain(said)))
    with st.container(key="verify_listed"):
        for name in actions.ASKED:
            st.text_input(_say(f"field.{name}"), value=sheet.said.get(name, ""), key=f"verify_say_{name}")
    if not sheet.terms:
        return
    st.subheader(_say("facts"), anchor=False)
    labels = {each: _say(f"answer.{each}") for each in _ANSWERS}
    with st.container(key="verify_facts"):
        for facet, term in sheet.terms:
            key = f"fact/{facet}/{term}"
            st.radio(
                vocabulary().label(facet, term, language()),
                _ANSWERS,
                index=_ANSWERS.index(sheet.said.get(key, "unknown")),
                format_func=lambda each: labels[each],
                horizontal=True,
                key=f"verify_say_{key}",
            )


def _answers(sheet: CheckSheet) -> dict[str, Any]:
    """Give what differs from what is listed, as it stands in the boxes."""
    state = st.session_state
    found = {}
    for key in _keys(sheet):
        name = f"verify_say_{key}"
        if name in state and str(state[name]).strip() != _listed(sheet, key):
            found[key] = str(state[name]).strip()
    return found


def _keys(sheet: CheckSheet) -> tuple[str, ...]:
    return (*actions.ASKED, *(f"fact/{facet}/{term}" for facet, term in sheet.terms))


def _listed(sheet: CheckSheet, key: str) -> str:
    return str(sheet.said.get(key, "unknown" if key.startswith("fact/") else ""))


def _preview(sheet: CheckSheet, answers: dict[str, Any], by: Actor) -> None:
    made = actions.preview_check(directory(), sheet, answers, by=by, now=now())
    with st.container(border=True, key="verify_changes"):
        st.subheader(_say("changes"), anchor=False)
        differences(made.changes)
        for each in (*made.notes, *made.problems.values()):
            st.warning(plain(say(each, language())))


def _earlier(sheet: CheckSheet) -> None:
    if not sheet.history:
        return
    with st.expander(_say("earlier")):
        for each in sheet.history:
            st.markdown(
                "- "
                + _say(
                    "earlier_line",
                    date=day_of(each.at),
                    how=_say(f"how_by.{each.how}"),
                    result=_say(f"result.{each.result.replace('-', '_')}"),
                    by=plain(each.by),
                )
            )


# --- Keeping -------------------------------------------------------------------------------------


@pressed
def _keep(result: CheckResult, by: Actor) -> None:
    state = st.session_state
    sheet: CheckSheet = state.verify_sheet
    if state.get("verify_say_how") is None:
        state.verify_wrong = _say("how_first")
        return
    answers = _answers(sheet)
    if result == "unchanged" and answers:
        return  # Typed in the same moment: the differences are shown first.
    try:
        actions.record_check(
            directory(),
            sheet,
            how=str(state.get("verify_say_how")),
            result=result,
            answers=answers if result == "changed" else None,
            by=by,
            now=now(),
        )
    except NotAllowedError:
        raise
    except ConflictError as error:
        state.verify_meanwhile = error.fields
        _look_again(sheet, by)
    except ResourceMapError as error:
        state.verify_wrong = _say("problem", problem=plain(str(error)))
    else:
        key = "kept_try" if result == "not-reached" else "kept"
        state.verify_done = _say(key, name=plain(sheet.bundle.service.name))
        _open(None)


def _look_again(sheet: CheckSheet, by: Actor) -> None:
    """Show what is listed now; only what was typed stays as it is."""
    state = st.session_state
    try:
        new = actions.check_sheet(directory(), sheet.bundle.service_at_location.id, by=by)
    except NotFoundError:
        _open(None)
        return
    for key in _keys(sheet):
        name = f"verify_say_{key}"
        if name in state and str(state[name]).strip() == _listed(sheet, key):
            state[name] = _listed(new, key)
    state.verify_sheet = new


def _ask_sure() -> None:
    st.session_state.verify_sure = True


def _edit(listing_id: str) -> None:
    st.session_state.desk_listing = listing_id
    go("desk-edit")


def _say_what_happened() -> None:
    state = st.session_state
    if done := state.pop("verify_done", None):
        st.success(done)
    if wrong := state.pop("verify_wrong", None):
        st.warning(wrong)
    if "verify_meanwhile" in state:
        show_meanwhile(state.pop("verify_meanwhile"), _say("conflict"))


def _say(key: str, /, **values: Value) -> str:
    return say(f"verify.{key}", language(), **values)
