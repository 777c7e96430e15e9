"""agreement.pdf: a formal agreement of two pages, articles first, signatures last."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer

from tests.site.typeface import NAME, style

TITLE = "環境教育の推進に関する連携協定書"
OPENING = (
    "長野県松本市（以下「甲」という。）、岐阜県高山市（以下「乙」という。）及び国立大学法人信州大学（以下「丙」という。）は、"
    "環境教育の推進に関し、次のとおり連携協定（以下「本協定」という。）を締結する。"
)
ARTICLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "（目的）",
        "第１条　本協定は、甲、乙及び丙が互いの知識と経験を持ち寄り、山岳地域における環境教育を進めることを"
        "目的とする。",
        (),
    ),
    (
        "（連携する事項）",
        "第２条　甲、乙及び丙は、前条の目的を達するため、次に掲げる事項について連携する。",
        (
            "（１）　学校における環境教育に関すること。",
            "（２）　高山植物と水源の調査に関すること。",
            "（３）　指導者の育成に関すること。",
            "（４）　その他、三者が必要と認めること。",
        ),
    ),
    (
        "（連絡会議）",
        "第３条　連携を円滑に進めるため、三者は連絡会議を置き、年２回以上開くものとする。",
        ("２　連絡会議の委員は12名以内とし、甲、乙及び丙が推薦する者とする。",),
    ),
    (
        "（費用）",
        "第４条　連携に要する費用は、その都度、三者が協議して定める。ただし、教材の作成に要する費用は、"
        "年間120万円以内とし、甲及び乙が等しく負担する。",
        (),
    ),
    (
        "（有効期間）",
        "第５条　本協定の有効期間は、令和５年12月１日から令和８年３月31日までとする。",
        (
            "２　期間が満了する日の３か月前までに、いずれからも申出がないときは、本協定は同じ条件で１年間延長され、"
            "その後も同様とする。",
        ),
    ),
    (
        "（秘密の保持）",
        "第６条　三者は、連携を通じて知った秘密を、他の者に漏らしてはならない。本協定が終わった後も同様とする。",
        (),
    ),
    ("（疑義の決定）", "第７条　本協定に定めのない事項又は疑義が生じた事項は、三者が協議して決める。", ()),
)
CLOSING = "本協定の成立を証するため、本書３通を作り、三者が署名の上、各自１通を保有する。"
SIGNED = "令和５年12月１日"
SIGNATURES = (
    ("甲", "長野県松本市丸の内３番７号", "松本市", "松本市長　髙見沢　明"),
    ("乙", "岐阜県高山市花岡町２丁目18番地", "高山市", "高山市長　野尻　晴子"),
    ("丙", "長野県松本市旭３丁目１番１号", "国立大学法人信州大学", "学長　城山　健一"),
)


def build() -> bytes:
    """The agreement as the bytes of a PDF, the same at every build."""
    out = BytesIO()
    sheet = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=28 * mm,
        rightMargin=28 * mm,
        topMargin=28 * mm,
        bottomMargin=25 * mm,
        title=TITLE,
        author="松本市（見本）",
        invariant=1,
    )
    sheet.build(_story(), onFirstPage=_note, onLaterPages=_note)
    return out.getvalue()


def _story() -> list[object]:
    body = style(11, 19)
    story: list[object] = [Paragraph(TITLE, style(16, 24, alignment=TA_CENTER)), Spacer(1, 18)]
    story.append(Paragraph("　" + OPENING, body))
    for name, article, items in ARTICLES:
        parts = [
            Spacer(1, 8),
            Paragraph(name, body),
            Paragraph(article, style(11, 19, leftIndent=11, firstLineIndent=-11)),
        ]
        parts += [Paragraph(item, style(11, 19, leftIndent=33, firstLineIndent=-11)) for item in items]
        story.append(KeepTogether(parts))
    story += [Spacer(1, 22), Paragraph("　" + CLOSING, body), Spacer(1, 14), Paragraph(SIGNED, body), Spacer(1, 14)]
    for mark, address, body_name, signer in SIGNATURES:
        lines = [Paragraph(f"{mark}　{address}", style(11, 19, leftIndent=170))]
        lines += [Paragraph(line, style(11, 19, leftIndent=192)) for line in (body_name, signer)]
        story.append(KeepTogether([*lines, Spacer(1, 12)]))
    story.append(Paragraph("この文書は見本です。内容は架空のものです。", style(8, 12, alignment=TA_RIGHT)))
    return story


def _note(canvas: Canvas, _: object) -> None:
    canvas.setFont(NAME, 9)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, str(canvas.getPageNumber()))
