"""What of a page is not its article: menus, skip links, breadcrumbs, share buttons, questionnaires, footers.

>>> from extractors.html.tree import grow
>>> page = grow("<nav><a>市政</a></nav><main><h1>連携</h1><p>本市は協定を結んだ。</p></main><footer>代表電話</footer>")
>>> [node.name for root in article(page) for node in root.walk()]
['main', 'h1', 'p']

Parts are told by their element, role, id and class as the content management systems of municipalities name them.
Names mislead, so a part that holds the page's heading or most of its words stays whatever it is called.
"""

from __future__ import annotations

import re

from extractors.html.imprint import is_imprint
from extractors.html.tree import Node

_ELEMENTS = frozenset(("nav", "footer", "aside", "dialog", "menu"))
_ROLES = frozenset(("navigation", "search", "contentinfo", "banner", "complementary", "dialog", "alert", "menu"))
# Parts of ids and classes that always mean boilerplate.
_NAMES = (
    "nav navi gnav gnavi lnav lnavi snav snavi hnavi fnavi navigation globalnav globalnavi localnav localnavi "
    "subnavi breadcrumb breadcrumbs pankuzu panlist topicpath topic_path topic-path crumb crumbs sns snsbox "
    "snslink snsline snsarea social sharing skip skiplink skipnav pagetop gotop totop backtotop page-top page_top "
    "back-to-top logo hlogo adver ads adarea advertise advertisement koukoku kokoku bnr banner banners enquete "
    "enquette anketo questionnaire feedback hyoka hyouka ranking recommend recommended newslist whatsnew cookie "
    "gsearch fontsize mojisize tagcloud sidebar sidemenu sidenav side-menu side_menu lsidebar rsidebar "
    "widget-area emergency footer foot comments-area commentform comment-respond"
)
_NAMED = frozenset(_NAMES.split())
# Parts of ids and classes that mean it when most of the words are links,
_LINKING = frozenset(("header", "menu", "social", "related", "side", "event", "list-menu"))
# and when there are few words or most are links.
_MINOR = frozenset(("share", "print", "printbtn", "search", "language", "voice", "login"))
# Words for the ears of screen readers alone, when they are few.
_UNHEARD_NAMES = (
    "hide hidden sr-only sr_only screen-reader-text visually-hidden visuallyhidden visually_hidden voice-only "
    "hide-text nodisp non-disp blind jsmessage honbun"
)
_UNHEARD = frozenset(_UNHEARD_NAMES.split())
_FORM_PARTS = frozenset(("fieldset", "label", "legend"))
_PARTS = frozenset(("main", "article", "section"))
_SHALLOW = 12  # deeper headers belong to the article
_MOST_HEADINGS = 50
_LINKS = 3  # in one cell, with nothing beside them
_FEW = 80  # characters
_LITTLE = 300
# Whole blocks that say nothing of the subject, in the wording of the common systems.
_PHRASES = re.compile(
    r"(?:この)?(?:ページ|画面)の(?:先頭|上部|トップ|最上部|始まり|最初)(?:です|へ|に)?(?:戻る|もどる|移動)?。?"
    r"|(?:ここから|こちらは)?(?:ページの)?(?:本文|コンテンツ)(?:です|ここから|ここまで(?:です)?|が始まります|の始まりです|の開始)。?"
    r"|ここから(?:本文|サブメニュー|フッター).{0,10}|(?:サブ|メイン|ローカル)(?:メニュー|ナビゲーション)(?:ここまで|ここから)?(?:です)?。?"
    r"|.{0,40}(?:本文|コンテンツ|メニュー|フッター|ナビゲーション)(?:部分を)?(?:へ|に|を)?(?:スキップ|移動|飛ば|ジャンプ).{0,20}"
    r"|(?:この)?(?:ページを)?(?:印刷(?:する|用(?:ページ|画面)(?:を(?:開く|表示))?|プレビュー)?|大きな文字で印刷(?:ページ表示)?|印刷ページ表示)"
    r"|(?:印刷)(?:大きな文字で印刷)"
    r"|(?:ツイート|ポスト|シェア|いいね!?|LINEで送る|Xでポスト|(?:フェイスブック|Facebook|ライン|LINE|ツイッター|Twitter|X)で(?:シェア|ツイート|ポスト|送る))(?:する)?"
    r"|(?:現在(?:の)?位置|現在地)[:：]?.{0,120}|表示モード.{0,40}|文字(?:サイズ|の大きさ).{0,20}|音声読み上げ"
    r"|ホーム|トップページ|戻る|前のページへ戻る|閉じる|ページトップへ?|TOPへ?|PAGE ?TOP",
    re.IGNORECASE,
)
# The choice of languages at the top of a page.
_LANGUAGES = re.compile(
    r"(?:[\w ]{0,12}\s)?(?:(?:日本語|English|中文|简体|繁體|簡体字|繁体字|한국어|ハングル|Português|Español|Tiếng Việt|"
    r"Foreign Languages?|やさしい日本語|[()（）/|｜・,、\s])){3,}",
    re.IGNORECASE,
)
_QUESTIONS = re.compile(
    r"ご意見をお聞かせ|ご感想をお聞かせ|役に立ちましたか|見つけやすかったですか|わかりやすかったですか|分かりやすかったですか|アンケートにご協力"
)
# Headings whose lists lead to other pages.
_ELSEWHERE = re.compile(
    r"(?:関連|参考|おすすめ|外部)(?:する)?(?:リンク|ページ|情報|ダウンロード|ファイル|記事|資料|サイト|ドキュメント).{0,10}|リンク(?:集)?|新着情報|"
    r"(?:よく見られている|この(?:ページ|記事)を見た人は|人気の?)(?:ページ|記事)?.{0,20}|(?:同じ|この)(?:カテゴリ|分類).{0,20}|"
    r".{0,12}のメニュー|サブメニュー|(?:イベント|お知らせ)(?:情報|一覧|カレンダー)"
)
# Containers of the article, most telling first.
_CONTAINER_NAMES = (
    "tmp_contents honbun main_body mainbody main-body maincontents main-contents main_contents maincontent "
    "main-content main_content contentsin contents_in entry-content article-body detail_free pagebody contents content "
    "main page_body contentbody wysiwyg"
)
_CONTAINERS = {name: rank for rank, name in enumerate(_CONTAINER_NAMES.split())}
_CONTACT = frozenset(
    ("inquiry", "toiawase", "otoiawase", "contact", "contacts", "tantou", "reference", "section_footer", "tmp_inquiry")
)
_MOST = 0.7  # of the words outside links that the container must hold


