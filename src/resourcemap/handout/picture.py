"""The map on paper: numbered marks, rings and place names, drawn once for screen, print and PDF."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from markupsafe import Markup

from resourcemap.geo.basemap import Basemap, ring_points, ring_radii_m
from resourcemap.geo.distance import distance_m
from resourcemap.geo.point import GeoPoint
from resourcemap.geo.units import METRES_PER_UNIT, Unit
from resourcemap.model.locale_words import length
from resourcemap.model.marks import MARKS

Dot = tuple[float, float]
"""A place in the picture, points from its top left corner."""

_WriteDistance = Callable[[Sequence[Dot], float], None]

MARK_SIZE = 26.0
_LEAST_REACH_M = 700.0
_MOST_NAMES = 6
_NAME_SIZE = 9.0
_BESIDE = ((0, 15), (0, -8), (22, 3), (-22, 3), (20, 15), (-20, 15), (20, -8), (-20, -8))
_GROUND, _LINE, _RING, _NAME, _EDGE = "#f7f5f0", "#c9c4b8", "#8a8f90", "#4d5b5e", "#b9b4a8"


@dataclass(frozen=True, slots=True)
class Stop:
    """An entry with a public point: its number on the page and its mark."""

    number: int
    mark: str
    point: GeoPoint


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through dots."""

    dots: tuple[Dot, ...]
    colour: str
    width: float
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A few letters, `at` the middle of their baseline."""

    at: Dot
    text: str
    size: float
    colour: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered mark with its middle `at`; `tip` is where the place truly is when it had to move."""

    at: Dot
    tip: Dot
    number: int
    mark: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A map to draw, width and height in points; strokes may run over the edge and must be cut there."""

    width: float
    height: float
    strokes: tuple[Stroke, ...]
    labels: tuple[Label, ...]
    pins: tuple[Pin, ...]


def map_picture(
    stops: Sequence[Stop],
    *,
    width: float,
    height: float,
    unit: Unit,
    basemap: Basemap | None = None,
    origin: GeoPoint | None = None,
    origin_label: str = "",
    language: str = "en",
) -> Picture | None:
    """
    Draw where the places of a plan are; None when none has a public point.

    North is up; the picture is flat, right to 1 % within 100 km. Rings are drawn around `origin`
    only: leave it out where a found paper should not show where somebody started.
    """
    if not stops:
        return None
    points = [stop.point for stop in stops] + ([origin] if origin else [])
    view = _View.around(points, width, height)
    pins = _pins(view, stops)
    strokes = list(_lines(view, basemap))
    space = _Space(view, [pin.at for pin in pins])

    def write_distance(dots: Sequence[Dot], distance_m: float) -> None:
        space.write(dots, length(distance_m, unit, language))

    if origin is not None:
        strokes += _cross(view.dot(origin))
        space.write([_shift(view.dot(origin), x, y) for x, y in _BESIDE], origin_label)
        strokes += _rings(view, origin, points, unit, write_distance)
    else:
        strokes += _scale(view, unit, write_distance)
    if basemap is not None:
        for name in basemap.names_near(view.middle, view.reach_m, limit=3 * _MOST_NAMES):
            if len(space.labels) < _MOST_NAMES + 3:
                space.write([view.dot(name.point)], name.name)
    return Picture(width, height, tuple(strokes), tuple(space.labels), pins)


def picture_svg(picture: Picture, *, label: str) -> Markup:
    """Write a picture as an SVG element; every text in it is escaped."""
    width, height = picture.width, picture.height
    parts = [
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" class="map" role="img" aria-label="{}" '
            'viewBox="0 0 {} {}" width="{}pt" height="{}pt">'
        ).format(label, width, height, width, height),
        Markup('<rect width="{}" height="{}" fill="{}"/>').format(width, height, _GROUND),
    ]
    for stroke in picture.strokes:
        dots = " ".join(f"{x:.1f},{y:.1f}" for x, y in stroke.dots)
        dash = Markup(' stroke-dasharray="4 3"') if stroke.is_dashed else ""
        parts.append(
            Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="{}"{}/>').format(
                dots, stroke.colour, stroke.width, dash
            )
        )
    for each in picture.labels:
        parts.append(
            Markup(
                '<text x="{:.1f}" y="{:.1f}" font-size="{}" fill="{}" text-anchor="middle" '
                'stroke="{}" stroke-width="2.5" paint-order="stroke">{}</text>'
            ).format(*each.at, each.size, each.colour, _GROUND, each.text)
        )
    for pin in picture.pins:
        parts.append(_pin_svg(pin))
    parts.append(
        Markup('<rect x="0.5" y="0.5" width="{}" height="{}" fill="none" stroke="{}"/></svg>').format(
            width - 1, height - 1, _EDGE
        )
    )
    return Markup("").join(parts)


def mark_svg(mark: str, number: int | str, *, size: float) -> Markup:
    """Draw a numbered mark as an SVG element; the number stands beside it in words, so it is hidden."""
    shape = MARKS.get(mark, MARKS["other"])
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="mark" viewBox="0 0 36 36" width="{}pt" height="{}pt" '
        'aria-hidden="true"><path d="{}" fill="{}"/><text x="18" y="{}" font-size="18" font-weight="700" '
        'text-anchor="middle" fill="{}">{}</text></svg>'
    ).format(size, size, shape.path, shape.fill, shape.middle + 6.3, shape.ink, number)


def _pin_svg(pin: Pin) -> Markup:
    shape = MARKS.get(pin.mark, MARKS["other"])
    scale = MARK_SIZE / 36
    x, y = pin.at[0] - MARK_SIZE / 2, pin.at[1] - MARK_SIZE / 2
    lead = Markup("")
    if pin.tip != pin.at:
        lead = Markup(
            '<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="{}" stroke-width="1.2"/>'
            '<circle cx="{:.1f}" cy="{:.1f}" r="2.4" fill="{}"/>'
        ).format(*pin.at, *pin.tip, _NAME, *pin.tip, _NAME)
    return lead + Markup(
        '<g transform="translate({:.1f} {:.1f}) scale({:.3f})"><path d="{}" fill="{}" stroke="#fff" '
        'stroke-width="1.5"/><text x="18" y="{}" font-size="18" font-weight="700" text-anchor="middle" '
        'fill="{}">{}</text></g>'
    ).format(x, y, scale, shape.path, shape.fill, shape.middle + 6.3, shape.ink, pin.number)


@dataclass(frozen=True, slots=True)
class _View:
    """What part of the earth the picture shows, and how points fall on it."""

    middle: GeoPoint
    points_per_degree: float
    width: float
    height: float

    @classmethod
    def around(cls, points: Sequence[GeoPoint], width: float, height: float) -> "_View":
        south, north = min(p.latitude for p in points), max(p.latitude for p in points)
        west, east = min(p.longitude for p in points), max(p.longitude for p in points)
        middle = GeoPoint((south + north) / 2, (west + east) / 2)
        # A margin for the marks at the edge, and never closer than a walk across the neighbourhood.
        least = 2 * _LEAST_REACH_M / 111_320
        across = max((east - west) * cos(radians(middle.latitude)), least)
        up = max(north - south, least)
        scale = min((width - 2 * MARK_SIZE) / across, (height - 2 * MARK_SIZE) / up)
        return cls(middle, scale, width, height)

    @property
    def metres_per_point(self) -> float:
        return 111_320 / self.points_per_degree

    @property
    def reach_m(self) -> float:
        return hypot(self.width, self.height) / 2 * self.metres_per_point

    def dot(self, point: GeoPoint) -> Dot:
        east = (point.longitude - self.middle.longitude) * cos(radians(self.middle.latitude))
        return (
            self.width / 2 + east * self.points_per_degree,
            self.height / 2 - (point.latitude - self.middle.latitude) * self.points_per_degree,
        )


def _lines(view: _View, basemap: Basemap | None) -> Sequence[Stroke]:
    if basemap is None:
        return ()
    lines = basemap.lines_near(view.middle, view.reach_m)
    return [
        Stroke(tuple(view.dot(GeoPoint(*each)) for each in line), _LINE, width)
        for group, width in ((lines.counties, 0.8), (lines.states, 1.4))
        for line in group
    ]


def _cross(dot: Dot) -> list[Stroke]:
    return [Stroke((_shift(dot, -x, -y), _shift(dot, x, y)), _NAME, 2.0) for x, y in ((5.0, 0.0), (0.0, 5.0))]


def _rings(
    view: _View, origin: GeoPoint, points: Sequence[GeoPoint], unit: Unit, write: _WriteDistance
) -> list[Stroke]:
    farthest = max(distance_m(origin, point) for point in points)
    strokes = []
    for radius in ring_radii_m(max(farthest, _LEAST_REACH_M), unit)[:-1]:
        dots = tuple(view.dot(GeoPoint(*each)) for each in ring_points(origin, radius))
        strokes.append(Stroke(dots, _RING, 0.8, is_dashed=True))
        write([_shift(dots[turn], 0, 3) for turn in range(0, 72, 6)], radius)
    return strokes


def _scale(view: _View, unit: Unit, write: _WriteDistance) -> list[Stroke]:
    widest_m = view.width * 0.3 * view.metres_per_point
    length_m = (ring_radii_m(widest_m / 0.7, unit) or (METRES_PER_UNIT[unit],))[-2:][0]
    length = length_m / view.metres_per_point
    x, y = 10.0, view.height - 8.0
    # Over the line, or at its end where a mark stands over it.
    write([(x + length / 2 + 8, y - 7), (x + length + 22, y)], length_m)
    return [Stroke(((x, y - 4), (x, y), (x + length, y), (x + length, y - 4)), _NAME, 1.0)]


class _Space:
    """Where letters may stand: inside the picture, not on a mark, not on each other."""

    def __init__(self, view: _View, pins: Sequence[Dot]) -> None:
        self.view = view
        self.labels: list[Label] = []
        self._boxes = [(x, y, MARK_SIZE / 2, MARK_SIZE / 2) for x, y in pins]

    def write(self, places: Sequence[Dot], text: str) -> None:
        """Write a label at the first free place; where none is free it stays out."""
        half, up = len(text) * _NAME_SIZE * 0.3 + 2, _NAME_SIZE / 2 + 1
        for x, baseline in places:
            y = baseline - _NAME_SIZE * 0.35
            is_inside = half < x < self.view.width - half and up < y < self.view.height - up
            if is_inside and all(
                abs(x - other_x) > half + other_half or abs(y - other_y) > up + other_up
                for other_x, other_y, other_half, other_up in self._boxes
            ):
                self.labels.append(Label((x, baseline), text, _NAME_SIZE, _NAME))
                self._boxes.append((x, y, half, up))
                return


def _pins(view: _View, stops: Sequence[Stop]) -> tuple[Pin, ...]:
    """Place the marks; those on top of each other are pushed apart, a thin line shows where they belong."""
    tips = [view.dot(stop.point) for stop in stops]
    places = [list(tip) for tip in tips]
    apart = MARK_SIZE + 2
    for _ in range(60):
        for one in range(len(places)):
            for other in range(one):
                x, y = places[one][0] - places[other][0], places[one][1] - places[other][1]
                gap = hypot(x, y)
                if gap >= apart:
                    continue
                # Marks on one spot go different ways, the same on every run.
                x, y = (x / gap, y / gap) if gap > 0.01 else ((1.0, 0.0) if one % 2 else (0.0, 1.0))
                push = (apart - gap) / 2
                for place, way in ((places[one], 1), (places[other], -1)):
                    place[0] = min(max(place[0] + way * x * push, MARK_SIZE / 2), view.width - MARK_SIZE / 2)
                    place[1] = min(max(place[1] + way * y * push, MARK_SIZE / 2), view.height - MARK_SIZE / 2)
    return tuple(
        Pin(
            tip if hypot(place[0] - tip[0], place[1] - tip[1]) < 3 else (place[0], place[1]),
            tip,
            stop.number,
            stop.mark,
        )
        for stop, place, tip in zip(stops, places, tips, strict=True)
    )


def _shift(dot: Dot, x: float, y: float) -> Dot:
    return dot[0] + x, dot[1] + y
