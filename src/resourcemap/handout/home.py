"""Cards for an evening at home, with all their steps, as a page to print."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template

from resourcemap.model.at_home import HomeCard
from resourcemap.model.locale_words import direction
from resourcemap.model.marks import MARKS
from resourcemap.model.words import say

_TEMPLATE = Path(__file__).with_name("home.html")


def home_page(cards: Sequence[HomeCard], *, language: str = "en") -> str:
    """Write the page: a whole HTML document that needs no script and asks for no file."""
    return _template().render(
        cards=cards,
        marks=MARKS,
        language=language,
        direction=direction(language),
        words=lambda key: say(key, language),
    )


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
