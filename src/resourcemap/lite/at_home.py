"""At home tonight: small things to do, each with a step back outward."""

from resourcemap import actions
from resourcemap.lite.drawing import Turn, draw
from resourcemap.lite.fields import Fields
from resourcemap.lite.handing import with_bar
from resourcemap.lite.plan import held_cards
from resourcemap.model.at_home import HOME_CARDS, home_card
from resourcemap.showing.at_home import home_data


def at_home_page(turn: Turn) -> str:
    """Write the page of all cards with their steps."""
    groups = home_data(held_cards(turn), turn.screen)
    return draw(turn, "home.html", action="/lite/home", groups=groups)


def printable_home(turn: Turn, fields: Fields) -> str:
    """Write the card somebody pressed, or all of them, as a page to print."""
    card = home_card(fields.one("card"))
    ids = [each.id for each in HOME_CARDS] if card is None else [card.id]
    page = actions.home_page(ids, language=turn.language)
    return with_bar(
        turn,
        page,
        back="/lite/home" if card is None else f"/lite/home#c-{card.id}",
        back_label=turn.say("place.back_home"),
        hint=turn.say("take.print_menu"),
    )
