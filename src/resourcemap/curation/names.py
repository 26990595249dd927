"""Whether two names are the same one, written differently."""

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from resourcemap.model.vocabulary import fold

# Two names that are less alike than this (percent of letters in common order) are not looked at.
ALIKE_PERCENT = 84

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


@lru_cache(maxsize=50_000)
def name_words(name: str) -> tuple[str, ...]:
    """
    Reduce a name to the words that make it, in alphabetical order.

    Examples
    --------
    >>> name_words("The Open-Door of Baltimore, Inc.")
    ('baltimore', 'door', 'open')
    """
    words = fold(name).split()
    return tuple(sorted(word for word in words if word not in _FILLERS) or sorted(words))


def is_same_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """
    Tell whether two names in words are the same but for typing errors.

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
    return all(_is_typo(one, other) for one, other in zip(left, right, strict=True))


def _is_typo(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    if shortest < 5 or any(letter.isdigit() for letter in one + other):
        return False
    allowed = 1 if shortest < 9 else 2
    # The first letter is seldom mistyped, and telling "male" from "female" matters more.
    return one[0] == other[0] and Levenshtein.distance(one, other, score_cutoff=allowed) <= allowed
