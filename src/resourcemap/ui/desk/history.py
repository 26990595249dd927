"""The desk's page of everything that was changed: who, when, why, and taking it back."""

from collections.abc import Mapping

import streamlit as st

from resourcemap import actions
from resourcemap.actions import HistoryEntry, may
from resourcemap.errors import NotAllowedError, NotFoundError, ResourceMapError
from resourcemap.model.change import Actor, Change
from resourcemap.model.edit import BULK_EDIT, EDIT
from resourcemap.model.locale_words import clauses
from resourcemap.model.vocabulary import fold
from resourcemap.model.words import Value, say
from resourcemap.model.writes import ImportRun
from resourcemap.showing.changes import change_lines, field_words
from resourcemap.showing.times import clock_words
from resourcemap.ui.desk.backups import show_backups
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain, some_names
from resourcemap.ui.shared import directory, language, now
from resourcemap.ui.visit import go
from resourcemap.web.downloads import only_for

_AT_ONCE = 300
_LINES_AT_ONCE = 60
_CHANGES_AT_ONCE = 500
_MOST_PLACES = 10
_MOST_NAMES = 3
_KINDS = {EDIT: "edit", BULK_EDIT: "bulk_edit", "merge": "merge", "sample": "sample"}


def history_page(by: Actor) -> None:
    """Draw the page."""
    state = st.session_state
    st.title(_say("heading"), anchor=False)
    st.markdown(_say("intro"))
    _say_what_happened()
    _take_what_was_handed()
    if state.get("history_backups") is not None and may("backup_runs", by):
        st.button(_say("newest"), key="history_all", on_click=_show_all)
        show_backups(by, state.history_backups)
        return
    people, person = actions.people(directory(), by=by), ""
    with st.container(key="history_ask", horizontal=True):
        person = st.selectbox(
            _say("person"),
            ["", *sorted(people, key=lambda name: fold(people[name]))],
            format_func=lambda name: people.get(name) or _say("everyone"),
            key="history_person",
        )
        text = st.text_input(_say("find"), key="history_find", max_chars=100, autocomplete="off")
    entries = _entries(by, person or None, text or "")
    if not entries:
        st.info(_say("none_found" if person or text or state.get("history_before") else "none"))
    for entry in entries:
        _draw(entry, by, people)
    _more(entries)
    with st.container(key="history_more", horizontal=True):
        if may("backup_runs", by):
            st.button(_say("backup.heading"), key="history_backups_open", on_click=_show_backups)
        if may("audit_csv", by):
            _export(by)


def history_button(listing_id: str, by: Actor, *, key: str, label: str | None = None) -> None:
    """
    Draw a button on another page that opens the history of one listing, for who may read it.

    `label` says of which, where the page shows several.
    """
    if may("history", by):
        st.button(label or _say("of_this"), key=key, on_click=_open_listing, args=(listing_id,))


def _open_listing(listing_id: str) -> None:
    st.session_state.desk_listing = listing_id
    go("desk-history")


def _take_what_was_handed() -> None:
    """Open what another page pressed: one place, one run, or the list of backups."""
    state = st.session_state
    for name, opens in (
        ("desk_listing", "history_listing"),
        ("desk_run", "history_run"),
        ("desk_backup", "history_backups"),
    ):
        handed = state.pop(name, None)
        if isinstance(handed, str):
            _show_all()
            state[opens] = handed


def _entries(by: Actor, person: str | None, text: str) -> tuple[HistoryEntry, ...]:
    state = st.session_state
    listing_id = state.get("history_listing")
    if listing_id is not None:
        try:
            found = actions.listing_history(directory(), listing_id, by=by)
        except NotFoundError:
            found = ()
        key = ("service_at_location", listing_id)
        name = actions.record_names(directory(), [key], by=by).get(key)
        if name:
            st.markdown(plain(_say("of", name=name)))
        st.button(_say("newest"), key="history_all", on_click=_show_all)
        return found
    run_id = state.get("history_run")
    if run_id is not None:
        st.button(_say("newest"), key="history_all", on_click=_show_all)
        limit = state.get("history_run_limit", _CHANGES_AT_ONCE)
        return actions.run_history(directory(), run_id, by=by, limit=limit)
    if text.strip():
        places = actions.places_in_history(directory(), text, by=by, limit=_MOST_PLACES)
        ids = [each.id for each in places.places]
        if places.total > len(ids):
            st.info(_say("first_few", total=places.total, count=len(ids)))
        # All at once: a run that changed several of them is one entry.
        entries = actions.listing_history(directory(), *ids, by=by) if ids else ()
        return tuple(each for each in entries if person is None or each.by == person)
    return actions.history(
        directory(), by=by, before=state.get("history_before"), limit=_AT_ONCE, person=person
    )


