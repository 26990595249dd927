"""The pages of the desk, and who may open each."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from resourcemap.actions import ROLES
from resourcemap.errors import NotAllowedError
from resourcemap.model.change import Actor
from resourcemap.model.words import say
from resourcemap.ui.desk.accounts import accounts_page
from resourcemap.ui.desk.bars import desk_style
from resourcemap.ui.desk.duplicates import duplicates_page
from resourcemap.ui.desk.edit import edit_page
from resourcemap.ui.desk.head import ask_to_sign_in, desk_head, refuse
from resourcemap.ui.desk.history import history_page
from resourcemap.ui.desk.home import home_page
from resourcemap.ui.desk.importing import import_page
from resourcemap.ui.desk.policies import desk_policies_page
from resourcemap.ui.desk.reports import reports_page
from resourcemap.ui.desk.session import signed_in, was_refused
from resourcemap.ui.desk.verify import verify_page
from resourcemap.ui.shared import language

if TYPE_CHECKING:
    from streamlit.navigation.page import Page


class DeskPage(NamedTuple):
    """A page: its address, its title's key, what draws it, and the action that opens it to a role."""

    path: str
    title: str
    draw: Callable[[Actor], None]
    action: str

    @property
    def roles(self) -> frozenset[str]:
        """The roles that may open it."""
        return ROLES[self.action]


# One line each, in the order of the desk's own links.
PAGES: tuple[DeskPage, ...] = (
    DeskPage("desk", "account.page.desk", home_page, "desk_tasks"),
    DeskPage("desk-reports", "public_reports.page", reports_page, "report_views"),
    DeskPage("desk-verify", "verify.page", verify_page, "call_list"),
    DeskPage("desk-import", "staging.title", import_page, "stage_file"),
    DeskPage("desk-duplicates", "duplicates.title", duplicates_page, "duplicates"),
    DeskPage("desk-edit", "edit.page", edit_page, "open_draft"),
    DeskPage("desk-history", "history.page", history_page, "history"),
    DeskPage("desk-policies", "policy.page", desk_policies_page, "policy_texts"),
    DeskPage("desk-accounts", "account.page.accounts", accounts_page, "accounts"),
)


def desk_pages() -> dict[str, "Page"]:
    """
    Make every page of the desk, by its address.

    All visitors get all of them: each asks by itself who is there, so that an address typed, a message
    forged or a page left open shows nothing to whoever may not see it.
    """
    made: dict[str, Page] = {}
    for page in PAGES:
        title = say(page.title, language())
        made[page.path] = st.Page(_guarded(page, made), title=title, url_path=page.path)
    return made


def _guarded(page: DeskPage, made: Mapping[str, "Page"]) -> Callable[[], None]:
    def guarded() -> None:
        # Asked for first: what was refused to somebody is not told to whoever signs in after them.
        refused = was_refused()
        by = signed_in()
        if by is None:
            ask_to_sign_in()
            return
        desk_head(by, {each.path: made[each.path] for each in PAGES if by.roles & each.roles})
        desk_style()
        if refused or not by.roles & page.roles:
            refuse(page.title)
            return
        try:
            page.draw(by)
        except NotAllowedError:
            # The role went while the page was drawn, or a button asked for more than there is.
            refuse(page.title)

    return guarded