def article(root: Node) -> list[Node]:
    """The parts of the page that make the article, in document order; everything else is marked as left out."""
    heading = _page_heading(root)
    _prune(root, heading)
    root.measure()
    body = next((node for node in root.walk() if node.name == "body"), root)
    chosen = _container(body, heading)
    return _strays(body, chosen)


def is_phrase(text: str) -> bool:
    """Whether a whole block is one of the sayings of menus and buttons."""
    said = " ".join(text.split())
    return len(said) <= 160 and any(pattern.fullmatch(said) for pattern in (_PHRASES, _LANGUAGES))


def leads_elsewhere(heading: str) -> bool:
    """Whether a heading announces links to other pages rather than a part of the article."""
    return _ELSEWHERE.fullmatch(heading.strip()) is not None


def is_contact(node: Node) -> bool:
    """Whether the element is named as the お問い合わせ block."""
    return not _CONTACT.isdisjoint(node.tokens)


def _page_heading(root: Node) -> Node | None:
    """The h1 that is the page's and not the site's: a logo is all picture or all link."""
    candidates = [node for node in root.walk() if node.name == "h1" and node.length > node.linked]
    del candidates[_MOST_HEADINGS:]
    outside = [node for node in candidates if not any(above.name == "header" for above in node.ancestors())]
    return next(reversed(outside or candidates), None)


