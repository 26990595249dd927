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


def _is_typo(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    if shortest < 5 or any(letter.isdigit() for letter in one + other):
        return False
    allowed = 1 if shortest < 9 else 2
    # The first letter is seldom mistyped, and telling "male" from "female" matters more.
    return one[0] == other[0] and OSA.distance(one, other, score_cutoff=allowed) <= allowed
