"""What is installed beyond the necessary: OCR, the extra `renkei[ocr]`.

>>> is_installed() in (True, False)
True
"""

from __future__ import annotations

from importlib.util import find_spec

OCR = "rapidocr"


def is_installed() -> bool:
    """Whether OCR and what runs its models are there."""
    return find_spec(OCR) is not None and find_spec("onnxruntime") is not None
