"""The one ASGI application: `streamlit run app.py` finds it here."""

import os
import sys

from streamlit.starlette import App

from resourcemap.door import door_routes
from resourcemap.errors import SettingsError
from resourcemap.lite import lite_routes
from resourcemap.settings import Settings
from resourcemap.ui.shared import data_version, directory, last_backup, opened_early, staff, uploaders
from resourcemap.web import middleware, routes
from resourcemap.web.logs import keep_no_visits

try:
    settings = Settings.from_env(os.environ)
    own_routes = routes(settings, data_version=data_version, last_backup=last_backup)
except SettingsError as error:
    sys.exit(str(error))

keep_no_visits()
app = App(
    "src/resourcemap/ui/main.py",
    lifespan=opened_early,
    routes=[*own_routes, *lite_routes(settings, directory), *door_routes(settings, directory)],
    middleware=middleware(settings, uploaders=uploaders, staff=staff),
)
