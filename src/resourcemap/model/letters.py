"""Letters as they are compared: Latin for every script but Arabic, which keeps its own."""

import re
import unicodedata

from anyascii import anyascii

# Transliterated Arabic has no vowels: "سكن" would become "skn" and "فن" "fn", too near other words.
_ARABIC = re.compile("([\u0620-\u063f\u0641-\u064a\u0671-\u06d3]+)")
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
# Spellings people mix: the hamza on an alef, a final yeh or heh, Persian keyboards.
_SPELLINGS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و"}
    | {"ة": "ه", "ھ": "ه", "ہ": "ه", "ک": "ك", "ڪ": "ك"}
)
_ARTICLE = re.compile(r"^(?:وال|بال|كال|فال|لل|ال)(?=\w{3})")


def plain_letters(text: str) -> str:
    """
    Take accents off and turn other scripts into Latin letters; Arabic stays, in one spelling.

    >>> plain_letters("Café"), plain_letters("粵"), plain_letters("إلى") == "الي"
    ('Cafe', 'Yue', True)
    """
    if text.isascii():
        return text
    parts = _ARABIC.split(_MARKS.sub("", unicodedata.normalize("NFKC", text)))
    # Every second part is Arabic.
    return "".join(
        part.translate(_SPELLINGS) if index % 2 else anyascii(part) for index, part in enumerate(parts)
    )


def without_article(word: str) -> str:
    """
    Take "the" (and "and the", "for the") off an Arabic word, where enough of it stays.

    >>> without_article("المدرسه") == "مدرسه", without_article("alma")
    (True, 'alma')
    """
    return _ARTICLE.sub("", word)
