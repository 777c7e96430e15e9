"""Addresses without end, and pages that say they are not there: what is left alone, and what is not."""

import pytest

from crawler.missing import apology
from crawler.traps import ALIKE, Traps
from tests.crawler.conftest import Reply
from tests.crawler.test_crawl import House, house

__all__ = ["house"]

HOST = "http://www.example.jp"

# (a page visited before, an address that it led to): both calendars beyond the next year, however they are written
CALENDARS = [
    ("/calendar/2027/12/", "/calendar/2028/01/"),
    ("/calendar/2027/12/31.html", "/calendar/2028/01/01.html"),
    ("/event/?month=12&year=2027", "/event/?month=1&year=2028"),
    ("/event/?m=12&y=2027", "/event/?m=01&y=2028"),
    ("/event/?ym=202712", "/event/?ym=202801"),
    ("/event/?date=2027-12-31", "/event/?date=2028-01-01"),
    ("/event/20271231.html", "/event/20280101.html"),
    ("/event/list_2027-12.html", "/event/list_2028-01.html"),
]
# Addresses that hold numbers and are no calendar: with the page before.
PAGES = [
    ("/calendar/2026/12/", "/calendar/2027/01/"),
    ("/keikaku/2029/", "/keikaku/2030/"),
    ("/keikaku/r12/plan2030.pdf", "/keikaku/r12/plan2040.pdf"),
    ("/001/009/015/p080381.html", "/001/009/015/p099122.html"),
    ("/houdou/2021/06/18.html", "/houdou/1999/01/01.html"),
    ("/toukei/1030/99/", "/toukei/2030/99/"),
    ("/page1234567.html", "/page2031056.html"),
    ("/a/b/a/", "/a/b/a/b/"),
    ("/?id=12", "/?id=203105123456"),
    ("/kurashi/gomi/1010247/1010250/1005134.html", "/kurashi/gomi/1010247/1010250/1020301.html"),
]
REPEATED = ["/a/a/a/", "/kankyo/x/kankyo/y/kankyo/z.html", "/" + "index.html/" * 20]


@pytest.mark.parametrize(("before", "address"), CALENDARS)
def test_a_calendar_ends_with_the_next_year(before: str, address: str) -> None:
    traps = Traps(2026)
    assert traps.reason(HOST + address) is None, "what no page of its form led to may be a plan"
    traps.note(HOST + before, b"<p>")
    assert traps.reason(HOST + address) == "trap: a calendar that has reached the year 2028"


@pytest.mark.parametrize(("before", "address"), PAGES)
def test_other_numbers_are_no_calendar(before: str, address: str) -> None:
    traps = Traps(2026)
    traps.note(HOST + before, b"<p>")
    assert traps.reason(HOST + address) is None


@pytest.mark.parametrize("path", REPEATED)
def test_a_folder_that_repeats_is_a_trap(path: str) -> None:
    assert "repeats in the address" in (Traps(2026).reason(HOST + path) or "")


def test_pages_that_differ_in_numbers_only_are_enough_at_some_point() -> None:
    traps = Traps(2026)
    for n in range(2 * ALIKE):
        traps.note(f"{HOST}/event/{n}.html", f"<p>{n}日の行事はありません。".encode())
        traps.note(f"{HOST}/news/{n}.html", f"<p>{n}番目のお知らせ: {'あいうえおかきくけこ'[n % 10] * n}".encode())
        traps.note(f"{HOST}/same.html", b"<p>")
    assert traps.reason(f"{HOST}/event/999.html") == f"trap: {ALIKE} pages of this form differ in their numbers only"
    assert traps.reason(f"{HOST}/news/999.html") is None
    assert traps.reason(f"{HOST}/same.html") is None


