"""Who works at the desk: invite, change roles, end sign-ins, shut out."""

from collections.abc import Callable, Collection
from urllib.parse import urlsplit

import streamlit as st

from resourcemap import actions
from resourcemap.actions import OneTimeLink
from resourcemap.errors import ResourceMapError
from resourcemap.model.account import ACCOUNT_ROLES, Account, AccountError, AccountEvent, without_writing
from resourcemap.model.change import Actor
from resourcemap.model.locale_words import comma, day_and_year
from resourcemap.model.words import Listed, Sentence, say
from resourcemap.showing.times import clock_words
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language, now

EVENTS_SHOWN = 50


def accounts_page(by: Actor) -> None:
    """Draw the page."""
    st.title(_say("page.accounts"), anchor=False)
    st.markdown(_say("list.intro"))
    _say_what_happened()
    manages = actions.may("invite", by)
    if manages:
        _invite(by)
    waiting = actions.open_invites(directory(), by=by, now=now())
    if waiting:
        st.markdown(_say("list.open", count=len(waiting)))
    st.header(_say("list.people"), anchor=False)
    people = actions.accounts(directory(), by=by)
    for account in people:
        _person(account, by, manages=manages)
    st.header(_say("list.events"), anchor=False)
    names = {account.id: account.display_name for account in people}
    events = actions.account_events(directory(), by=by, limit=EVENTS_SHOWN)
    with st.container(key="account_events"):
        # Lines, not a table: four columns have no room on a phone.
        st.markdown("\n".join(f"- {_event_words(event, names)}" for event in events))


def _say_what_happened() -> None:
    state = st.session_state
    link = state.get("account_link")
    if isinstance(link, OneTimeLink):
        with st.container(key="account_link_box", border=True):
            here = urlsplit(st.context.url or "")
            day = link.expires_at.astimezone(directory().zone).date()
            st.markdown(_say("list.link", day=day))
            st.markdown(say(Sentence("account.list.link_roles", {"roles": _listed(link.roles)}), language()))
            st.code(f"{here.scheme}://{here.netloc}{link.path}", language=None, wrap_lines=True)
            st.button(_say("list.link_done"), key="account_link_done", on_click=_forget_link)
    if said := state.pop("account_said", None):
        st.success(said)
    if wrong := state.pop("account_wrong", None):
        st.warning(wrong)


def _invite(by: Actor) -> None:
    with st.expander(_say("list.invite"), expanded=False):
        chosen = st.pills(
            _say("field.roles"),
            ACCOUNT_ROLES,
            selection_mode="multi",
            key="account_new_roles",
            format_func=_role_words,
        )

        def make() -> None:
            roles = st.session_state.get("account_new_roles") or []
            if _try(lambda: actions.invite(directory(), roles, by=by, now=now())):
                # The next person is asked for anew: nobody gets what was chosen for another.
                st.session_state.account_new_roles = []

        st.button(
            _say("list.make_link"),
            key="account_invite",
            type="primary",
            disabled=not _may_go_together(chosen),
            on_click=make,
        )


def _may_go_together(roles: Collection[str]) -> bool:
    """Tell, and say below the choice, whether nobody would both write and only read."""
    if without_writing(roles) == frozenset(roles):
        return True
    st.warning(_say("wrong.auditor"))
    return False


def _person(account: Account, by: Actor, *, manages: bool) -> None:
    roles = _listed(account.roles)
    state = [_how(account)]
    if not account.is_active:
        state.append(_say("list.disabled"))
    elif account.locked_until is not None and account.locked_until > now():
        state.append(_say("list.locked"))
    name = plain(account.display_name)
    label = f"**{name}** · {say(_joined(roles), language())} · {', '.join(state)}"
    if not manages:
        st.markdown(label)
        return
    with st.expander(label):
        if not account.has_single_sign_on:
            _roles_of(account, by)
        with st.container(key=f"account_do_{account.id}", horizontal=True):
            _button(account, "end", lambda: _ended(account, by))
            if not account.has_single_sign_on:
                _button(
                    account,
                    "reset",
                    lambda: actions.reset_sign_in(directory(), account.id, by=by, now=now()),
                )
            if account.is_active:
                _button(
                    account,
                    "disable",
                    lambda: actions.disable_account(directory(), account.id, by=by, now=now()),
                )
            else:
                _button(
                    account,
                    "enable",
                    lambda: actions.enable_account(directory(), account.id, by=by, now=now()),
                )


def _roles_of(account: Account, by: Actor) -> None:
    key = f"account_roles_{account.id}"
    chosen = st.pills(
        _say("field.roles"),
        ACCOUNT_ROLES,
        selection_mode="multi",
        default=[role for role in ACCOUNT_ROLES if role in account.roles],
        key=key,
        format_func=_role_words,
    )
    _may_go_together(chosen)
    _button(
        account,
        "save_roles",
        lambda: actions.set_roles(directory(), account.id, st.session_state.get(key) or [], by=by, now=now()),
    )


def _ended(account: Account, by: Actor) -> None:
    actions.end_sign_ins(directory(), account.id, by=by, now=now())


def _button(account: Account, what: str, do: Callable[[], OneTimeLink | None]) -> None:
    def press() -> None:
        _try(do, said=_say("list.done", name=_say(f"list.{what}")))

    st.button(_say(f"list.{what}"), key=f"account_{what}_{account.id}", on_click=press)


def _try(do: Callable[[], OneTimeLink | None], *, said: str | None = None) -> bool:
    """Do what a button asks, and keep for the page what came of it; False when it was not done."""
    state = st.session_state
    try:
        link = do()
    except AccountError as error:
        state.account_wrong = say(error.sentence, language())
        return False
    except ResourceMapError:
        state.account_wrong = _say("refused")
        return False
    if link is not None:
        state.account_link = link
    elif said is not None:
        state.account_said = said
    return True


def _forget_link() -> None:
    st.session_state.pop("account_link", None)


def _event_words(event: AccountEvent, names: dict[str, str]) -> str:
    at = event.at.astimezone(directory().zone)
    day = f"{day_and_year(at.date(), language())}{comma(language())}{clock_words(at, language())}"
    said = [f"**{plain(day)}**", _say(f"event.{event.kind.replace('-', '_')}")]
    if whose := names.get(event.account_id or ""):
        said.append(f"{_say('list.who')}: {plain(whose)}")
    return " · ".join((*said, f"{_say('list.by')}: {plain(event.by)}"))


def _how(account: Account) -> str:
    if account.has_single_sign_on:
        return _say("list.with_sso")
    if not account.has_password:
        return _say("list.with_nothing")
    return _say("list.with_app" if account.has_second_factor else "list.with_password")


def _listed(roles: Collection[str]) -> Listed:
    return Listed(tuple(_role(role) for role in ACCOUNT_ROLES if role in roles), "")


def _role(role: str) -> Sentence:
    return Sentence(f"account.role.{role}")


def _role_words(role: str) -> str:
    return f"{_say(f'role.{role}')}: {_say(f'role_help.{role}')}"


def _joined(roles: Listed) -> Sentence:
    return Sentence("account.list.roles", {"roles": roles})


def _say(key: str, **values: object) -> str:
    return say(f"account.{key}", language(), **values)  # type: ignore[arg-type]  # passed on as they came
