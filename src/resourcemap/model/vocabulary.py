"""
The vocabulary: every facet's terms with plain labels, synonyms and outside codes, as data.

Terms live in `terms/*.toml`; adding one is one line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """
    One term of a facet.

    `labels` are plain words by language ("en", "es"). `synonyms` are what people type. `codes`
    map outside vocabularies to it: {"meeting-guide": ("W",), "bmlt": ("WO",), "open-eligibility":
    (...)}. `dimensions` are SAMHSA's, for categories. `chip` labels may be shorter.
    """

    facet: str
    code: str
    labels: Mapping[str, str]
    synonyms: tuple[str, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    dimensions: frozenset[str] = frozenset()
    help: Mapping[str, str] = field(default_factory=dict, hash=False)
