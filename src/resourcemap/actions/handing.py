"""Handing a plan over: on paper, as a file, a text or a code. Nothing is sent and nothing is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from resourcemap.actions.directory import Directory
from resourcemap.actions.planning import handout_options, plan_entries, planned_items
from resourcemap.errors import ResourceMapError
from resourcemap.geo.basemap import Basemap
from resourcemap.geo.point import GeoPoint
from resourcemap.geo.units import Unit
from resourcemap.handout.email import EmailText, email_text
from resourcemap.handout.entry import HandoutEntry, handout_entries
from resourcemap.handout.home import home_page as write_home_page
from resourcemap.handout.link import plan_link
from resourcemap.handout.options import HandoutOptions, PlannedItem
from resourcemap.handout.page import print_page
from resourcemap.handout.qr import qr_png, qr_svg
from resourcemap.handout.sms import SmsText, sms_text
from resourcemap.model.at_home import home_card
from resourcemap.model.plan import Plan, PlanItem
from resourcemap.model.words import say
from resourcemap.search.query import Origin

if TYPE_CHECKING:
    from resourcemap.handout.calendar import CalendarFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """
    A plan ready to hand over; each form is made when it is asked for, and all say the same.

    `link` opens the listings on the light page; None where there is none to link to. `unlinked`
    are listings that did not fit into it, `gone` items that are not listed any more.
    """

    items: tuple[PlannedItem, ...]
    entries: tuple[HandoutEntry, ...]
    options: HandoutOptions
    basemap: Basemap
    start: GeoPoint | None = None
    link: str | None = None
    unlinked: tuple[str, ...] = ()
    gone: tuple[PlanItem, ...] = ()

    def page(self) -> str:
        """Write the printed page, a whole HTML document."""
        return print_page(self.entries, self.options, link=self.link, basemap=self.basemap, origin=self.start)

    def pdf(self) -> bytes:
        """Write the printed page as a PDF."""
        # Its library takes half a second to import: only who asks for a PDF waits for it.
        from resourcemap.handout.document import plan_pdf

        return plan_pdf(self.entries, self.options, link=self.link, basemap=self.basemap, origin=self.start)

    def calendar(self) -> "CalendarFile":
        """Write the dates as a calendar file; it names the entries it had to leave out."""
        from resourcemap.handout.calendar import calendar_file

        return calendar_file(self.items, self.options)

    def sms(self) -> SmsText:
        """Write it as text messages, to copy."""
        return sms_text(self.entries, self.options, link=self.link)

    def email(self) -> EmailText:
        """Write it as an e-mail, to copy."""
        return email_text(self.entries, self.options, link=self.link)

    def qr(self, *, size: int = 160) -> str | None:
        """Draw the link as an SVG element, `size` CSS pixels wide."""
        if self.link is None:
            return None
        return qr_svg(self.link, size=size, label=say("handout.page.code", self.options.language))

    def qr_image(self) -> bytes | None:
        """Draw the link as a PNG."""
        return None if self.link is None else qr_png(self.link)


def handout(
    directory: Directory,
    plan: Plan,
    *,
    origin: Origin | None = None,
    unit: Unit = "mi",
    language: str = "en",
    discreet: bool = False,
    with_notes: bool = False,
    base_url: str | None = None,
    show_start: bool = False,
    reader: tzinfo | None = None,
    now: datetime,
) -> Handout:
    """
    Make a plan ready to hand over.

    Parameters
    ----------
    discreet
        Use neutral names in every form, on the page that the link opens too, and leave notes out.
    with_notes
        Put the notes on paper too. Off: they stay on the screen. Never when discreet.
    base_url
        Where this program is reached, for the link and its code; None for neither.
    show_start
        Draw where distances start on the map. Off, so that the paper does not say where somebody
        lives.
    reader
        The zone of who reads it, for what is joined from elsewhere; None where it is not known.
    """
    options = handout_options(
        directory, language=language, unit=unit, reader=reader, discreet=discreet, now=now
    )
    if discreet or not with_notes:
        plan = plan.without_notes()
    entries = plan_entries(directory, plan, origin=origin, language=language, now=now)
    items = planned_items(entries)
    listing_ids = [entry.listing.id for entry in entries if entry.listing is not None]
    link, linked = _link(base_url, listing_ids, discreet=discreet)
    return Handout(
        items=items,
        entries=handout_entries(items, options),
        options=options,
        basemap=directory.basemap,
        start=origin.point if origin is not None and show_start else None,
        link=link,
        unlinked=tuple(listing_ids[linked:]) if link else (),
        gone=tuple(entry.item for entry in entries if entry.planned is None),
    )


def home_page(card_ids: Iterable[str], *, language: str = "en") -> str:
    """Write cards for an evening at home, with all their steps, as a page to print; others are passed over."""
    cards = [card for card in map(home_card, dict.fromkeys(card_ids)) if card is not None]
    return write_home_page(cards, language=language)


def _link(base_url: str | None, listing_ids: list[str], *, discreet: bool) -> tuple[str | None, int]:
    """Write the link to as many listings, in order, as a code can hold."""
    if base_url is None:
        return None, 0
    for count in range(len(listing_ids), 0, -1):
        try:
            return plan_link(base_url, listing_ids[:count], discreet=discreet), count
        except ResourceMapError:
            continue
    return None, 0
