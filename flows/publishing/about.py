"""ABOUT.md: what lies in the published folder, for somebody who opens it and knows nothing else.

>>> _row("dates", 3)
'| `dates` | 3 | 日付 | dates, one row a mention |'
"""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from flows.publishing.datapackage import DESCRIPTION, TITLE
from flows.publishing.edition import Edition
from flows.publishing.published import TABLES

FILE = "ABOUT.md"

_TEXT = """# {title}

{description}

版 Edition {name}（{moment}）

| 表 table | 行 rows | 内容 | content |
|---|---:|---|---|
{rows}

| 開き方 | file | to open it |
|---|---|---|
| まず見る | `report/index.html` | look first: charts and maps, in any browser, without a network |
| Excel | `TABLE.excel.csv` | Excel: codes keep their zeros by 「データ」→「テキストまたはCSVから」, column as text |
| DuckDB・pandas・R | `TABLE.parquet` | typed columns; `SELECT * FROM 'register.parquet'` |
| 他のプログラム | `TABLE.csv`, `TABLE.jsonl` | UTF-8; JSON Lines hold the whole records |
| SQL・全文検索 | `renkei.sqlite` | all tables, keys and search; what each column means is in its table `columns` |
| 列の説明 | `datapackage.json`, `schema/` | every column in Japanese (`title`) and English (`description`) |
| 来歴・カタログ | `provenance.jsonld`, `dataset.jsonld` | where every record comes from (PROV); schema.org and DCAT |
| 更新 | `changes.jsonl`, `feeds/`, `editions/` | what is new since the edition before |

- `register` が協定の一覧（重複を統合）、`agreements` は文書ごとの記載です。
  `register` has each agreement once, `agreements` as each document tells it.
- `document` は `documents` の `id` で、その `url` が元のページです。
  `document` is the `id` in `documents`, whose `url` leads to the page.
- 日付は EDTF です。並べ替えと比較には `…_start`、`…_end` を使ってください。
  Dates are EDTF; sort and compare by `…_start` and `…_end`.
- 機械が読み取った値です。`confidence`（確信度）と `review`（人が確かめたか）を見てください。
  The values were read by a program: mind `confidence`, and `review`, which says whether a person has looked.
- 元のページが消えた文書には `gone_since` があります。
  `gone_since` marks documents whose page is no longer there.
- 地名・コードの出典の表示は `ATTRIBUTION.md` のとおりです。
  Whoever passes the data on names the sources in `ATTRIBUTION.md`.
"""


def about(folder: Path, edition: Edition) -> str:
    """The text for the tables in a folder."""
    rows = (_row(name, pq.read_metadata(folder / f"{name}.parquet").num_rows) for name in TABLES)
    return _TEXT.format(
        title=TITLE, description=DESCRIPTION, name=edition.name, moment=edition.moment, rows="\n".join(rows)
    )


def _row(name: str, rows: int) -> str:
    return f"| `{name}` | {rows:,} | {TABLES[name].ja} | {TABLES[name].en} |"
