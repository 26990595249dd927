"""
The front door: every thing a person can do, one function each.

Edges call these and nothing below; roles are checked here and only here. `now` and `by` come from
the edge.
"""

from resourcemap.actions.accounts import (
    OneTimeLink,
    account_events,
    account_named,
    accounts,
    disable_account,
    enable_account,
    end_sign_ins,
    first_admin,
    invite,
    open_invites,
    reset_sign_in,
    set_roles,
)
from resourcemap.actions.backups import (
    backup,
    backup_runs,
    check,
    last_backup,
    newest_backup,
    restore,
    scheduled_backup,
)
from resourcemap.actions.directory import DATA_FOLDER, DEFAULT_ZONE, Directory, open_directory
from resourcemap.actions.finding import (
    ExportFormat,
    export,
    find,
    find_place,
    listing,
    listings_frame,
    public_listings,
)
from resourcemap.actions.handing import Handout, handout, home_page
from resourcemap.actions.importing import (
    Progress,
    apply_import,
    clear_sample,
    imports,
    load_sample,
    plan_import,
    undo_import,
)
from resourcemap.actions.planning import PlanDimension, PlanEntry, PlanView, plan_view
from resourcemap.actions.reporting import close_report, report, reports
from resourcemap.actions.rights import rights_help, rights_lines
from resourcemap.actions.roles import ROLES, may
from resourcemap.actions.second_factor import new_secret, secret_link
from resourcemap.actions.sessions import (
    NewLogin,
    end_single_sign_on,
    open_link,
    session,
    sign_in,
    sign_out,
    single_sign_on,
    use_link,
)

__all__ = [
    "DATA_FOLDER",
    "DEFAULT_ZONE",
    "ROLES",
    "Directory",
    "ExportFormat",
    "Handout",
    "NewLogin",
    "OneTimeLink",
    "PlanDimension",
    "PlanEntry",
    "PlanView",
    "Progress",
    "account_events",
    "account_named",
    "accounts",
    "apply_import",
    "backup",
    "backup_runs",
    "check",
    "clear_sample",
    "close_report",
    "disable_account",
    "enable_account",
    "end_sign_ins",
    "end_single_sign_on",
    "export",
    "find",
    "find_place",
    "first_admin",
    "handout",
    "home_page",
    "imports",
    "invite",
    "last_backup",
    "listing",
    "listings_frame",
    "load_sample",
    "may",
    "new_secret",
    "newest_backup",
    "open_directory",
    "open_invites",
    "open_link",
    "plan_import",
    "plan_view",
    "public_listings",
    "report",
    "reports",
    "reset_sign_in",
    "restore",
    "rights_help",
    "rights_lines",
    "scheduled_backup",
    "secret_link",
    "session",
    "set_roles",
    "sign_in",
    "sign_out",
    "single_sign_on",
    "undo_import",
    "use_link",
]
