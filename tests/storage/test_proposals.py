"""Proposals wait for staff and are decided once."""

from __future__ import annotations

from datetime import date

import pytest

from resourcemap.errors import NotFoundError, ResourceMapError
from resourcemap.model.proposal import Proposal


def test_a_proposal_waits_and_is_decided_once(store, at):
    new = Proposal(
        code="BCDF2345", day=date(2026, 5, 12), document={"kind": "edit", "by": "cora"}, listing_id="l"
    )
    store.proposals.add(new)
    assert store.proposals.all() == (new,)
    assert store.proposals.get("BCDF2345") == new
    declined = {"status": "declined", "outcome": "Called, it is open.", "is_proposal": True}
    store.inbox.decide("BCDF2345", **declined, by="ana", at=at)
    assert store.proposals.all() == ()
    (decided,) = store.proposals.all("declined")
    assert (decided.outcome, decided.decided_by) == ("Called, it is open.", "ana")
    with pytest.raises(ResourceMapError, match="dealt with it already"):
        store.inbox.decide("BCDF2345", status="accepted", by="ben", at=at, is_proposal=True)
    with pytest.raises(NotFoundError):
        store.proposals.get("nothing")
    assert store.version() == 0
