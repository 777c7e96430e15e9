"""Bytes to `Document` to records: pure functions, without network, files, clock, logger or state.

>>> import extractors
>>> [record.kind for record in extractors.extract("富山市は松山市と連携協定を締結した。".encode())]
['document', 'city', 'agreement', 'city']

`extract` is the one function that opens a file, when it is given a path.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.material import records_of as extract

__all__ = ["extract"]


def __getattr__(name: str) -> Any:
    """`extract` on first use: its tables take a second to load. The module of that name can be called, too."""
    if name == "extract":
        return import_module("extractors.extract")
    raise AttributeError(f"module 'extractors' has no attribute {name!r}")
