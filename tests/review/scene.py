"""A town in which every state of a screen can be seen: decided, conflicting, reopened, orphaned, told twice."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from flows.reviewing.register import registered, rule
from review.deciding import Opinion, decide
from store.ledger import Ledger
from tests.extractors.pdf_maker import PdfMaker
from tests.review.town import PDF, URL, Town

NEWS = "https://www.city.example.lg.jp/koho/2021/renkei-chusukyoten-toshiken-kyotei-teiketsu-shiki.html"
CITIES = "https://www.city.example.lg.jp/kokusai/shimai.html"
_NOW = datetime(2026, 11, 26, 20, 30, tzinfo=UTC)
_TWO = {"富山市", "松山市"}
_FACE = Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf")
_HEAD = '<!doctype html><html lang="ja"><head><title>{0}｜富山市</title></head><body><main><h1>{0}</h1>'
_PAGE = (
    _HEAD.format("都市間の連携と交流")
    + """<p>更新日：令和6年4月1日</p>
<p>富山市は、人口減少と環境の課題に取り組むため、国内外の都市と連携しています。</p>
<h2>連携協定</h2><p>令和3年1月28日、富山市は松山市と連携協定を締結しました。</p>
<p>平成28年3月30日、富山市は舟橋村、上市町、立山町及び滑川市と連携協約を締結しました。</p>
<h2>姉妹都市・友好都市</h2><table><tr><th>都市</th><th>国</th><th>提携年月日</th></tr>
<tr><td>モジダスクルーゼス市</td><td>ブラジル連邦共和国</td><td>昭和54年11月9日</td></tr>
<tr><td>秦皇島市</td><td>中華人民共和国</td><td>昭和56年5月7日</td></tr>
<tr><td>ダーラム市</td><td>アメリカ合衆国</td><td>平成元年6月13日</td></tr></table>
<h2>実績</h2><table><tr><th>年度</th><th>参加者（人）</th><th>排出量（万t-CO2）</th></tr>
<tr><td>令和3年度</td><td>980</td><td>21.7</td></tr><tr><td>令和4年度</td><td>1,250</td><td>20.4</td></tr></table>
<h2>協議会</h2><p>令和6年度からは協議会を春と秋の2回開きます。</p>
<p>𠮷野さんは例の折に視察しました。</p>
<h2>これまでの催し</h2><p>第3回の都市間連携セミナーを令和5年11月20日に富山国際会議場で開きました。</p></main></body></html>"""
)
_CHANGED = (
    _PAGE.replace("令和3年1月28日、", "令和3年2月8日、")
    .replace(
        "第3回の都市間連携セミナーを令和5年11月20日に富山国際会議場で開きました。",
        "催しの一覧は、別のページに移しました。",
    )
    .replace("春と秋の2回", "年に4回")
    .replace("令和6年4月1日", "令和6年9月2日")
)
_NEWS = (
    _HEAD.format("富山市と松山市が連携協定を締結しました")
    + """<p>公開日：令和3年1月29日</p>
<p>令和3年1月28日、富山市と松山市は連携協定を締結しました。</p>
<p>令和3年1月、富山市は高山市と災害時相互応援協定を締結しました。</p>
<p>協定の締結式には、富山県富山市、愛媛県松山市の両市長のほか、連携中枢都市圏の構成市町村である滑川市、舟橋村、上市町、立山町の
各首長と、環境省、国土交通省、地元の大学及び企業の関係者など、あわせて約120人が出席し、今後5年間の取組について意見を交わしました。</p>
</main></body></html>"""
)
_CITIES = (
    _HEAD.format("姉妹都市のあゆみ")
    + "<p>昭和56年5月17日、富山市と秦皇島市は友好都市提携に調印しました。</p></main></body></html>"
)


def scene(home: Path) -> Town:
    """Set it."""
    town = Town(home)
    town.tell({URL: _PAGE, NEWS: _NEWS, CITIES: _CITIES, PDF: _report()})
    with Ledger.open(town.workspace.ledger) as ledger:
        page = next(kept.record.id for kept in ledger.documents() if kept.record.url == URL)
        named = {one.record.text: one.record.id for one in ledger.records_of(page)}
        for opinion in (
            Opinion(named["令和3年1月28日"], "confirm", "佐藤", _NOW),
            Opinion(named["令和5年11月20日"], "confirm", "鈴木", _NOW, note="議事録で確かめた"),
            Opinion(named["秦皇島市"], "confirm", "鈴木", _NOW),
            Opinion(named["平成元年6月13日"], "reject", "佐藤", _NOW),
            Opinion(named["1,250"], "correct", "佐藤", _NOW, said={"number": Decimal(1260)}),
        ):
            decide(ledger, opinion)
    town.tell({URL: _CHANGED})
    town.read_otherwise(URL, lambda one: {"number": Decimal(1400)} if one.id == named["1,250"] else {})
    with Ledger.open(town.workspace.ledger) as ledger:
        one, other = (
            entry.id for entry in registered(ledger).entries if {party.name for party in entry.parties} == _TWO
        )
    rule(town.workspace, "join", one, other, "鈴木")
    return town


def _report() -> bytes:
    maker = PdfMaker(face=_FACE if _FACE.exists() else None)
    maker.text(72, 72, "環境報告書", 22)
    maker.text(72, 120, "1. 都市間の連携", 15)
    maker.text(72, 150, "令和5年度の参加者は1,250人で、前年度より12.5%増えました。", 11)
    maker.text(72, 170, "令和6年2月5日に富山市と高岡市は脱炭素に関する連携協定を締結しました。", 11)
    maker.page()
    maker.text(72, 72, "2. 温室効果ガスの排出量", 15)
    maker.text(72, 102, "令和4年度の市域の排出量は204.3万t-CO2でした。", 11)
    maker.text(72, 122, "令和12年度までに平成25年度比で50%減らすことを目標としています。", 11)
    return maker.data()
