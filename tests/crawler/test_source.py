"""Source files: what they may say, and the one line that a wrong one gets."""

from pathlib import Path

import pytest

from crawler.source import Source, SourceError, load, load_all

START = "start: ['http://www.example.jp/kankyo/index.html']\n"
WHOLE = """\
title: 富山市
publisher: {name: 富山市, code: "162019"}
enabled: false
start: ["http://127.0.0.1:8760/toyama/"]
scope: {paths: ["/toyama/"], exclude: ["/toyama/event/"], types: [html, pdf], depth: 2, pages: 50}
wait: 0.5
private: true
contact: someone@example.jp
schedule: {cron: "0 5 * * 1", timezone: Asia/Tokyo}
expected: {documents: [3, 50], records: [10, 5000]}
"""

# (what stands in the file, what the line must say besides the file's name)
REFUSED = [
    ("", "holds no keys"),
    ("- a\n", "holds no keys"),
    ("title: [", "line 1|line 2"),
    ("title: a\n  start: b", "line 2 is no YAML"),
    ("title: a", "start.*add this key"),
    (START, "title.*add this key"),
    ("title: a\nstart: []", "start"),
    ("title: a\nstart: http://www.example.jp/", "start.*write a list"),
    ("title: a\nstart: [www.example.jp]", r"start.0: 'www.example.jp': write an address that begins with http"),
    ("title: a\nstart: ['ftp://www.example.jp/']", "start.0.*http://"),
    ("title: a\nstart: ['http://u:p@www.example.jp/']", "start.0.*http://"),
    (f"title: a\n{START}scop: {{}}", "scop: unknown key: did you mean scope"),
    (f"title: a\n{START}zzz: 1", "zzz: unknown key: remove it, or use one of name, title"),
    (f"title: a\n{START}scope: {{path: ['/']}}", r"scope\.path: unknown key: did you mean paths"),
    (f"title: a\n{START}scope: {{paths: [kankyo]}}", r"scope\.paths\.0: 'kankyo': begin the path with /"),
    (f"title: a\n{START}scope: {{types: [doc]}}", r"scope\.types\.0: 'doc'"),
    (f"title: a\n{START}scope: {{depth: -1}}", r"scope\.depth: -1"),
    (f"title: a\n{START}scope: 3", "scope.*keys below it"),
    (f"title: a\n{START}wait: soon", "wait: 'soon'"),
    (f"title: a\n{START}wait: -1", "wait: -1"),
    (f"title: a\n{START}enabled: perhaps", "enabled: 'perhaps'.*true or false"),
    (f"title: a\n{START}publisher: {{name: 札幌市, code: 011002}}", r"publisher\.code.*in quotes"),
    (f"title: a\n{START}publisher: {{name: 富山市, code: '162018'}}", r"publisher\.code.*check digit"),
    (f"title: a\n{START}publisher: {{name: 富山市, code: '16201'}}", r"publisher\.code.*six digits"),
    (f"title: a\n{START}publisher: {{code: '162019'}}", r"publisher\.name.*add this key"),
    (f"title: a\n{START}contact: 担当者", "contact.*in ASCII"),
    (f'title: a\n{START}contact: "a@b.jp\\r\\nX: y"', "contact.*without spaces"),
    (f"title: a\n{START}schedule: {{cron: hourly}}", r"schedule\.cron.*five fields"),
    (f"title: a\n{START}schedule: {{cron: '0 5 * * 1', timezone: Tokyo}}", r"schedule\.timezone.*Asia/Tokyo"),
    (f"title: a\n{START}expected: {{documents: [9, 3]}}", "expected.*smaller number first"),
    (f"title: a\n{START}expected: {{documents: [9]}}", r"expected\.documents"),
    (f"title: a\n{START}name: ../x", "name: '../x'"),
    ("title: !!python/object/apply:os.system [ls]", "is no YAML"),
]


def write(folder: Path, text: str, name: str = "toyama.yml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_file(tmp_path: Path) -> None:
    source = load(write(tmp_path, WHOLE))
    assert (source.name, source.title, source.enabled, source.private) == ("toyama", "富山市", False, True)
    assert source.publisher and (source.publisher.name, source.publisher.code) == ("富山市", "162019")
    assert source.scope.hosts == ("127.0.0.1:8760",)
    assert (source.scope.depth, source.scope.pages, source.wait) == (2, 50, 0.5)
    assert source.schedule and source.schedule.cron == "0 5 * * 1"
    assert source.expected.records == (10, 5000)
    assert source.agent.endswith(" (+someone@example.jp)")


def test_a_short_file(tmp_path: Path) -> None:
    source = load(write(tmp_path, f"title: a\n{START}"))
    assert (source.scope.hosts, source.scope.paths) == (("www.example.jp",), ("/kankyo/",))
    assert (source.enabled, source.private, source.wait, source.scope.types) == (True, False, 3.0, ("html", "pdf"))


@pytest.mark.parametrize(("text", "line"), REFUSED)
def test_a_wrong_file_gets_one_line(tmp_path: Path, text: str, line: str) -> None:
    with pytest.raises(SourceError, match=line) as caught:
        load(write(tmp_path, text))
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'toyama.yml'}: ") and "\n" not in message and len(message) < 400


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="check the path"):
        load(tmp_path / "none.yml")
    (tmp_path / "sjis.yml").write_bytes("title: 富山".encode("cp932"))
    with pytest.raises(SourceError, match="save it as UTF-8"):
        load(tmp_path / "sjis.yml")


def test_all_sources_of_a_folder_by_name(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write(tmp_path, f"title: {name}\n{START}", f"{name}.yml")
    write(tmp_path, "not yaml: [", "notes.txt")
    assert [source.name for source in load_all(tmp_path)] == ["a", "b"]
    write(tmp_path, f"title: c\nname: a\n{START}", "c.yaml")
    with pytest.raises(SourceError, match=r"c\.yaml: name: a is the name of another source"):
        load_all(tmp_path)
    with pytest.raises(SourceError, match="no such folder"):
        load_all(tmp_path / "none")


ADMITTED = [
    ("http://www.example.jp/a/b.html", True),
    ("http://www.example.jp:8080/a/b.html", True),
    ("https://www.example.jp/a/", True),
    ("http://www.example.jp/b/", False),
    ("http://www.example.jp/a/event/1.html", False),
    ("http://other.example.jp/a/", False),
    ("http://example.jp/a/", False),
    ("http://www.example.jp.evil.example/a/", False),
    ("http://port.example.jp:81/a/", True),
    ("http://port.example.jp/a/", False),
]


@pytest.mark.parametrize(("url", "expected"), ADMITTED)
def test_the_scope(url: str, expected: bool) -> None:
    scope = {"hosts": ["www.example.jp", "port.example.jp:81"], "paths": ["/a/"], "exclude": ["/a/event/"]}
    source = Source.model_validate({"name": "s", "title": "s", "start": ["http://www.example.jp/a/"], "scope": scope})
    assert source.admits(url) is expected


def test_the_ready_sources_are_off_until_they_are_wanted() -> None:
    ready = load_all(Path(__file__).parents[2] / "sources")
    assert {"saitama", "toyama", "iclei_japan", "matsuyama"} <= {source.name for source in ready}
    assert not [source.name for source in ready if source.enabled or source.private or source.wait < 3]
    assert all(source.admits(start) for source in ready for start in source.start)
