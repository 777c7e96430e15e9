"""Running text on A4: a report in two columns, and a plan with a table of contents, numbered headings and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.extractors.pdf_maker import PdfMaker
from tests.golden.breaking import broken

LEFT, RIGHT = 60, 307  # where the columns begin, in points
FRAMES = ((LEFT, 292, 720), (RIGHT, 120, 770), (LEFT, 80, 778), (RIGHT, 80, 778))  # left, top and foot of the columns
COLUMN = 19  # characters
HEADER = "しらかば村環境白書　令和4年版"
REPORT = (
    "# 1　エネルギーの地産地消",
    "　しらかば村は、面積の八割を森が占める。村は令和2年4月に、2050年までに二酸化炭素の排出を実質ゼロにすると宣言し、"
    "森と水の力を生かした取組を進めている。",
    "　令和3年度には、村営の小水力発電所が動き始めた。出力は49.9kWで、村の公共施設が使う電気のおよそ四割をまかなう。"
    "発電所の建設には、村民から募った資金が使われ、出資者は214人を数えた。",
    "　余った電気は、友好都市であるあさぎり市へ送り、両者の職員は年に2回、使い方の報告会を開いている※1。"
    "令和3年度に送った電気は18万kWhで、同市の小学校4校が1年に使う量にあたる。送った電気の代金は、森づくりの基金に積み立てている。",
    "# 2　村をこえた協力",
    "　村は、ドイツのSchwarzwald地方にあるHolzbach町と、2018年から木質バイオマスの研究を続けている。"
    "両者は2021年6月8日、Letter of Intentに署名し、熱の供給網について技術者を交換することにした。"
    "初めての派遣は、2022年の秋を予定している。",
    "　国内では、あさぎり市、みなも町の2団体と「流域連携協定」を結んだ。協定は、上流の森の手入れにかかる費用を下流の"
    "市町も分け合う仕組みで、初年度の負担金は合わせて1,250万円であった。3団体の首長は、毎年11月に顔を合わせ、翌年度の事業を決める。",
    "　みなも町とは、消防の相互応援も始めた。境にある3つの集落では、先に着いたほうの消防車が消火にあたる。"
    "令和3年度の出動は5件で、到着までの時間は平均で7分縮まった。",
    "　負担金の大半は間伐に使われ、その面積は32haにのぼり、前の年を6ha上回った。間伐した木は、下流の市町の学校で机や"
    "椅子になっている。村は今後、対象を支流の森にも広げる考えである。",
    "　住民が主役の取組も広がっている。村の中学生は、川の水質を毎月調べ、結果を流域の学校とオンラインで比べている。"
    "令和4年8月には、3校の生徒54人が源流に集まった。この取組は、県の表彰を受けている。",
    "# 3　これから",
    "　令和5年度は、あさぎり市の新庁舎に村の木材を使う計画がある。使う木材は120立方メートルを見込む。",
)
CONTENTS = (
    ("第1章　計画の基本", 1),
    ("1　計画の目的", 1),
    ("2　計画の期間", 1),
    ("第2章　取組の柱", 2),
    ("2.1　地域をこえた連携", 2),
    ("2.2　人を育てる", 2),
)


def two_columns(face: Path) -> bytes:
    """Two pages: paragraphs go on from column to column and over the page; a figure, a footnote, page numbers."""
    maker = PdfMaker(face=face)
    _running(maker, 12)
    maker.text(60, 70, "村の一年をふりかえって", 20, bold=True)
    maker.grid([60, 284], [120, 250]).text(80, 258, "図1　小水力発電所の取水口", 9)
    frames = iter(FRAMES)
    x, top, foot = next(frames)
    for line, bold in _lines(REPORT):
        if top > foot:
            x, top, foot = next(frames)
            if top == FRAMES[2][1] and x == LEFT:
                _turn(maker)
        size = 13 if bold else 12
        words = line.lstrip("　")
        maker.text(x + (len(line) - len(words)) * size, top, words, size, bold)
        top += 28 if bold else 23
    return maker.data()


def _turn(maker: PdfMaker) -> None:
    """Ends the first page with its footnote and begins the second."""
    maker.text(60, 755, "※1 報告会は公開で行い、記録を公表している。", 8)
    maker.page()
    _running(maker, 13)


def contents(face: Path) -> bytes:
    """Contents with dot leaders, then two chapters whose headings are numbered in the type of the text."""
    maker = PdfMaker(face=face)
    maker.text(200, 60, "みなも町広域連携推進計画", 18, bold=True)
    maker.text(270, 110, "目　次", 14)
    for number, (title, page) in enumerate(CONTENTS):
        indent = 0 if title.startswith("第") else 21
        wide = sum(0.5 if character.isascii() else 1 for character in title) + indent / 10.5
        maker.text(80 + indent, 145 + 20 * number, title + "…" * int(39 - wide), 10.5)
        maker.text(500, 145 + 20 * number, str(page), 10.5)
    maker.text(290, 815, "1", 9).page()
    maker.text(60, 60, "第1章　計画の基本", 14, bold=True)
    top = _set(maker, 60, 95, ["1　計画の目的"], gap=4)
    top = _set(maker, 60, top, broken(PURPOSE, 45), gap=14)
    top = _set(maker, 60, top, ["2　計画の期間"], gap=4)
    top = _set(maker, 60, top, broken(PERIOD, 45), gap=14)
    top = _set(maker, 60, top + 10, ["第2章　取組の柱"], bold=True, size=14, gap=14)
    top = _set(maker, 60, top, ["2.1　地域をこえた連携"], gap=4)
    top = _set(maker, 60, top, broken(WITHIN, 45), gap=4)
    top = _set(maker, 72, top, BULLETS, gap=4)
    top = _set(maker, 60, top, ["(1) 水源の森"], gap=4)
    top = _set(maker, 60, top, broken(WATER, 45), gap=4)
    top = _set(maker, 60, top, ["(2) 公共交通"], gap=4)
    top = _set(maker, 60, top, broken(BUSES, 45), gap=14)
    top = _set(maker, 60, top, ["2.2　人を育てる"], gap=4)
    top = _set(maker, 60, top, broken(PEOPLE, 45), gap=4)
    top = _set(maker, 72, top, STEPS, gap=10)
    maker.text(60, top, "※ 人数はいずれも延べ数である。", 9)
    maker.text(290, 815, "2", 9)
    return maker.data()


PURPOSE = (
    "　人口が減るなかで暮らしを守るには、町の中だけで考えていては足りない。この計画は、近くの市町村や大学と力を"
    "合わせて取り組むことを明らかにするものである。"
)
PERIOD = "　計画の期間は、令和6年度から令和10年度までの5年間とする。"
WITHIN = "　次の分野について、近隣の市町村と協定を結ぶ。"
BULLETS = ("・消防と救急の応援", "・図書館の相互利用", "・ごみ処理施設の共同運営")
WATER = "　上流のしらかば村とともに、水源の森を年に20haずつ手入れする。費用は、水道料金の一部を積み立ててまかなう。"
BUSES = "　町境をこえて走るバスを、令和7年4月から1日12便に増やす。"
PEOPLE = "　職員を毎年2名、あさぎり市に派遣する。研修は次の順に進める。"
STEPS = ("①受入れ先での実習（3か月）", "②共同事業の企画", "③町民への報告")


def _running(maker: PdfMaker, number: int) -> None:
    maker.text(60, 36, HEADER, 8).stroke(60, 48, 535, 48).text(285, 810, f"- {number} -", 9)


def _lines(texts: Iterable[str]) -> Iterator[tuple[str, bool]]:
    for text in texts:
        bold = text.startswith("# ")
        for line in broken(text.removeprefix("# "), COLUMN):
            yield line, bold


def _set(
    maker: PdfMaker, x: float, top: float, lines: Iterable[str], size: float = 10.5, bold: bool = False, gap: float = 0
) -> float:
    """Where the next line stands, `gap` below the usual place."""
    for line in lines:
        words = line.lstrip("　")
        maker.text(x + (len(line) - len(words)) * size, top, words, size, bold)
        top += 17
    return top + gap
