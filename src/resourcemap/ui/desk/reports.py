"""The desk's page for what the public told: by risk, with what would change, to accept or decline."""

from datetime import date

import streamlit as st

from resourcemap import actions
from resourcemap.actions import ProposalView, ReportFix, ReportView, Spot
from resourcemap.curation.correction import Correction
from resourcemap.errors import ConflictError, NotAllowedError, ResourceMapError
from resourcemap.model.change import Actor
from resourcemap.model.locale_words import day_and_year
from resourcemap.model.report import kind_sentence
from resourcemap.model.words import Value, say
from resourcemap.ui.desk.differences import differences
from resourcemap.ui.desk.meanwhile import show_meanwhile
from resourcemap.ui.desk.placing import choose_spot, has_moved
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language, now
from resourcemap.ui.visit import go


def reports_page(by: Actor) -> None:
    """Draw the page."""
    state = st.session_state
    handed = state.pop("desk_report", None)
    if isinstance(handed, str):
        _open(handed)
    st.title(_say("page"), anchor=False)
    _say_what_happened()
    reports = actions.report_views(directory(), by=by)
    places = actions.place_proposals(directory(), by=by, now=now())
    opened = state.get("told_open")
    report = next((each for each in reports if each.report.code == opened), None)
    place = next((each for each in places if each.proposal.code == opened), None)
    if report is not None:
        # Its records as they were when it was opened: nothing newer is written over.
        shown = state.setdefault("told_report", report)
        _report(shown, by)
    elif place is not None:
        _place(place, by)
    elif not reports and not places:
        st.success(_say("nothing"))
    else:
        _list(reports, places)


def _list(reports: tuple[ReportView, ...], places: tuple[ProposalView, ...]) -> None:
    st.markdown(_say("intro"))
    for at, view in enumerate(reports):
        with st.container(border=True, key=f"told_row_{at}"):
            _pick(
                say(kind_sentence(view.report.kind), language()),
                view.name or _say("gone_name"),
                view.report.code,
            )
            told = [_told_on(view.report.day)]
            if view.report.text:
                told.append(f"“{plain(view.report.text)}”")
            st.markdown(" ".join(told))
    if places:
        st.header(_say("places"), anchor=False)
    for at, each in enumerate(places):
        with st.container(border=True, key=f"told_place_{at}"):
            name = str(each.proposal.document["answers"].get("name", ""))
            _pick(_say("new_place"), name, each.proposal.code)
            st.markdown(_told_on(each.proposal.day))


def _pick(what: str, name: str, code: str) -> None:
    st.button(
        _say("look", what=what, name=plain(name)), key=f"told_pick_{code}", on_click=_open, args=(code,)
    )


def _open(code: str | None) -> None:
    state = st.session_state
    state.told_open = code
    for name in ("told_report", "told_fix", "told_answer", "told_where", "told_pin"):
        state.pop(name, None)


# --- One report ----------------------------------------------------------------------------------


def _report(view: ReportView, by: Actor) -> None:
    report = view.report
    st.button(_say("back"), key="told_back", on_click=_open, args=(None,))
    st.header(plain(view.name or _say("not_listed")), anchor=False)
    st.markdown(f"**{say(kind_sentence(report.kind), language())}** · {_told_on(report.day)}")
    st.markdown(f"“{plain(report.text)}”" if report.text else _say("no_words"))
    if not actions.may("accept_report", by):
        st.info(_say("read_only"))
        if "corrected" in view.fixes:
            _would_change(actions.report_change(directory(), view, "corrected", by=by, now=now()))
        return
    _contact(report.contact)
    _ways_on(view, by)
    if st.session_state.pop("told_went_on", None) == report.code:
        # Back from mending it by hand: that is what there is to say now.
        st.session_state.told_fix = "mended"
    names = {each: _say(f"fix.{each}") for each in view.fixes}
    fix: ReportFix = st.radio(
        _say("what_to_do"), view.fixes, format_func=lambda each: names[each], key="told_fix"
    )
    made = actions.report_change(directory(), view, fix, by=by, now=now())
    _would_change(made)
    _answer()
    with st.container(key="told_decide"):
        st.button(
            _say("accept"),
            key="told_accept",
            type="primary",
            disabled=bool(made.problems),
            on_click=_accept_report,
            args=(view, fix, by),
        )
        st.button(_say("decline"), key="told_decline", on_click=_decline, args=(report.code, by, False))


def _ways_on(view: ReportView, by: Actor) -> None:
    """Lead to where a report in words is mended: the form, or a call to the place."""
    ways = (("edit_place", "desk-edit", "save_edit"), ("check_place", "desk-verify", "record_check"))
    with st.container(key="told_ways", horizontal=True):
        for key, page, action in ways:
            if view.listing_id is not None and actions.may(action, by):
                st.button(
                    _say(key),
                    key=f"told_{key}",
                    on_click=_go_on,
                    args=(view.report.code, view.listing_id, page),
                )


