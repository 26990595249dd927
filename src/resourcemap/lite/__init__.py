"""
The light pages: search, details, plan and print for weak phones, without any script.

Each page is one form that carries all a person has set from page to page, in the body of a request.
So nothing of it stands in an address, a log, a cookie or on this server.
"""

from resourcemap.lite.routes import lite_routes

__all__ = ["lite_routes"]
