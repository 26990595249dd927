"""
Records as a form, and a form as records.

A form is a mapping of keys to what stands in its fields, as text. Only keys that were typed are read
back, so whatever the form does not ask stays as it is. What cannot be read yet is a problem beside
its field and no loss: the text stays in the draft.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from resourcemap.curation.form_fields import (
    CAPACITIES,
    FIELD_OF,
    FIELDS,
    POINT_IS_NEAR,
    SCHEDULES,
    Field,
)
from resourcemap.curation.form_values import as_text, get_value, put_value
from resourcemap.curation.schedule_form import read_schedules, schedules_form
from resourcemap.curation.time_zone import (
    TIME_ZONE,
    first_holder,
    fit_time_zone,
    set_time_zone,
    time_zone_of,
)
from resourcemap.model.edit import DESK_AUTHORITY
from resourcemap.model.fact import FACETS, Answer, Fact, read_facts, write_fact
from resourcemap.model.hsds import RECORD_TYPES, Attribute, Bundle, Organization
from resourcemap.model.identity import listing_ids, organization_id
from resourcemap.model.number_text import read_typed_number
from resourcemap.model.record import Document
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import Sentence

Form = dict[str, Any]
FACT = "fact/"
EVIDENCE = ("self-stated", "document", "staff-checked", "community-confirmed")
# The last that states a fact counts (model.publish).
_STATING = ("organization", "location", "service", "service_at_location")


@dataclass(frozen=True)
class ReadForm:
    """The documents by record type, and what is still to be mended, by the form's keys."""

    documents: Mapping[str, Document] = field(hash=False)
    problems: Mapping[str, Sentence] = field(default_factory=dict, hash=False)

    def bundle(self) -> Bundle:
        """Give the records as one listing."""
        made = {
            name: kind.from_document(self.documents[name])
            for name, kind in RECORD_TYPES.items()
            if name in self.documents
        }
        return Bundle(**made)  # type: ignore[arg-type]  # the names of RECORD_TYPES are Bundle's own


def documents_of(bundle: Bundle) -> dict[str, Document]:
    """Give a listing's records as documents by record type."""
    return {name: record.to_document() for name, record in bundle.records()}


def new_documents(identifier: str) -> dict[str, Document]:
    """Begin a listing that is added by hand; its ids follow from `identifier`."""
    ids = listing_ids(DESK_AUTHORITY, identifier)
    return {
        "service": {"id": ids.service, "name": "", "status": "active"},
        "service_at_location": {
            "id": ids.service_at_location,
            "service_id": ids.service,
            "source": {"authority": DESK_AUTHORITY, "identifier": identifier},
        },
    }


def form_of(documents: Mapping[str, Document]) -> Form:
    """Say what stands in every field of the form; facts only where something is known."""
    form: Form = {}
    for each in FIELDS:
        document = documents.get(_record(each, documents), {})
        if each.name == SCHEDULES:
            form[each.name] = schedules_form(document.get(SCHEDULES) or [])
        elif each.name == TIME_ZONE:
            form[each.name] = time_zone_of(documents) or ""
        elif each.kind == "list":
            form[each.name] = [
                {"was": at} | {item.name: as_text(get_value(row, item.path)) for item in each.items}
                for at, row in enumerate(document.get(each.path[0]) or [])
            ]
        else:
            form[each.name] = as_text(get_value(document, each.path))
    for facet, facts in _facts(documents).items():
        for term, fact in facts.items():
            form[f"{FACT}{facet}/{term}"] = {
                "answer": fact.answer.value,
                "detail": fact.detail or "",
                "evidence": fact.evidence or "",
                "date": fact.evidence_date.isoformat() if fact.evidence_date else "",
            }
    return form


