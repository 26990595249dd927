"""The ways from a place on: links that dial, write, lead there or open its pages, and nothing that could run."""

import re
from urllib.parse import urlsplit

from resourcemap.curation.form_fields import PHONE_TYPES
from resourcemap.model.hsds import Phone
from resourcemap.model.listing import Listing
from resourcemap.model.words import say
from resourcemap.showing.cards import Json, Screen


def action_links(listing: Listing, screen: Screen) -> list[Json]:
    """Give a place's buttons: call, directions, e-mail, pages."""
    found = [_call(phone, screen) for phone in listing.phones]
    if listing.point is not None and not listing.point_is_approximate:
        found.append(
            {
                "label": screen.say("detail.directions"),
                "href": directions_link(listing.point.latitude, listing.point.longitude),
                "note": screen.say("detail.new_tab", site="openstreetmap.org"),
            }
        )
    if listing.email and re.fullmatch(r"[^@\s<>\"?&]+@[^@\s<>\"?&]+", listing.email):
        found.append(
            {"label": screen.say("detail.email", email=listing.email), "href": f"mailto:{listing.email}"}
        )
    # One button a site: a service's page and its organization's are often the same house.
    links = list(
        {urlsplit(link).hostname: link for url in reversed(listing.urls) if (link := safe_link(url))}.values()
    )[::-1]
    for index, link in enumerate(links):
        label = screen.say("detail.website")
        if index and listing.organization:
            label = screen.say("detail.website_of", organization=listing.organization)
        found.append({"label": label, "href": link, "note": opens_words(link, screen)})
    return found


def _call(phone: Phone, screen: Screen) -> Json:
    label = screen.say("detail.phone", number=phone.number)
    if phone.extension is not None:
        label = f"{label}, {screen.say('detail.extension', extension=f'{phone.extension:g}')}"
    return {
        "label": label,
        "number": phone.number,
        "href": phone_link(phone.number),
        "note": phone.description or _kind(phone, screen),
    }


def _kind(phone: Phone, screen: Screen) -> str:
    """Say what kind of phone it is; a voice at the other end is what people expect."""
    kind = (phone.type or "").strip()
    if kind.lower() == "voice":
        return ""
    return say(f"edit.phone_type.{kind.lower()}", screen.language) if kind.lower() in PHONE_TYPES else kind


def phone_link(number: str) -> str | None:
    """
    Make a link that dials; None when the text holds no number.

    >>> phone_link("(410) 555-0142"), phone_link("ask at the desk")
    ('tel:4105550142', None)
    """
    digits = re.sub(r"[^0-9+*#]", "", number)
    return f"tel:{digits}" if any(mark.isdigit() for mark in digits) else None


def safe_link(url: str | None) -> str | None:
    """
    Pass a web address, and nothing that could run: other schemes and odd ones are dropped.

    >>> safe_link("example.org/a"), safe_link("javascript:alert(1)"), safe_link("https://example.org")
    ('https://example.org/a', None, 'https://example.org')
    """
    if not url or len(url) > 2000 or re.search(r"[\s<>\"'`\\]", url.strip()):
        return None
    text = url.strip()
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/.*)?", text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and host else None


def opens_words(link: str, screen: Screen) -> str:
    """Say that a link opens another site, and which."""
    return screen.say("detail.new_tab", site=(urlsplit(link).hostname or "").removeprefix("www."))


def directions_link(latitude: float, longitude: float) -> str:
    """Make a link to directions that holds the place and nothing of where the person is."""
    return f"https://www.openstreetmap.org/directions?route=%3B{latitude:.5f}%2C{longitude:.5f}"
