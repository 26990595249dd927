"""The plan as data: its four parts, what is in it, and its week."""

from collections.abc import Iterable, Sequence

from resourcemap.actions import PlanDimension, PlanEntry, PlanView
from resourcemap.handout.entry import HandoutEntry
from resourcemap.handout.week import Week, WeekDay
from resourcemap.model.locale_words import listed, run_on
from resourcemap.model.plan import Plan
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import Value, say
from resourcemap.search.result import Match
from resourcemap.showing.ask import Asked
from resourcemap.showing.at_home import tonight_data
from resourcemap.showing.cards import Json, Screen
from resourcemap.showing.choices import choice_card
from resourcemap.ui.board import button, lines, mark, node

_MOST_CHIPS = 3
_MOST_QUESTIONS = 2


def _say(screen: Screen, key: str, /, **values: Value) -> str:
    return say(f"plan.{key}", screen.language, **values)


def plan_board(view: PlanView, asked: Asked, screen: Screen) -> list[Json]:
    """Describe the whole board: its four parts, what is in the plan, its week, something for tonight."""
    found = [_parts(view, asked, screen)]
    if view.entries:
        found += [_items(view, screen), _week(view.week, screen)]
    return [*found, *_tonight(view.plan, screen)]


def held_cards(plan: Plan) -> frozenset[str]:
    """Give the ids of the cards for home that are in a plan."""
    return frozenset(item.id for item in plan.items if item.kind == "at-home")


def note_values(view: PlanView) -> dict[str, str]:
    """Give the notes by their field's key."""
    return {
        _note_key(entry.item.kind, entry.item.id): entry.item.note
        for entry in view.entries
        if entry.item.note is not None
    }


def _note_key(kind: str, item_id: str) -> str:
    return f"note/{kind}/{item_id}"


# --- Four parts ----------------------------------------------------------------------------------


def _parts(view: PlanView, asked: Asked, screen: Screen) -> Json:
    titles = {entry.id: entry.title for entry in view.words}
    return node(
        "section",
        node("h2", _say(screen, "parts.title"), id="parts"),
        node("p", _say(screen, "parts.intro"), kind="soft"),
        node("div", *(_part(each, titles, asked, screen) for each in view.dimensions), kind="parts"),
        labelled_by="parts",
    )


def _part(dimension: PlanDimension, titles: dict[str, str], asked: Asked, screen: Screen) -> Json:
    name = dimension.name
    head = node("div", mark(name), node("h3", screen.label("dimension", name)), kind="named")
    help_ = vocabulary().help("dimension", name, screen.language)
    if dimension.entries:
        held = [titles.get(entry.item.id, entry.item.id) for entry in dimension.entries]
        return node(
            "section", head, node("p", help_, kind="soft") if help_ else None, lines(held), kind="part filled"
        )
    if not dimension.choices:
        lead = "parts.nothing"
    else:
        lead = "parts.none" if asked.origin is not None else "parts.none_far"
    return node(
        "section",
        head,
        node("p", help_, kind="soft") if help_ else None,
        node("p", _say(screen, lead)),
        *(_choice(match, name, asked, screen) for match in dimension.choices),
        kind="part",
    )


def _choice(match: Match, dimension: str, asked: Asked, screen: Screen) -> Json:
    row = choice_card(match, dimension, asked, screen)
    name = row["name"]
    facts = [*(node("li", text) for text in row["chips"][:_MOST_CHIPS])]
    facts += [node("li", text, kind="ask") for text in row["ask"][:1]]
    where = row["where"] or (say("find.remote.title", screen.language) if match.is_from_home else None)
    return node(
        "div",
        node("h4", name),
        node("p", " · ".join(part for part in (row["when"], where) if part), kind="soft"),
        node("p", node("strong", screen.say("card.why")), " ", row["why"]) if row["why"] else None,
        node("ul", *facts, kind="facts") if facts else None,
        *(node("p", text, kind="warn") for text in row["warn"]),
        node(
            "div",
            add_button("listing", row["id"], name, screen),
            button(
                screen.say("card.details"),
                {"do": "open", "id": row["id"]},
                key=f"open/{row['id']}",
                label=f"{screen.say('card.details')}: {name}",
            ),
            kind="row",
        ),
        kind="choice",
    )


def add_button(kind: str, item_id: str, name: str, screen: Screen) -> Json:
    """Describe the button that adds something to the plan."""
    return button(
        say("lite.card.add", screen.language),
        {"do": "add", "kind": kind, "id": item_id},
        key=f"add/{item_id}",
        label=say("lite.card.add_of", screen.language, name=name),
        kind="button main",
    )


# --- At home tonight -----------------------------------------------------------------------------


def _tonight(plan: Plan, screen: Screen) -> list[Json]:
    cards = tonight_data(held_cards(plan), screen)
    if not cards:
        return []
    title = say("at_home.title", screen.language)
    return [
        node(
            "section",
            node("h2", title, id="tonight"),
            node("p", say("at_home.offer", screen.language), kind="soft"),
            node(
                "div",
                *(
                    node(
                        "article",
                        node("h3", card["title"]),
                        node("p", card["idea"]),
                        node("p", " · ".join(card["facts"]), kind="soft"),
                        node("div", *home_card_buttons(card, screen), kind="row"),
                        kind="card",
                    )
                    for card in cards
                ),
                kind="grid",
            ),
            node("div", button(say("at_home.all", screen.language), {"do": "home"}, key="home"), kind="row"),
            labelled_by="tonight",
        )
    ]


