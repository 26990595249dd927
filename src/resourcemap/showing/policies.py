"""What everyone may read of the directory's policies, as plain data for both kinds of page."""

from datetime import datetime

from resourcemap import actions
from resourcemap.actions import Directory
from resourcemap.model.locale_words import number, quarter_words
from resourcemap.model.policy import POLICY_TEXTS
from resourcemap.model.report import REPORT_KINDS, kind_sentence
from resourcemap.model.statistics import SMALLEST_CELL
from resourcemap.model.words import say
from resourcemap.showing.cards import Json


def policies_data(directory: Directory, language: str, *, now: datetime) -> Json:
    """Say what is listed, what to know, how often places are checked, and what people told."""
    public = actions.public_policies(directory, language=language, now=now)
    days = public.freshness
    kinds: dict[str, str] = {kind: say(kind_sentence(kind), language) for kind in REPORT_KINDS}
    return {
        "title": say("policy.public_title", language),
        "texts": [
            {
                "title": say(f"policy.{key}.title", language),
                "lines": (public.texts[key] or say(f"policy.usual.{key}", language)).splitlines(),
            }
            for key in POLICY_TEXTS
        ],
        "bands": {
            "title": say("policy.bands.title", language),
            "lines": [
                say("policy.bands.line_1", language, count=days.current_days),
                say("policy.bands.line_2", language),
                say("policy.bands.line_3", language, count=days.check_first_days),
                say("policy.bands.line_4", language, count=days.hidden_days),
            ],
        },
        "numbers": {
            "title": say("policy.numbers.title", language),
            "intro": say("policy.numbers.intro", language, count=SMALLEST_CELL),
            "none": "" if public.cells else say("policy.numbers.none", language),
            "headings": [
                say("policy.numbers.quarter", language),
                say("policy.numbers.kind", language),
                say("policy.numbers.reports", language),
            ],
            "rows": [
                [
                    quarter_words(cell.quarter, language),
                    kinds.get(cell.kind, cell.kind),
                    number(cell.count, language),
                ]
                for cell in public.cells
            ],
        },
    }
