"""Who may do what. Reading what is public needs no role."""

from resourcemap.errors import NotAllowedError
from resourcemap.model.change import Actor

ROLES: dict[str, frozenset[str]] = {
    "plan_import": frozenset({"editor", "administrator"}),
    "apply_import": frozenset({"editor", "administrator"}),
    "undo_import": frozenset({"editor", "administrator"}),
    "imports": frozenset({"editor", "verifier", "auditor", "administrator"}),
    "reports": frozenset({"editor", "verifier", "administrator"}),
    "close_report": frozenset({"editor", "verifier", "administrator"}),
    "report_views": frozenset({"editor", "verifier", "auditor", "administrator"}),
    "report_change": frozenset({"editor", "verifier", "auditor", "administrator"}),
    "accept_report": frozenset({"editor", "verifier", "administrator"}),
    "decline_report": frozenset({"editor", "verifier", "administrator"}),
    "place_proposals": frozenset({"editor", "verifier", "auditor", "administrator"}),
    "accept_place": frozenset({"editor", "verifier", "administrator"}),
    "decline_place": frozenset({"editor", "verifier", "administrator"}),
    "preview_check": frozenset({"editor", "verifier", "administrator"}),
    "record_check": frozenset({"editor", "verifier", "administrator"}),
    "call_list": frozenset({"editor", "verifier", "auditor", "administrator"}),
    "check_sheet": frozenset({"editor", "verifier", "auditor", "administrator"}),
    "checks_of": frozenset({"editor", "verifier", "auditor", "administrator"}),
    "policy_texts": frozenset({"editor", "verifier", "auditor", "administrator"}),
    "do_not_list": frozenset({"editor", "verifier", "auditor", "administrator"}),
    "set_policy_text": frozenset({"administrator"}),
    "set_freshness": frozenset({"administrator"}),
    "set_source_policy": frozenset({"administrator"}),
    "add_do_not_list": frozenset({"administrator"}),
    "remove_do_not_list": frozenset({"administrator"}),
    "desk_tasks": frozenset({"contributor", "editor", "verifier", "auditor", "administrator"}),
    "standing": frozenset({"contributor", "editor", "verifier", "auditor", "administrator"}),
    "stage_file": frozenset({"editor", "administrator"}),
    "restage": frozenset({"editor", "administrator"}),
    "staged_files": frozenset({"editor", "administrator"}),
    "drop_staged": frozenset({"editor", "administrator"}),
    "apply_staged": frozenset({"editor", "administrator"}),
    "planned_pair": frozenset({"editor", "administrator"}),
    "remember_mapping": frozenset({"editor", "administrator"}),
    "duplicates": frozenset({"editor", "verifier", "auditor", "administrator"}),
    "compare": frozenset({"editor", "verifier", "auditor", "administrator"}),
    "merge": frozenset({"editor", "administrator"}),
    "not_the_same": frozenset({"editor", "verifier", "administrator"}),
    "load_sample": frozenset({"administrator"}),
    "clear_sample": frozenset({"administrator"}),
    "backup": frozenset({"administrator"}),
    "backup_runs": frozenset({"administrator", "auditor"}),
    "restore": frozenset({"administrator"}),
    "check": frozenset({"administrator", "auditor"}),
    "open_draft": frozenset({"contributor", "editor", "verifier", "administrator"}),
    "save_edit": frozenset({"editor", "administrator"}),
    "hide_listing": frozenset({"editor", "administrator"}),
    "bulk_edit": frozenset({"editor", "administrator"}),
    "history": frozenset({"editor", "verifier", "auditor", "administrator"}),
    "audit_csv": frozenset({"auditor", "administrator"}),
    "first_admin": frozenset({"administrator"}),
    "accounts": frozenset({"administrator", "auditor"}),
    "account_events": frozenset({"administrator", "auditor"}),
    "account_named": frozenset({"administrator"}),
    "open_invites": frozenset({"administrator", "auditor"}),
    "invite": frozenset({"administrator"}),
    "set_roles": frozenset({"administrator"}),
    "disable_account": frozenset({"administrator"}),
    "enable_account": frozenset({"administrator"}),
    "end_sign_ins": frozenset({"administrator"}),
    "reset_sign_in": frozenset({"administrator"}),
}


def may(action: str, by: Actor | None) -> bool:
    """
    Tell whether somebody may do something, to show a page or a button or not.

    A page asks this for each of its buttons: it goes by the roles of when the page began to be drawn.
    What is pressed is asked for anew, by `check_role`.
    """
    return by is not None and not by.roles.isdisjoint(ROLES[action])


def check_role(action: str, by: Actor) -> None:
    """
    Let an action pass for who may do it.

    Raises
    ------
    NotAllowedError
        When the actor has none of its roles; the text names them.
    """
    if not by.roles_now() & ROLES[action]:
        needed = " or ".join(sorted(ROLES[action]))
        raise NotAllowedError(f"{action.replace('_', ' ')}: needs the role {needed}. Ask an administrator.")