def read_form(
    base: Mapping[str, Document],
    typed: Mapping[str, Any],
    *,
    find_organization: Callable[[str], Organization | None] = lambda name: None,
) -> ReadForm:
    """
    Put what was typed into the records it began from.

    Parameters
    ----------
    base
        The documents by record type.
    typed
        What was typed, by key; keys nobody knows are passed over.
    find_organization
        Finds one that is listed already, by name: a new place joins it.
    """
    documents: dict[str, Document] = deepcopy(dict(base))
    before = form_of(base)
    problems: dict[str, Sentence] = {}
    for key, value in typed.items():
        if before.get(key) == value:
            continue
        if key.startswith(FACT):
            problem = _read_fact(documents, key, value)
        elif key in FIELD_OF:
            problem = _read_field(documents, FIELD_OF[key], value, find_organization)
        else:
            continue
        if problem is not None:
            problems[key] = problem
    changed = {key for key, value in typed.items() if before.get(key) != value}
    if TIME_ZONE in changed - problems.keys():
        set_time_zone(documents, str(typed[TIME_ZONE] or "").strip() or None)
    elif changed & {SCHEDULES, "state"}:
        fit_time_zone(documents, base)
    if changed & {"latitude", "longitude"}:
        _tell_point(documents, is_said=POINT_IS_NEAR in typed)
    if not documents["service"].get("name"):
        problems["name"] = Sentence("edit.problem.name")
    _check(documents, problems)
    return ReadForm(documents, problems)


def _read_field(
    documents: dict[str, Document],
    each: Field,
    value: Any,
    find_organization: Callable[[str], Organization | None],
) -> Sentence | None:
    if each.kind == "list":
        return _read_list(documents, each, value)
    text = value.strip() if isinstance(value, str) else ""
    read, problem = _read_text(each.kind, text, each.choices)
    if problem is not None:
        return problem
    if each.name == TIME_ZONE:
        return None  # It goes to the times, once they are read.
    if each.name == "organization":
        return _read_organization(documents, text, find_organization)
    document = _document(documents, each, is_needed=read is not None)
    if document is not None:
        put_value(document, each.path, read)
    return None


def _read_text(kind: str, text: str, choices: tuple[str, ...]) -> tuple[Any, Sentence | None]:
    if not text:
        return None, None
    match kind:
        case "number":
            number = read_typed_number(text)
            return number, Sentence("edit.problem.number", {"text": text}) if number is None else None
        case "yes-no":
            return {"yes": True, "no": False}.get(text), None
        case "choice":
            return (text, None) if text in choices else (None, Sentence("edit.problem.choice"))
    return text, None


def _read_list(documents: dict[str, Document], each: Field, value: Any) -> Sentence | None:
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    document = _document(documents, each, is_needed=bool(rows))
    if document is None:
        return None
    before: list[Document] = document.get(each.path[0]) or []
    made: list[Document] = []
    problem: Sentence | None = None
    if each.name == SCHEDULES:
        made, problem = read_schedules(rows, before)
    else:
        for row in rows:
            at = row.get("was")
            was = before[at] if isinstance(at, int) and 0 <= at < len(before) else {}
            item = deepcopy(was)
            is_said = False
            for part in each.items:
                if part.name not in row:
                    # Not asked: in a draft from before, or of many places at once.
                    is_said = is_said or get_value(item, part.path) is not None
                    continue
                text = str(row.get(part.name) or "").strip()
                # A type of a file that is none of ours stays as it is.
                read, wrong = _read_text(part.kind, text, (*part.choices, as_text(get_value(was, part.path))))
                problem = problem or wrong
                is_said = is_said or read is not None
                put_value(item, part.path, read)
            if each.name == CAPACITIES and item != was:
                item.pop("updated", None)  # The day of the old number.
            if is_said and not (each.name.endswith("phones") and "number" not in item):
                made.append(item)
    if problem is None:
        put_value(document, (each.path[0],), made or None)
    return problem


def _read_organization(
    documents: dict[str, Document], name: str, find_organization: Callable[[str], Organization | None]
) -> Sentence | None:
    service = documents["service"]
    if not name:
        # Who runs it may be taken off; the organization itself stays for its other places.
        documents.pop("organization", None)
        service.pop("organization_id", None)
        return None
    known = find_organization(name)
    if known is not None:
        documents["organization"] = known.to_document()
    elif "organization" in documents:
        documents["organization"]["name"] = name
    else:
        documents["organization"] = {"id": organization_id(DESK_AUTHORITY, name), "name": name}
    service["organization_id"] = documents["organization"]["id"]
    return None


