"""Whom to ask next: the places that have to be checked, the most urgent first, with a number to press."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from html import escape

import streamlit as st

from resourcemap import actions
from resourcemap.model.change import Actor
from resourcemap.model.freshness import Freshness
from resourcemap.model.locale_words import day_and_year
from resourcemap.model.verification import Due
from resourcemap.model.vocabulary import fold, vocabulary
from resourcemap.model.words import Value, say
from resourcemap.showing.links import phone_link
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language, now

_FIRST_SHOWN = 12
_STEPS = {
    Freshness.CHECK_FIRST: "step_warned",
    Freshness.OVERDUE: "step_last",
    Freshness.HIDDEN: "step_hidden",
}
_AREA, _KIND = "verify_area", "verify_kind"
# Every area or kind; "" is an area nobody knows.
_ALL = "*"


def call_list(by: Actor, on_pick: Callable[[str], None]) -> None:
    """Draw the list; `on_pick` is told the id of the place whose button was pressed."""
    found = actions.call_list(directory(), by=by, now=now())
    if not found:
        st.success(_say("nothing"))
        return
    st.markdown(_say("intro"))
    if not actions.may("record_check", by):
        st.info(_say("read_only"))
    st.header(_say("list"), anchor=False)
    fitting = _fitting(found)
    shown = st.session_state.get("verify_shown", _FIRST_SHOWN)
    for at, each in enumerate(fitting[:shown]):
        with st.container(border=True, key=f"verify_row_{at}"):
            st.button(
                _say("check_named", name=plain(each.name)),
                key=f"verify_pick_{each.listing_id}",
                on_click=on_pick,
                args=(each.listing_id,),
            )
            st.markdown(" ".join(_due_words(each)))
            if each.phone:
                call_link(each.phone)
    if len(fitting) > shown:
        st.button(_say("more"), key="verify_more", on_click=_show_more)


def call_link(number: str) -> None:
    """Draw a phone number, as a link that dials where it holds one."""
    # Markdown would drop a link that dials; the text is somebody's, so it is escaped.
    words, link = escape(_say("phone", phone=number)), phone_link(number)
    inside = f'<a href="{escape(link)}">{words}</a>' if link else words
    st.html(f'<p class="desk-phone">{inside}</p>')


def checked_on(checked: date | None) -> str:
    """Say when a place was last checked."""
    if checked is None:
        return _say("never") + "."
    return _say("last", date=day_and_year(checked, language())) + "."


def day_of(moment: datetime) -> str:
    """Say a moment's day, by the directory's clock."""
    return day_and_year(moment.astimezone(directory().zone).date(), language())


def keep_choices() -> None:
    """Keep which area and kind were chosen while a place is open: Streamlit forgets what it does not draw."""
    state = st.session_state
    for name in (_AREA, _KIND):
        if name in state:
            state[name] = state[name]


def _fitting(found: Sequence[Due]) -> list[Due]:
    """Ask for an area and a kind, and give what is both."""
    spoken = language()
    kinds = {kind: vocabulary().label("category", kind, spoken) for each in found for kind in each.categories}
    areas = {each.area: each.area or say("desk.no_area", spoken) for each in found}
    with st.container(key="verify_ask", horizontal=True):
        area = _choose(_AREA, areas, every=_say("any_area"))
        kind = _choose(_KIND, kinds, every=_say("any_kind"))
    fitting = [
        each for each in found if area in (_ALL, each.area) and (kind == _ALL or kind in each.categories)
    ]
    st.markdown(_say("count", count=len(fitting)) if fitting else _say("none_fit"))
    return fitting


def _choose(key: str, labels: dict[str, str], *, every: str) -> str:
    state = st.session_state
    if state.get(key, _ALL) not in (_ALL, *labels):
        del state[key]  # The last one of it was checked.
    chosen: str = st.selectbox(
        _say("area" if key == _AREA else "field.category"),
        (_ALL, *sorted(labels, key=lambda each: (not each, fold(labels[each])))),
        format_func=lambda each: every if each == _ALL else labels[each],
        key=key,
    )
    return chosen


def _due_words(each: Due) -> list[str]:
    words = [checked_on(each.assured_date)]
    if each.band is Freshness.HIDDEN:
        words.append(_say("is_hidden"))
    elif each.band is Freshness.OVERDUE:
        words.append(_say("is_last"))
    if each.next_step is not None:
        words.append(_say(_STEPS[each.next_step.band], date=day_and_year(each.next_step.on, language())))
    if each.last is not None and each.last.result == "not-reached":
        words.append(_say("tried", date=day_of(each.last.at)))
    return words


def _show_more() -> None:
    st.session_state.verify_shown = st.session_state.get("verify_shown", _FIRST_SHOWN) + _FIRST_SHOWN


def _say(key: str, /, **values: Value) -> str:
    return say(f"verify.{key}", language(), **values)