def _prune(root: Node, heading: Node | None) -> None:
    kept = {id(node) for node in heading.ancestors()} if heading else set()
    # With the heading outside it, even a large part may be a footer; without one, most of the words are the page.
    most = (0.8 if heading else 0.5) * (root.length - root.linked)
    for node in list(root.walk()):
        if node.name in ("html", "body", "main", "article") or id(node) in kept:
            continue
        own = node.length - node.linked
        if _is_boilerplate(node) and (own <= most or node.name in ("nav", "footer")):
            node.left_out = True


def _is_boilerplate(node: Node) -> bool:
    names = node.tokens
    if node.name in _ELEMENTS or node.attributes.get("role") in _ROLES or not _NAMED.isdisjoint(names):
        return node.name in ("nav", "footer") or not is_contact(node)
    linking = node.linked >= 0.5 * node.length
    return (
        (linking and not _LINKING.isdisjoint(names))
        or ((linking or node.length <= _LITTLE) and not _MINOR.isdisjoint(names))
        or (node.length <= _FEW and not _UNHEARD.isdisjoint(names))
        or (node.name == "header" and _tops_the_page(node))
        or (node.name == "form" and _asks(node))
        or (node.name == "td" and _is_menu(node))
        or node.name in _FORM_PARTS
    )


def _is_menu(cell: Node) -> bool:
    """Whether a cell of an old page's layout table holds nothing but links, several of them."""
    links = sum(isinstance(child, Node) and child.name == "a" for child in cell.children)
    return links >= _LINKS and cell.linked == cell.length


def _tops_the_page(header: Node) -> bool:
    """Whether a header is that of the site, not of the article or a part of it."""
    return header.depth <= _SHALLOW and not any(above.name in _PARTS for above in header.ancestors())


def _asks(form: Node) -> bool:
    """Whether a form is a questionnaire or a search; ASP.NET wraps whole pages in forms, which stay."""
    return form.length <= _FEW or (form.length <= 2 * _LITTLE and bool(_QUESTIONS.search(form.text())))


def _container(body: Node, heading: Node | None) -> Node:
    """The smallest likely element that holds the page's heading and most of its words."""
    for candidate in sorted(body.walk(), key=_container_rank):
        own = candidate.length - candidate.linked
        if own and own >= _MOST * (body.length - body.linked):
            return _around(candidate, heading)
    return body


def _container_rank(node: Node) -> int:
    if node.name == "main" or node.attributes.get("role") == "main":
        return -2
    if node.name == "article":
        return -1
    named = f"{node.attributes.get('id', '')} {node.attributes.get('class', '')}".lower().split()
    return min((_CONTAINERS[name] for name in named if name in _CONTAINERS), default=len(_CONTAINERS))


def _around(chosen: Node, heading: Node | None) -> Node:
    if heading is None or heading.left_out:
        return chosen
    above = {id(node) for node in heading.ancestors()}
    while id(chosen) not in above and chosen.parent is not None:
        chosen = chosen.parent
    return chosen


def _strays(body: Node, chosen: Node) -> list[Node]:
    """The container, and what belongs to the article though it stands outside: the contact block, the update line."""
    found: list[Node] = []
    stack = [body]
    inside = {id(node) for node in chosen.ancestors()}
    while stack:
        node = stack.pop()
        if node.left_out:
            continue
        if node is chosen or (id(node) not in inside and (is_contact(node) or _states_imprint(node))):
            found.append(node)
            continue
        stack.extend(child for child in reversed(node.children) if isinstance(child, Node))
    return found


def _states_imprint(node: Node) -> bool:
    inner = any(isinstance(child, Node) and child.length == node.length for child in node.children)
    return 0 < node.length <= 2 * _FEW and not inner and is_imprint(node.text())
