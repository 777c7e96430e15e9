"""What the report draws, gathered from the published SQLite file: as much as a page can hold, never more.

>>> sorted(QUERIES)
['agreements', 'coverage', 'partners', 'points', 'totals', 'waiting', 'waits']

Every mark has the document and the record that it stands on, so that the page can lead to the passage.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from extractors.rows import Row, loads

SURE = 0.8  # below this an unreviewed record is worth a look
_AGREEMENTS, _SERIES, _POINTS, _WAITING = 2_000, 12, 2_000, 200

_KINDS = ("dates", "cities", "figures", "agreements")
_WAIT = " UNION ALL ".join(
    f"""SELECT '{name}' AS "table", id, document, start, text, confidence FROM "{name}"
    WHERE review = 'unreviewed' AND confidence < {SURE}"""
    for name in _KINDS
)
# The measures that are told for the most years: where there are two, a line can be drawn.
_MEASURED = """
SELECT coalesce(o.publisher_name, o.source, '') AS publisher, f.measure, f.unit, count(*) AS points,
  count(DISTINCT substr(f.period_start, 1, 4)) AS years
FROM figures f JOIN documents o ON o.id = f.document
WHERE f.number IS NOT NULL AND f.period_start IS NOT NULL AND f.measure IS NOT NULL AND f.unit IS NOT NULL
  AND f.change = 0
GROUP BY 1, 2, 3 HAVING years > 1 ORDER BY years DESC, points DESC, 1, 2, 3
"""
QUERIES = {
    "agreements": f"""
SELECT r.id, r.type, r.title, r.signed, r.signed_start, r.signed_wareki, r.status, r.review, r.confidence, r.parties,
  s.record, s.document, (SELECT count(*) FROM register_sources n WHERE n.entry = r.id) AS sources
FROM register r JOIN register_sources s ON s.entry = r.id AND s.position = 1
ORDER BY r.signed_start DESC NULLS LAST, r.id LIMIT {_AGREEMENTS}""",
    "partners": """
SELECT p.name, coalesce(p.code, 'geonames ' || p.geonames) AS place, p.country, min(c.latitude) AS latitude,
  min(c.longitude) AS longitude
FROM (SELECT DISTINCT name, code, geonames, country FROM register_parties WHERE code NOTNULL OR geonames NOTNULL) p
JOIN cities c ON (c.code = p.code OR c.geonames = p.geonames) AND c.latitude NOTNULL
GROUP BY 2 ORDER BY 2""",
    "points": f"""
WITH series AS ({_MEASURED} LIMIT {_SERIES})
SELECT s.publisher, s.measure, s.unit, cast(substr(f.period_start, 1, 4) AS INTEGER) AS year, f.period_wareki AS wareki,
  f.number, coalesce(f.status, '') AS status, f.id AS record, f.document
FROM series s JOIN documents o ON coalesce(o.publisher_name, o.source, '') = s.publisher
JOIN figures f ON f.document = o.id AND f.measure = s.measure AND f.unit = s.unit
WHERE f.number IS NOT NULL AND f.period_start IS NOT NULL AND f.change = 0
ORDER BY s.years DESC, s.points DESC, 1, 2, 3, year, record LIMIT {_POINTS}""",
    "coverage": """
SELECT coalesce(o.source, '') AS source, count(*) AS documents, max(o.fetched_at) AS fetched,
  sum((SELECT count(*) FROM dates x WHERE x.document = o.id)) AS dates,
  sum((SELECT count(*) FROM cities x WHERE x.document = o.id)) AS cities,
  sum((SELECT count(*) FROM figures x WHERE x.document = o.id)) AS figures,
  sum((SELECT count(*) FROM agreements x WHERE x.document = o.id)) AS agreements,
  sum(o.problems <> '[]') AS problems
FROM documents o GROUP BY 1 ORDER BY 1""",
    "waiting": f"""SELECT * FROM ({_WAIT}) ORDER BY "table" = 'agreements' DESC, confidence, id LIMIT {_WAITING}""",
    "waits": f"""SELECT "table", count(*) AS records FROM ({_WAIT}) GROUP BY 1 ORDER BY 1""",
    "totals": "SELECT "
    + ", ".join(f'(SELECT count(*) FROM "{name}") AS "{name}"' for name in ("documents", *_KINDS, "register")),
}
_JSON = ("parties",)


def report_data(file: Path) -> dict[str, list[Row]]:
    """The rows of each part of the report."""
    with closing(sqlite3.connect(f"file:{file.resolve().as_posix()}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return {name: [_plain(row) for row in database.execute(query)] for name, query in QUERIES.items()}


def shown_documents(data: dict[str, list[Row]]) -> list[str]:
    """The documents that a mark of the report leads to, each once."""
    return list(dict.fromkeys(row["document"] for rows in data.values() for row in rows if "document" in row))


def _plain(row: sqlite3.Row) -> Row:
    return {name: loads(row[name]) if name in _JSON else row[name] for name in row.keys()}  # noqa: SIM118
