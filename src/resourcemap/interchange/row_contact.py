"""Reads how a row says people get in touch or join from home."""

import re
from dataclasses import replace

from resourcemap.interchange.cells import Cells
from resourcemap.interchange.contacts import read_emails, read_phones, read_url, without_password
from resourcemap.interchange.facts import phrases
from resourcemap.interchange.own_cells import read_records
from resourcemap.interchange.values import one_line, read_number
from resourcemap.model.hsds import (
    CostOption,
    JoinMethod,
    Phone,
    RequiredDocument,
)
from resourcemap.model.number_text import read_typed_number


def read_row_url(cells: Cells) -> str | None:
    """Read the web address; what a browser must not open is reported and left out."""
    text = cells.line("url")
    url = read_url(text) if text else None
    if text and url is None:
        cells.report.warn("bad-url", cells.column("url"), seen=text)
    return url


def read_row_email(cells: Cells) -> str | None:
    """Read the e-mail address."""
    text = cells.line("email")
    emails = read_emails(text) if text else ()
    if text and not emails:
        cells.report.warn("bad-email", cells.column("email"), seen=text)
    return emails[0] if emails else None


def read_row_phones(cells: Cells) -> tuple[Phone, ...]:
    """Read up to five phone columns; the same number counts once."""
    phones: dict[str, Phone] = {}
    if cells.text("listing_id"):
        return read_records(Phone, cells.text("phone"))
    for number in ("", "_2", "_3", "_4", "_5"):
        field = "phone" + number
        text = cells.text(field)
        if text is None:
            continue
        found = read_phones(text, description=cells.line(f"{field}_description"))
        if not found:
            cells.report.warn("bad-phone", cells.column(field), seen=text)
        for phone in found:
            phones.setdefault(re.sub(r"\D", "", phone.number), phone)
    extension = read_number(cells.value("extension"))
    if extension is not None and phones:
        first = next(iter(phones))
        if phones[first].extension is None:
            phones[first] = replace(phones[first], extension=extension)
    return tuple(phones.values())


def read_row_cost_options(cells: Cells) -> tuple[CostOption, ...]:
    """Read a price; one that is no single amount, such as "$40-60", stays as it is written."""
    text = cells.text("cost_amount")
    if text is None:
        return ()
    if cells.text("listing_id"):
        return read_records(CostOption, text)
    amount = read_typed_number(text.lstrip("$£€ "))
    currency = {"$": "USD", "£": "GBP", "€": "EUR"}.get(text[0])
    if amount is None or amount < 0:
        return (CostOption(amount_description=one_line(text)),)
    return (CostOption(amount=amount, currency=currency),)


def read_row_documents(cells: Cells) -> tuple[RequiredDocument, ...]:
    """Read the papers to bring."""
    text = cells.text("required_documents")
    if text is None:
        return ()
    if cells.text("listing_id"):
        return read_records(RequiredDocument, text)
    parts = [one_line(part) for part in re.split(r"[;\n]", text)]
    return tuple(
        RequiredDocument(document=part)
        for part in dict.fromkeys(parts)
        if part and part.casefold() not in phrases("nobody")["words"]
    )


def read_row_join(cells: Cells) -> JoinMethod | None:
    """Read how to join from home; passwords in links are taken out and told."""
    text = cells.line("join_url")
    url = read_url(text) if text else None
    if text and url is None:
        cells.report.warn("bad-url", cells.column("join_url"), seen=text)
    if url:
        url, had_password = without_password(url)
        if had_password:
            cells.report.note("password-removed", cells.column("join_url"))
    phone, notes = cells.line("join_phone"), cells.text("join_notes")
    return JoinMethod(url=url, phone=phone, notes=notes) if url or phone or notes else None
