"""Texts broken into lines of one width, as many of them as there is room for."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from resourcemap.handout.options import CLOSER, OPENERS
from resourcemap.model.locale_words import run_on

Measure = Callable[[str, bool], float]
"""Gives the width of a text, bold or not, in letters' heights (em)."""
Need = tuple[int, str]
"""How much a text is needed, 0 the most, and the text."""
Join = Callable[[Sequence[str]], str]
"""Makes one text of several."""

_MOST_LINES = 12
_SPACES = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that fits its place, its lines as the measured letters break it, and whether its end is missing."""

    text: str = ""
    lines: tuple[str, ...] = ()
    is_cut: bool = False


class Column:
    """Lines of one width."""

    def __init__(self, width_em: float, measure: Measure, *, is_bold: bool = False) -> None:
        self.width_em = width_em
        self.measure = measure
        self.is_bold = is_bold

    def broken(self, text: str) -> list[str]:
        """Break a text at its plain spaces; a word wider than the column is broken inside."""
        lines: list[str] = []
        for word in _SPACES.split(text.strip()):
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and self._fits(joined):
                lines[-1] = joined
                continue
            while not self._fits(word):
                cut = next(end for end in range(len(word) - 1, 0, -1) if end == 1 or self._fits(word[:end]))
                lines.append(word[:cut])
                word = word[cut:]
            lines.append(word)
        return _isolated(lines)

    def cut(self, text: str, most: int) -> Paragraph:
        """Break a text and end it with dots where it is longer than the lines there are."""
        if not text or most < 1:
            return Paragraph()
        lines = self.broken(text)
        if len(lines) <= most:
            return Paragraph(text, tuple(lines))
        last = lines[most - 1]
        while last and not self._fits(f"{last}…"):
            last = last[:-1]
        kept = (*lines[: most - 1], f"{last.rstrip(' ,.;:')}…")
        return Paragraph(" ".join(kept), kept, is_cut=True)

    def choose(
        self, needs: Sequence[Need], most: int, join: Join = run_on
    ) -> tuple[Paragraph, tuple[int, ...]]:
        """
        Make one paragraph of the texts that fit, the most needed first, in the order of reading.

        Returns
        -------
        tuple
            The paragraph, and how much each text was needed that stayed out.
        """
        if most < 1:
            return Paragraph(), tuple(need for need, _ in needs)
        chosen: list[int] = []
        for index in _most_needed_first(needs):
            tried = sorted((*chosen, index))
            if not chosen or len(self.broken(join([needs[each][1] for each in tried]))) <= most:
                chosen = tried
        whole = self.cut(join([needs[each][1] for each in chosen]), most)
        left = tuple(need for index, (need, _) in enumerate(needs) if index not in chosen or whole.is_cut)
        return whole, left

    def stack(self, needs: Sequence[Need], most: int) -> tuple[tuple[Paragraph, ...], tuple[int, ...]]:
        """Give each text lines of its own, as `choose` does."""
        chosen: dict[int, Paragraph] = {}
        for index in _most_needed_first(needs):
            left = most - sum(len(each.lines) for each in chosen.values())
            need, text = needs[index]
            whole = self.cut(text, _MOST_LINES)
            if len(whole.lines) <= left:
                chosen[index] = whole
            elif need == 0 and left > 0:
                chosen[index] = self.cut(text, left)
        out = tuple(
            need for index, (need, _) in enumerate(needs) if index not in chosen or chosen[index].is_cut
        )
        return tuple(chosen[index] for index in sorted(chosen)), out

    def _fits(self, text: str) -> bool:
        return self.measure(text, self.is_bold) <= self.width_em


def _isolated(lines: list[str]) -> list[str]:
    """Close a run of the other direction at the end of its line, and open it again on the next."""
    whole: list[str] = []
    opened = ""
    for line in lines:
        line = opened + line
        for char in line[len(opened) :]:
            if char in OPENERS:
                opened += char
            elif char == CLOSER:
                opened = opened[:-1]
        whole.append(line + CLOSER * len(opened))
    return whole


def _most_needed_first(needs: Sequence[Need]) -> list[int]:
    return sorted(range(len(needs)), key=lambda each: (needs[each][0], each))
