"""Write outlines.js, the land of the world and Japan, from the npm package world-atlas 2.0.2 (Natural Earth).

npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
python flows/publishing/report_assets/build_outlines.py package
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

_JAPAN = "392"  # ISO 3166-1 numeric


def main(package: str) -> None:
    """Write outlines.js beside this file."""
    world = _read(Path(package) / "land-110m.json", "land", "")
    japan = _read(Path(package) / "countries-50m.json", "countries", _JAPAN)
    text = json.dumps({"world": world, "japan": japan}, separators=(",", ":"))
    Path(__file__).with_name("outlines.js").write_text(f"globalThis.OUTLINES = {text};\n", encoding="utf-8")


def _read(file: Path, name: str, wanted: str) -> dict[str, Any]:
    """The polygons of a TopoJSON file with this id (all of them when it is empty) as GeoJSON, to 0.01 degrees."""
    topology = json.loads(file.read_text(encoding="utf-8"))
    arcs = [_points(arc, topology["transform"]) for arc in topology["arcs"]]
    polygons = []
    for shape in topology["objects"][name]["geometries"]:
        if not wanted or shape.get("id") == wanted:
            rings = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            polygons += [[_ring(ring, arcs) for ring in polygon] for polygon in rings]
    return {"type": "MultiPolygon", "coordinates": polygons}


def _points(arc: list[list[int]], transform: dict[str, list[float]]) -> list[list[float]]:
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        (kx, ky), (tx, ty) = transform["scale"], transform["translate"]
        points.append([round(x * kx + tx, 2), round(y * ky + ty, 2)])
    return points


def _ring(indexes: list[int], arcs: list[list[list[float]]]) -> list[list[float]]:
    """The arcs one after the other; a negative one runs backwards, and each begins where the last ended."""
    ring: list[list[float]] = []
    for index in indexes:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += points[1:] if ring else points
    return ring


if __name__ == "__main__":
    main(*sys.argv[1:])
