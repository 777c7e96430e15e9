"""Write the JSON Schemas of the records: `python -m flows.publishing.schema docs/schema`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from extractors.rows import schemas


def main(folder: str) -> None:
    """Write one `KIND.schema.json` a kind of record into `folder`."""
    for kind, schema in schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        (Path(folder) / f"{kind}.schema.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
