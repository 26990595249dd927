"""What stands above the list as plain data: how much was found, what is set, and what may be added."""

from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import Distance
from resourcemap.search.result import SearchResult
from resourcemap.showing.ask import Asked, is_anything_set
from resourcemap.showing.screen import Json, Screen


def summary_words(result: SearchResult, asked: Asked, screen: Screen) -> list[Json]:
    """Say how much was found: parts of one sentence, the first one strong."""
    if result.total_in_person == 0:
        parts = [{"text": screen.say("summary.none"), "strong": True}]
    elif asked.radius_m is not None:
        within = Distance(asked.radius_m, screen.unit)
        text = screen.say("summary.in_person_near", count=result.places_in_person, distance=within)
        parts = [{"text": text, "strong": True}]
    else:
        parts = [{"text": screen.say("summary.in_person", count=result.places_in_person), "strong": True}]
    if result.total_unplaced:
        text = screen.say("summary.unplaced", count=result.places_unplaced)
        parts.append({"text": text, "strong": False})
    if result.total_from_home:
        text = screen.say("summary.remote", count=result.places_from_home)
        parts.append({"text": text, "strong": False})
    if result.places < result.total:
        # The filters count every time of a group: say what adds up to theirs.
        parts.append({"text": screen.say("summary.each_time", count=result.total), "strong": False})
    return parts


def notes(result: SearchResult, asked: Asked, screen: Screen) -> list[Json]:
    """Say which words were read otherwise, and offer what was left out only for not being known."""
    said: list[Json] = [
        {"text": screen.say("summary.corrected", old=old, new=new)} for old, new in result.corrections
    ]
    for name, count in sorted(result.unknown_out.items(), key=lambda each: -each[1]):
        if count and name not in asked.allow_unknown:
            if name in ("when", "open_at"):
                text = screen.say("summary.unknown_when", count=count)
            else:
                label = filter_label(name, asked, screen)
                text = screen.say("summary.unknown", count=count, label=label)
            said.append(
                {
                    "text": text,
                    "act": {"do": "allow-unknown", "name": name},
                    "button": screen.say("summary.show_unknown"),
                }
            )
            break  # One offer at a time: the page stays calm.
    return said


def filter_label(name: str, asked: Asked, screen: Screen) -> str:
    """Name a filter as people know it, by its only term where it has just one."""
    if name == "age":
        return screen.say("filters.age")
    if name in ("when", "open_at"):
        return when_words(asked.when, screen)
    terms = asked.include.get(name, frozenset()) | asked.exclude.get(name, frozenset())
    if len(terms) == 1:
        return screen.label(name, next(iter(terms)))
    return vocabulary().facet_label(name, screen.language)


def when_words(choice: str, screen: Screen) -> str:
    """Name a choice of When."""
    day, dash, part = choice.partition("-")
    if not dash:
        return screen.say(f"when.{choice}")
    return screen.say("when.part", day=screen.say(f"when.{day}"), part=screen.say(f"when.part_{part}"))


def chips(asked: Asked, screen: Screen) -> list[Json]:
    """List what is set besides the place, each to be taken back by its id."""
    found: list[tuple[str, str]] = []
    if asked.what != "anything":
        found.append(("what", screen.say(f"what.{asked.what}")))
    if asked.when != "any":
        found.append(("when", when_words(asked.when, screen)))
    if asked.text:
        found.append(("text", screen.say("chip.text", text=asked.text)))
    for facet, terms in asked.include.items():
        found += [(f"include/{facet}/{term}", screen.label(facet, term)) for term in sorted(terms)]
    for facet, terms in asked.exclude.items():
        found += [
            (f"exclude/{facet}/{term}", screen.say("chip.not", label=screen.label(facet, term)))
            for term in sorted(terms)
        ]
    if asked.age is not None:
        found.append(("age", screen.say("chip.age", age=asked.age)))
    for name in sorted(asked.allow_unknown):
        label = filter_label(name, asked, screen)
        found.append((f"unknown/{name}", screen.say("chip.unknown", label=label)))
    made = [
        {"id": id_, "label": label, "remove": screen.say("chip.remove", label=label)} for id_, label in found
    ]
    if made or is_anything_set(asked):
        made.append({"id": "everything", "label": screen.say("chip.clear"), "remove": ""})
    return made
