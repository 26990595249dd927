"""How hard a text is to read, by the measure of its own language; Arabic has none that is agreed on."""

import re

# Above this grade many people stop reading; our own texts keep to it too.
HARD_GRADE = 8.0
HARD_EASE = 55.0
"""Below this the INFLESZ scale calls Spanish "somewhat hard"."""
# A formula says nothing of fewer words.
ENOUGH_WORDS = 20
_LATIN = re.compile(r"[a-zA-ZáéíóúüñÁÉÍÓÚÜÑ]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
# Small words that are in nearly every sentence, and in no sentence of the other language.
_SMALL = {
    "en": "the and of to you with for is are we your or who that it they will from this our",
    "es": "el la los las de que y en un una con para por se su es del al si o sus",
}
_CLEARLY = 3


def text_language(text: str) -> str | None:
    """
    Tell whether a text is English ("en") or Spanish ("es") by its small words; None for any other.

    Examples
    --------
    >>> text_language("Come and sit with us in the garden.")
    'en'
    >>> text_language("Venga a la huerta y siéntese con la gente."), text_language("تعال واجلس معنا")
    ('es', None)
    """
    if len(_ARABIC.findall(text)) > len(_LATIN.findall(text)):
        return None
    words = re.findall(r"\w+", text.lower())
    counts = {language: sum(word in small.split() for word in words) for language, small in _SMALL.items()}
    most = max(counts, key=lambda language: counts[language])
    return most if counts[most] >= _CLEARLY * max(1, min(counts.values())) else None


def reading_grade(text: str) -> float | None:
    """
    Estimate the US school grade that English text asks for (Flesch and Kincaid, 1975).

    0.39 words per sentence + 11.8 syllables per word - 15.59, syllables counted by rules. None for
    fewer than 20 words.

    Examples
    --------
    >>> round(reading_grade("You can come as you are. " * 8), 1)
    -1.4
    """
    words = re.findall(r"[a-zA-Z]+(?:'[a-z]+)?", text)
    if len(words) < ENOUGH_WORDS:
        return None
    sentences = max(1, len([part for part in re.split(r"[.!?…]+\s+|\n+", text.strip()) if part.strip()]))
    syllables = sum(map(_english_syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _english_syllables(word: str) -> int:
    word = word.lower().replace("'", "")
    count = len(re.findall(r"[aeiouy]+", word))
    # A last e is silent, but not in "table".
    if count > 1 and re.search(r"(?<![^aeiouy]l)e$|[^aeiouytd]ed$", word):
        count -= 1
    # "io" and "ia" are two sounds, but not in "-tion" and "-cial".
    count += len(re.findall(r"i[ao](?!us)|eo|ua(?!l$)", re.sub(r"[tsc]i(on|al|an)", "x\\1", word)))
    return max(1, count)


def spanish_ease(text: str) -> float | None:
    """
    Estimate how easy Spanish is to read, from about 0 to 100 (Szigriszt-Pazos, 1993, on the INFLESZ scale of 2008).

    206.835 - 62.3 syllables per word - words per sentence. None for fewer than 20 words.

    Examples
    --------
    >>> round(spanish_ease("Venga como es. La casa es de todos y hay té. " * 3))
    116
    """
    words = re.findall(r"[a-záéíóúüñ]+", text.lower())
    if len(words) < ENOUGH_WORDS:
        return None
    sentences = max(1, len([part for part in re.split(r"[.!?…]+\s+|\n+", text.strip()) if part.strip()]))
    syllables = sum(map(_spanish_syllables, words))
    return 206.835 - 62.3 * syllables / len(words) - len(words) / sentences


def _spanish_syllables(word: str) -> int:
    # The u of "que" and "guía" is not heard, and a last y is a vowel.
    word = re.sub(r"y$", "i", re.sub(r"([qg])u(?=[eiéí])", r"\1", word))
    # A weak vowel beside another is no syllable of its own, unless its accent makes it one.
    groups = re.findall(r"[aeiouáéíóúü]+", word)
    return max(1, sum(max(1, len(re.findall(r"[aeoáéíóú]", group))) for group in groups))