def _go_on(code: str, listing_id: str, page: str) -> None:
    state = st.session_state
    state.desk_listing = listing_id
    state.told_went_on = code
    # What is written there is seen here afterwards.
    state.pop("told_report", None)
    go(page)


@pressed
def _accept_report(view: ReportView, fix: ReportFix, by: Actor) -> None:
    try:
        actions.accept_report(
            directory(), view, fix, outcome=str(st.session_state.get("told_answer", "")), by=by, now=now()
        )
    except NotAllowedError:
        raise
    except ConflictError as error:
        st.session_state.told_meanwhile = error.fields
        st.session_state.pop("told_report", None)
    except ResourceMapError:
        st.session_state.told_wrong = _say("decided")
        _open(None)
    else:
        _done("accepted")


# --- One place to add ----------------------------------------------------------------------------


def _place(view: ProposalView, by: Actor) -> None:
    proposal = view.proposal
    st.button(_say("back"), key="told_back", on_click=_open, args=(None,))
    st.header(plain(str(proposal.document["answers"].get("name", ""))), anchor=False)
    st.markdown(f"**{_say('new_place')}** · {_told_on(proposal.day)}")
    decides = actions.may("accept_place", by)
    if decides:
        _contact(proposal.contact)
    else:
        st.info(_say("read_only"))
    if view.barred is not None:
        st.error(_say("barred", name=plain(view.barred.name), reason=plain(view.barred.reason)))
    for _, name in view.alike:
        st.warning(_say("alike", name=plain(name)))
    spot, is_ready = choose_spot(view) if decides else (None, False)
    made = actions.place_change(directory(), view, spot, by=by, now=now())
    _would_change(made)
    if not decides:
        return
    st.markdown(_say("add_edit"))
    _answer()
    with st.container(key="told_decide"):
        st.button(
            _say("accept"),
            key="told_accept",
            type="primary",
            disabled=view.barred is not None or bool(made.problems) or not is_ready,
            on_click=_accept_place,
            args=(view, spot, by),
        )
        st.button(_say("decline"), key="told_decline", on_click=_decline, args=(proposal.code, by, True))


@pressed
def _accept_place(view: ProposalView, spot: Spot | None, by: Actor) -> None:
    if has_moved(view.proposal.code, spot):
        st.session_state.told_wrong = _say("where.moved")
        return
    try:
        actions.accept_place(
            directory(),
            view,
            spot=spot,
            outcome=str(st.session_state.get("told_answer", "")),
            by=by,
            now=now(),
        )
    except NotAllowedError:
        raise
    except ResourceMapError:
        st.session_state.told_wrong = _say("decided")
        _open(None)
    else:
        _done("accepted")


# --- Both ----------------------------------------------------------------------------------------


def _would_change(made: Correction) -> None:
    with st.container(border=True, key="told_changes"):
        st.subheader(_say("would_change"), anchor=False)
        if not made.changes:
            st.markdown(_say("no_change"))
        differences(made.changes)
        for note in made.notes:
            st.warning(plain(say(note, language())))
        for problem in made.problems.values():
            st.warning(_say("problem", problem=plain(say(problem, language()))))


def _contact(contact: str | None) -> None:
    st.markdown(_say("contact", contact=plain(contact)) if contact else _say("no_contact"))


def _answer() -> None:
    st.text_input(_say("answer"), key="told_answer", max_chars=300, placeholder=_say("answer_hint"))


@pressed
def _decline(code: str, by: Actor, is_place: bool) -> None:
    state = st.session_state
    reason = str(state.get("told_answer", ""))
    if not reason.strip():
        state.told_wrong = _say("decline_why")
        return
    decline = actions.decline_place if is_place else actions.decline_report
    try:
        decline(directory(), code, reason=reason, by=by, now=now())
    except NotAllowedError:
        raise
    except ResourceMapError:
        state.told_wrong = _say("decided")
        _open(None)
    else:
        _done("declined")


def _done(key: str) -> None:
    st.session_state.told_done = _say(key)
    _open(None)


def _say_what_happened() -> None:
    state = st.session_state
    if done := state.pop("told_done", None):
        st.success(done)
    if wrong := state.pop("told_wrong", None):
        st.warning(wrong)
    if "told_meanwhile" in state:
        show_meanwhile(state.pop("told_meanwhile"), _say("conflict"))


def _told_on(day: date) -> str:
    return _say("told_on", date=day_and_year(day, language())) + "."


def _say(key: str, /, **values: Value) -> str:
    return say(f"public_reports.{key}", language(), **values)
