"""
Live counts beside every term: what choosing it would give.

A facet's own choice, asked for and excluded, is set aside while its terms are counted; all other
filters hold. So the count of a term is the total of the search with that term as the facet's only
choice.
"""

from resourcemap.model.listing import REMOTE_ATTENDANCE
from resourcemap.search.bits import count, pack
from resourcemap.search.evaluation import Evaluation


def facet_counts(evaluation: Evaluation) -> dict[str, dict[str, int]]:
    """Count every term that any listing holds, in every facet; 0 is counted too."""
    return {facet: _count(evaluation, facet) for facet in evaluation.snapshot.answers}


def _count(evaluation: Evaluation, facet: str) -> dict[str, int]:
    columns = evaluation.snapshot.answers[facet]
    base = evaluation.without((facet, f"not_{facet}"))
    counts = count(columns.holds & pack(base))
    found = {term: int(counts[row]) for term, row in columns.rows.items()}
    if facet == "attendance" and evaluation.outcome_of("radius") is not None:
        # Far away it can be joined from home, but not in person.
        reach = evaluation.reach.outcome(evaluation.snapshot, from_home=False).passes
        counts = count(columns.holds & pack(base & reach))
        for term, row in columns.rows.items():
            if term not in REMOTE_ATTENDANCE:
                found[term] = int(counts[row])
    return found
