"""The rooms of the house: who may import whom, and how large a module may grow."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("flows", "extractors", "crawler", "store", "review")
# What a room may import of ours, by prefix; its own modules always.
MAY_IMPORT = {
    "extractors": (),
    "store": ("extractors.records", "extractors.rows", "extractors.document", "extractors.document_json"),
    "crawler": ("store",),
    "review": ("store", "extractors"),
    "flows": ("extractors", "crawler", "store", "review"),
}
# A room that only describes: it holds no clock, network, file system or logger.
PURE = "extractors"
IMPURE = {
    "socket",
    "http",
    "urllib.request",
    "httpx",
    "httpx2",
    "requests",
    "logging",
    "time",
    "tempfile",
    "subprocess",
}
VAGUE = {"utils", "helpers", "common", "base", "manager"}
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level, f"{path}: relative import"
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    ours = {name for name in imported(path) if name.split(".")[0] in ROOMS}
    allowed = (*MAY_IMPORT[room], room)
    strangers = {
        name
        for name in ours
        if not any(name == prefix or name.startswith(prefix + ".") for prefix in allowed)
        and not any(prefix.startswith(name + ".") for prefix in allowed if "." in prefix)
    }
    assert not strangers


@pytest.mark.parametrize("path", [path for path in MODULES if PURE in path.parts], ids=lambda path: path.name)
def test_extractors_touch_nothing_outside(path: Path) -> None:
    if path.parent.name == "data":  # scripts that build tables
        return
    assert not imported(path) & IMPURE
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"open", "print", "input"}


@pytest.mark.parametrize("room", ["extractors", "flows"])
def test_no_folder_of_a_room_needs_one_that_needs_it(room: str) -> None:
    needs: dict[str, set[str]] = {}
    for path in (ROOT / room).rglob("*.py"):
        here = part_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        others = {part_of(name) for name in imported(path) if name.startswith(f"{room}.")}
        needs.setdefault(here, set()).update(others - {here, room})
    assert len(needs) > 10
    assert list(TopologicalSorter(needs).static_order())


def part_of(name: str) -> str:
    """The folder of a room that a module or what it holds stands in, or the module itself."""
    return ".".join(name.split(".")[:2])


def test_the_rule_is_able_to_fail(tmp_path: Path) -> None:
    stray = tmp_path / "stray.py"
    stray.write_text("import store.ledger\nfrom crawler import crawl\n")
    assert imported(stray) == {"store.ledger", "crawler", "crawler.crawl"}


def test_no_room_for_odds_and_ends() -> None:
    assert not [path for path in MODULES if path.stem in VAGUE]


def test_every_room_of_the_design_stands() -> None:
    for room in (*ROOMS, "sources", "raw", "processed", "tests", "bench", "docs"):
        assert (ROOT / room).is_dir(), room
