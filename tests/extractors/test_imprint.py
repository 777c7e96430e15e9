from __future__ import annotations

import pytest

from extractors.html.imprint import Imprint, imprint, is_imprint, office, publisher, stated_date, without_site

FOUND = [
    ("更新日付:2021年5月6日 / ページ番号:C080381", Imprint(None, "2021-05-06", "C080381")),
    ("ページ番号1005134　　更新日 2023年9月22日", Imprint(None, "2023-09-22", "1005134")),
    ("最終更新日：令和5年10月1日（ID:1234）", Imprint(None, "2023-10-01", "1234")),
    ("公開日 平成31年4月1日　更新日 令和元年5月1日", Imprint("2019-04-01", "2019-05-01", None)),
    ("掲載日：２０２２年１月４日", Imprint("2022-01-04", None, None)),
    ("ページID：0012345 更新日：2024.3.9", Imprint(None, "2024-03-09", "0012345")),
    ("記事ID：0045 2021年3月1日更新", Imprint(None, "2021-03-01", "0045")),
    ("Last updated: March 1, 2021", Imprint(None, "2021-03-01", None)),
    ("ページ番号：101417　令和7年1月20日（月）発表", Imprint("2025-01-20", None, "101417")),
    ("登録日: R3.4.1", Imprint("2021-04-01", None, None)),
    ("投稿日：2022/11/05", Imprint("2022-11-05", None, None)),
]
IGNORED = [
    "更新日：2021年13月45日",  # no such day
    "協定は2021年3月に更新しました。",  # a sentence
    "更新日：未定",
    "ページ番号",
    "2021年5月6日に開催",
    "公開日程は5月1日からです",
    "覚書の更新",
    "免許の更新日は3年ごと",
    "電話番号：0999-99-1234",
    "ページの先頭",
]
LINES = [
    ("更新日：2021年5月6日", True),
    ("2021年5月6日更新", True),
    ("ページ番号：1005134", True),
    ("公開日 2020年2月10日　最終更新日 2024年7月1日", True),
    ("令和3年5月6日", False),
    ("協定の更新日は2021年5月6日で、双方の首長が署名しました", False),
    ("2021年5月6日に協定を更新した。", False),
    ("更新日", False),
]
PUBLISHERS = [
    ("環境｜みどり町公式ウェブサイト", "みどり町"),
    ("あおば市/連携", "あおば市"),
    ("連携 - 東京都あおば区ホームページ", "あおば区"),
    ("宇都宮市公式Webサイト", "宇都宮市"),
    ("京都府 / 環境", "京都府"),
    ("四日市市", "四日市市"),
    ("SDGs未来都市 | 環境", None),
    ("イクレイ日本", None),
    ("まち", None),
    ("市町村の一覧", None),
]
TITLES = [
    ("国際連携｜みどり町公式ウェブサイト", None, "国際連携"),
    ("みどり町／国際連携", None, "国際連携"),
    ("国際連携 - うみべ協会", "うみべ協会", "国際連携"),
    ("みどり町とあおば市の協定", None, "みどり町とあおば市の協定"),
    ("協定：みどり町とあおば市", None, "協定：みどり町とあおば市"),
]


@pytest.mark.parametrize(("line", "expected"), FOUND)
def test_what_a_line_states(line: str, expected: Imprint) -> None:
    assert imprint(line) == expected


@pytest.mark.parametrize("line", IGNORED)
def test_lines_that_state_nothing(line: str) -> None:
    assert imprint(line) == Imprint()


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_lines_that_do_nothing_else(line: str, expected: bool) -> None:
    assert is_imprint(line) is expected


@pytest.mark.parametrize(("name", "expected"), PUBLISHERS)
def test_publishers(name: str, expected: str | None) -> None:
    found = publisher([name])
    assert (found.name if found else None) == expected


def test_offices() -> None:
    found = office("みどり町役場 〒999-9999")
    assert found is not None
    assert found.name == "みどり町"
    assert office("区役所へのお問い合わせ") is None


@pytest.mark.parametrize(("title", "site", "expected"), TITLES)
def test_titles_without_the_site(title: str, site: str | None, expected: str) -> None:
    assert without_site(title, site) == expected


def test_dates_in_other_words() -> None:
    assert stated_date("2022-11-05T09:00:00+09:00") == "2022-11-05"
    assert stated_date("令和4年11月") == "2022-11"
    assert stated_date("11月5日") is None
