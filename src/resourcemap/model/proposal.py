"""What somebody proposes and staff decide: a place to add, or an edit of one that is listed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

ProposalStatus = Literal["open", "accepted", "declined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """
    One proposal. `code` is random, for whoever wants to ask later what came of it.

    Parameters
    ----------
    day
        When, to the day and no finer.
    document
        What is proposed. `kind` in it says how to read it: "edit" is one by a signed-in
        contributor, with `typed` and `base` as in a draft, `by` and `why`.
    listing_id
        The place it is about; None for one that is not listed.
    """

    code: str
    day: date
    document: Mapping[str, Any] = field(hash=False)
    contact: str | None = None
    status: ProposalStatus = "open"
    outcome: str | None = None
    decided_by: str | None = None
    listing_id: str | None = None