def _tell_point(documents: dict[str, Document], *, is_said: bool) -> None:
    """Let a point that somebody set anew count as the place itself, unless they said that it is only near."""
    location = documents.get("location", {})
    if location.get("latitude") is None and location.get("longitude") is None:
        location.pop("is_approximate", None)
    elif not is_said and location.get("is_approximate"):
        location["is_approximate"] = False


def _read_fact(documents: dict[str, Document], key: str, value: Any) -> Sentence | None:
    facet, _, term = key.removeprefix(FACT).partition("/")
    if facet not in FACETS or vocabulary().term(facet, term) is None or not isinstance(value, Mapping):
        return None
    answer = str(value.get("answer") or "unknown")
    text = str(value.get("date") or "").strip()
    evidence = str(value.get("evidence") or "")
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return Sentence("edit.problem.date", {"text": text})
    if answer not in ("yes", "limited", "no"):
        for name in _STATING:
            _drop_fact(documents.get(name), facet, term)
        return None
    fact = Fact(
        Answer(answer),
        str(value.get("detail") or "") or None,
        evidence if evidence in EVIDENCE else None,
        day,
    )
    stated = write_fact(facet, term, fact).to_document()
    holder = next(
        (name for name in reversed(_STATING[2:]) if _at(documents.get(name), facet, term) is not None),
        "service",
    )
    attributes = documents[holder].setdefault("attributes", [])
    at = _at(documents[holder], facet, term)
    if at is None:
        attributes.append(stated)
    else:
        # Its id and whatever else stands beside the answer stay.
        kept = {
            name: part
            for name, part in attributes[at].items()
            if name not in ("value", "detail", "evidence", "evidence_date")
        }
        attributes[at] = {**stated, **kept}
    return None


def _at(document: Document | None, facet: str, term: str) -> int | None:
    for at, each in enumerate((document or {}).get("attributes") or []):
        if each.get("link_type") == facet and (each.get("taxonomy_term") or {}).get("code") == term:
            return at
    return None


def _drop_fact(document: Document | None, facet: str, term: str) -> None:
    while document is not None and (at := _at(document, facet, term)) is not None:
        document["attributes"] = [each for place, each in enumerate(document["attributes"]) if place != at]
        if not document["attributes"]:
            del document["attributes"]


def _facts(documents: Mapping[str, Document]) -> dict[str, dict[str, Fact]]:
    return read_facts(
        Attribute.from_document(each)
        for name in _STATING
        for each in documents.get(name, {}).get("attributes") or []
    )


def _record(each: Field, documents: Mapping[str, Document]) -> str:
    if each.record != "first":
        return each.record
    return first_holder(documents, each.path[0])


def _document(documents: dict[str, Document], each: Field, *, is_needed: bool) -> Document | None:
    """Give the document an answer goes to; a place to go to is made when there is something to say of it."""
    name = _record(each, documents)
    if name in documents or not is_needed:
        return documents.get(name)
    sal = documents["service_at_location"]
    if name == "location":
        source = sal.get("source") or {"authority": DESK_AUTHORITY, "identifier": sal["id"]}
        ids = listing_ids(source["authority"], source["identifier"])
        documents[name] = {"id": ids.location, "location_type": "physical"}
        sal["location_id"] = ids.location
        return documents[name]
    return None  # An organization begins with its name.


def _check(documents: Mapping[str, Document], problems: dict[str, Sentence]) -> None:
    """Look at answers that must fit together."""
    location = documents.get("location", {})
    latitude, longitude = location.get("latitude"), location.get("longitude")
    if (latitude is None) != (longitude is None):
        problems.setdefault("latitude" if latitude is None else "longitude", Sentence("edit.problem.both"))
    if latitude is not None and abs(latitude) > 90:
        problems["latitude"] = Sentence("edit.problem.latitude")
    if longitude is not None and abs(longitude) > 180:
        problems["longitude"] = Sentence("edit.problem.longitude")
    service = documents["service"]
    low, high = service.get("minimum_age"), service.get("maximum_age")
    if low is not None and high is not None and low > high:
        problems["oldest"] = Sentence("edit.problem.ages")
    for key in ("website", "join_link", "organization_website"):
        each = FIELD_OF[key]
        text = as_text(get_value(documents.get(each.record, {}), each.path))
        if text and not text.startswith(("http://", "https://")):
            problems[key] = Sentence("edit.problem.link", {"text": text})
