"""
The door of the desk: signing in, using a one-time link and signing out.

Small pages that need no script. A password or a token stands in no address but that of a one-time link,
and in no log.
"""

from resourcemap.door.routes import door_routes

__all__ = ["door_routes"]
