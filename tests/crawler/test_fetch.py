"""One address fetched: what comes back, what is refused, and how long it may take."""

import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from crawler.fetch import BusyError, Fetcher, FetchError, Limits, wait_of
from crawler.turns import Turns
from crawler.unpack import BodyError, read_body
from tests.crawler.conftest import Reply, Site, handler_of

QUICK = Limits(body=200_000, headers=4096, seconds=3.0, silence=1.5, retries=2, longest_wait=60)
NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)


class Naps:
    """A clock that sleeping moves on, so that tests wait for nothing."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.naps: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    def turns(self) -> Turns:
        return Turns(self.sleep, lambda: self.now)


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def fetcher(naps: Naps) -> Iterator[Fetcher]:
    with Fetcher(
        "Renkei/0 (+info@example.jp)", private=True, turns=naps.turns(), limits=QUICK, now=lambda: NOW
    ) as opened:
        yield opened


def test_an_answer_has_all_that_the_archive_wants(site: Site, fetcher: Fetcher) -> None:
    site.reply("/a?b=1", "協定".encode("cp932"), Content_Type="text/html; charset=Shift_JIS", Last_Modified="yesterday")
    answer = fetcher.get(site.url + "/a?b=1")
    assert (answer.status, answer.media_type, answer.charset) == (200, "text/html", "Shift_JIS")
    assert answer.etag and answer.last_modified == "yesterday"
    exchange = answer.exchange
    assert (exchange.at, exchange.ip, exchange.protocol, exchange.reason) == (NOW, "127.0.0.1", "HTTP/1.1", "OK")
    assert exchange.body.decode("cp932") == "協定"
    seen = site.seen[0].headers
    assert seen == {name.lower(): value for name, value in exchange.sent}
    assert (seen["user-agent"], seen["accept-encoding"]) == ("Renkei/0 (+info@example.jp)", "gzip")


def test_conditions_are_sent_and_the_etag_comes_first(site: Site, fetcher: Fetcher) -> None:
    site.page("/a")
    etag = fetcher.get(site.url + "/a").etag
    assert fetcher.get(site.url + "/a", etag=etag, last_modified="x").status == 304
    assert "if-modified-since" not in site.seen[1].headers
    fetcher.get(site.url + "/a", last_modified="Thu, 26 Nov 2026 19:00:00 GMT")
    assert site.seen[2].headers["if-modified-since"] == "Thu, 26 Nov 2026 19:00:00 GMT"


def test_cookies_are_not_kept(site: Site, fetcher: Fetcher) -> None:
    site.reply("/a", b"x", Set_Cookie="session=secret")
    fetcher.get(site.url + "/a")
    fetcher.get(site.url + "/a")
    assert "cookie" not in site.seen[1].headers


def test_gzip_is_unpacked(site: Site, fetcher: Fetcher) -> None:
    site.reply("/a", b"<p>" * 5000, Content_Encoding="gzip")
    assert fetcher.get(site.url + "/a").exchange.body == b"<p>" * 5000


def test_a_body_of_another_kind_is_left_unread(site: Site, fetcher: Fetcher) -> None:
    site.reply("/a.png", bytes(300_000), Content_Type="image/png")
    answer = fetcher.get(site.url + "/a.png", wanted=lambda media_type: media_type != "image/png")
    assert (answer.whole, answer.exchange.body) == (False, b"")


REDIRECTS = [
    ("/b.html#x", "/b.html"),
    ("c.html", "/d/c.html"),
    ("../../../e", "/e"),
    ("javascript:alert(1)", None),
    ("file:///etc/passwd", None),
    ("http://[::1", None),
    ("", None),
]


@pytest.mark.parametrize(("location", "expected"), REDIRECTS)
def test_a_redirect_is_handed_out_and_not_followed(
    site: Site, fetcher: Fetcher, location: str, expected: str | None
) -> None:
    site.reply("/d/a", status=302, Location=location)
    answer = fetcher.get(site.url + "/d/a")
    assert answer.location == (expected and site.url + expected)
    assert site.paths() == ["/d/a"]


def raw(*parts: bytes, pause: float = 0.0, hold: float = 0.0) -> Reply:
    """A reply in these very bytes, with a pause between the parts, after which the connection is held open."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        for part in parts:
            handler.connection.sendall(part)
            time.sleep(pause)
        time.sleep(hold)

    return Reply(act=act)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