APOLOGIES = [
    "<title>お探しのページが見つかりません｜富山市</title>",
    "<title>例市公式サイト</title><body><h1><span>ページが</span>見つかりませんでした</h1>",
    "<title>404 Not Found</title>",
    "<TITLE>\n404エラー | 例市</TITLE>",
    "<title>Page not found</title>",
    "<h1 class='x'>ご指定のファイルは存在しません</h1>",
    "<title>指定されたページまたはファイルは存在しません。</title>",
    "<h1>このページは削除されたか、移動しました</h1>",
    "<title>Error 404</title>",
    "<h1>該当するコンテンツはございません</h1>",
]
NO_APOLOGIES = [
    "<title>協定の一覧</title>",
    "<title>お探しのページが見つからないときは</title>",
    "<title>よくある質問</title><h1>ページが見つかりません。どうすればよいですか。</h1>",
    "<title>落とし物が見つかりません</title>",
    "<title>検索</title><p>お探しのページが見つかりません",
    "<title>市営住宅404号室の募集</title>",
    "<title>国道404号の工事</title>",
    "<title>404人が参加しました</title>",
    "<h2>ページが見つかりません</h2>",
    "<title></title>",
    "",
]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
@pytest.mark.parametrize("page", APOLOGIES)
def test_a_page_may_say_that_it_is_not_there(page: str, encoding: str) -> None:
    assert apology(page.encode(encoding), encoding)


@pytest.mark.parametrize("page", NO_APOLOGIES)
def test_a_page_that_speaks_of_missing_ones_is_there(page: str) -> None:
    assert apology(page.encode()) is None


def test_a_soft_404_is_no_page(house: House) -> None:
    house.site.page("/", "a.html", "never.html")
    house.site.page("/a.html", text="協定")
    sorry = "<!DOCTYPE html><title>ページが見つかりません</title>".encode()
    house.site.reply("/never.html", sorry, Content_Type="text/html")
    house.crawl()
    assert house.outcome("/never.html") == ("dead", "soft 404: the page says 「ページが見つかりません」")
    house.site.reply("/a.html", sorry, Content_Type="text/html")
    house.crawl()
    assert house.outcome("/a.html")[0] == "gone" and "協定".encode() in house.body("/a.html")


def test_nofollow_may_stand_in_a_header(house: House) -> None:
    house.site.page("/", "a.html")
    reply = house.site.replies["/"]
    assert isinstance(reply, Reply)
    reply.headers["X-Robots-Tag"] = "noarchive, nofollow"
    house.crawl()
    assert "/a.html" not in house.site.paths()


def test_traps_are_recorded_and_cost_no_request_and_no_room(house: House) -> None:
    def month(n: int) -> Reply:
        year, month = divmod(n, 12)
        near = divmod(n + 1, 12), divmod(n - 1, 12), divmod(n - 12, 12), divmod(n + 12, 12)
        links = "".join(f"<a href='/cal/{y}/{m + 1:02}/'>{m + 1}月</a>" for y, m in near)
        return Reply(f"<html><p>{year}年{month + 1}月{links}".encode(), headers={"Content-Type": "text/html"})

    house.site.page("/", "cal/2026/11/", "x/", "a.html", "a.html?utm_source=x", "(S(abc))/a.html")
    house.site.page("/x/", "x/")
    house.site.page("/x/x/", "x/")
    house.site.page("/x/x/x/", "x/")
    house.site.page("/a.html")
    house.site.replies |= {f"/cal/{n // 12}/{n % 12 + 1:02}/": month(n) for n in range(2000 * 12, 2100 * 12)}
    report = house.crawl(house.source(scope={"depth": 50, "pages": 300}))
    months = [path for path in house.site.paths() if path.startswith("/cal/")]
    assert report.stopped is None
    assert len(months) == ALIKE + 9 and max(months) <= "/cal/2027/12/"
    reasons = {problem.problem for problem in report.problems}
    assert reasons == {
        "trap: a calendar that has reached the year 2028",
        f"trap: {ALIKE} pages of this form differ in their numbers only",
        'trap: the folder "x" repeats in the address',
    }
    assert house.site.paths().count("/a.html") == 1
    assert house.outcome("/x/x/x/")[0] == "refused"
