"""report.pdf: a yearly report of four pages with two columns, ruled tables, a running header and page numbers."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from tests.site.typeface import NAME, style

HEADER = "北九州市　環境国際協力　年次報告（令和5年度）"
COVER = ("令和5年度", "環境国際協力　年次報告", "2024年8月", "北九州市環境局")
COLUMNS = (
    ("h", "1　はじめに"),
    (
        "p",
        "北九州市は、公害を乗り越えた経験を生かし、アジアの都市の環境づくりを手伝ってきました。この報告は、"
        "令和5年度に行った取組と、そこから得た学びをまとめたものです。",
    ),
    (
        "p",
        "この1年は、感染症で止まっていた人の行き来が戻り、研修の参加者は前年度の1.6倍になりました。"
        "オンラインの講座も続け、24回を数えています。",
    ),
    (
        "p",
        "取組を支えたのは、市の職員だけではありません。市内の企業29社と4つの大学、市民の団体が、"
        "それぞれの得意な分野で力を出しました。",
    ),
    ("h", "2　都市ごとの取組"),
    ("s", "2.1　ハイフォン市（ベトナム）"),
    (
        "p",
        "工場の省エネ診断を14社で行い、二酸化炭素を年におよそ3,400トン減らす方法を示しました。診断を受けた会社の"
        "うち、8割以上が設備を改める考えです。",
    ),
    (
        "p",
        "2024年2月には省エネの講習会を3回開き、現地の技術者など延べ160人が学びました。",
    ),
    ("s", "2.2　スラバヤ市（インドネシア）"),
    (
        "p",
        "スラバヤ市では、2023年7月に堆肥化の拠点を2か所増やしました。集めた生ごみは1日に45トンを超え、"
        "市場のごみの量は、2019年度と比べて△12.5％となりました。",
    ),
    (
        "p",
        "10月16日から20日までは、スラバヤ市の職員9名が北九州市を訪れ、分別の仕組みを学びました。",
    ),
    ("s", "2.3　プノンペン都（カンボジア）"),
    (
        "p",
        "水道の専門家2名を11月6日～24日に送りました。漏水の検査に使う機器40台を贈り、漏水率は8％未満を保っています。",
    ),
    (
        "p",
        "下水道の計画づくりも始まりました。下水を処理する区域を、2025年に950ha、2035年に2,100haへと広げていく考えです。",
    ),
    ("s", "2.4　ダバオ市（フィリピン）"),
    (
        "p",
        "ごみ発電の施設の設計に助言しました。発電の規模は2.5MWで、2028年度の完成を目指しています。",
    ),
    ("h", "3　国内の連携"),
    (
        "p",
        "2024年1月26日（金）、北九州市は福岡県大牟田市、熊本県水俣市と「環境学習の相互協力に関する協定」を締結しました。"
        "三つの市は、資料館の展示と語り部の派遣で力を合わせます。",
    ),
    (
        "p",
        "協定の期間は3年間です。令和6年8月には、三つの市の中学生60名が水俣市に集まり、海の生き物を調べました。",
    ),
    (
        "p",
        "大牟田市とは、2024年3月から共通の教材を使っています。教材は、小学校110校に配られました。",
    ),
)
TRAINING = (
    ("都市", "令和3年度", "令和4年度", "令和5年度"),
    ("ハイフォン市", "12", "25", "38"),
    ("スラバヤ市", "8", "20", "31"),
    ("プノンペン都", "6", "18", "27"),
    ("ダバオ市", "4", "12", "24"),
    ("合計", "30", "75", "120"),
)
AGREEMENTS = (
    ("締結日", "相手方", "種類"),
    ("2012年11月12日", "スラバヤ市（インドネシア）", "環境姉妹都市提携"),
    ("2014年4月18日", "ハイフォン市（ベトナム）", "姉妹都市提携"),
    ("2016年3月29日", "プノンペン都（カンボジア）", "姉妹都市提携"),
    ("2017年11月20日", "ダバオ市（フィリピン）", "都市間連携に関する覚書"),
)
MONEY = (
    ("区分", "令和4年度\n決算", "令和5年度\n決算", "令和6年度\n予算"),
    ("研修", "18.4", "26.1", "28.0"),
    ("専門家の派遣", "7.2", "15.9", "16.5"),
    ("調査", "31.0", "29.7", "33.2"),
)
YEAR = (
    ("4.12", "新しい研修の募集を始める。"),
    ("6.5-9", "ダバオ市でごみ発電の打合せ。"),
    ("8.21～25", "合同研修。5か国から18人が参加。"),
    ("10.16-20", "スラバヤ市の職員が来訪。"),
    ("11.6～24", "プノンペン都へ水道の専門家を派遣。"),
    ("1.26", "大牟田市、水俣市と協定を締結。"),
    ("3.19", "報告会。市民など230名が来場。"),
)
AHEAD = (
    "令和6年度は、研修に招く人を130人に増やす計画です。2030年度までに、累計で12,000人に届くことを目指します。",
    "海外の都市との取組に使う費用は、これからも年に1億円未満に抑えます。",
)
GRID = [
    ("FONT", (0, 0), (-1, -1), NAME, 10),
    ("GRID", (0, 0), (-1, -1), 0.6, black),
    ("BACKGROUND", (0, 0), (-1, 0), HexColor("#e4ecdf")),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
]
NUMBERS = ("ALIGN", (1, 1), (-1, -1), "RIGHT")


def build() -> bytes:
    """The report as the bytes of a PDF, the same at every build."""
    out = BytesIO()
    report = BaseDocTemplate(out, pagesize=A4, title="環境国際協力年次報告", author="北九州市（見本）", invariant=1)
    report.addPageTemplates(_templates())
    report.build([*_cover(), *_columns(), *_tables(), *_year()])
    return out.getvalue()


def _templates() -> list[PageTemplate]:
    width, height = A4
    side, foot, gap = 20 * mm, 22 * mm, 8 * mm
    column = (width - 2 * side - gap) / 2
    tall = height - foot - 28 * mm
    left = Frame(side, foot, column, tall, 0, 0, 0, 0)
    right = Frame(side + column + gap, foot, column, tall, 0, 0, 0, 0)
    whole = Frame(side, foot, width - 2 * side, tall, 0, 0, 0, 0)
    return [
        PageTemplate("cover", [whole]),
        PageTemplate("columns", [left, right], onPage=_running),
        PageTemplate("whole", [whole], onPage=_running),
    ]


def _running(canvas: Canvas, _: object) -> None:
    width, height = A4
    canvas.setFont(NAME, 8)
    canvas.drawString(20 * mm, height - 16 * mm, HEADER)
    canvas.setLineWidth(0.4)
    canvas.line(20 * mm, height - 18 * mm, width - 20 * mm, height - 18 * mm)
    canvas.setFont(NAME, 9)
    canvas.drawCentredString(width / 2, 12 * mm, f"- {canvas.getPageNumber()} -")


def _cover() -> list[object]:
    sizes = ((18, 60), (26, 50), (14, 300), (14, 24))
    lines: list[object] = [Spacer(1, 180)]
    for text, (size, leading) in zip(COVER, sizes, strict=True):
        lines.append(Paragraph(text, style(size, min(leading, 40), alignment=TA_CENTER, spaceAfter=leading - size)))
    lines.append(Paragraph("この報告書は見本です。内容は架空のものです。", style(8, 12, alignment=TA_CENTER)))
    return [*lines, NextPageTemplate("columns"), PageBreak()]


def _columns() -> list[object]:
    looks = {
        "h": style(14, 20, spaceBefore=10, spaceAfter=6),
        "s": style(11.5, 17, spaceBefore=5, spaceAfter=3),
        "p": style(11, 20, firstLineIndent=11, spaceAfter=6),
    }
    return [*(Paragraph(text, looks[look]) for look, text in COLUMNS), NextPageTemplate("whole"), PageBreak()]


def _tables() -> list[object]:
    name, head, note = style(10, 16, spaceBefore=10, spaceAfter=3), style(13, 20), style(8.5, 13)
    return [
        Paragraph("4　数字で見る取組", head),
        Paragraph("表1　研修に参加した人数（単位：人）", name),
        Table(TRAINING, colWidths=[120, 100, 100, 100], style=[*GRID, NUMBERS], hAlign="LEFT"),
        Paragraph("表2　北九州市が海外の都市と結んだ提携など", name),
        Table(AGREEMENTS, colWidths=[110, 170, 160], style=GRID, hAlign="LEFT"),
        Paragraph("表3　取組に使った費用（単位：百万円）", name),
        Table(MONEY, colWidths=[120, 100, 100, 100], style=[*GRID, NUMBERS], hAlign="LEFT"),
        Paragraph("※金額は、四捨五入しています。", note),
        NextPageTemplate("columns"),
        PageBreak(),
    ]


def _year() -> list[object]:
    head, body = style(13, 20, spaceAfter=6), style(11, 20, firstLineIndent=11, spaceAfter=6)
    layout = [("FONT", (0, 0), (-1, -1), NAME, 10), ("LEFTPADDING", (0, 0), (0, -1), 0)]
    events = [[when, Paragraph(what, style(10, 15))] for when, what in YEAR]
    return [
        Paragraph("5　令和5年度の主な動き", head),
        Table(events, colWidths=[62, 165], style=[*layout, ("VALIGN", (0, 0), (-1, -1), "TOP")], hAlign="LEFT"),
        FrameBreak(),
        Paragraph("6　これから", head),
        *(Paragraph(text, body) for text in AHEAD),
    ]
