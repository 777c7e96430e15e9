"""What, besides the bytes and the versions, decides what is read: the publisher, and what the reader may use.

>>> configuration(None)
'{"publisher": null}'
>>> lacking(configuration(None), "reading took longer than 20 s", Limits(seconds=20))
'{"publisher": null, "seconds": 20}'
>>> change('{"publisher": null, "seconds": 20}', None, Limits(seconds=60), by_ocr=False)
'limits'

It is written down with each piece of work. OCR and limits are part of it only for the documents that lack them, so
that a scanned PDF is read again once OCR is installed, and no other document is.
"""

from __future__ import annotations

from crawler.source import Source
from extractors.rows import dumps, loads
from flows.extraction.reading import OUT_OF_MEMORY, OUT_OF_TIME, Reading
from flows.limits import Limits


def configuration(source: Source | None) -> str:
    """What is known before a document of the source is read; of a source without a file nothing."""
    publisher = source.publisher if source else None
    return dumps({"publisher": publisher.model_dump() if publisher else None})


def lacking(config: str, answer: Reading | str, limits: Limits) -> str:
    """The configuration with what stood in the way of reading a document: OCR, or a limit."""
    told = (answer,) if isinstance(answer, str) else answer.document.problems
    lacks: dict[str, float] = {}
    if any(OUT_OF_TIME in problem for problem in told):
        lacks["seconds"] = limits.seconds
    if any(OUT_OF_MEMORY in problem for problem in told):
        lacks["memory"] = limits.memory
    if isinstance(answer, Reading) and answer.without_ocr:
        lacks["ocr"] = False
    return dumps(loads(config or "{}") | lacks) if lacks else config


def is_without_ocr(config: str) -> bool:
    """Whether a document that needs OCR was read without."""
    return loads(config or "{}").get("ocr") is False


def change(config: str, source: Source | None, limits: Limits, by_ocr: bool) -> str | None:
    """What has changed since work was done under this configuration, so that it is to be done again; null for nothing.

    Documents stay as they are when the file of their source is gone, and those that are older than configurations too.
    """
    if not config:
        return None
    then = loads(config)
    if source and "publisher" in then and then["publisher"] != loads(configuration(source))["publisher"]:
        return "publisher"
    if by_ocr and is_without_ocr(config):
        return "OCR"
    seconds, memory = float(then.get("seconds", limits.seconds)), then.get("memory", limits.memory)
    return "limits" if seconds < limits.seconds or memory < limits.memory else None
