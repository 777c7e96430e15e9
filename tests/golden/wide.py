"""Landscape pages: three slides, and a page that is stored upright and shown turned."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from tests.site.typeface import NAME

WIDTH, HEIGHT = 960, 540
BOXES = (
    ("町ができること", ("・放課後の居場所を6か所に増やす", "・空き家を20戸改修し、移り住む", "　人に貸し出す")),
    ("町だけではできないこと", ("・夜間の救急を近くの2市とともに", "　支える", "・鉄道の減便を県と協議する")),
)
NUMBERS = (
    ("3市2町", ("が参加する", "広域の協議会")),
    ("18.6万人", ("圏域の人口", "（令和2年国勢調査）")),
    ("45％減", ("2030年度までの", "排出量の目標")),
)
ROWS = (
    ("取組", "実施年度", "事業費（千円）"),
    ("公用車の共同利用", "令和5年度", "4,800"),
    ("合同の防災訓練", "令和6年度", "1,250"),
)


def slides() -> bytes:
    """Slides whose titles are bold by a stroke around them; text boxes side by side, bullets, large numbers."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    _write(canvas, 220, 180, "小さな町の大きな連携", 44, bold=True)
    _write(canvas, 300, 330, "令和5年11月30日　かわべ町企画課", 20)
    canvas.showPage()
    _write(canvas, 40, 30, "町の役割と圏域の役割", 30, bold=True)
    for place, (title, lines) in enumerate(BOXES):
        x = 60 + 450 * place
        canvas.roundRect(x - 20, 150, 420, 280, 12)
        _write(canvas, x, 130, title, 22, bold=True)
        for number, line in enumerate(lines):
            _write(canvas, x, 200 + 34 * number, line, 20)
    _write(canvas, 920, 510, "2", 12)
    canvas.showPage()
    _write(canvas, 40, 30, "数字で見る圏域", 30, bold=True)
    for place, (number_, labels) in enumerate(NUMBERS):
        x = 70 + 300 * place
        _write(canvas, x, 170, number_, 48)
        for number, label in enumerate(labels):
            _write(canvas, x, 250 + 30 * number, label, 18)
    _write(canvas, 920, 510, "3", 12)
    canvas.save()
    return out.getvalue()


def rotated() -> bytes:
    """A landscape page with a ruled table, written sideways on an upright sheet with /Rotate 90."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=landscape(A4), invariant=1)
    canvas.setPageRotation(90)  # which makes the sheet upright
    canvas.transform(0, 1, -1, 0, A4[0], 0)
    _write(canvas, 60, 50, "かわべ町と近隣市の共同事業一覧", 18, A4[0])
    _write(canvas, 60, 95, "令和5年4月1日に発足した連絡会議で決めた事業は、次の二つである。", 11, A4[0])
    _grid(canvas, (60, 300, 450, 620), (130, 156, 182, 208))
    for row, words in enumerate(ROWS):
        for x, word in zip((66, 306, 456), words, strict=True):
            _write(canvas, x, 137 + 26 * row, word, 11, A4[0])
    canvas.save()
    return out.getvalue()


def _grid(canvas: Canvas, columns: Sequence[float], rows: Sequence[float]) -> None:
    canvas.setLineWidth(0.6)
    canvas.grid(list(columns), [A4[0] - top for top in rows])


def _write(
    canvas: Canvas, x: float, top: float, words: str, size: float, height: float = HEIGHT, bold: bool = False
) -> None:
    canvas.saveState()  # a text's rendering mode stays in force after it
    text = canvas.beginText(x, height - top - 0.88 * size)
    text.setFont(NAME, size)
    text.setTextRenderMode(2 if bold else 0)
    text.textOut(words)
    canvas.drawText(text)
    canvas.restoreState()
