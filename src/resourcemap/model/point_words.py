"""What looks wrong with a coordinate, as sentences for staff."""

from resourcemap.geo.checks import ENOUGH_DECIMALS, PointFinding
from resourcemap.model.words import Sentence, Value

_SLIPS = frozenset({"swapped", "missing_minus", "turned_latitude", "swapped_missing_minus", "swapped_turned"})


def finding_sentence(finding: PointFinding) -> Sentence:
    """
    Say what was seen, what is wrong with it and what to do.

    Examples
    --------
    >>> from resourcemap.geo.checks import check_point
    >>> from resourcemap.model.words import say
    >>> say(finding_sentence(check_point(0, 0)[0]))
    '0, 0 lies in the sea off Africa: usually the address was not found. Leave both empty or look the address up again.'
    """
    values: dict[str, Value] = {"seen": finding.seen}
    if finding.kind in _SLIPS and finding.proposed is not None:
        point = finding.proposed
        values["proposed"] = f"{point.latitude:.10g}, {point.longitude:.10g}"
        values["slip"] = Sentence(f"places.slip.{finding.kind}")
        return Sentence("places.point.slip", values)
    if finding.away_m is not None:
        values["distance"] = f"{finding.away_m / 1000:,.0f}"
    if finding.state is not None:
        values["state"] = finding.state
    if finding.step_km is not None:
        values |= {"step": finding.step_km, "decimals": ENOUGH_DECIMALS}
    return Sentence(f"places.point.{finding.kind}", values)
