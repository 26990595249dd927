"""
Reads boundary lines and areas out of a TopoJSON file, WGS 84 longitude and latitude.

Shared by make_places.py and ../basemap/make_basemap.py. TopoJSON specification:
https://github.com/topojson/topojson-specification
"""

import json
from pathlib import Path
from typing import Any

Line = list[tuple[float, float]]


class Topology:
    """A TopoJSON file with quantized arcs, decoded."""

    def __init__(self, path: Path) -> None:
        raw = json.loads(path.read_text("utf-8"))
        self.objects: dict[str, Any] = raw["objects"]
        (scale_x, scale_y), (move_x, move_y) = (
            raw["transform"]["scale"],
            raw["transform"]["translate"],
        )
        self.arcs: list[Line] = []
        for arc in raw["arcs"]:
            x = y = 0
            line: Line = []
            for step_x, step_y in arc:
                x, y = x + step_x, y + step_y
                line.append((x * scale_x + move_x, y * scale_y + move_y))
            self.arcs.append(line)

    def shapes(self, name: str) -> list[dict[str, Any]]:
        """Give the geometries of an object, such as "states"."""
        shapes: list[dict[str, Any]] = self.objects[name]["geometries"]
        return shapes

    def arc_numbers(self, shape: dict[str, Any]) -> set[int]:
        """Give the arcs a shape is bounded by, each once, without direction."""
        return {arc if arc >= 0 else ~arc for polygon in _polygons(shape) for ring in polygon for arc in ring}

    def polygons(self, shape: dict[str, Any]) -> list[list[Line]]:
        """Stitch the rings of a shape: per polygon the outer ring, then its holes."""
        stitched = ([self._ring(ring) for ring in polygon] for polygon in _polygons(shape))
        # Simplified slivers collapse to fewer than four points and enclose nothing.
        whole = ([ring for ring in polygon if len(ring) >= 4] for polygon in stitched)
        return [polygon for polygon in whole if polygon]

    def _ring(self, numbers: list[int]) -> Line:
        ring: Line = []
        for number in numbers:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            ring.extend(arc[1:] if ring else arc)
        return ring

    def join(self, numbers: set[int]) -> list[Line]:
        """Join arcs end to end where exactly two meet, so that a border is few long lines."""
        ends: dict[tuple[float, float], list[int]] = {}
        for number in numbers:
            for end in (self.arcs[number][0], self.arcs[number][-1]):
                ends.setdefault(end, []).append(number)
        left = set(numbers)
        lines: list[Line] = []
        for first in sorted(numbers):
            if first not in left:
                continue
            left.remove(first)
            line = list(self.arcs[first])
            for _ in range(2):
                line.reverse()
                while True:
                    onward = [n for n in ends[line[-1]] if n in left]
                    if len(ends[line[-1]]) != 2 or len(onward) != 1:
                        break
                    left.remove(onward[0])
                    arc = self.arcs[onward[0]]
                    line.extend(arc[1:] if arc[0] == line[-1] else arc[-2::-1])
            lines.append(line)
        return lines


def _polygons(shape: dict[str, Any]) -> list[list[list[int]]]:
    if shape["type"] == "Polygon":
        return [shape["arcs"]]
    if shape["type"] == "MultiPolygon":
        polygons: list[list[list[int]]] = shape["arcs"]
        return polygons
    return []
