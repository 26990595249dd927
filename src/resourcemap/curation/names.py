"""Whether two names are the same one, written differently."""

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from resourcemap.model.vocabulary import fold

# Words that come and go without making another name.
_FILLERS = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "for",
        "in",
        "inc",
        "llc",
        "ltd",
        "corp",
        "co",
        "of",
        "on",
        "the",
        "to",
        "incorporated",
        "corporation",
    ]
)

# fmt: off
# Words many names share: alone they make two names no more alike.
_COMMON = frozenset(
    [
        "aa",
        "na",
        "al",
        "anon",
        "afg",
        "group",
        "groups",
        "meeting",
        "meetings",
        "study",
        "discussion",
        "topic",
        "speaker",
        "open",
        "closed",
        "big",
        "book",
        "step",
        "steps",
        "online",
        "virtual",
        "zoom",
        "hybrid",
        "person",
        "night",
        "morning",
        "noon",
        "evening",
        "afternoon",
        "daily",
        "weekly",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "center",
        "centre",
        "centers",
        "program",
        "programme",
        "programs",
        "service",
        "services",
        "agency",
        "office",
        "department",
        "community",
        "house",
        "home",
        "church",
        "saint",
        "st",
        "clinic",
        "health",
        "care",
        "support",
        "city",
        "county",
        "national",
        "american",
        "public",
        "social",
        "family",
    ]
)
# fmt: on

# Names that differ in one of these mean other people, however alike they are otherwise.
_PEOPLE = {
    word: kind
    for kind, words in {
        "men": "men mens man male boys",
        "women": "women womens woman female girls ladies",
        "young": "young youth teen teens teenagers children kids alateen",
        "old": "senior seniors elder elders aging",
        "spanish": "spanish espanol hispana hispano latino",
    }.items()
    for word in words.split()
}

_LONG = {
    "ave": "avenue",
    "assn": "association",
    "assoc": "association",
    "bldg": "building",
    "blvd": "boulevard",
    "centre": "center",
    "ctr": "center",
    "cntr": "center",
    "dept": "department",
    "disc": "discussion",
    "dr": "drive",
    "e": "east",
    "grp": "group",
    "hosp": "hospital",
    "intl": "international",
    "mtg": "meeting",
    "n": "north",
    "natl": "national",
    "ne": "northeast",
    "nw": "northwest",
    "org": "organization",
    "pgm": "program",
    "pl": "place",
    "prog": "program",
    "programme": "program",
    "rd": "road",
    "s": "south",
    "se": "southeast",
    "sq": "square",
    "saint": "st",
    "street": "st",
    "svc": "services",
    "svcs": "services",
    "sw": "southwest",
    "univ": "university",
    "w": "west",
}


@lru_cache(maxsize=50_000)
def name_words(name: str) -> tuple[str, ...]:
    """
    Reduce a name to the words that make it, in alphabetical order.

    Examples
    --------
    >>> name_words("The Open-Door of Baltimore, Inc.")
    ('baltimore', 'door', 'open')
    """
    words = long_words(name).split()
    return tuple(sorted(word for word in words if word not in _FILLERS) or sorted(words))


@lru_cache(maxsize=50_000)
def long_words(text: str) -> str:
    """
    Fold a text and write its short forms in full, so that "1 Oak Ave NW" is "1 oak avenue northwest".

    "St" is a street and a saint: both are written that way.

    Examples
    --------
    >>> long_words("900 N. Example Street"), long_words("Saint Luke's Ctr")
    ('900 north example st', 'st lukes center')
    """
    # "Men's" is one word: its s stands for no south.
    return " ".join(_LONG.get(word, word) for word in fold(text.replace("'", "").replace("’", "")).split())


def name_keys(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """
    Give what two names share when `is_same_name` holds: all words but one, and that one's first letter.

    Looking names up by these keys finds their like without comparing every name with every other.

    Examples
    --------
    >>> list(name_keys(("circle", "tuesday")))
    [('tuesday', 'c'), ('circle', 't')]
    """
    for place, word in enumerate(words):
        yield (*words[:place], *words[place + 1 :], word[0])


def is_same_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """
    Tell whether two names in words are the same but for a typing error in one word.

    A short word, a number, or a word more or less makes another name: "Men's group" is not
    "Women's group", and "AA" is not "NA".

    Examples
    --------
    >>> is_same_name(name_words("Serenity Fellowship"), name_words("Serenty Fellowship"))
    True
    >>> is_same_name(name_words("Mens Step Group"), name_words("Womens Step Group"))
    False
    >>> is_same_name(name_words("Shelter 1"), name_words("Shelter 2"))
    False
    """
    if a == b:
        return True
    if len(a) != len(b):
        return False
    left, right = list(a), list(b)
    for word in a:
        if word in right:
            left.remove(word)
            right.remove(word)
    return len(left) == 1 and _is_typo(left[0], right[0])


def is_like_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """
    Tell whether two names share what is their own: half of the rarer words, or all of the shorter name.

    Examples
    --------
    >>> is_like_name(name_words("Living Sober Group"), name_words("LGBT Living Sober"))
    True
    >>> is_like_name(name_words("Men's Topic"), name_words("Women's Topic"))
    False
    >>> is_like_name(name_words("Open Discussion"), name_words("Big Book Study"))
    False
    """
    if is_other_people(a, b):
        return False
    one, other = set(a), set(b)
    shorter = min(one, other, key=len)
    if len(shorter) >= 2 and one & other == shorter:
        return True
    rare, others = one - _COMMON, other - _COMMON
    shared = sum(any(word == each or _is_typo(word, each) for each in others) for word in rare)
    return bool(rare and others) and shared * 2 >= min(len(rare), len(others))


def own_words(words: tuple[str, ...]) -> frozenset[str]:
    """Give the words of a name that few other names have; all of them where none is its own."""
    return frozenset(words) - _COMMON or frozenset(words)


def shared_share(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """
    Give the share of words that two names have in common, from 0 to 1 (the Jaccard index).

    Examples
    --------
    >>> shared_share(("living", "sober"), ("lgbt", "living", "sober"))
    0.6666666666666666
    """
    one, other = set(a), set(b)
    return len(one & other) / len(one | other) if one or other else 0.0


def is_other_people(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two names mean other people, or carry other numbers: "Men's" and "Women's", 1 and 2."""
    kinds = [{_PEOPLE[word] for word in words if word in _PEOPLE} for words in (a, b)]
    numbers = [{word for word in words if word.isdigit()} for words in (a, b)]
    return any(all(pair) and pair[0] != pair[1] for pair in (kinds, numbers))


def _is_typo(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    if shortest < 5 or any(letter.isdigit() for letter in one + other):
        return False
    allowed = 1 if shortest < 9 else 2
    # The first letter is seldom mistyped, and telling "male" from "female" matters more.
    return one[0] == other[0] and OSA.distance(one, other, score_cutoff=allowed) <= allowed
