"""What is not known of a place, with the words to ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from resourcemap.handout.options import HandoutOptions
from resourcemap.handout.times import is_opening
from resourcemap.model.fact import Answer
from resourcemap.model.listing import Listing
from resourcemap.model.schedule import Occurrence
from resourcemap.model.words import say


@dataclass(frozen=True, slots=True)
class Question:
    """Something nobody knows yet, and the words to ask for it."""

    label: str
    ask: str


def open_questions(
    listing: Listing, times: Sequence[Occurrence], options: HandoutOptions
) -> tuple[Question, ...]:
    """List what nobody knows of a listing, what matters most before going there first."""
    first = listing.first_visit
    is_meeting = bool(times) and not any(is_opening(each) for each in times)
    questions = (
        ("times", not times),
        (
            "place",
            not listing.is_remote_only and listing.address_visibility == "full" and not listing.address,
        ),
        ("cost", not listing.terms("cost") and not listing.fees_description),
        ("first", first is None or not first.what_happens),
        (
            "step_free",
            not listing.is_remote_only
            and listing.answer("accessibility", "step-free") is Answer.UNKNOWN
            and not listing.accessibility,
        ),
        ("listen", is_meeting and (first is None or first.may_just_listen is None)),
        (
            "papers",
            not listing.required_documents
            and listing.answer("barriers_removed", "no-photo-id") is Answer.UNKNOWN,
        ),
        ("language", not listing.languages and not listing.terms("language")),
    )
    return tuple(
        Question(
            say(f"handout.unknown.{name}", options.language),
            say(f"handout.question.{name}", options.language),
        )
        for name, is_open in questions
        if is_open
    )
