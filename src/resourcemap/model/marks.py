"""One mark for each dimension: colour, shape and place of its number, the same on card, map and paper."""

from dataclasses import dataclass

from resourcemap.model.listing import Listing
from resourcemap.model.vocabulary import vocabulary

# Where nothing says which is the main one, the rarer in most data comes first.
DIMENSIONS = ("home", "purpose", "community", "health")


@dataclass(frozen=True, slots=True)
class Mark:
    """
    A filled shape that holds a number.

    Colours are Okabe and Ito's, told apart in every common kind of colour vision; `ink` reads on
    `fill` at 4.5:1 or more. `path` is SVG in a box of 36 by 36, `middle` where the number's centre is.
    """

    fill: str
    ink: str
    path: str
    middle: float = 18.0

    def drawing(self) -> dict[str, str | float]:
        """Say what a browser needs to draw it."""
        return {"fill": self.fill, "ink": self.ink, "path": self.path, "middle": self.middle}


MARKS = {
    "health": Mark("#0072b2", "#ffffff", "M18 2a16 16 0 1 0 0 32a16 16 0 1 0 0-32z"),
    "home": Mark("#d55e00", "#101010", "M18 1.5L34 14V31a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3V14z", 21.0),
    "purpose": Mark(
        "#009e73", "#101010", "M8 3h20a5 5 0 0 1 5 5v20a5 5 0 0 1-5 5H8a5 5 0 0 1-5-5V8a5 5 0 0 1 5-5z"
    ),
    "community": Mark("#cc79a7", "#101010", "M10 2.5h16L34.5 18L26 33.5H10L1.5 18z"),
    "other": Mark("#4d5b5e", "#ffffff", "M18 2L34 18L18 34L2 18z"),
}


def mark_of(listing: Listing) -> str:
    """Choose a listing's mark: the main dimension of what it offers first, else any it serves."""
    for category in listing.terms("category"):
        main = vocabulary().main_dimension_of(category)
        if main in MARKS:
            return main
    held = listing.terms("dimension")
    return next((name for name in DIMENSIONS if name in held), "other")
