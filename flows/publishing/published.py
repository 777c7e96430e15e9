"""What is published: the tables, how they hang together, and what may be searched.

>>> TABLES["dates"].record.__name__, TABLES["register_parties"].key
('DateRecord', ('entry', 'position'))
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.records import KINDS
from extractors.register.entries import Entry
from flows.publishing.register_tables import RegisterParty, RegisterSource, RegisterSuggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A published table: its rows, its key, what its columns refer to, and what it is asked by.

    `refers` names the table that a column's values are keys of, `searched` the columns of the full-text search.
    """

    record: type
    ja: str
    en: str
    key: tuple[str, ...] = ("id",)
    refers: tuple[tuple[str, str], ...] = (("document", "documents"),)
    indexed: tuple[str, ...] = ()
    searched: tuple[str, ...] = ("text",)


TABLES = {
    "documents": Table(
        record=KINDS["document"],
        ja="文書（ウェブページ・PDF）",
        en="pages and PDFs as they were read",
        refers=(),
        indexed=("source", "publisher_code", "updated_start"),
        searched=("title", "publisher_name"),
    ),
    "dates": Table(
        record=KINDS["date"], ja="日付", en="dates, one row a mention", indexed=("edtf_start", "edtf_end", "role")
    ),
    "cities": Table(
        record=KINDS["city"],
        ja="自治体・都市",
        en="local governments and cities, one row a mention",
        indexed=("code", "geonames", "name"),
        searched=("text", "name"),
    ),
    "figures": Table(
        record=KINDS["figure"],
        ja="数値",
        en="figures with their units",
        indexed=("measure", "unit", "period_start", "status"),
        searched=("text", "measure"),
    ),
    "agreements": Table(
        record=KINDS["agreement"],
        ja="協定（文書ごと）",
        en="agreements as each document reports them",
        indexed=("type", "signed_start"),
        searched=("title", "text"),
    ),
    "register": Table(
        record=Entry,
        ja="協定の一覧",
        en="the register: one row for each real agreement, joined from all documents",
        refers=(),
        indexed=("type", "signed_start"),
        searched=("title", "topics"),
    ),
    "register_parties": Table(
        record=RegisterParty,
        ja="協定の当事者",
        en="parties of the entries of the register",
        key=("entry", "position"),
        refers=(("entry", "register"),),
        indexed=("code", "geonames", "name"),
        searched=("name",),
    ),
    "register_sources": Table(
        record=RegisterSource,
        ja="協定の出典",
        en="records that the entries of the register are made of",
        key=("entry", "position"),
        refers=(("entry", "register"), ("record", "agreements"), ("document", "documents")),
        indexed=("record", "document"),
        searched=("document_title", "text"),
    ),
    "register_suggestions": Table(
        record=RegisterSuggestion,
        ja="同じ協定かもしれない組（確認待ち）",
        en="pairs of entries of the register that may be one agreement, for a person to decide",
        key=("entry", "other"),
        refers=(("entry", "register"), ("other", "register"), ("record", "agreements"), ("other_record", "agreements")),
        searched=(),
    ),
}