def _draw(entry: HistoryEntry, by: Actor, people: Mapping[str, str]) -> None:
    spoken = language()
    when = entry.at.astimezone(directory().zone)
    key = f"{entry.changes[0].number}"
    title = _say("entry", kind=_kind(entry), name=_names(entry))
    with st.container(border=True, key=f"history_{key}"):
        st.markdown(f"**{plain(title)}**")
        told = [
            _say("when", day=when.date(), clock=clock_words(when, spoken), by=people.get(entry.by, entry.by)),
            _say("count", count=len(entry.changes)),
        ]
        if entry.why and (entry.run is None or entry.why != entry.run.file.file_name):
            told.append(_say("why", why=entry.why))
        st.markdown(plain(" · ".join(told)))
        run = entry.run
        if run is not None and run.at == entry.at and run.file.format not in _KINDS:
            _counts(run, by)
        if run is not None and run.undone_at is not None and run.at == entry.at:
            day = run.undone_at.astimezone(directory().zone).date()
            undone_by = run.undone_by or ""
            st.markdown(plain(_say("undone", day=day, by=people.get(undone_by, undone_by))))
        is_open = st.session_state.get("history_run") is not None
        with st.expander(plain(say("edit.changes", spoken)), expanded=is_open, key=f"history_lines_{key}"):
            _lines(entry, key)
        if run is not None and run.undone_at is None and run.at == entry.at and may("undo_import", by):
            _undo_buttons(entry, run.id, by)


def _counts(run: ImportRun, by: Actor) -> None:
    """Say what became of an import's rows, and lead to where the rest can be mended."""
    counts = run.file.counts
    said = [
        say(f"staging.count.{name}", language(), count=counts[name])
        for name in ("rows", "new", "changed", "unchanged", "possible_duplicates", "rejected")
        if counts.get(name)
    ]
    st.markdown(" · ".join(said))
    if counts.get("rejected") and run.undone_at is None and may("stage_file", by):
        st.markdown(_say("left_out"))
        st.button(
            plain(_say("bring_again", name=run.file.authority)),
            key=f"history_bring_{run.id}",
            on_click=_bring_again,
            args=(run.file.authority,),
        )


def _bring_again(authority: str) -> None:
    st.session_state.desk_source = authority
    go("desk-import")


def _kind(entry: HistoryEntry) -> str:
    if entry.run is None:
        return _say("kind.other")
    if entry.at != entry.run.at:
        return _say("kind.undo")
    return _say(f"kind.{_KINDS.get(entry.run.file.format, 'import')}")


def _names(entry: HistoryEntry) -> str:
    if entry.run is not None and entry.run.file.format not in _KINDS:
        return entry.run.file.file_name
    names = sorted(
        {
            name
            for (kind, _), name in entry.names.items()
            if kind in ("service", "service_at_location") or len(entry.names) == 1
        }
        or set(entry.names.values())
    )
    return some_names(names, _MOST_NAMES, language())


def _lines(entry: HistoryEntry, key: str) -> None:
    spoken, state = language(), st.session_state
    several = len({name for _, name in entry.names.items()}) > 1
    shown = state.get("history_lines", {}).get(key, _LINES_AT_ONCE)
    drawn = 0
    for change in entry.changes:
        name = entry.names.get((change.resource_type, change.resource_id), "")
        record = _say(f"record.{change.resource_type}")
        before = f"{record}: {name} · " if several and name else ""
        for line in _said(change, spoken):
            if drawn >= shown:
                st.button(
                    _say("more_lines"), key=f"history_more_{key}", on_click=_more_lines, args=(key, shown)
                )
                return
            st.markdown(plain(before + line))
            drawn += 1
    if not entry.is_whole and entry.run is not None:
        is_open = state.get("history_run") == entry.run.id
        st.button(
            _say("more_lines" if is_open else "whole"),
            key=f"history_whole_{key}",
            on_click=_more_of_run,
            args=(entry.run.id, key, shown),
        )


