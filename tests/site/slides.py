"""slides.pdf: eight landscape slides, set piece by piece as presentation programs do (no paragraphs, no tags)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from reportlab.lib.colors import HexColor, white
from reportlab.pdfgen.canvas import Canvas

from tests.site.typeface import NAME

WIDTH, HEIGHT = 720, 405  # 10 by 5.625 inches
BLUE, PALE, INK = HexColor("#1f4e8c"), HexColor("#dce6f4"), HexColor("#222222")

FACTS = (
    ("人口", "約155万人（2024年10月1日現在）"),
    ("面積", "144.35km²"),
    ("行政区", "7区"),
    ("事業所", "約4万か所"),
    ("太陽光発電", "3.6MW（市の施設、2024年3月現在）"),
)
STEPS = (
    ("2011年～", ("臨海部で", "省エネの協議会")),
    ("2018年7月～", ("水素を", "船で運ぶ実験")),
    ("2020年11月", ("脱炭素の戦略を", "策定")),
    ("2022年4月～", ("新しい計画の", "期間が始まる")),
    ("2024年8月", ("久慈市の電気を", "試験供給")),
)
BARS = (("2013", 2346.5), ("2021", 2087.5), ("2022", 2011.8))
PARTNERS = (
    ("都市", "国", "締結", "分野"),
    ("ダナン市", "ベトナム", "2016.5.20", "下水道、人材育成"),
    ("バンドン市", "インドネシア", "2019.7.23", "廃棄物の管理、水質の改善"),
)
FORUM = (
    ("名　称", "かわさき環境フォーラム"),
    ("会　期", "2023年11月15日(水)－16日(木)　2日間"),
    ("会　場", "市内の産業交流施設"),
    ("参加者", "海外6か国9都市、国内14都市、企業31社など　412名"),
)
SPEAKERS = (
    "ミラノ市（イタリア）",
    "リヨン市（フランス）",
    "ポートランド市（アメリカ）",
    "京都市",
    "久慈市",
)
PLANS = (
    (
        "国内",
        (
            "■久慈市と再生可能エネル",
            "ギーの連携協定を結びます。",
            "■締結は2025年2月の予定です。",
        ),
    ),
    (
        "海外",
        (
            "■令和8年度にバンドン市で",
            "ごみ分別の実験を始めます。",
            "■対象は300世帯以上です。",
        ),
    ),
)


def build() -> bytes:
    """The deck as the bytes of a PDF, the same at every build."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle("脱炭素と都市間連携")
    canvas.setAuthor("川崎市（見本）")
    for number, (title, draw) in enumerate(SLIDES, start=1):
        if title:
            _head(canvas, title, number)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _write(canvas: Canvas, x: float, y: float, text: str, size: float = 16) -> None:
    canvas.setFont(NAME, size)
    canvas.drawString(x, y, text)


def _head(canvas: Canvas, title: str, number: int) -> None:
    canvas.setFillColor(BLUE)
    canvas.rect(0, HEIGHT - 52, WIDTH, 52, stroke=0, fill=1)
    canvas.setFillColor(white)
    _write(canvas, 24, HEIGHT - 35, title, 22)
    canvas.setFillColor(INK)
    _write(canvas, WIDTH - 36, 14, str(number), 10)


