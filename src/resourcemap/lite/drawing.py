"""Templates, the style in each page, and what every page of this kind shares."""

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from resourcemap.actions import Directory
from resourcemap.handout.link import MOST_PLACES
from resourcemap.handout.picture import Stop, map_picture, mark_svg, picture_svg
from resourcemap.lite.visit import Visit
from resourcemap.model.locale_words import comma, direction, own_name, run_on
from resourcemap.model.marks import MARKS
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import Value, languages, say
from resourcemap.model.zone_words import read_zone
from resourcemap.settings import Settings
from resourcemap.showing.cards import Screen
from resourcemap.web.assets import asset_url

_FOLDER = Path(__file__).parent

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One request being answered: what is set, in which language, over which data, and when."""

    visit: Visit
    directory: Directory
    settings: Settings
    language: str
    moment: datetime
    base_url: str

    @property
    def screen(self) -> Screen:
        """What words on this page depend on."""
        return Screen(
            self.moment,
            language=self.language,
            unit=self.visit.asked.unit,
            reader=read_zone(self.visit.zone),
            freshness=self.directory.freshness(),
        )

    def say(self, key: str, /, **values: Value) -> str:
        """Put one of the light pages' own sentences into words."""
        return say(f"lite.{key}", self.language, **values)


def draw(turn: Turn, template: str, *, action: str, visible: tuple[str, ...] = (), **values: Any) -> str:
    """
    Write a page. Every value is escaped; only drawings made here come as markup.

    Parameters
    ----------
    action
        Where the page's form goes when no button says otherwise: the page itself.
    visible
        Fields that the page shows, and so need no hidden copy.
    """
    visit = turn.visit
    shared: Values = {
        "visit": visit,
        "action": action,
        "default": "/lite/find" if template in ("start.html", "results.html") else action,
        "hidden": visit.hidden("page" if template in ("start.html", "results.html") else "", *visible),
        "page": visit.page,
        "current": "",
        "plan_count": len(visit.plan),
        "plan_full": len(visit.plan) >= MOST_PLACES,
        "most": MOST_PLACES,
        "skip_to": "main",
        "languages": [(code, own_name(code)) for code in languages()],
        **around(turn.settings, turn.language),
    }
    return _templates().get_template(template).render(shared | values)


def draw_alone(template: str, settings: Settings, language: str, **values: Any) -> str:
    """Write a page that stands alone, without a form."""
    return _templates().get_template(template).render(around(settings, language) | values)


def draw_map(
    turn: Turn, stops: Sequence[Stop], *, width: float, height: float, shows_start: bool = False
) -> Markup | str:
    """Draw places on a small map; "" where there is nothing to draw."""
    start = turn.visit.asked.origin if shows_start else None
    picture = map_picture(
        stops,
        width=width,
        height=height,
        unit=turn.visit.asked.unit,
        basemap=turn.directory.basemap,
        origin=start.point if start else None,
        origin_label=turn.screen.say("map.you") if start else "",
        language=turn.language,
    )
    return picture_svg(picture, label=turn.screen.say("map.title")) if picture else ""


def around(settings: Settings, language: str) -> Values:
    """List what every template may use."""
    saying: Callable[..., str] = lambda key, **values: say(key, language, **values)  # noqa: E731
    return {
        "name": settings.public_name,
        "language": language,
        "direction": direction(language),
        "comma": comma(language),
        "exit_url": settings.exit_url,
        "leave": saying("web.leave"),
        "leave_hint": saying("web.leave_hint"),
        "leave_js": asset_url("own/leave.js"),
        "lite_js": asset_url("own/lite.js"),
        # Our own file, without a value in it.
        "style": Markup(style()),  # noqa: S704
        "say": saying,
        "find": lambda key, **values: saying(f"find.{key}", **values),
        "lite": lambda key, **values: saying(f"lite.{key}", **values),
        "mark_svg": mark_svg,
        "marks": list(MARKS),
        "labels": {
            mark: saying("find.map.other")
            if mark == "other"
            else vocabulary().label("dimension", mark, language)
            for mark in MARKS
        },
    }


def numbered(item: Values) -> Markup | str:
    """
    Write a button's label with its phone number as one piece, in its own order.

    >>> numbered({"label": "Call 410 <555>", "number": "410 <555>"})
    Markup('Call <bdi dir="ltr">410 &lt;555&gt;</bdi>')
    """
    label, number = item["label"], item.get("number")
    before, found, after = label.partition(number) if number else (label, "", "")
    return Markup('{}<bdi dir="ltr">{}</bdi>{}').format(before, found, after) if found else label


@cache
def style() -> str:
    """Read the style that stands in every page: one request less on a slow line."""
    return _FOLDER.joinpath("style.css").read_text(encoding="utf-8").strip()


@cache
def style_hash() -> str:
    """Hash the style as a content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["run_on"] = run_on
    made.filters["numbered"] = numbered
    return made