def home_card_buttons(card: Json, screen: Screen) -> list[Json]:
    """Describe what adds a card for home to the plan, or takes it out."""
    language, title = screen.language, card["title"]
    if not card["held"]:
        return [add_button("at-home", card["id"], title, screen)]
    return [
        node("span", "✓ " + say("lite.card.in_plan", language), kind="in"),
        button(
            say("lite.card.out", language),
            {"do": "out", "kind": "at-home", "id": card["id"]},
            key=f"out/{card['id']}",
            label=say("lite.card.out_of", language, name=title),
            kind="plain",
        ),
    ]


# --- What is in it -------------------------------------------------------------------------------


def _items(view: PlanView, screen: Screen) -> Json:
    words = {entry.id: entry for entry in view.words}
    last = len(view.entries)
    return node(
        "section",
        node("h2", _say(screen, "items.title"), id="items", key="list", focus=True),
        node("p", _say(screen, "items.note_help"), kind="soft"),
        node(
            "ol",
            *(
                _item(entry, words.get(entry.item.id), number, last, screen)
                for number, entry in enumerate(view.entries, start=1)
            ),
            kind="cards",
        ),
        labelled_by="items",
    )


def _item(entry: PlanEntry, words: HandoutEntry | None, number: int, last: int, screen: Screen) -> Json:
    item = entry.item
    if words is None:
        text = say(entry.notice, screen.language) if entry.notice is not None else ""
        return node(
            "li",
            mark("other", str(number)),
            node("div", node("p", text), _buttons(entry, text, number, last, screen), kind="rest"),
            kind="item",
        )
    questions = [
        say("lite.plan_page.to_ask", screen.language, label=each.label, ask=each.ask)
        for each in words.unknown[:_MOST_QUESTIONS]
    ]
    key = _note_key(item.kind, item.id)
    name = words.title
    return node(
        "li",
        node("div", mark(words.mark, str(number))),
        node(
            "div",
            node("h3", name),
            *(node("p", text, kind="warn") for text in (words.notice,) if text),
            *(
                node("p", text)
                for text in (words.where, *words.directions, *words.join, words.ask_for)
                if text
            ),
            node("p", run_on(words.expect)) if words.expect else None,
            node("p", " · ".join(text for text in (words.phone, words.contact, words.cost) if text)),
            node("ul", *(node("li", text, kind="ask") for text in questions), kind="facts")
            if questions
            else None,
            kind="rest",
        ),
        node("div", *_times(words, screen), kind="when"),
        node(
            "div",
            node(
                "div",
                node("label", _say(screen, "items.note")),
                node(
                    "textarea",
                    key=key,
                    act={"do": "note", "kind": item.kind, "id": item.id},
                    label=_say(screen, "items.note_of", name=name),
                    longest=500,
                ),
                kind="field",
            ),
            _buttons(entry, name, number, last, screen),
            kind="whole",
        ),
        kind="item",
    )


def _times(words: HandoutEntry, screen: Screen) -> Iterable[Json]:
    if words.kind == "at-home":
        yield node("p", _say(screen, "items.home"), kind="time")
        return
    if first := words.when[0] if words.when else words.no_times:
        yield node("p", first, kind="time")
    for text in (*words.rhythm, words.distance, words.checked):
        if text:
            yield node("p", text, kind="soft")


def _buttons(entry: PlanEntry, name: str, number: int, last: int, screen: Screen) -> Json:
    item, language = entry.item, screen.language

    def press(do: str, text: str, label: str) -> Json:
        act = {"do": do, "kind": item.kind, "id": item.id}
        return button(text, act, key=f"{do}/{item.id}", label=label, kind="plain")

    details = screen.say("card.details")
    found = [
        press("open", details, f"{details}: {name}") if entry.listing is not None else None,
        press("up", say("lite.plan_page.up", language), say("lite.plan_page.up_of", language, name=name))
        if number > 1
        else None,
        press(
            "down", say("lite.plan_page.down", language), say("lite.plan_page.down_of", language, name=name)
        )
        if number < last
        else None,
        press("out", say("lite.card.out", language), say("lite.card.out_of", language, name=name)),
    ]
    return node("div", *found, kind="row")


# --- The week ------------------------------------------------------------------------------------


def _week(week: Week, screen: Screen) -> Json:
    named: tuple[tuple[str, Sequence[HandoutEntry]], ...] = (
        ("anytime", week.anytime),
        ("call_first", week.call_first),
        ("later", week.later),
    )
    clashes = [clash.words(screen.language) for clash in week.clashes]
    return node(
        "section",
        node("h2", _say(screen, "week.title"), id="week"),
        node("div", node("p", node("strong", _say(screen, "week.clash"))), lines(clashes), kind="warn")
        if clashes
        else None,
        node("ol", *(_day(day, screen) for day in week.days), kind="days"),
        *(
            node(
                "p",
                _say(
                    screen,
                    f"week.{key}",
                    names=listed([entry.title for entry in entries], screen.language, word=""),
                ),
                kind="note",
            )
            for key, entries in named
            if entries
        ),
        labelled_by="week",
    )


def _day(day: WeekDay, screen: Screen) -> Json:
    title = node("h3", day.label)
    if not day.entries:
        return node("li", title, node("p", _say(screen, "week.nothing"), kind="soft"), kind="free")
    return node(
        "li",
        title,
        node(
            "ul",
            *(
                node(
                    "li",
                    node("strong", entry.clock),
                    " ",
                    entry.title,
                    node("p", entry.distance, kind="soft") if entry.distance else None,
                    kind="opening" if entry.is_opening else "",
                )
                for entry in day.entries
            ),
        ),
    )