def _cover(canvas: Canvas) -> None:
    canvas.setFillColor(BLUE)
    canvas.rect(0, 150, WIDTH, 150, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.setFont(NAME, 36)
    canvas.drawCentredString(WIDTH / 2, 235, "脱炭素と都市間連携")
    canvas.setFont(NAME, 20)
    canvas.drawCentredString(WIDTH / 2, 185, "～川崎市の取組から～")
    canvas.setFillColor(INK)
    canvas.setFont(NAME, 16)
    canvas.drawCentredString(WIDTH / 2, 90, "2024年11月14日（木）")
    canvas.drawCentredString(WIDTH / 2, 62, "川崎市環境局国際連携課")
    canvas.setFont(NAME, 9)
    canvas.drawCentredString(WIDTH / 2, 24, "この資料は見本です。内容は架空のものです。")


def _facts(canvas: Canvas) -> None:
    for row, (label, value) in enumerate(FACTS):
        y = 290 - row * 55
        canvas.setFillColor(PALE)
        canvas.rect(40, y - 12, 150, 38, stroke=0, fill=1)
        canvas.setFillColor(INK)
        _write(canvas, 56, y, label, 18)
        _write(canvas, 215, y, value, 18)


def _steps(canvas: Canvas) -> None:
    canvas.setStrokeColor(BLUE)
    canvas.setLineWidth(3)
    canvas.line(30, 230, WIDTH - 30, 230)
    for place, (when, what) in enumerate(STEPS):
        x = 34 + place * 134
        canvas.setFillColor(BLUE)
        canvas.circle(x + 40, 230, 7, stroke=0, fill=1)
        canvas.setFillColor(INK)
        _write(canvas, x, 255, when, 16)
        for line, words in enumerate(what):
            _write(canvas, x, 195 - line * 22, words, 14)


def _emissions(canvas: Canvas) -> None:
    _write(canvas, 40, 320, "（単位：万t-CO2）", 11)
    for place, (year, amount) in enumerate(BARS):
        x = 50 + place * 95
        canvas.setFillColor(PALE if place else BLUE)
        canvas.rect(x, 70, 55, amount / 11, stroke=0, fill=1)
        canvas.setFillColor(INK)
        _write(canvas, x, 76 + amount / 11, f"{amount:,}", 14)
        _write(canvas, x + 8, 50, year, 14)
    _write(canvas, 315, 50, "（年度）", 11)
    _write(canvas, 400, 270, "基準年度比", 14)
    _write(canvas, 400, 236, "14.3％減少（実績）", 26)
    _write(canvas, 400, 170, "2030年度", 14)
    _write(canvas, 400, 136, "50％以上削減（目標）", 26)
    _write(canvas, 400, 80, "※基準年度は2013年度", 11)


def _partners(canvas: Canvas) -> None:
    columns = (40, 180, 330, 450, 680)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.8)
    for row, cells in enumerate(PARTNERS):
        top = 310 - row * 48
        if row == 0:
            canvas.setFillColor(PALE)
            canvas.rect(columns[0], top - 48, columns[-1] - columns[0], 48, stroke=0, fill=1)
        canvas.setFillColor(INK)
        for left, right, cell in zip(columns, columns[1:], cells, strict=False):
            canvas.rect(left, top - 48, right - left, 48, stroke=1, fill=0)
            _write(canvas, left + 10, top - 30, cell, 16)
    _write(canvas, 40, 110, "■川崎市は、2つの都市と覚書を結び、専門家の派遣と研修を続けています。", 15)
    _write(canvas, 40, 82, "■研修生は、2019年度から2023年度までで48人です。", 15)


def _forum(canvas: Canvas) -> None:
    for row, (label, value) in enumerate(FORUM):
        y = 310 - row * 34
        _write(canvas, 40, y, f"{label} ：{value}", 16)
    _write(canvas, 40, 160, "■発表した都市", 16)
    for place, speaker in enumerate(SPEAKERS):
        _write(canvas, 60 + place % 3 * 215, 128 - place // 3 * 30, speaker, 15)


def _plans(canvas: Canvas) -> None:
    for place, (label, lines) in enumerate(PLANS):
        x = 40 + place * 330
        canvas.setFillColor(PALE)
        canvas.roundRect(x, 90, 310, 220, 10, stroke=0, fill=1)
        canvas.setFillColor(INK)
        _write(canvas, x + 20, 270, label, 20)
        for line, words in enumerate(lines):
            _write(canvas, x + 20, 225 - line * 32, words, 16)


def _thanks(canvas: Canvas) -> None:
    canvas.setFont(NAME, 28)
    canvas.drawCentredString(WIDTH / 2, 220, "ご清聴ありがとうございました")
    canvas.setFont(NAME, 14)
    canvas.drawCentredString(WIDTH / 2, 150, "電話　044-200-0001")


SLIDES: tuple[tuple[str, Callable[[Canvas], None]], ...] = (
    ("", _cover),
    ("川崎市の姿", _facts),
    ("これまでの歩み", _steps),
    ("温室効果ガスの排出量", _emissions),
    ("海外の都市と結んだ覚書", _partners),
    ("かわさき環境フォーラム", _forum),
    ("これからの取組", _plans),
    ("", _thanks),
)
