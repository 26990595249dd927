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
    "load_sample": frozenset({"administrator"}),
    "clear_sample": frozenset({"administrator"}),
}


def check_role(action: str, by: Actor) -> None:
    """
    Let an action pass for who may do it.

    Raises
    ------
    NotAllowedError
        When the actor has none of its roles; the text names them.
    """
    if not by.roles & ROLES[action]:
        needed = " or ".join(sorted(ROLES[action]))
        raise NotAllowedError(f"{action.replace('_', ' ')}: needs the role {needed}. Ask an administrator.")
