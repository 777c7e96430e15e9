"""Vertical writing: a page of a town's bulletin in two tiers, and an agreement as it is signed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.extractors.pdf_maker import PdfMaker
from tests.golden.breaking import broken

FOREST = (
    "　みどり野町と青葉浜市、しらかば村は、令和五年十月二十一日、森づくりに力を合わせる協定を結びました。"
    "式は町の公民館で開かれ、三つの首長が署名しました。",
    "　海に面した青葉浜市は、川の上流にある町と村の森を手入れする費用として、毎年三百万円を出します。"
    "町と村は、間伐した木を市の学校の机や椅子に使ってもらいます。協定の期間は、令和五年十一月一日から"
    "令和十五年三月三十一日までです。三つの市町村は、子どもたちが森と海を行き来する教室も、年に二回開くことにしています。",
)
NOTICES = (
    "▼とき　令和五年十一月三日（金曜日）午前十時から",
    "▼ところ　しらかば村の村民の森",
    "▼持ち物　軍手、飲み物、昼食",
    "▼申込み　企画課（内線32）へ10月20日までに",
)
READINGS = {"間伐": "かんばつ", "椅子": "いす"}
TIER = 26  # characters
AGREEMENT = "災害時における相互応援に関する協定書"
PREAMBLE = (
    "　若水町（以下「甲」という。）と青葉浜市（以下「乙」という。）とは、災害が起きたときに互いに助け合うため、"
    "次のとおり協定を締結する。"
)
ARTICLES = (
    (
        "（目的）",
        "第一条　この協定は、地震、風水害その他の災害により、甲又は乙が独自では十分な応急の措置をとることが"
        "できない場合に、相互に応援することを目的とする。",
    ),
    (
        "（応援の種類）",
        "第二条　応援の種類は、食糧及び飲料水の提供、職員の派遣並びに被災者を受け入れる施設の提供とする。",
    ),
    (
        "（有効期間）",
        "第三条　この協定は、締結の日から効力を有し、その期間は三年とする。ただし、期間が満了する日の一月前までに"
        "申出がないときは、さらに三年間延長する。",
    ),
)
CLOSING = "　この協定の締結を証するため、本書二通を作成し、甲乙が署名の上、各自一通を保有する。"
SIGNED = "　　平成二十七年二月十四日"
PARTIES = ("甲　若水町長　　　山口　花子", "乙　青葉浜市長　　海野　太郎")


def bulletin(face: Path) -> bytes:
    """A headline across the page, an article that goes on in the lower tier, and a notice; every line is one run."""
    maker = PdfMaker(face=face)
    maker.text(70, 40, "広報みどり野　令和五年十二月号", 10)
    maker.text(70, 66, "三つの市町村が森づくりの協定を結ぶ", 24, bold=True)
    lines = [line for text in FOREST for line in broken(text, TIER)]
    upper, lower = lines[:8], lines[8:]
    maker.upright(515, 130, "森と海をつなぐ約束", 18)
    maker.columns(470, 130, *upper, size=12)
    for words, reading in READINGS.items():
        place, line = next((place, line) for place, line in enumerate(upper) if words in line)
        maker.upright(470 - place * 1.7 * 12 + 9, 130 + 12 * line.index(words), reading, 6)
    maker.columns(515, 480, *lower, size=12)
    left = 515 - (len(lower) + 2) * 1.7 * 12
    maker.upright(left, 480, "森の教室に参加しませんか", 18)
    maker.columns(left - 45, 480, *NOTICES, size=12)
    maker.text(290, 812, "- 7 -", 9)
    return maker.data()


def agreement(face: Path) -> bytes:
    """An agreement on one page in which every character is set by itself, as word processors do."""
    maker = PdfMaker(face=face)
    _stack(maker, 520, 110, AGREEMENT, 18)
    x = _set(maker, 470, broken(PREAMBLE, 46))
    for title, text in ARTICLES:
        x = _set(maker, x - 6, ["　" + title])
        first, *others = broken(text, 45)
        x = _set(maker, x, [first, *("　" + line for line in others)])
    x = _set(maker, x - 6, broken(CLOSING, 46))
    x = _set(maker, x - 14, [SIGNED])
    for party in PARTIES:
        x = _set(maker, x - 10, ["　" * 18 + party])
    return maker.data()


def _set(maker: PdfMaker, x: float, lines: Sequence[str], size: float = 12) -> float:
    """Where the next line stands."""
    for line in lines:
        _stack(maker, x, 110, line, size)
        x -= 1.7 * size
    return x


def _stack(maker: PdfMaker, x: float, top: float, line: str, size: float) -> None:
    for number, character in enumerate(line):
        if character != "　":
            maker.text(x - size / 2, top + number * size, character, size)