REFUSED = [
    ("cut off", raw(HEAD + b"Content-Length: 100\r\n\r\nabc"), "truncated", 3),
    ("cut off in a chunk", raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n10\r\nabc"), "truncated", 3),
    (
        "cut off in gzip",
        Reply(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03KL", headers={"Content-encoding": "gzip"}),
        "truncated",
        1,
    ),
    ("no gzip", Reply(b"plain", headers={"Content-encoding": "gzip"}), "damaged", 1),
    ("brotli, unasked", Reply(b"x", headers={"Content-Encoding": "br"}), "content encoding br was not asked for", 1),
    ("gzip twice", Reply(b"x", headers={"Content-Encoding": "gzip, gzip"}), "was not asked for", 1),
    ("too large", Reply(bytes(200_001)), "larger than 200000 bytes", 1),
    ("too large unpacked", Reply(bytes(300_000), headers={"Content-Encoding": "gzip"}), "larger than 200000 bytes", 1),
    ("headers too long", Reply(b"x", headers={"X-Long": "y" * 5000}), "headers longer than 4 KiB", 1),
    ("headers without end", raw(HEAD + b"X: " + b"y" * 200_000), "connection failed", 3),
    ("no HTTP", raw(b"220 ftp.example.jp ready\r\n"), "connection failed", 3),
    ("nothing at all", raw(), "connection failed", 3),
    ("silence", raw(hold=4), "timeout: no sign of life", 1),
    ("silence in the body", raw(HEAD + b"Content-Length: 9\r\n\r\nabc", hold=4), "timeout: no sign of life", 1),
    ("a drip of headers", raw(HEAD, *[b"X: y\r\n"] * 15, pause=0.3), "timeout: the answer takes too long", 1),
    ("a drip of body", raw(HEAD + b"\r\n", *[b"."] * 15, pause=0.3), "timeout: the answer takes too long", 1),
]


@pytest.mark.parametrize(("case", "reply", "problem", "requests"), REFUSED, ids=[row[0] for row in REFUSED])
def test_no_whole_answer(site: Site, fetcher: Fetcher, *, case: str, reply: Reply, problem: str, requests: int) -> None:
    site.replies["/a"] = reply
    with pytest.raises(FetchError, match=problem):
        fetcher.get(site.url + "/a")
    assert len(site.seen) == requests


def test_gzip_that_ends_within_the_limit_is_not_kept_waiting_for() -> None:
    import gzip

    packed = gzip.compress(b"abc")
    assert read_body([packed[:5], packed[5:], b"behind the end"], "x-gzip", 100) == b"abc"
    with pytest.raises(BodyError):
        read_body([packed, bytes(200)], "gzip", 100)


def test_a_busy_host_is_asked_again_after_the_pause_that_it_asks_for(site: Site, fetcher: Fetcher, naps: Naps) -> None:
    busy = Reply(b"later", 503, {"Retry-After": "7"})
    site.replies["/a"] = [busy, busy, Reply(b"now")]
    assert fetcher.get(site.url + "/a").exchange.body == b"now"
    assert [round(nap) for nap in naps.naps] == [7, 7]


def test_a_host_in_trouble_is_asked_again_with_growing_pauses(site: Site, fetcher: Fetcher, naps: Naps) -> None:
    site.reply("/a", b"trouble", 500)
    assert fetcher.get(site.url + "/a").status == 500
    assert len(site.seen) == 3
    first, second = naps.naps
    assert 0.5 <= first <= 1 <= second <= 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 501])
def test_other_statuses_are_answers(site: Site, fetcher: Fetcher, status: int) -> None:
    site.reply("/a", b"no", status)
    assert fetcher.get(site.url + "/a").status == status
    assert len(site.seen) == 1


def test_a_host_that_asks_for_too_long_a_pause_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.reply("/a", b"tomorrow", 429, Retry_After="86400")
    with pytest.raises(BusyError, match="come back in 86400 s"):
        fetcher.get(site.url + "/a")
    assert len(site.seen) == 1


WAITS = [
    ("0", 0.0),
    ("120", 120.0),
    (" 5 ", 5.0),
    (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
    (format_datetime(NOW - timedelta(days=1), usegmt=True), 0.0),
    ("-1", None),
    ("1.5", None),
    ("１２", None),
    ("9" * 400, None),
    ("Thu, 99 Nov 2026 19:00:00 GMT", None),
    ("soon", None),
    ("", None),
]


@pytest.mark.parametrize(("written", "seconds"), WAITS)
def test_retry_after(written: str, seconds: float | None) -> None:
    assert wait_of(written, NOW) == seconds


def test_this_machine_is_refused_unless_the_source_allows_it(site: Site) -> None:
    with Fetcher("Renkei/0") as fetcher, pytest.raises(FetchError, match="set private: true"):
        fetcher.get(site.url + "/a")
    assert not site.seen


def test_a_proxy_in_the_environment_is_not_used(site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.page("/a")
    assert fetcher.get(site.url + "/a").status == 200


def test_a_port_where_nobody_listens(fetcher: Fetcher) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(FetchError, match="connection failed"):
            fetcher.get(f"http://127.0.0.1:{port}/")


def test_a_name_that_nobody_knows(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(FetchError, match=r"none\.example is not known"):
        fetcher.get("http://none.example/")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = tmp_path / "certificate.pem"
    path.write_bytes(signed.public_bytes(Encoding.PEM) + private)
    return path


@pytest.mark.parametrize("known", [True, False])
def test_tls_is_verified(certificate: Path, monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    site = Site()
    site.reply("/a", b"secret")
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(site))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    if known:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    url = f"https://127.0.0.1:{server.server_port}/a"
    with Fetcher("Renkei/0", private=True, turns=Naps().turns(), limits=QUICK) as fetcher:
        if known:
            assert fetcher.get(url).exchange.body == b"secret"
        else:
            with pytest.raises(FetchError, match="CERTIFICATE_VERIFY_FAILED"):
                fetcher.get(url)
    assert len(site.seen) == known
    server.shutdown()
    server.server_close()


def test_hosts_take_turns_of_their_own(naps: Naps) -> None:
    turns = naps.turns()
    for host in ("a.example", "b.example", "a.example"):
        with turns.turn(host, 3.0):
            naps.now += 1
    assert naps.naps == [2.0]
    turns.close("b.example", 10)
    with turns.turn("b.example", 0.0):
        pass
    assert naps.naps == [2.0, 10.0]
