"""
The front door: every thing a person can do, one function each.

Edges call these and nothing below; roles are checked here and only here. `now` and `by` come from
the edge.
"""

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
from resourcemap.actions.roles import ROLES

__all__ = [
    "DATA_FOLDER",
    "DEFAULT_ZONE",
    "ROLES",
    "Directory",
    "ExportFormat",
    "Handout",
    "PlanDimension",
    "PlanEntry",
    "PlanView",
    "Progress",
    "apply_import",
    "clear_sample",
    "close_report",
    "export",
    "find",
    "find_place",
    "handout",
    "home_page",
    "imports",
    "listing",
    "listings_frame",
    "load_sample",
    "open_directory",
    "plan_import",
    "plan_view",
    "public_listings",
    "report",
    "reports",
    "rights_help",
    "rights_lines",
    "undo_import",
]
