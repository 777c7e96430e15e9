"""One address fetched safely: public hosts, one kind of compression, and a limit on everything that could be endless.

>>> Limits().body, Limits().retries
(52428800, 2)
>>> now = datetime(2026, 10, 21, 7, 28, tzinfo=UTC)
>>> wait_of("Wed, 21 Oct 2026 07:28:30 GMT", now), wait_of("120", now), wait_of("soon", now)
(30.0, 120.0, None)

Redirects are answers like others: whoever follows them decides about each. Cookies, proxies and passwords of the
environment are not used. TLS certificates are verified.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType

import httpcore2

from crawler.address import host
from crawler.answer import Answer, Request, answer_of
from crawler.guard import Deadline, ForbiddenAddressError, GuardedBackend
from crawler.leases import Errand
from crawler.turns import Turns
from crawler.unpack import BodyError
from store.exchange import Headers

_AGAIN = (429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server may ask of us: bytes of body (packed and unpacked) and headers, seconds, and repetitions."""

    body: int = 50 << 20
    headers: int = 32 << 10
    seconds: float = 120.0  # for the whole of one request
    silence: float = 20.0  # between two signs of life
    retries: int = 2
    longest_wait: float = 120.0  # that a Retry-After is waited for


class FetchError(Exception):
    """There is no whole answer; the message is the problem to record. `passing` when it may be gone the next time."""

    def __init__(self, problem: str, passing: bool = False) -> None:
        super().__init__(problem)
        self.passing = passing


class BusyError(FetchError):
    """The host asks to be left alone for longer than a crawl waits."""


class Fetcher:
    """Fetches for one crawl, one address at a time, with the pauses of `Turns`.

    With an errand it keeps away from other crawlers of the same ledger, too. `troubled` once a host was busy, failed or
    did not answer: later it may.
    """

    def __init__(
        self,
        agent: str,
        *,
        private: bool = False,
        turns: Turns | None = None,
        errand: Errand | None = None,
        limits: Limits | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._limits = limits or Limits()
        self._turns = turns or Turns()
        self._errand = errand
        self._now = now
        self._agent = agent
        self.troubled = False
        self._deadline = Deadline()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpcore2.default_ssl_context(),
            max_connections=4,
            keepalive_expiry=15.0,
            network_backend=GuardedBackend(private, self._deadline),
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    def get(
        self,
        url: str,
        *,
        gap: float = 0.0,
        etag: str | None = None,
        last_modified: str | None = None,
        wanted: Callable[[str | None], bool] = lambda _: True,
    ) -> Answer:
        """The answer to a GET of a canonical address, asked again after a pause when the fault may pass.

        `wanted` says of a media type whether the body is worth reading. Raises `FetchError` when there is no answer,
        or none that is whole.
        """
        conditions = {"If-None-Match": etag} if etag else {"If-Modified-Since": last_modified} if last_modified else {}
        for attempt in range(self._limits.retries):
            try:
                answer = self._ask(url, gap, conditions, wanted)
            except FetchError as error:
                if not error.passing:
                    raise
                pause = 0.0
            else:
                if answer.status not in _AGAIN:
                    return answer
                pause = self._pause_asked(answer)
            self._turns.close(host(url), max(pause, 2**attempt * random.uniform(0.5, 1.0)))  # noqa: S311
        return self._ask(url, gap, conditions, wanted)

    def _ask(self, url: str, gap: float, conditions: dict[str, str], wanted: Callable[[str | None], bool]) -> Answer:
        """One request, when it is this crawl's turn."""
        with self._turns.turn(host(url), gap, self._errand) as held:
            self._deadline.at, self._deadline.held = time.monotonic() + self._limits.seconds, held
            request = Request(url, self._now(), self._headers(url, conditions))
            try:
                answer = self._answer(request, wanted)
            except httpcore2.TimeoutException as error:
                if held() <= 0:
                    raise FetchError("the ledger no longer says that the host is ours", passing=True) from error
                self.troubled = True
                reason = "the answer takes too long" if self._deadline.passed else "no sign of life"
                raise FetchError(f"timeout: {reason}") from error
            except (ForbiddenAddressError, BodyError) as error:
                raise FetchError(str(error)) from error
            except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
                self.troubled = True
                raise FetchError(_words(error), passing=True) from error
            self.troubled |= answer.status in _AGAIN
            return answer

    def _answer(self, request: Request, wanted: Callable[[str | None], bool]) -> Answer:
        with self._pool.stream("GET", request.url, headers=_raw(request.sent), extensions=self._timeouts()) as response:
            if sum(len(name) + len(value) + 4 for name, value in response.headers) > self._limits.headers:
                raise BodyError(f"headers longer than {self._limits.headers >> 10} KiB")
            return answer_of(request, response, wanted, self._limits.body)

    def _headers(self, url: str, conditions: dict[str, str]) -> Headers:
        name = url.partition("://")[2].partition("/")[0]
        plain = {
            "Host": name,
            "User-Agent": self._agent,
            "Accept": "text/html, application/xhtml+xml, application/pdf, */*;q=0.1",
            "Accept-Language": "ja, en;q=0.5",
            "Accept-Encoding": "gzip",
        }
        return tuple({**plain, **conditions}.items())

    def _timeouts(self) -> dict[str, dict[str, float]]:
        return {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self._limits.silence)}

    def _pause_asked(self, answer: Answer) -> float:
        """What Retry-After asks for; raises `BusyError` when that is longer than a crawl waits."""
        asked = next((value for name, value in answer.exchange.received if name.lower() == "retry-after"), "")
        seconds = wait_of(asked, self._now()) or 0.0
        if seconds > self._limits.longest_wait:
            self._turns.close(host(answer.exchange.url), self._limits.longest_wait)
            raise BusyError(f"status {answer.status}, and the host asks to come back in {seconds:.0f} s")
        return seconds


def wait_of(retry_after: str, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, as a number or a date; None when it says neither."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


def _raw(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def _words(error: Exception) -> str:
    """The problem in words that mean something to the reader of a report."""
    if "without sending complete message body" in str(error):
        return "truncated: the connection ended before the body did"
    return f"connection failed: {str(error) or type(error).__name__}"
