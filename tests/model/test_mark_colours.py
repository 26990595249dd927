"""The marks are told apart by people with each kind of colour vision, and by their shape alone."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from resourcemap.model.marks import MARKS

# Full protanopia, deuteranopia and tritanopia in linear RGB: Machado, Oliveira and Fernandes 2009, table 1.
VISION = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Linear sRGB to CIE XYZ under D65: IEC 61966-2-1.
TO_XYZ = np.array(
    [(0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041)]
)
APART = 15.0


def linear(colour: str) -> np.ndarray:
    """Read "#rrggbb" as linear red, green and blue from 0 to 1, shape (3,)."""
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """Turn linear RGB into CIE 1976 L*, a*, b*."""
    x, y, z = TO_XYZ @ np.clip(rgb, 0, 1) / (TO_XYZ @ np.ones(3))
    bent = [np.cbrt(each) if each > 216 / 24389 else (24389 / 27 * each + 16) / 116 for each in (x, y, z)]
    return np.array([116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])])


def nearest(colours: dict[str, str], matrix: np.ndarray) -> float:
    """Find the smallest CIE 1976 colour difference between any two colours as somebody sees them."""
    seen = [lab(matrix @ linear(colour)) for colour in colours.values()]
    return min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2))


@pytest.mark.parametrize("vision", VISION)
def test_no_two_marks_look_alike(vision: str) -> None:
    assert nearest({name: mark.fill for name, mark in MARKS.items()}, np.array(VISION[vision])) >= APART


def test_the_measure_finds_colours_that_do_look_alike() -> None:
    red_and_green = {"red": "#c0392b", "green": "#6b8e23"}
    assert nearest(red_and_green, np.eye(3)) > 60
    assert nearest(red_and_green, np.array(VISION["deuteranopia"])) < APART


def test_shape_alone_tells_the_marks_apart() -> None:
    assert len({mark.path for mark in MARKS.values()}) == len(MARKS)
