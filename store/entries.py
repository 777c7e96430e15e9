"""What the ledger holds, as it hands it out and takes it in.

>>> from datetime import UTC, datetime
>>> stamp(datetime(2026, 11, 26, 19, 0, 0, 250_000, tzinfo=UTC))
'2026-11-26T19:00:00Z'
>>> Place("2026/11/renkei-20261126T190000-0.warc.gz", 512).snapshot
'2026/11/renkei-20261126T190000-0.warc.gz#512'

Times are RFC 3339 in UTC to the second, digests SHA-256 in hexadecimal, places relative to raw/.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from extractors.records import AnyRecord, DocumentRecord, Review

# What a visit to an address came to.
Outcome = Literal["new", "changed", "unchanged", "moved", "duplicate", "skipped", "refused", "failed", "gone", "dead"]
Role = Literal["page", "robots", "sitemap"]
Action = Literal["confirm", "reject", "correct", "add", "join", "part", "reopen"]


def stamp(moment: datetime) -> str:
    """The moment as the ledger writes it; `moment` must know its time zone."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bytes of a capture stand: a WARC file below raw/ and the offset of the record in it."""

    file: str
    offset: int

    @property
    def snapshot(self) -> str:
        """The place in one string, as document records state it."""
        return f"{self.file}#{self.offset}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One answer of a server that was kept; `revisit_of` is the capture that holds the same bytes already.

    `media_type` is what the bytes are, `charset` what the header said; `id` is 0 until the ledger has given it one.
    """

    id: int = 0
    source: str
    url: str
    fetched_at: str
    status: int
    media_type: str | None = None
    charset: str | None = None
    sha256: str | None = None
    size: int | None = None
    place: Place
    etag: str | None = None
    last_modified: str | None = None
    problem: str | None = None
    revisit_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is known of an address of a source, and its place in the queue while a crawl has not come to it.

    `capture` is the last one whose bytes can be read, `etag` and `last_modified` its validators, `links` the
    addresses it leads to; `same_as` is the address that answered with the same bytes before.
    """

    source: str
    url: str
    role: Role = "page"
    depth: int = 0
    hops: int = 0
    crawl: int | None = None
    queued: int | None = None
    outcome: Outcome | None = None
    status: int | None = None
    problem: str | None = None
    capture: int | None = None
    same_as: str | None = None
    checked_at: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    gone_since: str | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """An address to visit: `depth` links away from a start page, reached over `hops` redirects in a row."""

    url: str
    depth: int
    hops: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What became of one address: saved in one transaction with its capture and the addresses it leads to.

    `capture` is what was kept of the answer, if anything; for a `new` or `changed` page it is the one to read from now
    on. `links` replaces what is known of the page when it is not None.
    """

    source: str
    url: str
    at: datetime
    outcome: Outcome
    status: int | None = None
    problem: str | None = None
    capture: Capture | None = None
    same_as: str | None = None
    links: tuple[str, ...] | None = None
    leads: tuple[Lead, ...] = ()
    role: Role = "page"


@dataclass(frozen=True, slots=True)
class Crawl:
    """A crawl of a source; `resumed` when it was begun before and not finished."""

    id: int
    source: str
    resumed: bool


@dataclass(frozen=True, slots=True)
class Lease:
    """How it stands with a host that a crawler asked for: `held` when it may ask the host now.

    All in seconds: it is lent for `left`, the last answer came `idle` ago, and it is closed for `closed`. `wanted`
    when another waits for it.
    """

    held: bool
    left: float
    idle: float
    closed: float
    wanted: bool
    holder: str


@dataclass(frozen=True, slots=True)
class Versions:
    """What determines a result besides the bytes: reader, extractors, and the configuration."""

    reader: str
    extractor: str
    config: str = ""

    def __call__(self, state: State) -> Order | None:
        """What is `Wanted` to have all work done by these versions."""
        return Order(self) if state.changed or state.versions != self else None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far the document of a page is: the versions that the last work was done by, null when there was none.

    `changed` when the page has other bytes since, `failed` when they could not be read.
    """

    source: str
    versions: Versions | None = None
    changed: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """By which versions a document is to be extracted, and for the records of which kinds; null for all."""

    versions: Versions
    kinds: frozenset[str] | None = None


# What is to be done with the documents in a state, if anything.
Wanted = Callable[[State], Order | None]


@dataclass(frozen=True, slots=True)
class Work:
    """The reading of one capture as the document of its address: by given versions, for records of given kinds."""

    capture: Capture
    versions: Versions
    kinds: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """How many records of a document were new, changed, left as they were, or no longer found."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecord:
    """A record with its history: `sha256` is the capture that states it so, `last_seen` null while it is current."""

    record: AnyRecord
    sha256: str
    first_seen: str
    last_seen: str | None = None
    current: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDocument:
    """A document as it was last read; `problem` says why a later capture or version could not be read."""

    record: DocumentRecord
    capture: int
    reader: str
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a record, with all that it takes to find the passage again; never changed.

    `fields` and `as_seen` are rows of JSON; `before` and `after` are up to 32 characters around the passage. `seen` is
    how many decisions on the record the person knew of; null for all that there are when it is written down.
    """

    id: int = 0
    record: str
    document: str
    action: Action
    reviewer: str
    at: str
    fields: str = "{}"
    as_seen: str = "{}"
    note: str | None = None
    passage: str = ""
    before: str = ""
    after: str = ""
    start: int | None = None
    sha256: str = ""
    extractor: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much the ledger holds, of one source or of all: `records` counts the current ones by kind."""

    pages: int
    gone: int
    captures: int
    documents: int
    failed: int
    records: dict[str, int]
    decisions: int


# How a decision shows on its record. Corrected values are merged in when tables are published.
REVIEWS: dict[Action, Review] = {"confirm": "confirmed", "reject": "rejected", "reopen": "unreviewed"}
