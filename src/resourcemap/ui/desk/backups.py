"""The backups that were made, and those that did not work: a part of the history page."""

import streamlit as st

from resourcemap import actions
from resourcemap.model.backup import BackupRun
from resourcemap.model.change import Actor
from resourcemap.model.words import Value, say
from resourcemap.showing.times import clock_words
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language

_SHOWN = 50


def show_backups(by: Actor, chosen: str) -> None:
    """
    Draw the list, newest first.

    Parameters
    ----------
    chosen
        The number of the run that another page opened: it stands above the rest. "" for none.
    """
    runs = actions.backup_runs(directory(), by=by)
    st.header(_say("heading"), anchor=False)
    st.markdown(_say("intro"))
    if not runs:
        st.info(_say("none"))
    for run in runs:
        if str(run.number) == chosen:
            _run(run)
    with st.container(key="history_backups_rest"):
        for run in [each for each in runs if str(each.number) != chosen][:_SHOWN]:
            _run(run)


def _run(run: BackupRun) -> None:
    at = run.started_at.astimezone(directory().zone)
    when: dict[str, Value] = {"day": at.date(), "clock": clock_words(at, language())}
    with st.container(border=True, key=f"history_backup_{run.number}"):
        if run.fault is not None:
            st.warning(plain(_say("failed", **when)))
            st.markdown(plain(run.fault))
            st.markdown(_say("what_to_do"))
        elif run.finished_at is None:
            st.markdown(plain(_say("not_finished", **when)))
        else:
            size = f"{(run.size_bytes or 0) / 1_000_000:.1f} MB"
            st.markdown(plain(_say("made", **when, name=run.file_name or "", size=size)))


def _say(key: str, /, **values: Value) -> str:
    return say(f"history.backup.{key}", language(), **values)
