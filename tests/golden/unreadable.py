"""Files with something in the reader's way: a lock, fonts that name no letters, pages that are pictures."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.extractors.pdf_maker import PdfMaker
from tests.golden.breaking import broken
from tests.site.typeface import NAME

NOTICE = "かわべ町公告第12号"
DATE = "令和5年7月3日"
BODY = "かわべ町は、令和5年6月29日、あさぎり市と道路の除雪に関する委託契約を締結した。委託料は年額360万円である。"
MINUTES = (
    "広域連携会議　会議録",
    "1　日時　令和4年7月14日（木）午後2時から午後4時まで",
    "2　場所　あさぎり市役所5階　第1会議室",
    "3　出席者　12名（かわべ町、みなも町、あさぎり市）",
    "事務局から、昨年度の共同事業の結果を報告した。図書館の相互貸出しは1,830冊で、前年度より15％増えた。",
    "次に、ごみ処理施設の共同運営について意見を交わし、令和5年3月までに覚書を締結することで一致した。",
    "次回の会議は、令和4年10月に開くこととした。",
)
SHEET = (420, 340)  # points
_DPI = 200
_NOISE, _SKEW = 16, 0.3  # grey levels, degrees


def no_tounicode(face: Path) -> bytes:
    """A page that shows its text, while its fonts do not say which letters they hold."""
    maker = PdfMaker(face=face, named=False)
    return maker.text(60, 60, NOTICE, 16).text(60, 100, DATE, 11).lines(60, 130, *broken(BODY, 40), size=11).data()


def locked(password: str) -> bytes:
    """An encrypted page; an empty password opens it without a question."""
    out = BytesIO()
    lock = StandardEncryption(password, ownerPassword="owner", strength=128)
    canvas = Canvas(out, invariant=1, encrypt=lock)
    for top, size, words in ((60, 16, NOTICE), (100, 11, DATE), *((130 + 18 * n, 11, w) for n, w in _numbered())):
        canvas.setFont(NAME, size)
        canvas.drawString(60, 842 - top - size, words)
    canvas.save()
    return out.getvalue()


def _numbered() -> list[tuple[int, str]]:
    return list(enumerate(broken(BODY, 40)))


def scanned(face: Path) -> bytes:
    """A page of minutes as an office scanner gives it: grey, a little noisy, not quite straight."""
    width, height = (round(side * _DPI / 72) for side in SHEET)
    picture = Image.new("L", (width, height), 250)
    draw = ImageDraw.Draw(picture)
    top = 90
    for number, text in enumerate(MINUTES):
        size, most = (46, 30) if number == 0 else (30, 30)
        for line in broken(text, most):
            draw.text((120, top), line, fill=30, font=ImageFont.truetype(str(face), size))
            top += round(1.75 * size)
    picture = picture.rotate(_SKEW, Image.Resampling.BICUBIC, fillcolor=250)
    packed = BytesIO()
    ImageChops.add(picture, _grain(width, height), offset=-_NOISE // 2).save(packed, "JPEG", quality=30)
    out = BytesIO()
    canvas = Canvas(out, pagesize=SHEET, invariant=1)
    canvas.drawImage(ImageReader(packed), 0, 0, *SHEET)
    canvas.save()
    return out.getvalue()


def _grain(width: int, height: int) -> Image.Image:
    """Noise at half the picture's resolution, the same at every build."""
    half = (width // 2, height // 2)
    grain = Image.frombytes("L", half, bytes(random.Random(1).choices(range(_NOISE), k=half[0] * half[1])))
    return grain.resize((width, height))
