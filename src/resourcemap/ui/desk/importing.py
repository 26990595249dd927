"""The desk's import page: drop a file, look at what it would do, bring it in or leave it."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.actions import SavedFile, Staged
from resourcemap.errors import ResourceMapError, StalePlanError
from resourcemap.model.change import Actor
from resourcemap.model.words import say
from resourcemap.showing.problems import problem_words
from resourcemap.ui.desk.import_plan import chosen_keys, show_plan
from resourcemap.ui.desk.import_source import show_source, take_source
from resourcemap.ui.desk.job import Job
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import data_version, directory, language, now
from resourcemap.ui.visit import go

_KINDS = ["csv", "tsv", "txt", "xlsx", "json", "geojson"]
_FORMATS = ("auto", "csv", "xlsx", "geojson", "meeting-guide")
_EVERY_S = 1.0


def import_page(by: Actor) -> None:
    """Draw the page."""
    state = st.session_state
    take_source()
    st.title(_say("title"), anchor=False)
    st.markdown(_say("intro"))
    _say_what_happened(by)
    if state.get("import_outrun"):
        st.warning(_say("outrun"))
    job = state.get("import_job")
    if isinstance(job, Job):
        _finish(job)
        if not job.is_done:
            _progress()
            return
    staged = state.get("import_staged")
    if isinstance(staged, Staged):
        _planned(staged, by)
    else:
        show_source(by)
        _waiting(by)
        _drop(by)


# --- Choosing a file -------------------------------------------------------------------------------


def _drop(by: Actor) -> None:
    seq = st.session_state.setdefault("import_seq", 0)
    with st.container(key="import_drop", border=True):
        st.header(_say("drop.heading"), anchor=False)
        file = st.file_uploader(_say("drop.file"), type=_KINDS, key=f"import_file_{seq}")
        st.text_input(_say("drop.source"), key="import_source", max_chars=100, help=_say("drop.source_help"))
        st.selectbox(_say("drop.format"), _FORMATS, key="import_format", format_func=_format_words)

        def look() -> None:
            if file is None:
                st.session_state.import_wrong = _say("drop.none")
                return
            data, name = file.getvalue(), file.name
            source = st.session_state.get("import_source") or None
            kind = st.session_state.get("import_format") or "auto"
            opened, moment = directory(), now()
            st.session_state.import_seq = seq + 1
            _look_at_another()
            _start(
                lambda tell: actions.stage_file(
                    opened,
                    data,
                    file_name=name,
                    file_format=kind,
                    source_name=source,
                    by=by,
                    now=moment,
                    progress=tell,
                )
            )

        st.button(_say("drop.look"), type="primary", key="import_look", on_click=look)


def _waiting(by: Actor) -> None:
    about = st.session_state.get("import_about")
    # The source that somebody came for stands first.
    files = sorted(actions.staged_files(directory(), by=by), key=lambda each: each[0].authority != about)
    if not files:
        return
    st.header(_say("waiting.heading"), anchor=False)
    for file, is_old in files:
        day = file.at.astimezone(directory().zone).date()
        words = _say("waiting.file", name=plain(file.file_name), by=plain(file.by), day=day)
        with st.container(key=f"import_waits_{file.id}", border=True):
            st.markdown(words + (f" {_say('waiting.old')}" if is_old else ""))
            with st.container(horizontal=True):
                st.button(_say("waiting.open"), key=f"import_open_{file.id}", on_click=_open, args=(file, by))
                st.button(
                    _say("waiting.drop"), key=f"import_drop_{file.id}", on_click=_forget, args=(file, by)
                )


def _open(file: SavedFile, by: Actor) -> None:
    _look_at_another()
    _again(file, by)


def _again(file: SavedFile, by: Actor) -> None:
    opened = directory()
    _start(lambda tell: actions.restage(opened, file.id, by=by, progress=tell))


@pressed
def _forget(file: SavedFile, by: Actor) -> None:
    actions.drop_staged(directory(), file.id, by=by)
    _leave()
    st.session_state.import_said = _say("dropped", name=plain(file.file_name))


# --- While it is read ------------------------------------------------------------------------------


def _start(work: Callable[[Callable[[int, int], None]], Staged]) -> None:
    state = st.session_state
    before = state.get("import_job")
    if isinstance(before, Job):
        before.call_off()
    for name in ("import_staged", "import_section"):
        state.pop(name, None)
    state.import_job = Job(work)


@st.fragment(run_every=_EVERY_S)
def _progress() -> None:
    job = st.session_state.get("import_job")
    if isinstance(job, Job) and not job.is_done:
        share = job.done / job.total if job.total else 0.0
        words = _say("reading.rows", done=job.done, total=job.total) if job.total else _say("reading.start")
        st.progress(min(share, 1.0), text=words)
        st.button(_say("reading.cancel"), key="import_cancel", on_click=job.call_off)
    else:
        st.rerun()


def _finish(job: Job[Staged]) -> None:
    state = st.session_state
    if not job.is_done:
        return
    state.pop("import_job", None)
    if isinstance(job.error, ResourceMapError):
        state.import_wrong = plain(problem_words(job.error, language()))
    elif job.error is not None:
        state.import_wrong = _say("failed")
    elif job.result is not None:
        state.import_staged = job.result
        return
    else:
        state.import_said = _say("reading.cancelled")
    # There is no plan to look at once more.
    state.pop("import_outrun", None)
    st.rerun()


# --- The plan --------------------------------------------------------------------------------------


def _planned(staged: Staged, by: Actor) -> None:
    if staged.plan.version != data_version():
        _outrun(staged, by)
        st.rerun()
    st.header(_say("plan.heading", name=plain(staged.file.file_name)), anchor=False)
    st.markdown(_say("plan.source", name=plain(staged.file.authority)))
    with st.container(key="import_do", horizontal=True):
        count = _writes(staged)

        def apply() -> None:
            _apply(staged, by)

        st.button(
            _say("plan.apply", count=count) if count else _say("plan.nothing"),
            type="primary",
            key="import_apply",
            disabled=not count,
            on_click=apply,
        )
        st.button(_say("plan.leave"), key="import_leave", on_click=_leave)
        st.button(_say("plan.drop"), key="import_forget", on_click=_forget, args=(staged.file, by))
    show_plan(staged, by, read_again=lambda: _again(staged.file, by))


def _writes(staged: Staged) -> int:
    counts = staged.plan.counts
    news = counts["new"] + counts["changed"] + counts["possible_duplicates"]
    # Values that are only chosen over hand-made ones are changes too.
    return news or len(chosen_keys(staged)) or int(staged.plan.changes_anything)


@pressed
def _apply(staged: Staged, by: Actor) -> None:
    state = st.session_state
    try:
        run = actions.apply_staged(directory(), staged, by=by, now=now(), chosen=chosen_keys(staged))
    except StalePlanError:
        _outrun(staged, by)
        return
    _leave()
    state.import_run = (run.id, staged.file.file_name)
    state.import_said = _say("applied", name=plain(staged.file.file_name), number=run.id)


def _outrun(staged: Staged, by: Actor) -> None:
    # The word stays above the plan that is made now, until that one is applied, left or dropped.
    st.session_state.import_outrun = True
    _again(staged.file, by)


def _leave() -> None:
    for name in ("import_staged", "import_outrun"):
        st.session_state.pop(name, None)


def _look_at_another() -> None:
    """Take away what was said of the file before."""
    for name in ("import_outrun", "import_run"):
        st.session_state.pop(name, None)


def _say_what_happened(by: Actor) -> None:
    state = st.session_state
    if wrong := state.pop("import_wrong", None):
        st.warning(wrong)
    if said := state.pop("import_said", None):
        st.success(said)
    if "import_run" not in state:
        return
    run_id, name = state.import_run

    def undo() -> None:
        state.pop("import_run", None)
        try:
            undone = actions.undo_import(directory(), run_id, by=by, now=now())
        except ResourceMapError:
            state.import_wrong = _say("not_undone")
            return
        state.import_said = _say("undone", number=run_id, count=len(undone.kept))

    with st.container(key="import_after", horizontal=True):
        words = _say("undo", number=run_id, name=plain(name))
        st.button(words, key="import_undo", on_click=undo)
        st.button(_say("history"), key="import_history", on_click=go, args=("desk-history",))


def _format_words(name: str) -> str:
    return _say("drop.auto") if name == "auto" else name


def _say(key: str, **values: Any) -> str:
    return say(f"staging.{key}", language(), **values)
