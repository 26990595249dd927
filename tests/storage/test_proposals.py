"""Proposals wait for staff and are decided once."""

from __future__ import annotations

from datetime import date

import pytest

from resourcemap.errors import NotFoundError
from resourcemap.model.proposal import Proposal


def test_a_proposal_waits_and_is_decided_once(store):
    new = Proposal(
        code="BCDF2345", day=date(2026, 5, 12), document={"kind": "edit", "by": "cora"}, listing_id="l"
    )
    store.proposals.add(new)
    assert store.proposals.all() == (new,)
    assert store.proposals.get("BCDF2345") == new
    store.proposals.decide("BCDF2345", "declined", by="ana", outcome="Called, it is open.")
    assert store.proposals.all() == ()
    (decided,) = store.proposals.all("declined")
    assert (decided.outcome, decided.decided_by) == ("Called, it is open.", "ana")
    with pytest.raises(NotFoundError, match="decided already"):
        store.proposals.decide("BCDF2345", "accepted", by="ben")
    with pytest.raises(NotFoundError):
        store.proposals.get("nothing")
    assert store.version() == 0