def _more_lines(key: str, shown: int) -> None:
    state = st.session_state
    state.history_lines = state.get("history_lines", {}) | {key: shown + _LINES_AT_ONCE}


def _more_of_run(run_id: str, key: str, shown: int) -> None:
    """Open all that a run changed, or read on in it."""
    state = st.session_state
    if state.get("history_run") == run_id:
        state.history_run_limit = state.get("history_run_limit", _CHANGES_AT_ONCE) + _CHANGES_AT_ONCE
        _more_lines(key, shown)
    else:
        _show_all()
        state.history_run = run_id


def _said(change: Change, spoken: str) -> list[str]:
    match change.action:
        case "create":
            return [_say("created")]
        case "delete":
            return [_say("deleted")]
        case "restore":
            return [_say("restored")]
    return [say("edit.change_line", spoken, **line) for line in change_lines([change], spoken)]


def _undo_buttons(entry: HistoryEntry, run_id: str, by: Actor) -> None:
    state = st.session_state
    name = _names(entry)
    if state.get("history_asked") != run_id:
        st.button(
            plain(_say("undo_named", name=name)), key=f"history_undo_{run_id}", on_click=_ask, args=(run_id,)
        )
        return
    run = entry.run
    if run is not None and len(entry.changes) < run.change_count:
        st.warning(_say("undo_all", count=run.change_count))
    else:
        st.markdown(_say("undo_ask"))
    with st.container(horizontal=True):
        st.button(
            _say("undo_yes"), key=f"history_yes_{run_id}", type="primary", on_click=_undo, args=(run_id, by)
        )
        st.button(_say("undo_no"), key=f"history_no_{run_id}", on_click=_ask, args=(None,))


def _ask(run_id: str | None) -> None:
    st.session_state.history_asked = run_id


@pressed
def _undo(run_id: str, by: Actor) -> None:
    state = st.session_state
    state.history_asked = None
    try:
        undone = actions.undo_import(directory(), run_id, by=by, now=now())
    except NotAllowedError:
        raise
    except ResourceMapError:
        state.history_status = ("bad", [say("edit.gone", language())])
        return
    said = [
        _say(
            "undo_done",
            fields=undone.fields_restored,
            removed=undone.records_removed,
            restored=undone.records_restored,
        )
    ]
    if undone.kept:
        spoken = language()
        keys = {(each.resource_type, each.resource_id) for each in undone.kept}
        names = actions.record_names(directory(), keys, by=by)
        what = [
            f"{names.get((each.resource_type, each.resource_id), '')}"
            + (f": {field_words(each.resource_type, each.field_name, spoken)}" if each.field_name else "")
            for each in undone.kept[:10]
        ]
        said.append(_say("undo_kept", what=clauses(what, spoken)))
    state.history_status = ("good", said)


def _say_what_happened() -> None:
    kind, said = st.session_state.pop("history_status", ("", []))
    for text in said:
        (st.success if kind == "good" else st.warning)(plain(text))


def _more(entries: tuple[HistoryEntry, ...]) -> None:
    state = st.session_state
    with st.container(horizontal=True):
        if state.get("history_before"):
            st.button(_say("newest"), key="history_newest", on_click=_show_all)
        count = sum(len(entry.changes) for entry in entries)
        whole = state.get("history_listing") is None and state.get("history_run") is None
        if count >= _AT_ONCE and whole:
            oldest = min(change.number for entry in entries for change in entry.changes)
            st.button(_say("older"), key="history_older", on_click=_older, args=(oldest,))


def _older(before: int) -> None:
    st.session_state.history_before = before


def _show_all() -> None:
    for name in (
        "history_before",
        "history_listing",
        "history_run",
        "history_run_limit",
        "history_backups",
        "history_lines",
    ):
        st.session_state.pop(name, None)


def _show_backups() -> None:
    st.session_state.history_backups = ""


def _export(by: Actor) -> None:
    # A file of years takes a moment: it is made when somebody asks.
    if st.button(_say("export"), key="history_export"):
        st.download_button(
            _say("download"),
            actions.audit_csv(directory(), by=by),
            file_name="history.csv",
            mime=only_for(by, "text/csv"),
            key="history_download",
        )


def _say(key: str, /, **values: Value) -> str:
    return say(f"history.{key}", language(), **values)
