"""The publisher of a page: which local government it is, or none rather than a wrong one."""

import pytest

from extractors.context import Context
from extractors.places.publishers import resolved
from extractors.reader import read
from extractors.records import Publisher

RESOLVED = [
    # (name on the page, address, code)
    ("富山市", None, "162019"),
    ("富山市役所", None, "162019"),
    ("北海道池田町", None, "016446"),
    ("福井県今立郡池田町", None, "183822"),
    ("東京都", None, "130001"),
    ("京都府庁", None, "260002"),
    ("港区", None, "131032"),  # wards of cities publish on their city's pages
    ("府中市", "https://www.city.fuchu.tokyo.jp/a.html", "132063"),
    ("府中市", "https://www.city.fuchu.hiroshima.jp/a.html", "342084"),
    ("府中市", None, None),
    ("府中市", "https://www.example.jp/", None),
    ("ＮＰＯ法人みなと", None, None),
    (None, "https://www.city.kitakyushu.lg.jp/kankyo/1.html", "401005"),
    (None, "https://www.city.minato.tokyo.jp/a", "131032"),
    (None, "https://www.city.hokuto.yamanashi.jp/", "192091"),
    (None, "https://www.city.hokuto.hokkaido.jp/", "012360"),
    (None, "https://www.town.ikeda.hokkaido.jp/", "016446"),
    (None, "https://www.vill.hakuba.lg.jp/", "204854"),
    (None, "https://www.pref.saitama.lg.jp/a0001/", "110001"),
    (None, "https://www.metro.tokyo.lg.jp/", "130001"),
    (None, "https://www.town.ikeda.lg.jp/", None),  # three prefectures have one
    (None, "https://iclei.example.jp/city/", None),
    (None, "not an address", None),
    (None, None, None),
]


@pytest.mark.parametrize(("name", "url", "code"), RESOLVED)
def test_a_publisher_is_resolved(name: str | None, url: str | None, code: str | None) -> None:
    found = resolved(Publisher(name=name) if name else None, url)
    assert (found.code if found else None) == code
    assert name is None or (found is not None and found.name == name)


def test_what_the_source_declares_stays() -> None:
    declared = Publisher(name="連携協議会", code="162019")
    assert resolved(declared, "https://www.city.matsuyama.ehime.jp/") == declared


def test_a_page_is_read_with_its_publisher() -> None:
    page = "<html><head><title>お知らせ | 松山市ホームページ</title></head><body><p>協定</p></body></html>".encode()
    assert read(page, "text/html", Context()).publisher == Publisher(name="松山市", code="382019")
    hosted = read(b"agreement", "text/plain", Context(url="https://www.city.matsuyama.ehime.jp/a.txt"))
    assert hosted.publisher == Publisher(name="松山市", code="382019")
