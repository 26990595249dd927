"""The desk's page for possible doubles: compare two, make them one, or keep them apart."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.actions import Comparison, PossiblePair
from resourcemap.errors import NotAllowedError, NotFoundError, ResourceMapError, StalePlanError
from resourcemap.model.change import Actor
from resourcemap.model.hsds import Bundle
from resourcemap.model.policy import LONGEST_REASON
from resourcemap.model.words import say
from resourcemap.showing.cards import Json
from resourcemap.showing.field_words import field_label, value_lines
from resourcemap.ui.desk.history import history_button
from resourcemap.ui.desk.kept_apart import show_kept_apart
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain
from resourcemap.ui.parts import message, part
from resourcemap.ui.shared import directory, language, now


def duplicates_page(by: Actor) -> None:
    """Draw the page."""
    state = st.session_state
    st.title(_say("title"), anchor=False)
    st.markdown(_say("intro"))
    _say_what_happened(by)
    pairs = actions.duplicates(directory(), by=by)
    _turn_to(state.pop("desk_pair", None), pairs)
    if not pairs:
        st.info(_say("none"))
    else:
        _ask(pairs, by)
    show_kept_apart(by)


def _turn_to(wanted: Any, pairs: Sequence[PossiblePair]) -> None:
    """Begin with the pair that another page, or the list below, opened."""
    if not isinstance(wanted, str):
        return
    found = [at for at, each in enumerate(pairs) if each.key == wanted]
    if found:
        st.session_state.pair_at = found[0]
        st.session_state.pair_moved = True
    elif pairs:
        st.info(_say("answered"))


def _ask(pairs: Sequence[PossiblePair], by: Actor) -> None:
    state = st.session_state
    state.pair_at = min(max(state.get("pair_at", 0), 0), len(pairs) - 1)
    pair = pairs[state.pair_at]
    try:
        both = actions.compare(directory(), *_order(pair), by=by)
    except NotFoundError:
        # Somebody answered it a moment ago: the next look finds it gone.
        st.info(_say("answered"))
        st.button(_say("next"), on_click=_step, args=(1,))
        return
    state.pair_shown = both

    def on_act() -> None:
        _on_act(by)

    part("pair")(key="pair", data=_data(pair, both, len(pairs), by), on_act_change=on_act)
    if actions.may("not_the_same", by):
        st.text_input(
            _say("why_box"), key=_why_box(both), max_chars=LONGEST_REASON, placeholder=_say("why_hint")
        )
    with st.container(key="pair_history", horizontal=True):
        # Two that may be one often have one name: their parts tell them apart.
        for role, each in (("kept", both.kept), ("gone", both.gone)):
            history_button(_id(each), by, key=f"pair_history_{role}", label=_say(f"history_{role}"))


def _why_box(both: Comparison) -> str:
    # A box of its own for each pair: a reason must not be kept with another.
    return "pair_why_" + "_".join(sorted((_id(both.kept), _id(both.gone))))


def _order(pair: PossiblePair) -> tuple[str, str]:
    ids = (pair.one_id, pair.other_id)
    return (ids[1], ids[0]) if frozenset(ids) in st.session_state.get("pair_turned", frozenset()) else ids


def _data(pair: PossiblePair, both: Comparison, count: int, by: Actor) -> Json:
    spoken, at = language(), st.session_state.pair_at
    fields = [
        {
            "key": each.key,
            "label": field_label(each.key, spoken),
            "kept": value_lines(each.key, each.kept, spoken),
            "gone": value_lines(each.key, each.gone, spoken),
            "joined": each.is_joined,
            "differs": each.differs,
            "take": each.key in both.take,
        }
        for each in both.fields
    ]
    may_merge = actions.may("merge", by)
    words = {
        "heading": _say("heading", at=at + 1, count=count),
        "why": _say("why"),
        "first": _say("kept"),
        "second": _say("gone"),
        "both": _say("both"),
        "nothing": _say("nothing"),
        "choose": _say("choose"),
        "no_difference": _say("no_difference"),
        "same": _say("same", count=sum(not each.differs for each in both.fields)),
        "merge": _say("merge") if may_merge else "",
        "distinct": _say("distinct") if actions.may("not_the_same", by) else "",
        "next": _say("next") if at + 1 < count else "",
        "before": _say("before") if at else "",
        "swap": _say("swap") if may_merge else "",
    }
    ids = [_id(both.kept), _id(both.gone)]
    return {
        "pair": ids,
        "drawn": f"{ids} {sorted(both.expected.values())} {at} {count} {spoken}",
        "focus": bool(st.session_state.get("pair_moved")),
        "fields": fields,
        "kept": _side(both.kept, "kept"),
        "gone": _side(both.gone, "gone"),
        "reasons": [say(each, spoken) for each in pair.reasons],
        "may_merge": may_merge,
        "words": words,
    }


def _side(bundle: Bundle, role: str) -> Json:
    source = bundle.service_at_location.source
    return {
        "role": _say(role),
        "name": bundle.service.name,
        "source": _say("from", name=source.name or source.authority) if source else "",
    }


@pressed
def _on_act(by: Actor) -> None:
    state = st.session_state
    said = message("pair", "act")
    both = state.get("pair_shown")
    state.pair_moved = True
    # A press on a pair that is not shown any more does nothing.
    if not isinstance(both, Comparison) or said.get("pair") != [_id(both.kept), _id(both.gone)]:
        return
    match said.get("do"):
        case "merge":
            _merge(both, said.get("take"), by)
        case "distinct":
            why = str(state.get(_why_box(both)) or "")
            actions.not_the_same(directory(), _id(both.kept), _id(both.gone), why=why, by=by, now=now())
            state.pair_said = _say("said_distinct", name=plain(both.kept.service.name))
        case "next":
            _step(1)
        case "before":
            _step(-1)
        case "swap":
            state.pair_turned = state.get("pair_turned", frozenset()) ^ {frozenset(said["pair"])}


def _merge(both: Comparison, take: Any, by: Actor) -> None:
    state = st.session_state
    known = {each.key for each in both.fields}
    chosen = {str(each) for each in take if each in known} if isinstance(take, list) else set()
    try:
        why = str(state.get(_why_box(both)) or "")
        run = actions.merge(directory(), both, chosen, by=by, now=now(), why=why)
    except StalePlanError:
        state.pair_wrong = _say("stale")
        return
    state.pair_said = _say("said_merged", name=plain(both.kept.service.name))
    state.pair_run = run.id


def _step(by: int) -> None:
    st.session_state.pair_at = st.session_state.get("pair_at", 0) + by


def _say_what_happened(by: Actor) -> None:
    state = st.session_state
    if wrong := state.pop("pair_wrong", None):
        st.warning(wrong)
    if said := state.pop("pair_said", None):
        st.success(said)
    run_id = state.get("pair_run")
    if run_id and actions.may("undo_import", by):

        @pressed
        def undo() -> None:
            state.pop("pair_run", None)
            try:
                actions.undo_import(directory(), run_id, by=by, now=now())
                state.pair_said = _say("said_undone")
            except NotAllowedError:
                raise
            except ResourceMapError:
                state.pair_wrong = _say("not_undone")

        st.button(_say("undo"), key="pair_undo", on_click=undo)


def _id(bundle: Bundle) -> str:
    return bundle.service_at_location.id


def _say(key: str, **values: Any) -> str:
    return say(f"duplicates.{key}", language(), **values)
