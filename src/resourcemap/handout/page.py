"""A plan as one printed page: a whole HTML document that needs no script and asks for no file."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from resourcemap.geo.basemap import Basemap
from resourcemap.geo.point import GeoPoint
from resourcemap.handout import measures
from resourcemap.handout.entry import HandoutEntry
from resourcemap.handout.letters import wide_letters
from resourcemap.handout.options import HandoutOptions
from resourcemap.handout.picture import Picture, map_picture, mark_svg, picture_svg
from resourcemap.handout.qr import qr_svg
from resourcemap.handout.sheet import Sheet, make_sheet
from resourcemap.model.words import say

_TEMPLATE = Path(__file__).with_name("page.html")
_QR_PX = 140


def print_page(
    entries: Sequence[HandoutEntry],
    options: HandoutOptions,
    *,
    link: str | None = None,
    basemap: Basemap | None = None,
    origin: GeoPoint | None = None,
) -> str:
    """
    Write the page. Five items fit one US Letter sheet in letters of 14 points.

    Parameters
    ----------
    entries
        From `handout_entries`.
    link
        From `plan_link`, drawn as a code; it is not written out.
    basemap
        What to draw behind the marks.
    origin
        Where distances start. Rings are drawn around it, so leave it out where the paper should
        not show it.

    Notes
    -----
    Every text is escaped by the template; only the drawings come as markup.
    """
    sheet = make_sheet(entries, options, wide_letters)
    language = options.language
    picture = plan_picture(sheet, options, basemap=basemap, origin=origin)
    return _template().render(
        sheet=sheet,
        language=language,
        direction=options.direction,
        m=measures,
        mark=mark_svg,
        item=lambda number: say("handout.page.item", language, number=number),
        map=picture_svg(picture, label=say("handout.page.map", language)) if picture else "",
        # The code is squares that this program drew, with its label escaped.
        qr=Markup(qr_svg(link, size=_QR_PX, label=say("handout.page.code", language)))  # noqa: S704
        if link
        else "",
    )


def plan_picture(
    sheet: Sheet, options: HandoutOptions, *, basemap: Basemap | None, origin: GeoPoint | None
) -> Picture | None:
    """Draw the map of a sheet. A discreet one shows no starting point."""
    return map_picture(
        sheet.stops,
        width=measures.MAP_WIDTH,
        height=measures.MAP_HEIGHT,
        unit=options.unit,
        basemap=basemap,
        origin=None if options.discreet else origin,
        origin_label=say("handout.page.you", options.language),
        language=options.language,
    )


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
