"""A source: one YAML file that says where to begin, how far to go, and how often.

>>> source = Source(name="toyama", title="富山市", start=["https://www.city.toyama.lg.jp/kankyo/index.html"])
>>> source.admits("https://www.city.toyama.lg.jp/kankyo/a.html"), source.admits("https://www.city.toyama.lg.jp/other/")
(True, False)
>>> source.agent.split("/")[0], source.wait, source.scope.pages
('Renkei', 3.0, 200)

A city is added by adding a file; the keys are those of `Source`. An unknown key, a bad address or a value of the wrong
kind is one line that names the file, the key and what to do.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from crawler.address import canonical

# What pydantic calls a fault, and what the operator can do about it.
_REMEDIES = {
    "missing": "add this key",
    "string_type": "write it in quotes",
    "tuple_type": "write a list: [first, second]",
    "model_type": "write keys below it",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
}
_WEIGHTS = (6, 5, 4, 3, 2)
_CRON = re.compile(r"[0-9*,/\-A-Za-z#?L]+(?: +[0-9*,/\-A-Za-z#?L]+){4}")


class SourceError(Exception):
    """A source file cannot be used; the message is one line with the file, the key and the remedy."""


def _address(url: str) -> str:
    found = canonical(url)
    if found is None:
        raise ValueError("write an address that begins with http:// or https:// and names a host")
    return found


def _code(code: str) -> str:
    """The sixth digit checks the five before it (総務省 全国地方公共団体コード 検査数字)."""
    if not re.fullmatch(r"[0-9]{6}", code):
        raise ValueError("write the six digits of the 全国地方公共団体コード, in quotes")
    rest = sum(int(digit) * weight for digit, weight in zip(code, _WEIGHTS, strict=False)) % 11
    if int(code[5]) != (11 - rest) % 10:
        raise ValueError("the check digit does not fit: look the code up again")
    return code


def _path(path: str) -> str:
    if not path.startswith("/"):
        raise ValueError("begin the path with /")
    return path


def _contact(contact: str) -> str:
    if not re.fullmatch(r"[!-'*-~]+", contact):
        raise ValueError("write a mail address or a web address, in ASCII and without spaces")
    return contact


def _cron(cron: str) -> str:
    if not _CRON.fullmatch(cron.strip()):
        raise ValueError('write five fields, for example "0 5 * * 1" for Mondays at five')
    return cron.strip()


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, LookupError) as error:
        raise ValueError("write the name of a time zone, for example Asia/Tokyo") from error


Address = Annotated[str, AfterValidator(_address)]
PathPrefix = Annotated[str, AfterValidator(_path)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class SourcePublisher(_Part):
    """Who publishes the pages; `code` only for a local government."""

    name: str = Field(min_length=1)
    code: Annotated[str, AfterValidator(_code)] | None = None


class Scope(_Part):
    """How far a crawl goes: hosts and paths to stay on, kinds of file, links from a start page, pages in all.

    Empty `hosts` are those of the start pages, empty `paths` their folders.
    """

    hosts: tuple[str, ...] = ()
    paths: tuple[PathPrefix, ...] = ()
    exclude: tuple[PathPrefix, ...] = ()
    types: tuple[Literal["html", "pdf"], ...] = ("html", "pdf")
    depth: int = Field(default=3, ge=0, le=50)
    pages: int = Field(default=200, ge=1)


class Schedule(_Part):
    """When to crawl: five fields of cron in a time zone."""

    cron: Annotated[str, AfterValidator(_cron)]
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Tokyo"


class Expected(_Part):
    """The fewest and most documents and records that are no sign of a changed site."""

    documents: tuple[int, int] | None = None
    records: tuple[int, int] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Expected:
        if any(span and span[0] > span[1] for span in (self.documents, self.records)):
            raise ValueError("write the smaller number first")
        return self


class Source(_Part):
    """One publisher's pages. `wait` is in seconds; `private` lets a crawl reach this machine and private networks."""

    name: str = Field(pattern=r"^\w[\w.-]{0,63}$")
    title: str = Field(min_length=1)
    publisher: SourcePublisher | None = None
    enabled: bool = True
    start: tuple[Address, ...] = Field(min_length=1)
    scope: Scope = Scope()
    wait: float = Field(default=3.0, ge=0, le=3600)
    private: bool = False
    contact: Annotated[str, AfterValidator(_contact)] | None = None
    schedule: Schedule | None = None
    expected: Expected = Expected()

    @model_validator(mode="before")
    @classmethod
    def _whole_scope(cls, values: Any) -> Any:
        """The hosts and paths that follow from the start pages."""
        given = values.get("scope", {}) if isinstance(values, dict) else None
        if not isinstance(given, dict | Scope):
            return values
        scope = dict(given) if isinstance(given, dict) else given.model_dump(exclude_unset=True)
        starts = [parts for url in _strings(values.get("start")) if (parts := _split(url))]
        scope.setdefault("hosts", tuple(dict.fromkeys(parts.netloc for parts in starts)))
        scope.setdefault("paths", tuple(dict.fromkeys(parts.path.rpartition("/")[0] + "/" for parts in starts)))
        return {**values, "scope": scope}

    @property
    def agent(self) -> str:
        """What requests of this source call themselves."""
        return f"Renkei/{version('renkei')}" + (f" (+{self.contact})" if self.contact else "")

    def admits(self, url: str) -> bool:
        """Whether a canonical address lies in the scope; a host without port stands for all its ports."""
        parts, scope = urlsplit(url), self.scope
        return (
            (parts.netloc in scope.hosts or parts.hostname in scope.hosts)
            and parts.path.startswith(scope.paths)
            and not parts.path.startswith(scope.exclude)
        )


