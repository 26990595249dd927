"""Finds out how a text file's bytes spell letters."""

import codecs
import re
from dataclasses import dataclass

from resourcemap.interchange.limits import refuse

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
# Letters inside words and quotes at their edges are likely; the reverse is not.
_LIKELY = re.compile(
    "(?<=[a-z])[à-öø-ÿ](?=[a-z\\s,.;]|$)|(?<![a-z])[À-ÖØ-Þ](?=[a-z])"
    '|(?<=[A-Za-z])’(?=[a-z])|(?<=[\\s(,"])[“‘]|[”’](?=[\\s).,"]|$)|(?<=[\\s\\d])[–—](?=[\\s\\d])|…|•|£\\d|°'
)
_UNLIKELY = re.compile(
    "(?<=[a-z])[À-ÖØ-Þ](?=[a-z])|[\x80-\x9f]|(?<=[A-Za-z])[‚„ˆ‰‹›†‡∂∑∏π∫Ω√ƒ∆◊¬](?=[A-Za-z])"
    "|(?<=[a-z])[ÒÓÔÕÐÑŽŠ]"
)


@dataclass(frozen=True, slots=True)
class DecodedText:
    """
    The text of a file and how it was spelled.

    `is_guessed` when the bytes did not say, so that rare letters may be wrong.
    """

    text: str
    encoding: str
    is_guessed: bool = False


def decode(data: bytes) -> DecodedText:
    """
    Read bytes as text: by byte order mark, as UTF-16 without one, as UTF-8, else as Windows or Mac text.

    Raises
    ------
    UnreadableFileError
        When the bytes are no text.

    Examples
    --------
    >>> decode("caf\\u00e9".encode("cp1252")), decode("caf\\u00e9".encode("mac_roman")).encoding
    (DecodedText(text='café', encoding='cp1252', is_guessed=True), 'mac_roman')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return DecodedText(data[len(mark) :].decode(encoding, errors="replace"), encoding)
    sample = data[:_SAMPLE]
    encoding_16 = _utf_16_without_mark(sample)
    if encoding_16 is not None:
        return DecodedText(data.decode(encoding_16, errors="replace"), encoding_16, is_guessed=True)
    if _is_binary(sample):
        raise refuse("not_text")
    try:
        return DecodedText(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        # A cut last letter, or one bad byte in much good UTF-8, is damage and not another encoding.
        damage = data.decode("utf-8", errors="replace").count("\ufffd")
        high = sum(byte >= 0x80 for byte in data[error.start : error.start + _SAMPLE])
        if damage * 10 < high:
            return DecodedText(data.decode("utf-8", errors="replace"), "utf-8", is_guessed=True)
    candidates = {
        name: data.decode(name, errors="replace" if name == "mac_roman" else "cp1252-lenient")
        for name in ("cp1252", "mac_roman")
    }
    # On a tie Windows wins: its files are far more common.
    best = max(candidates, key=lambda name: _likeliness(candidates[name]) + (name == "cp1252") * 0.5)
    return DecodedText(candidates[best], best, is_guessed=True)


def _lenient(error: UnicodeError) -> tuple[str, int]:
    # Python refuses the five bytes Windows-1252 leaves undefined; browsers read them as controls.
    if isinstance(error, UnicodeDecodeError):
        return error.object[error.start : error.end].decode("latin-1"), error.end
    raise error


codecs.register_error("cp1252-lenient", _lenient)


def _likeliness(text: str) -> int:
    # Judged on the neighbourhoods of high letters only, so that long plain files cost nothing.
    pieces = "\n".join(
        text[max(0, match.start() - 2) : match.end() + 2]
        for _, match in zip(range(2_000), re.finditer(r"[^\x00-\x7f]+", text), strict=False)
    )
    return len(_LIKELY.findall(pieces)) - 2 * len(_UNLIKELY.findall(pieces))


def _utf_16_without_mark(sample: bytes) -> str | None:
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    if sample[1::2].count(0) > 0.7 * pairs and sample[::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * pairs and sample[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return None


def _is_binary(sample: bytes) -> bool:
    odd = sum(sample.count(byte) for byte in (*range(9), *range(14, 27), *range(28, 32)))
    return odd > 0.02 * len(sample) + 8
