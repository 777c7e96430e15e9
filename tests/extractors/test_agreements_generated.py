"""Agreements put together from parts: every title with every wording, date and partner gives its record, or none."""

from __future__ import annotations

from itertools import product

import pytest

from extractors.agreements.finder import find_agreements
from extractors.context import Context
from extractors.dates.finder import find_dates
from extractors.places.finder import find_cities
from extractors.readers.plain import structured
from extractors.records import AgreementRecord, Publisher

OWN = Publisher(name="新潟市", code="151009")

TITLES = {
    "包括連携協定": "agreement",
    "災害時における相互応援に関する協定": "agreement",
    "ゼロカーボンの推進に向けた連携協定": "agreement",
    "協力協定書": "agreement",
    "観光振興に係る覚書": "memorandum",
    "MOU": "memorandum",
    "連携協約": "compact",
    "友好都市の盟約": "sister_city",
    "脱炭素に関する共同宣言": "declaration",
    "「みなとまちの連携に関する協定」": "agreement",
}
# As written, and as the record spells it.
PARTNERS = {
    "長岡市": "長岡市",
    "宮城県仙台市": "仙台市",
    "株式会社第四みなと銀行": "株式会社第四みなと銀行",
    "(一社)新潟県医師会": "一般社団法人新潟県医師会",
    "国立大学法人新潟大学": "国立大学法人新潟大学",
    "独立行政法人国際協力機構（JICA）": "独立行政法人国際協力機構",
    "大韓民国蔚山広域市": "蔚山広域市",
}
DATES = {
    "2021年1月28日（木曜日）": "2021-01-28",
    "令和３年１月２８日": "2021-01-28",
    "平成31年3月": "2019-03",
    "昭和60年（1985年）6月21日": "1985-06-21",
}
SIGNED = [
    "新潟市は、{date}に{partner}と{title}を締結しました。",
    "新潟市と{partner}は、{date}、{title}を結びました。",
    "{date}、本市は{partner}との間で{title}を締結いたしました。",
    "{partner}とは、{date}に{title}を締結しています。",
    "{partner}と{title}を締結しました（{date}）。",
    "新潟市は{partner}と、{date}付けで{title}を取り交わした。",
    "このたび、新潟市と{partner}との{title}の締結式が行われ、{date}に調印しました。",
    "{date}に締結した新潟市と{partner}との{title}により、取組を進めています。",
]
NONE = [
    "新潟市は、{date}に{partner}と{title}の締結に向けて協議を始めました。",
    "新潟市は、{partner}との{title}の締結を検討しています（{date}現在）。",
    "{date}、{partner}に{title}の締結を呼びかけました。",
    "新潟市と{partner}は、まだ{title}を締結していません。",
    "{partner}と{title}を締結する場合は、{date}までに申請してください。",
    "{date}、{partner}から{title}の締結について要望がありました。",
    "{title}の案について、{date}に{partner}と意見交換を行いました。",
    "新潟市は{date}、{partner}を視察し、{title}について学びました。",
]
# Nothing that two parties signed, whatever partner and date stand beside it.
NO_AGREEMENT = [
    "{date}、新潟市は{partner}とともにゼロカーボンシティを宣言しました。",
    "新潟市は{date}に{partner}とイクレイに加盟しました。",
    "{date}、新潟市と{partner}の取組が脱炭素先行地域に選定されました。",
    "{date}に発効したパリ協定を受け、新潟市は{partner}を訪ねました。",
    "{date}、新潟市は{partner}と売買契約を締結しました。",
    "新潟市は{date}、日本協定販売株式会社と{partner}を表彰しました。",
    "{partner}は{date}、建築協定の区域に新しい事務所を開きました。",
    "経済連携協定により、{date}から{partner}でも関税が下がりました。",
]


def records(text: str) -> list[AgreementRecord]:
    document = structured(text, Context(publisher=OWN))
    return find_agreements(document, find_dates(document), find_cities(document))


def told(record: AgreementRecord) -> tuple[str, frozenset[str], str | None, str]:
    return record.type, frozenset(party.name for party in record.parties), record.signed, record.status


@pytest.mark.parametrize("template", SIGNED)
def test_every_combination_gives_its_record(template: str) -> None:
    wrong = []
    for (title, kind), (partner, name), (date, edtf) in product(TITLES.items(), PARTNERS.items(), DATES.items()):
        text = template.format(title=title, partner=partner, date=date)
        found = [told(record) for record in records(text)]
        if found != [(kind, frozenset(("新潟市", name)), edtf, "signed")]:
            wrong.append((text, found))
    assert wrong == []


@pytest.mark.parametrize("template", NONE)
def test_every_combination_that_signs_nothing(template: str) -> None:
    wrong = []
    for title, partner, date in product(TITLES, PARTNERS, DATES):
        text = template.format(title=title, partner=partner, date=date)
        if found := [told(record) for record in records(text)]:
            wrong.append((text, found))
    assert wrong == []


@pytest.mark.parametrize("template", NO_AGREEMENT)
def test_no_agreement_at_all(template: str) -> None:
    wrong = []
    for partner, date in product(PARTNERS, DATES):
        text = template.format(partner=partner, date=date)
        if found := [told(record) for record in records(text)]:
            wrong.append((text, found))
    assert wrong == []
