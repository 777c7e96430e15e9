"""The report: one folder that opens in any browser without a network, every mark leading to its passage.

>>> embedded({"title": "</script><b>"})
'{"title": "\\\\u003c/script>\\\\u003cb>"}'
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractors.document import Document
from extractors.rows import dumps
from flows.publishing.edition import Edition
from flows.publishing.gazetteers import gazetteers
from flows.publishing.published import TABLES
from flows.publishing.report_data import SURE, report_data, shown_documents
from flows.publishing.report_passages import write_passages
from flows.publishing.sqlite_file import FILE

FOLDER = "report"

_ASSETS = (
    "report.css",
    "report.js",
    "labels.js",
    "maps.js",
    "network.js",
    "passages.js",
    "outlines.js",
    "d3.min.js",
    "plot.umd.min.js",
)
_DATA = "{{data}}"


def write_report(folder: Path, edition: Edition, text_of: Callable[[str], Document | None]) -> None:
    """Write the report on the SQLite file in `folder`; `text_of` gives the text of a document."""
    report, assets = folder / FOLDER, files("flows.publishing") / "report_assets"
    report.mkdir(exist_ok=True)
    data: dict[str, Any] = dict(report_data(folder / FILE))
    write_passages(shown_documents(data), text_of, folder / FILE, report / "passages")
    data["edition"] = {"name": edition.name, "moment": edition.moment}
    data["sure"] = SURE
    data["names"] = {name: {"ja": table.ja, "en": name} for name, table in TABLES.items()}
    data["attribution"] = [one.attribution for one in gazetteers()]
    page = (assets / "index.html").read_text(encoding="utf-8").replace(_DATA, embedded(data))
    (report / "index.html").write_text(page, encoding="utf-8")
    for name in _ASSETS:
        (report / name).write_bytes((assets / name).read_bytes())


def embedded(data: Any) -> str:
    """The data as JSON that cannot end the element it stands in."""
    return dumps(data).replace("<", "\\u003c")
