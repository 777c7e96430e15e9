"""The pages of docs/ whose examples are run, and the component where pipelines are stored or run side by side."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from typer.core import TyperGroup
from typer.main import get_command

import extractors
import extractors.spacy_component as component
from crawler.source import load_all
from extractors.reader import UnreadableError
from flows.cli import app
from tests.flows.test_publish_tables import publish

DOCS = Path(__file__).parents[1] / "docs"
TEXT = "令和3年1月28日、富山市は松山市と連携協定を締結し、温室効果ガスを21.7％削減した。"


@pytest.mark.parametrize("page", ["accuracy.md", "data.md", "python.md", "security.md"])
def test_the_examples_of_the_docs_run(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert component.make_renkei
    publish(tmp_path / "processed")
    monkeypatch.chdir(tmp_path)
    result = doctest.testfile(str(DOCS / page), module_relative=False, encoding="utf-8")
    assert result.attempted > 5 and result.failed == 0


PAGES = sorted((*DOCS.glob("*.md"), *DOCS.parent.glob("README*.md")))
# In code, after a prompt or a path; what a command is told ends with the span or the line.
COMMAND = re.compile(r"(?:^ {4}|^\$ |`)(?:\.venv/bin/)?renkei ([a-z][^`#|\n]*)", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_page_names_is_there(page: Path) -> None:
    root = get_command(app)
    assert isinstance(root, TyperGroup)
    for line in COMMAND.findall(page.read_text(encoding="utf-8")):
        words = line.split()
        command = root.commands.get(words[0].rstrip(","))
        assert command, f"renkei {line}"
        if isinstance(command, TyperGroup) and len(words) > 1 and re.fullmatch(r"[a-z]+", words[1]):
            command = command.commands.get(words[1])
            assert command, f"renkei {line}"
        options = {
            name for one in (root, command) for option in one.params for name in (*option.opts, *option.secondary_opts)
        }
        assert {word for word in words if word.startswith("--")} <= options, f"renkei {line}"


def test_the_quick_start_names_every_command() -> None:
    root, page = get_command(app), (DOCS / "quickstart.md").read_text(encoding="utf-8")
    assert isinstance(root, TyperGroup)
    assert [name for name in root.commands if not re.search(rf"`(?:renkei )?{name}\b", page)] == []


def test_the_source_that_the_page_shows_is_one(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", (DOCS / "sources.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "matsuyama.yml").write_text(shown, encoding="utf-8")
    (source,) = load_all(tmp_path)
    assert (source.publisher and source.publisher.code, source.expected.documents) == ("382019", (5, 100))


def test_a_path_and_its_bytes_say_the_same(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    values = [
        [(record.kind, record.start, record.text) for record in extractors.extract(given)]
        for given in (file, str(file), file.read_bytes())
    ]
    assert values[0] == values[1] == values[2] and len(values[0]) > 3


@pytest.mark.parametrize(
    ("given", "error"), [(b"", UnreadableError), (b"PK\x03\x04", UnreadableError), ("no.html", OSError)]
)
def test_what_is_no_document_is_told(given: str | bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        extractors.extract(given)


def test_a_doc_keeps_its_records_when_it_is_stored() -> None:
    nlp = spacy.blank("ja")
    nlp.add_pipe("renkei", config={"spans_key": "sc"})
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [span.label_ for span in again.spans["sc"]] == [record.kind.upper() for record in again._.renkei]
    assert again._.renkei == doc._.renkei and len(doc._.renkei) >= 4
    assert all(TEXT[record.start : record.end] == record.text for record in doc._.renkei)


def test_a_pipeline_with_the_component_can_be_stored(tmp_path: Path) -> None:
    nlp = spacy.blank("ja")
    nlp.add_pipe("renkei")
    nlp.to_disk(tmp_path / "pipeline")
    assert spacy.load(tmp_path / "pipeline")(TEXT)._.renkei == nlp(TEXT)._.renkei


@pytest.mark.parametrize("text", ["", "　", "これは記録のない文です。"])
def test_nothing_found_is_an_empty_list(text: str) -> None:
    nlp = spacy.blank("ja")
    nlp.add_pipe("renkei")
    doc = nlp(text)
    assert list(doc.spans["renkei"]) == doc._.renkei == []
