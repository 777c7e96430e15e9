"""Which addresses may be connected to, in every way of writing them."""

import socket
import time
from ipaddress import ip_address
from typing import Any

import httpcore2
import pytest

from crawler.fetch import Fetcher, FetchError
from crawler.guard import Deadline, ForbiddenAddressError, GuardedBackend, refusal
from tests.crawler.conftest import Reply, Site

PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.0.1",
    "172.32.0.1",
    "192.167.0.1",
    "223.255.255.255",
]
PUBLIC += ["2400:2650::1", "2001:200::1", "2606:4700::1111", "2620:0:2d0::1", "2a00:1450::1"]
LOCAL = ["127.0.0.1", "127.255.255.254", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1"]
LOCAL += ["::1", "fc00::1", "fd12:3456::1"]
CLOSED = [
    "0.0.0.0",
    "0.1.2.3",
    "100.64.0.1",
    "100.127.255.255",
    "169.254.169.254",
    "169.254.0.1",
    "192.0.0.1",
    "192.0.2.1",
]
CLOSED += ["192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255"]
CLOSED += ["240.0.0.1", "255.255.255.255", "::", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1"]
CLOSED += [
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "::127.0.0.1",
    "::8.8.8.8",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
CLOSED += ["100::1", "2001::1", "2001:db8::1", "2001:10::1", "3fff::1", "4000::1", "5f00::1", "1::1"]

# Spellings that name services resolve to this machine or that are no host at all.
SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "localhost",
    "::1",
]
SPELLINGS += ["0", "0.0.0.0", "::", "::ffff:127.0.0.1", "0:0:0:0:0:ffff:7f00:1", "169.254.169.254", "fe80::1"]


SPELLINGS += ["0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "169.254.43518", "::ffff:169.254.169.254"]
SPELLINGS += ["0x0a000001", "167772161", "10.1", "192.168.257", "127.0.1", "0X7F.0.0.1", "::ffff:a9fe:a9fe"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_open(address: str) -> None:
    assert refusal(ip_address(address), private=False) is None
    assert refusal(ip_address(address), private=True) is None


@pytest.mark.parametrize("address", LOCAL)
def test_this_machine_and_private_networks_open_when_the_source_says_so(address: str) -> None:
    assert "private: true" in (refusal(ip_address(address), private=False) or "")
    assert refusal(ip_address(address), private=True) is None


@pytest.mark.parametrize("address", CLOSED)
def test_other_addresses_are_closed_always(address: str) -> None:
    assert refusal(ip_address(address), private=False)
    assert refusal(ip_address(address), private=True)


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_gets_past_the_guard(host: str) -> None:
    with pytest.raises((ForbiddenAddressError, httpcore2.ConnectError)):
        GuardedBackend(private=False, deadline=Deadline()).connect_tcp(host, 9, timeout=1)


def test_the_connection_goes_to_the_address_that_was_judged(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    """A name that answers with an open address when it is judged and with another one afterwards gains nothing."""
    answers, real = ["127.0.0.1", "169.254.169.254", "169.254.169.254"], socket.getaddrinfo

    def resolve(host: str, *rest: Any, **named: Any) -> Any:
        return real(answers.pop(0) if host == "rebind.example" else host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    stream = GuardedBackend(private=True, deadline=Deadline()).connect_tcp("rebind.example", site.port, timeout=2)
    assert stream.get_extra_info("server_addr") == ("127.0.0.1", site.port)
    assert len(answers) == 2
    stream.close()


def test_only_the_allowed_among_several_addresses_is_used(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    real = socket.getaddrinfo
    found = [(2, 1, 6, "", (address, site.port)) for address in ("169.254.169.254", "127.0.0.1")]
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **k: found if host == "both.example" else real(host, *a, **k)
    )
    stream = GuardedBackend(private=True, deadline=Deadline()).connect_tcp("both.example", site.port, timeout=2)
    assert stream.get_extra_info("server_addr")[0] == "127.0.0.1"
    stream.close()


def test_a_deadline_that_has_passed_stops_everything() -> None:
    with pytest.raises(httpcore2.ReadTimeout):
        Deadline(time.monotonic() - 1).cap(5.0)
    assert Deadline().cap(5.0) == 5.0 and Deadline(time.monotonic() + 1).cap(None) <= 1


def test_there_are_more_than_sixty_closed_forms() -> None:
    assert len({*LOCAL, *CLOSED, *SPELLINGS}) >= 60


# Names in the scope of a source, and what they stand for when they are asked for.
INNER = ["169.254.169.254", "10.0.0.7", "127.0.0.1", "::1", "::ffff:10.0.0.7", "64:ff9b::a00:7", "2002:a00:7::"]


@pytest.mark.parametrize("inner", INNER)
def test_a_redirect_to_a_name_that_stands_for_an_inner_address_leads_nowhere(
    monkeypatch: pytest.MonkeyPatch, inner: str
) -> None:
    """Each request is judged on its own, whatever led to it: a page, a redirect, a robots.txt."""
    family = socket.AF_INET6 if ":" in inner else socket.AF_INET

    def resolve(host: str, port: int, *_: Any, **__: Any) -> Any:
        assert host == "inner.example"
        return [(family, socket.SOCK_STREAM, 6, "", (inner, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with Fetcher("Renkei/0") as fetcher, pytest.raises(FetchError, match=r"no public address|private network"):
        fetcher.get("http://inner.example/latest/meta-data/")


def test_a_name_that_moves_inside_between_two_requests_is_refused_the_second_time(
    monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    site.replies["/a"] = Reply(b"outside", headers={"Connection": "close"})
    answers, real = ["127.0.0.1", "169.254.169.254"], socket.getaddrinfo

    def resolve(host: str, *rest: Any, **named: Any) -> Any:
        return real(answers.pop(0) if host == "rebind.example" else host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with Fetcher("Renkei/0", private=True) as fetcher:
        url = f"http://rebind.example:{site.port}/a"
        assert fetcher.get(url).exchange.body == b"outside"
        with pytest.raises(FetchError, match="no public address"):
            fetcher.get(url)
    assert len(site.seen) == 1
