"""Figures: what is found with which value, and what only looks like one."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.context import Context
from extractors.dates import find_dates
from extractors.document import Document
from extractors.figures import find_figures
from extractors.plain import structured
from extractors.reader import read as read_bytes
from extractors.records import DateRecord, FigureRecord

# (text, passage, value, unit). A value is written 46, >=46, <=46 or 3..5, with ~ in front when approximate.
Rows = list[tuple[str, str, str, str | None]]
NUMBERS: Rows = [
    ("事業費は2,197円です。", "2,197円", "2197", "円"),
    ("事業費は２，１９７円です。", "２，１９７円", "2197", "円"),
    ("総額1億2,000万円を計上した。", "1億2,000万円", "120000000", "円"),
    ("総額1兆2,345億円の経済効果", "1兆2,345億円", "1234500000000", "円"),
    ("12億3,456万7千円を支出", "12億3,456万7千円", "1234567000", "円"),
    ("3千人が来場した。", "3千人", "3000", "人"),
    ("5百万円を寄附", "5百万円", "5000000", "円"),
    ("補助金は1,500千円とする。", "1,500千円", "1500000", "円"),
    ("補助金は 1,500 千円とする。", "1,500 千円", "1500000", "円"),
    ("事業費 25 百万円", "25 百万円", "25000000", "円"),
    ("人口は10万人である。", "10万人", "100000", "人"),
    ("人口は12.5万人である。", "12.5万人", "125000", "人"),
    ("人口は1万2千人である。", "1万2千人", "12000", "人"),
    ("面積は0.5haです。", "0.5ha", "0.5", "ha"),
    ("参加した三百人の市民", "三百人", "300", "人"),
    ("約三千世帯が停電した。", "約三千世帯", "~3000", "世帯"),
    ("会員は、二十か国に広がる。", "二十か国", "20", "か国"),
    ("排出量の三割を占める。", "三割", "30", "%"),
    ("二酸化炭素排出量を二倍に", "二倍", "2", "倍"),
    ("3つの柱を掲げる。", "3つの柱", "3", "柱"),
    ("合計120 人が参加", "120 人", "120", "人"),
    ("¥1,200を納付", "1,200", "1200", "円"),
    ("約$500の支援", "$500", "~500", "ドル"),
    ("1,234,567人が利用した。", "1,234,567人", "1234567", "人"),
    ("世界2.500以上の自治体が加盟", "2.500以上の自治体", ">=2500", "自治体"),
    ("10,000,000 kWh を発電", "10,000,000 kWh", "10000000", "kWh"),
]
SHARES: Rows = [
    ("温室効果ガスを46％削減する。", "46％", "46", "%"),
    ("再エネ比率は 22.0 % だった。", "22.0 %", "22.0", "%"),
    ("前年度に比べ3割削減した。", "3割", "30", "%"),
    ("利用者の3割5分が市外", "3割5分", "35", "%"),
    ("打率は2割8分3厘", "2割8分3厘", "28.3", "%"),
    ("料金を2割引とします。", "2割", "20", "%"),
    ("前回より1.2ポイント上昇した。", "1.2ポイント", "1.2", "ポイント"),
    ("前回より1.2％ポイント上昇した。", "1.2％ポイント", "1.2", "ポイント"),
    ("約6割の市民が支持", "約6割", "~60", "%"),
    ("発電量は前年の1.5倍となった。", "1.5倍", "1.5", "倍"),
    ("発生率は3.5‰である。", "3.5‰", "3.5", "‰"),
    ("50パーセント以上の出席", "50パーセント以上", ">=50", "%"),
    ("補助対象経費の2分の1以内の額", "2分の1以内", "<=0.5", None),
    ("議員の4分の3の賛成", "4分の3", "0.75", None),
    ("委員の三分の二の出席", "三分の二", "0.666666667", None),
    ("前年度比△3.2％となった。", "△3.2％", "-3.2", "%"),
    ("前年度比▲3.2％となった。", "▲3.2％", "-3.2", "%"),
    ("増減率は−3.2％", "−3.2％", "-3.2", "%"),
    ("増減率は-3.2%", "-3.2%", "-3.2", "%"),
    ("増減率 +3.2%", "+3.2%", "3.2", "%"),
    ("マイナス5％の伸び", "マイナス5％", "-5", "%"),
    ("100％再生可能エネルギーの街", "100％", "100", "%"),
]
BOUNDS: Rows = [
    ("10人以上が必要", "10人以上", ">=10", "人"),
    ("1万人超が来場", "1万人超", ">=10000", "人"),
    ("100人を超える市民が集まった。", "100人を超える", ">=100", "人"),
    ("参加者は100人を超え、", "100人を超え", ">=100", "人"),
    ("200件を上回る応募", "200件を上回る", ">=200", "件"),
    ("100人余りが参加", "100人余り", ">=100", "人"),
    ("3割強を占める。", "3割強", ">=30", "%"),
    ("排出量は6%弱低下した。", "6%弱", "<=6", "%"),
    ("10GWh未満の事業所", "10GWh未満", "<=10000000", "kWh"),
    ("50㎡以下の住宅", "50㎡以下", "<=50", "m2"),
    ("20人以内とする。", "20人以内", "<=20", "人"),
    ("先着30人まで", "30人まで", "<=30", "人"),
    ("上限10万円を補助", "上限10万円", "<=100000", "円"),
    ("最大50名が宿泊可能", "最大50名", "<=50", "人"),
    ("最低5人で開催", "最低5人", ">=5", "人"),
    ("少なくとも3校が参加", "少なくとも3校", ">=3", "校"),
    ("900以上の自治体が利用", "900以上の自治体", ">=900", "自治体"),
    ("1,000を超える多様な団体との連携", "1,000を超える多様な団体", ">=1000", "団体"),
    ("300以上の様々な業種の企業が賛同", "300以上の様々な業種の企業", ">=300", "企業"),
    ("500を超える世界中の都市が加わる", "500を超える世界中の都市", ">=500", "都市"),
    ("120未満の事業所", "120未満の事業所", "<=120", "事業所"),
    ("会員都市 1,200+", "1,200+", ">=1200", "会員都市"),
    ("10kW以上50kW未満の太陽光発電", "10kW以上50kW未満", "10..50", "kW"),
    ("約100人以上が来場", "約100人以上", "~>=100", "人"),
]
ABOUT: Rows = [
    ("約1億人が暮らす。", "約1億人", "~100000000", "人"),
    ("およそ200世帯分の電力", "およそ200世帯", "~200", "世帯"),
    ("30人程度を募集", "30人程度", "~30", "人"),
    ("50件前後の応募", "50件前後", "~50", "件"),
    ("ほぼ100％を達成", "ほぼ100％", "~100", "%"),
    ("概ね20haの区域", "概ね20ha", "~20", "ha"),
    ("100人ほどが集まった。", "100人ほど", "~100", "人"),
    ("60人くらいの規模", "60人くらい", "~60", "人"),
    ("おおむね5割の世帯", "おおむね5割", "~50", "%"),
    ("100人近くが参加", "100人近く", "~100", "人"),
    ("約40の自治体が参加", "約40の自治体", "~40", "自治体"),
    ("約 1,200 t-CO2 の削減", "約 1,200 t-CO2", "~1200", "t-CO2"),
]
RANGES: Rows = [
    ("3-4人のグループ", "3-4人", "3..4", "人"),
    ("3～5人で構成", "3～5人", "3..5", "人"),
    ("10～15%の削減", "10～15%", "10..15", "%"),
    ("10%～15%の削減", "10%～15%", "10..15", "%"),
    ("10〜15％程度の削減", "10〜15％程度", "~10..15", "%"),
    ("10 ～ 15 ％の削減", "10 ～ 15 ％", "10..15", "%"),
    ("10人から20人までの参加", "10人から20人まで", "10..20", "人"),
    ("1～2万人の来場", "1～2万人", "10000..20000", "人"),
    ("5万円～10万円を支給", "5万円～10万円", "50000..100000", "円"),
    ("2～3割の削減", "2～3割", "20..30", "%"),
    ("100～200kWの設備", "100～200kW", "100..200", "kW"),
    ("1.5～2.0℃の上昇", "1.5～2.0℃", "1.5..2.0", "℃"),
    ("約20～30団体が参加", "約20～30団体", "~20..30", "団体"),
    ("300ないし400世帯", "300ないし400世帯", "300..400", "世帯"),
    ("900~1,200件", "900~1,200件", "900..1200", "件"),
]
UNITS: Rows = [
    ("排出量は767.4万t-CO2です。", "767.4万t-CO2", "7674000", "t-CO2"),
    ("排出量は1,234千t-CO2です。", "1,234千t-CO2", "1234000", "t-CO2"),
    ("排出量は120t-CO₂です。", "120t-CO₂", "120", "t-CO2"),
    ("排出量は120tCO2です。", "120tCO2", "120", "t-CO2"),
    ("排出量は120ｔ－ＣＯ２です。", "120ｔ－ＣＯ２", "120", "t-CO2"),
    ("排出量は120トン-CO2です。", "120トン-CO2", "120", "t-CO2"),
    ("排出量は120t-CO2eqです。", "120t-CO2eq", "120", "t-CO2"),
    ("排出量は120トンCO2換算です。", "120トンCO2換算", "120", "t-CO2"),
    ("排出量は120t・CO2です。", "120t・CO2", "120", "t-CO2"),
    ("排出量は35kg-CO2です。", "35kg-CO2", "35", "kg-CO2"),
    ("一人当たり5.2t-CO2/人", "5.2t-CO2/人", "5.2", "t-CO2/人"),
    ("排出係数は0.441kg-CO2/kWh", "0.441kg-CO2/kWh", "0.441", "kg-CO2/kWh"),
    ("年間発電量は3,000kWh/年", "3,000kWh/年", "3000", "kWh/年"),
    ("二酸化炭素25万トンを削減", "25万トン", "250000", "t"),
    ("ごみ1,200tを処理", "1,200t", "1200", "t"),
    ("出力は2.2MWです。", "2.2MW", "2200", "kW"),
    ("出力は500Wです。", "500W", "0.5", "kW"),
    ("1.5GWの導入", "1.5GW", "1500000", "kW"),
    ("10MWhを蓄電", "10MWh", "10000", "kWh"),
    ("1,000キロワット時の電力", "1,000キロワット時", "1000", "kWh"),
    ("出力5万キロワットの発電所", "5万キロワット", "50000", "kW"),
    ("消費量は3.5PJである。", "3.5PJ", "3500000000000000", "J"),
    ("消費量は20GJである。", "20GJ", "20000000000", "J"),
    ("敷地は1,500㎡です。", "1,500㎡", "1500", "m2"),
    ("敷地は1,500m²です。", "1,500m²", "1500", "m2"),
    ("敷地は1,500平方メートルです。", "1,500平方メートル", "1500", "m2"),
    ("市域は217.43km²です。", "217.43km²", "217.43", "km2"),
    ("市域は217.43平方キロメートル", "217.43平方キロメートル", "217.43", "km2"),
    ("森林は3,000ヘクタール", "3,000ヘクタール", "3000", "ha"),
    ("貯水量は500万m3", "500万m3", "5000000", "m3"),
    ("貯水量は500立方メートル", "500立方メートル", "500", "m3"),
    ("気温は35.2℃に達した。", "35.2℃", "35.2", "℃"),
    ("気温上昇を1.5度に抑える", "1.5度", "1.5", "℃"),
    ("出力は1,200㎾です。", "1,200㎾", "1200", "kW"),
    ("発電量は25㎿hです。", "25㎿h", "25000", "kWh"),
    ("原油換算で1,500kL", "1,500kL", "1500", "kL"),
    ("延長は12.3kmです。", "12.3km", "12.3", "km"),
    ("単価は25円/kWhです。", "25円/kWh", "25", "円/kWh"),
    ("300万ドルの基金", "300万ドル", "3000000", "ドル"),
    ("人口密度は1,200人/km2", "1,200人/km2", "1200", "人/km2"),
]
COUNTERS: Rows = [
    ("出席者は329名でした。", "329名", "329", "人"),
    ("9カ国の代表", "9カ国", "9", "か国"),
    ("9ヶ国の代表", "9ヶ国", "9", "か国"),
    ("9箇国の代表", "9箇国", "9", "か国"),
    ("市内15カ所に設置", "15カ所", "15", "か所"),
    ("市内15箇所に設置", "15箇所", "15", "か所"),
    ("海外9か国15都市が参加", "9か国", "9", "か国"),
    ("海外9か国15都市が参加", "15都市", "15", "都市"),
    ("23企業が協賛", "23企業", "23", "企業"),
    ("50企業・団体など", "50企業・団体", "50", "企業・団体"),
    ("91自治体が表明", "91自治体", "91", "自治体"),
    ("100団体に到達", "100団体", "100", "団体"),
    ("世界9地域で実施", "9地域", "9", "地域"),
    ("ニュースを133件掲載", "133件", "133", "件"),
    ("水車(4基)を設置", "4基", "4", "基"),
    ("バス12台を導入", "12台", "12", "台"),
    ("小学校8校で実施", "8校", "8", "校"),
    ("全3回の講座", "3回", "3", "回"),
    ("協賛社は40社です。", "40社", "40", "社"),
    ("住宅250戸を整備", "250戸", "250", "戸"),
    ("5市2町が連携", "5市", "5", "市"),
    ("5市2町が連携", "2町", "2", "町"),
    ("20政令指定都市の市長", "20政令指定都市", "20", "政令指定都市"),
    ("1,741市区町村を対象", "1,741市区町村", "1741", "市区町村"),
    ("98セッションを開催", "98セッション", "98", "セッション"),
    ("12プログラムを用意", "12プログラム", "12", "プログラム"),
    ("30事業所が認定を受けた。", "30事業所", "30", "事業所"),
    ("11国際機関が参加", "11国際機関", "11", "国際機関"),
    ("苗木500本を植えた。", "500本", "500", "本"),
    ("応募作品215点", "215点", "215", "点"),
    ("先着25組です。", "25組", "25", "組"),
    ("定員50名", "50名", "50", "人"),
    ("参加者120人、うち市外30人", "30人", "30", "人"),
    ("延べ300人が参加", "300人", "300", "人"),
    ("5か国語に対応", "5か国語", "5", "か国語"),
    ("蔵書は3万冊です。", "3万冊", "30000", "冊"),
    ("給食1,200食を提供", "1,200食", "1200", "食"),
    ("市議会の議席は34議席", "34議席", "34", "議席"),
    ("30店舗が加盟", "30店舗", "30", "店舗"),
    ("15チームが出場", "15チーム", "15", "チーム"),
    ("観光客は2,000人規模", "2,000人", "2000", "人"),
    ("8路線を運行", "8路線", "8", "路線"),
    ("3種類の分別", "3種類", "3", "種類"),
    ("60人参加", "60人", "60", "人"),
    ("12自治体参加", "12自治体", "12", "自治体"),
]
NOUNS: Rows = [
    ("世界の40の都市・地域と連携", "40の都市・地域", "40", "都市・地域"),
    ("日本の16の自治体が連携", "16の自治体", "16", "自治体"),
    ("98のセッションを開催", "98のセッション", "98", "セッション"),
    ("11の国際機関に加え、", "11の国際機関", "11", "国際機関"),
    ("2つのセッションを実施", "2つのセッション", "2", "セッション"),
    ("5つの重点分野を定めた。", "5つの重点分野", "5", "重点分野"),
    ("28の自治体(うち日本国自治体10)が参加", "10", "10", "自治体"),
    ("200の多様な団体が集う", "200の多様な団体", "200", "団体"),
    ("150の海外の都市を招いた", "150の海外の都市", "150", "都市"),
    ("30の新たな施策を展開", "30の新たな施策", "30", "施策"),
    ("国内53の自治体が賛同", "53の自治体", "53", "自治体"),
    ("12の取り組みを紹介", "12の取り組み", "12", "取り組み"),
    ("8つのゴールを達成", "8つのゴール", "8", "ゴール"),
    ("2,500を超える都市、地域、専門家との連携", "2,500を超える都市、地域、専門家", ">=2500", "都市、地域、専門家"),
    ("加盟自治体数:120", "120", "120", "自治体"),
    ("人口(人):120,345", "120,345", "120345", "人"),
    ("35の市町村で実施する。", "35の市町村", "35", "市町村"),
    ("100の金融機関が署名", "100の金融機関", "100", "金融機関"),
    ("6つの大学と協定を締結", "6つの大学", "6", "大学"),
    ("47の都道府県で調査", "47の都道府県", "47", "都道府県"),
]
OTHER: Rows = [
    ("二酸化炭素排出量を実質ゼロにする。", "ゼロ", "0", None),
    ("収支は△1,234千円となった。", "△1,234千円", "-1234000", "円"),
    ("・50人が参加", "50人", "50", "人"),
    ("▲5人が参加", "5人", "5", "人"),
    ("- 50人が参加", "50人", "50", "人"),
    ("(定員30名)", "30名", "30", "人"),
    ("費用:3,000円", "3,000円", "3000", "円"),
    ("費用｜3,000円", "3,000円", "3000", "円"),
    ("1 会費 3,000円", "3,000円", "3000", "円"),
    ("N=1,234人", "1,234人", "1234", "人"),
    ("1市3町の首長", "1市", "1", "市"),
    ("参加費は1回500円です。", "500円", "500", "円"),
    ("ASEAN10か国の代表", "10か国", "10", "か国"),
    ("EV20台を導入", "20台", "20", "台"),
    ("15万円を上限とする。", "15万円を上限", "<=150000", "円"),
    ("加盟都市は2,500以上です。", "2,500以上", ">=2500", "都市"),
    ("会員数が1,000を超えました。", "1,000を超え", ">=1000", "会員"),
    ("都道府県47、市町村1,718が加わる。", "1,718", "1718", "市町村"),
    ("120を超える国と地域が参加", "120を超える国と地域", ">=120", "国と地域"),
    ("130以上の国の2,500以上の自治体", "130以上の国", ">=130", "国"),
]
GROUPS = {
    "numbers": NUMBERS,
    "shares": SHARES,
    "bounds": BOUNDS,
    "about": ABOUT,
    "ranges": RANGES,
    "units": UNITS,
    "counters": COUNTERS,
    "nouns": NOUNS,
    "other": OTHER,
}
FOUND = [pytest.param(*row, id=f"{name}: {row[0]} {row[1]}") for name, rows in GROUPS.items() for row in rows]

IGNORED = [
    "第1回検討会",
    "第 2 回検討会",
    "第1・2回",
    "3回目の開催",
    "(1) 概要",
    "1 イクレイについて",
    "2 人材育成",
    "3 市の取組",
    "1. 事業概要",
    "①3階会議室",
    "市役所3階",
    "本館4F",
    "第5次総合計画",
    "第3期実施計画",
    "第2四半期",
    "電話番号:048-829-1315",
    "TEL 03-6205-8415",
    "(03)1234-5678 内線2345",
    "〒930-8510",
    "〒105-0003 東京都港区",
    "新桜町7番38号",
    "西新橋1-14-2 新橋ビル",
    "常盤六丁目4番4号",
    "3丁目5番地",
    "国道17号線",
    "県道3号",
    "第7条第2項",
    "12ページ参照",
    "p.23",
    "図1の概要",
    "表2の内訳",
    "別表3の区分",
    "様式第3号",
    "資料4のとおり",
    "別紙2参照",
    "問3の回答",
    "議案第5号",
    "Urban7の活動",
    "G7各国の政府",
    "COP26会場",
    "ISO14001認証",
    "SDGs未来都市2021",
    "ISAP2020の開催",
    "環境文明21顧問",
    "ペナン2030ビジョン",
    "再エネ100宣言",
    "100RC同士の連携",
    "A4判",
    "PM2.5の測定",
    "CO2排出量",
    "CO2削減事業",
    "Ver.2.0",
    "v1.2.3を公開",
    "192.168.0.1",
    "https://www.example.jp/events/20230808",
    "https://www.example.jp/a?id=30%20",
    "info@city10.example.jp",
    "10時30分から",
    "10:30-17:30",
    "午後3時",
    "24時間営業",
    "3日間の会期",
    "4分程度の動画",
    "60秒の広告",
    "10年間の経験",
    "3週間にわたって",
    "3カ月の間",
    "2か年計画",
    "5か年の計画",
    "30周年を記念",
    "65歳以上",
    "18才未満",
    "20代の若者",
    "2年生の児童",
    "5年1組",
    "毎月1回の発行",
    "月1回の会合",
    "年3回の開催",
    "週2回の収集",
    "1日2回の運行",
    "1人当たりの排出量",
    "1世帯当たりの消費量",
    "10万人当たりの数",
    "1人1台の端末",
    "5人に1人の割合",
    "1回当たり",
    "5人制サッカー",
    "2大都市圏",
    "4本目の柱",
    "市民1人ひとりの行動",
    "1つの目標",
    "一つの例",
    "一人ひとりの行動",
    "一般社団法人",
    "十分な対策",
    "二酸化炭素",
    "三重県と四日市市",
    "千葉市、八王子市",
    "百貨店での販売",
    "万博の開催",
    "四半期ごと",
    "単位:千円",
    "(百万円)",
    "2022.11",
    "9.3 会議",
    "3.17-18 フォーラム",
    "2021-2024の任期",
    "2021/04/01",
    "R3.1.28",
    "容量は2,197キロバイト",
    "PDF形式 1.2MB",
    "資料(PDF:350KB)",
    "1/2以上",
    "3対2で可決",
    "10位にランクイン",
    "1級河川",
    "2等賞",
    "震度5弱",
    "2050年実質ゼロを表明",
    "ゼロカーボンシティ宣言",
    "二酸化炭素排出実質ゼロ(ゼロカーボンシティ)を表明",
    "No.3の作品",
    "レベル3の警報",
    "フェーズ2の事業",
    "1,2,3",
    "0120番",
    "007の映画",
    "8の字に曲がる",
    "100選に認定",
    "第1号~3号",
    "3番目の都市",
    "15か国目",
    "5合目",
    "2泊3日",
    "4月1日",
    "令和3年度",
    "2030年目標",
]


def read(text: str, dated: bool = True) -> list[FigureRecord]:
    document = structured(text, Context())
    return find_figures(document, find_dates(document) if dated else [])


def value(record: FigureRecord) -> str:
    about = "~" if record.approximate else ""
    if record.number is not None:
        return f"{about}{record.number.normalize():f}"
    low, high = (None if one is None else f"{one.normalize():f}" for one in (record.min, record.max))
    return about + (f">={low}" if high is None else f"<={high}" if low is None else f"{low}..{high}")


def plain(written: str) -> str:
    """The value of a row with idle zeros left out."""
    return re.sub(r"-?\d+(?:\.\d+)?", lambda match: f"{Decimal(match.group()).normalize():f}", written)


@pytest.mark.parametrize(("text", "passage", "expected", "unit"), FOUND)
def test_found(text: str, passage: str, expected: str, unit: str | None) -> None:
    record = next((one for one in read(text) if passage in one.text), None)
    assert record is not None, [one.text for one in read(text)]
    assert (value(record), record.unit) == (plain(expected), unit)
    assert text[record.start : record.end] == record.text


@pytest.mark.parametrize("text", IGNORED)
@pytest.mark.parametrize("dated", [True, False], ids=["dated", "undated"])
def test_ignored(text: str, dated: bool) -> None:
    assert [(one.text, one.unit) for one in read(text, dated)] == []


# (text, passage, field, value): what the words around a figure say of it.
AROUND = [
    ("2020年の排出量は120t-CO2でした。", "120t-CO2", "period", "2020"),
    ("令和2年度の排出量は120t-CO2でした。", "120t-CO2", "period", "2020-04/2021-03"),
    ("令和5年10月1日現在、人口は3万人です。", "3万人", "period", "2023"),
    ("5月7日時点の登録は、2021年3月末現在で20自治体です。", "20自治体", "period", "2021"),
    ("2030年度までに50％削減する目標です。", "50％", "period", "2030-04/2031-03"),
    ("2021年に宣言し、2030年度までに50％削減を目指します。", "50％", "period", "2030-04/2031-03"),
    ("回答者は1,200人(2022年度)でした。", "1,200人", "period", "2022-04/2023-03"),
    ("2022年度の活動\n\n講座を開き、30人が学びました。", "30人", "period", "2022-04/2023-03"),
    ("期間を定めず、30人が学びました。", "30人", "period", None),
    ("2030年度に2013年度比で46％削減する。", "46％", "basis", "2013-04/2014-03"),
    ("2030年度に2013年度比で46％削減する。", "46％", "period", "2030-04/2031-03"),
    ("平成25年度比46％の削減", "46％", "basis", "2013-04/2014-03"),
    ("1990年比で1.1℃上昇した。", "1.1℃", "basis", "1990"),
    ("2013年度に比べ19.4％減少した。", "19.4％", "basis", "2013-04/2014-03"),
    ("2013年度から46％削減する。", "46％", "basis", "2013-04/2014-03"),
    ("46％削減(2013年度比)を目指す。", "46％", "basis", "2013-04/2014-03"),
    ("基準年度は2013年度です。排出量は基準年度比で46％減りました。", "46％", "basis", "2013-04/2014-03"),
    ("2013年度(基準年度)に対し取り組む。基準年度比で46％減らす。", "46％", "basis", "2013-04/2014-03"),
    ("2020年度は9万t-CO2で、前年度比3.2％の減", "3.2％", "basis", "2019-04/2020-03"),
    ("2020年度は8万t-CO2で、2013年度の10万t-CO2と比べ20％減った。", "20％", "basis", "2013-04/2014-03"),
    ("2020年度は8万t-CO2で、2013年度の10万t-CO2と比べ20％減った。", "20％", "period", "2020-04/2021-03"),
    ("排出量は46％減りました。", "46％", "basis", None),
    ("21.7％削減（実績）", "21.7％", "status", "actual"),
    ("51％削減（目標）", "51％", "status", "target"),
    ("3,456t-CO2/年（見込み）", "3,456t-CO2/年", "status", "forecast"),
    ("目標値：50％", "50％", "status", "target"),
    ("令和4年度実績 1,234t", "1,234t", "status", "actual"),
    ("排出量を46％削減することを目指します。", "46％", "status", "target"),
    ("人口の68％が都市に住むと予測されています。", "68％", "status", "forecast"),
    ("46％を目標とする。", "46％", "status", "target"),
    ("目標達成に向けて30人で話し合った。", "30人", "status", None),
    ("30人が参加しました。", "30人", "status", None),
    ("前年度比△3.2％となった。", "△3.2％", "change", True),
    ("社会増減は+567人である。", "+567人", "change", True),
    ("収支は△1,234千円である。", "△1,234千円", "change", False),
    ("3.2％減少した。", "3.2％", "change", False),
    ("温室効果ガスを46％削減する。", "46％", "measure", "温室効果ガス削減率"),
    ("参加者は120人でした。", "120人", "measure", "参加者"),
    ("面積：123haの森", "123ha", "measure", "面積"),
    ("また、120団体が集う。", "120団体", "measure", "団体数"),
    ("出力は500kWです。", "500kW", "unit_text", "kW"),
    ("出席者は30名です。", "30名", "unit_text", "名"),
]


@pytest.mark.parametrize(("text", "passage", "field", "expected"), AROUND)
def test_around(text: str, passage: str, field: str, expected: object) -> None:
    record = next(one for one in read(text) if passage in one.text)
    assert getattr(record, field) == expected


CELLS = """<main><h1>統計</h1>{caption}<table><tr><th>部門</th><th>{first}</th><th>{second}</th></tr>
<tr><th>産業</th><td>1,234</td><td>{value}</td></tr><tr><th>家庭</th><td>567</td><td>89</td></tr></table></main>"""
# (caption, head, head, cell, passage, value, unit, period, status)
TABLES = [
    ("<p>単位：千t-CO2</p>", "2013年度", "2020年度", "987", "1,234", "1234000", "t-CO2", "2013-04/2014-03", None),
    ("<p>（単位:百万円）</p>", "令和3年度", "令和4年度", "987", "987", "987000000", "円", "2022-04/2023-03", None),
    ("", "2021年度実績(人)", "2030年度目標(人)", "2,000", "2,000", "2000", "人", "2030-04/2031-03", "target"),
    ("", "2021年度実績(人)", "2030年度目標(人)", "2,000", "1,234", "1234", "人", "2021-04/2022-03", "actual"),
    ("", "面積（ha）", "増減率（％）", "△3.2", "△3.2", "-3.2", "%", None, None),
    ("", "世帯数", "発電量(MWh)", "12.5", "1,234", "1234", "世帯", None, None),
    ("", "世帯数", "発電量(MWh)", "12.5", "12.5", "12500", "kWh", None, None),
    ("", "件数(件)", "金額（千円）", "約500", "約500", "~500000", "円", None, None),
    ("<p>単位：人</p>", "合計", "割合", "20.5%", "20.5%", "20.5", "%", None, None),
    ("<p>単位：人</p>", "合計", "内訳", "30名", "30名", "30", "人", None, None),
]


@pytest.mark.parametrize("row", TABLES)
def test_tables(row: tuple[str, str, str, str, str, str, str, str | None, str | None]) -> None:
    caption, first, second, cell, passage, expected, unit, period, status = row
    page = CELLS.format(caption=caption, first=first, second=second, value=cell)
    document = read_bytes(page.encode(), "text/html", Context())
    found = find_figures(document, find_dates(document))
    record = next((one for one in found if one.text == passage), None)
    assert record is not None, [one.text for one in found]
    assert (value(record), record.unit) == (plain(expected), unit)
    assert (record.period, record.status) == (period, status)


def test_a_table_of_years_and_numbers_without_a_unit_holds_no_figures() -> None:
    text = "年度\t番号\tページ\n2013\t12\t3\n2014\t15\t4"
    assert read(text) == []


def test_years_as_heads_are_no_figures() -> None:
    text = "参加者数(人)\n\n部門\t2013\t2020\n講座(人)\t120\t130"
    assert [one.text for one in read(text)] == ["120", "130"]


def test_a_change_keeps_its_sign_under_its_head() -> None:
    text = "部門\t2020年度（千円）\t増減（千円）\n産業\t1,200\t△300\n家庭\t800\t150"
    assert [(one.text, one.number, one.change) for one in read(text)] == [
        ("1,200", Decimal(1200000), False),
        ("△300", Decimal(-300000), True),
        ("800", Decimal(800000), False),
        ("150", Decimal(150000), True),
    ]


def test_contact_blocks_hold_no_figures() -> None:
    text = "案内\n\n30人が参加しました。\n\nお問い合わせ\n\n環境課 内線20人"
    assert [one.text for one in read(text)] == ["30人"]


def test_nothing_overlaps_a_date() -> None:
    text = "2020年に30人、8月6日から9日までの4日間に延べ100人が来た。"
    document = structured(text, Context())
    start = text.index("30人")
    date = DateRecord(start=start, end=start + 2, text="30", edtf=None, confidence=0.5)
    assert [one.text for one in find_figures(document, [date])] == ["100人"]


def test_doubt_is_said() -> None:
    sure, european, label, share = (read(text)[0] for text in SURE_AND_DOUBTFUL)
    assert sure.confidence >= 0.9
    assert max(european.confidence, label.confidence, share.confidence) <= 0.6


SURE_AND_DOUBTFUL = ["46％削減する。", "2.500以上の自治体", "加盟自治体数:120", "議員の3分の2の賛成"]


def test_sums_are_exact() -> None:
    record = read("総額は0.1兆円と12億3,456万7,890円です。")
    assert [one.number for one in record] == [Decimal("100000000000"), Decimal("1234567890")]


COUNTING = {"": 1, "千": 1_000, "百万": 1_000_000, "万": 10_000, "億": 100_000_000, "兆": 10**12}
COUNTED = ("人", "円", "世帯", "自治体", "t-CO2", "%", "kWh", "ha", "か国", "社", "件", "の都市")


NUMBERS_WRITTEN = st.tuples(st.integers(2, 999_999), st.integers(0, 99), st.booleans(), st.booleans())


@settings(max_examples=150, deadline=None)
@given(NUMBERS_WRITTEN, st.sampled_from(sorted(COUNTING)), st.sampled_from(COUNTED))
def test_any_number_with_any_counting_word_comes_back(
    number: tuple[int, int, bool, bool], word: str, unit: str
) -> None:
    whole, hundredths, grouped, wide = number
    amount = Decimal(whole) + Decimal(hundredths) / 100
    written = f"{amount:,f}" if grouped else f"{amount:f}"
    if unit == "の都市" and not word and not grouped and 1900 <= whole < 2100:
        return  # 2020の都市 is a year
    if wide:
        written = written.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,"})
    [record] = read(f"この欄の値は、{written}{word}{unit}となった。", dated=False)
    assert record.number == amount * COUNTING[word]


KANJI_DIGITS = "〇一二三四五六七八九"


def in_kanji(number: int) -> str:
    """The number as people write it in kanji: 12,300 is 一万二千三百."""
    parts = []
    for word, size in (("億", 10**8), ("万", 10**4), ("", 1)):
        section, number = divmod(number, size)
        digits = [
            (KANJI_DIGITS[digit] if digit > 1 or not small else "") + small
            for small, unit in (("千", 1000), ("百", 100), ("十", 10), ("", 1))
            if (digit := section // unit % 10)
        ]
        parts += [*digits, word] if section else []
    return "".join(parts)


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 10**9).filter(lambda number: not set(in_kanji(number)) <= set("十百千万億")))
def test_any_number_in_kanji_comes_back(number: int) -> None:
    [record] = read(f"この欄の値は、{in_kanji(number)}人となった。", dated=False)
    assert record.number == number


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="0123456789,.-~～％△▲以上約のつ人円都市（）() \n\t年度比千万億三十を超える自治体", max_size=120)
)
def test_spans_are_slices_apart_from_one_another(text: str) -> None:
    document = structured(text, Context())
    dates = find_dates(document)
    found = find_figures(document, dates)
    for record in found:
        assert text[record.start : record.end] == record.text
        assert record.text
    spans = sorted([(one.start, one.end) for one in (*found, *dates)])
    assert all(one[1] <= two[0] for one, two in pairwise(spans) if one != two)


@pytest.mark.parametrize(
    "unit", ["1", "1,", "1,000,", "(", "一", "1万", "1.", "1-", "ア", "基準年度", " ", "都市、", "を超える"]
)
def test_a_megabyte_of_anything_is_read_in_one_pass(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    document = Document(id="", text=text, media_type="text/plain", sha256="")
    start = time.perf_counter()
    assert find_figures(document, []) == []
    assert time.perf_counter() - start < 10  # seconds; a pattern that backtracks takes hours


LABELS = "目標" + "として、" * 30 + "あ5%"


@pytest.mark.parametrize("unit", ["1)", "3~", "5の", "5%", "3人\n", "2013年度比", "(5人", LABELS, "5の都市・都市、"])
def test_time_grows_with_length(unit: str) -> None:
    documents = [Document(id="", text=unit * count, media_type="text/plain", sha256="") for count in (250, 2_000)]
    short, long = (min(timed(document) for _ in range(2)) for document in documents)
    assert long < 8 * 4 * max(short, 0.002)


def timed(document: Document) -> float:
    start = time.perf_counter()
    find_figures(document, [])
    return time.perf_counter() - start
