"""What an invented place says of itself: its name, its times and its facts, in agreement."""

from typing import Any

import shapes
from made import PHRASES, REMOTE, Made, stated

from resourcemap.model.fact import Answer
from resourcemap.model.hsds import Attribute, Schedule

OTHER_LANGUAGES = (
    "es:native-led", "zh:interpreter", "ko:native-led", "ar:native-led", "fr:materials", "ht:native-led",
    "am:interpreter", "ne:native-led", "vi:interpreter", "ru:materials", "ur:interpreter", "yo:native-led",
    "sw:native-led", "fa:interpreter", "pt:native-led", "tl:native-led", "ti:interpreter", "bn:materials",
)  # fmt: skip  # fmt: skip

# Shapes that a word such as "Evening" in the name does not change.
FIXED_SHAPES = {"none", "appointment", "always", "overnight", "late-nights", "once", "dates"}
EVENING_SHAPES = {
    "tuesday-evening",
    "several-evenings",
    "fortnightly",
    "second",
    "last",
    "monthday",
    "season",
}


def hinted(name: str, facet: str) -> list[str]:
    """Read off a name what it says of itself."""
    return [
        term for term, words in PHRASES["hints"].get(facet, {}).items() if any(word in name for word in words)
    ]


def name_and_times(
    made: Made, offer: dict[str, Any], area: dict[str, Any], street: str, where: str
) -> tuple[str, str | None, tuple[Schedule, ...], str]:
    """Pick a name, its own sentence and times that agree with each other."""
    shape = made.turn(f"when {offer['key']}", offer["when"])
    private = where in ("hidden", "partial", *REMOTE)
    for _ in range(40):
        text, _, sentence = made.turn(f"name {offer['key']}", offer["names"]).partition("|")
        if private and ("{area}" in text or "{street}" in text):
            continue  # A private place must not be named after its street.
        wanted = hinted(text, "shape")
        keeps = FIXED_SHAPES if wanted[:1] != ["evening"] else FIXED_SHAPES | EVENING_SHAPES
        chosen = shape if not wanted or shape in keeps else wanted[0]
        pin = offer.get("pin")
        times = (
            (shapes.weekly(pin["day"], pin["opens"], pin["closes"]),)
            if pin
            else shapes.schedules(chosen, rng=made.rng, today=made.today)
        )
        day = shapes.single_day(times)
        if "{day}" in text and day is None:
            continue
        name = text.format(
            day=day,
            area=area["name"],
            street=street,
        )
        if name in made.names:
            suffix = {"online": "Online", "phone": "by Phone"}.get(
                where, area.get("city", "Baltimore") if private else area["name"]
            )
            name = f"{name}, {suffix}"
        if name not in made.names:
            made.names.add(name)
            return name, sentence or None, times, chosen
    raise SystemExit(f"offers.toml: {offer['key']!r} has too few names for its count. Add names.")


def facts(made: Made, offer: dict[str, Any], name: str, text: str, where: str) -> list[Attribute]:
    """State the facts of one offer: those it always has, what its words say, and some by chance."""
    detail = offer.get("detail", {})
    terms: dict[tuple[str, str], Answer] = {}
    for facet, names in offer.get("facts", {}).items():
        for term in names:
            terms[facet, term] = Answer.YES
    for facet, names in offer.get("rotate", {}).items():
        if not hinted(name, facet):
            terms[facet, made.turn(f"rotate {offer['key']} {facet}", names)] = Answer.YES
    for facet in ("population", "shared_experience"):
        for term in hinted(name, facet):
            terms[facet, term] = Answer.YES
    for facet, names in offer.get("maybe", {}).items():
        if facet in ("population", "shared_experience") and hinted(name, facet):
            continue
        share = 0.34 if facet in ("population", "shared_experience", "cost") else 0.42
        for number, term in enumerate(names):
            sure = facet == "cost" and number == made.turns.get(f"count {offer['key']}", 0) % len(names)
            if sure or made.rng.random() < share:
                hard = facet == "barriers_removed" and made.rng.random() < 0.12
                terms.setdefault(
                    (facet, term), made.rng.choice((Answer.LIMITED, Answer.NO)) if hard else Answer.YES
                )
    for words, sayings in PHRASES["said"].items():
        if words in text:
            terms.update((tuple(each.split(":")), Answer.YES) for each in sayings)
    for pair in (("women", "men"), ("teens", "seniors")):
        if all(("population", term) in terms for term in pair) and not all(
            term in hinted(name, "population") for term in pair
        ):
            terms.pop(("population", next(t for t in reversed(pair) if t not in hinted(name, "population"))))
    if ("cost", "free") in terms:
        terms.pop(("cost", "fee"), None)
        terms.pop(("cost", "sliding-scale"), None)
    if ("entry", "closed") in terms:
        terms.pop(("entry", "open"), None)
    attending = ["in-person", "online-live"] if where == "hybrid" else [REMOTE.get(where, "in-person")]
    for term in attending:
        terms["attendance", term] = Answer.YES
    sayings = [
        stated(made, facet, term, answer=answer, detail=_strength(made, facet, term, name, detail))
        for (facet, term), answer in terms.items()
    ]
    sayings += [
        stated(made, "language", code, detail=how or None) for code, how in languages(made, offer, name)
    ]
    if where in ("online", "hybrid") and made.rng.random() < 0.3:
        sayings.append(stated(made, "accessibility", "live-captions"))
    return sayings


def _strength(made: Made, facet: str, term: str, name: str, detail: dict[str, str]) -> str | None:
    if facet != "population":
        return None
    if term in ("women", "men") and term in hinted(name, "population"):
        return "only" if made.rng.random() < 0.6 else "focus"
    return detail.get("population")


def languages(made: Made, offer: dict[str, Any], name: str) -> list[tuple[str, str]]:
    """Say which languages are spoken and how: code and detail."""
    asked = [f"{code}:native-led" for code in hinted(name, "language")]
    if not asked and offer.get("languages") == ["rotate"]:
        asked = ["en", made.turn("language", OTHER_LANGUAGES)]
    elif not asked and "languages" in offer:
        asked = offer["languages"]
    elif not asked and made.rng.random() < 0.7:
        asked = [
            "en",
            *(
                [
                    made.rng.choice(
                        (
                            "es:native-led",
                            "es:interpreter",
                            "es:interpreter",
                            made.turn("language", OTHER_LANGUAGES),
                        )
                    )
                ]
                if made.rng.random() < 0.3
                else []
            ),
        ]
    pairs = [code.partition(":") for code in dict.fromkeys(asked)]
    return [(code, how) for code, _, how in pairs]
