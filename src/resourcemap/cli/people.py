"""`resourcemap first-admin` and `reset-sign-in`: the way in for whoever runs the server."""

import argparse
from datetime import datetime
from typing import Any

from resourcemap import actions
from resourcemap.actions import OneTimeLink
from resourcemap.errors import ResourceMapError
from resourcemap.model.change import OPERATOR

SITE = "http://127.0.0.1:8501"


def add_commands(commands: Any) -> None:
    """Add the commands that print a one-time link."""
    command = commands.add_parser("first-admin", help="print the link that makes the first account, once")
    _add_site(command)
    command.set_defaults(run=run_first_admin)

    command = commands.add_parser(
        "reset-sign-in", help="take away somebody's password and second factor, and print a link for new ones"
    )
    command.add_argument("name", metavar="NAME", help="the name they type to sign in")
    _add_site(command)
    command.set_defaults(run=run_reset_sign_in)


def _add_site(command: argparse.ArgumentParser) -> None:
    command.add_argument("--site", default=SITE, metavar="URL", help=f"where people open the map: {SITE}")


def run_first_admin(arguments: argparse.Namespace, directory: actions.Directory, now: datetime) -> int:
    """Print the link for the first account."""
    link = actions.first_admin(directory, by=OPERATOR, now=now)
    if link is None:
        raise ResourceMapError(
            "first-admin: there is an account already. An administrator invites others; for a lost "
            "password or phone: resourcemap reset-sign-in NAME."
        )
    _print(arguments.site, link)
    return 0


def run_reset_sign_in(arguments: argparse.Namespace, directory: actions.Directory, now: datetime) -> int:
    """Reset an account and print its new link."""
    account = actions.account_named(directory, arguments.name, by=OPERATOR)
    link = actions.reset_sign_in(directory, account.id, by=OPERATOR, now=now)
    print(f"{account.display_name} is signed out everywhere. The old password no longer works.")
    _print(arguments.site, link)
    return 0


def _print(site: str, link: OneTimeLink) -> None:
    print(f"{site.rstrip('/')}{link.path}")
    print(
        f"It works once, until {link.expires_at:%Y-%m-%d %H:%M} UTC. Hand it over where nobody else reads it."
    )