def load(path: Path) -> Source:
    """The source in a file; its name is the file's when it states none. Raises `SourceError`."""
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read ({error}): check the path, save it as UTF-8") from error
    except yaml.YAMLError as error:
        raise SourceError(f"{path}: {_place(error)}is no YAML: check indentation, quotes and colons") from error
    if not isinstance(values, dict):
        raise SourceError(f"{path}: holds no keys: write title and start at least")
    try:
        return Source.model_validate({"name": path.stem, **values})
    except ValidationError as error:
        raise SourceError(f"{path}: {_first(error)}") from error


def load_all(folder: Path) -> list[Source]:
    """The sources in a folder by name, enabled or not; raises `SourceError` for the first that cannot be used."""
    if not folder.is_dir():
        raise SourceError(f"{folder}: no such folder: name the folder with the source files")
    sources: dict[str, Source] = {}
    for path in sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")]):
        source = load(path)
        if source.name in sources:
            raise SourceError(f"{path}: name: {source.name} is the name of another source: choose another")
        sources[source.name] = source
    return [sources[name] for name in sorted(sources)]


def _strings(values: Any) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list | tuple) else []


def _split(url: str) -> Any:
    found = canonical(url)
    return urlsplit(found) if found else None


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1} " if mark else ""


def _first(error: ValidationError) -> str:
    """The first fault in one line: the key, what is wrong, what to do."""
    fault = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in fault["loc"]) or "the file"
    if fault["type"] == "extra_forbidden":
        return f"{where}: unknown key: {_suggestion(fault['loc'])}"
    problem = str(fault["ctx"]["error"]) if fault["type"] == "value_error" else fault["msg"]
    remedy = _REMEDIES.get(fault["type"], "")
    given = fault["input"]
    shown = f" {given!r:.60}" if isinstance(given, str | int | float) else ""
    return f"{where}:{shown}{': ' if shown else ' '}{problem}{': ' if remedy else ''}{remedy}"


def _suggestion(place: tuple[int | str, ...]) -> str:
    part: Any = Source
    for name in place[:-1]:
        part = part.model_fields[str(name)].annotation
        part = next((kind for kind in getattr(part, "__args__", ()) if isinstance(kind, type)), part)
    known = list(part.model_fields)
    close = get_close_matches(str(place[-1]), known, n=1)
    return f"did you mean {close[0]}?" if close else f"remove it, or use one of {', '.join(known)}"
