"""What the report draws, gathered from the published SQLite file: as much as a page can hold, never more.

>>> sorted(QUERIES)
['agreements', 'coverage', 'partners', 'points', 'suggestions', 'totals', 'waiting', 'waits']

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
# Figures that were read by OCR always wait.
_WAIT = " UNION ALL ".join(
    f"""SELECT '{name}' AS "table", id, document, start, text, confidence FROM "{name}"
    WHERE review = 'unreviewed' AND (confidence < {SURE}{" OR extractor LIKE '%+ocr%'" if name == "figures" else ""})"""
    for name in _KINDS
)
# The measures that are told for the most years, those with targets beside actuals first.
_MEASURED = """
SELECT coalesce(o.publisher_name, o.source, '') AS publisher, f.measure, f.unit, count(*) AS points,
  count(DISTINCT substr(f.period_start, 1, 4)) AS years,
  count(DISTINCT CASE WHEN f.status IN ('actual', 'target') THEN f.status END) = 2 AS compared
FROM figures f JOIN documents o ON o.id = f.document
WHERE f.number IS NOT NULL AND f.period_start IS NOT NULL AND f.measure IS NOT NULL AND f.unit IS NOT NULL
  AND f.change = 0
GROUP BY 1, 2, 3 HAVING years > 1 ORDER BY compared DESC, years DESC, points DESC, 1, 2, 3
"""
_DOUBTED = """r.title AS {0}title, r.type AS {0}type, r.signed AS {0}signed, r.signed_wareki AS {0}signed_wareki,
  r.parties AS {0}parties"""
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
  f.number, coalesce(f.status, '') AS status, f.id AS record, f.document,
  json_extract(f.section, '$[#-1]') AS heading
FROM series s JOIN documents o ON coalesce(o.publisher_name, o.source, '') = s.publisher
JOIN figures f ON f.document = o.id AND f.measure = s.measure AND f.unit = s.unit
WHERE f.number IS NOT NULL AND f.period_start IS NOT NULL AND f.change = 0
ORDER BY s.compared DESC, s.years DESC, s.points DESC, 1, 2, 3, year, o.updated_start, record LIMIT {_POINTS}""",
    "coverage": """
SELECT coalesce(o.source, '') AS source, count(*) AS documents, max(o.fetched_at) AS fetched,
  sum((SELECT count(*) FROM dates x WHERE x.document = o.id)) AS dates,
  sum((SELECT count(*) FROM cities x WHERE x.document = o.id)) AS cities,
  sum((SELECT count(*) FROM figures x WHERE x.document = o.id)) AS figures,
  sum((SELECT count(*) FROM agreements x WHERE x.document = o.id)) AS agreements,
  sum(o.problems <> '[]') AS problems, sum(o.gone_since NOT NULL) AS gone
FROM documents o GROUP BY 1 ORDER BY 1""",
    "suggestions": f"""
SELECT s.reason, s.record, a.document, s.other_record, b.document AS other_document,
  {_DOUBTED.format("")}, {_DOUBTED.format("other_").replace("r.", "q.")}
FROM register_suggestions s JOIN register r ON r.id = s.entry JOIN register q ON q.id = s.other
JOIN agreements a ON a.id = s.record JOIN agreements b ON b.id = s.other_record
ORDER BY s.entry, s.other LIMIT {_WAITING}""",
    "waiting": f"""
SELECT w.*, coalesce(o.title, o.url) AS title FROM ({_WAIT}) w JOIN documents o ON o.id = w.document
ORDER BY "table" = 'agreements' DESC, confidence, w.id LIMIT {_WAITING}""",
    "waits": f"""SELECT "table", count(*) AS records FROM ({_WAIT}) GROUP BY 1 ORDER BY 1""",
    "totals": "SELECT "
    + ", ".join(
        f'(SELECT count(*) FROM "{name}") AS "{name}"'
        for name in ("documents", *_KINDS, "register", "register_suggestions")
    ),
}
_DOCUMENTS = ("document", "other_document")
_JSON = ("parties", "other_parties")


def report_data(file: Path) -> dict[str, list[Row]]:
    """The rows of each part of the report."""
    with closing(sqlite3.connect(f"file:{file.resolve().as_posix()}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return {name: [_plain(row) for row in database.execute(query)] for name, query in QUERIES.items()}


def shown_documents(data: dict[str, list[Row]]) -> list[str]:
    """The documents that a mark of the report leads to, each once."""
    shown = (row[name] for rows in data.values() for row in rows for name in _DOCUMENTS if name in row)
    return list(dict.fromkeys(shown))


def _plain(row: sqlite3.Row) -> Row:
    return {name: loads(row[name]) if name in _JSON else row[name] for name in row.keys()}  # noqa: SIM118
