"""Connections go to public addresses only, judged on the address that is really connected to.

>>> from ipaddress import ip_address
>>> refusal(ip_address("203.0.113.9"), private=False)
'203.0.113.9 is no public address'
>>> refusal(ip_address("127.0.0.1"), private=False)
'127.0.0.1 is on this machine or a private network: set private: true in the source if that is meant'
>>> refusal(ip_address("127.0.0.1"), private=True), refusal(ip_address("8.8.8.8"), private=False)
(None, None)

A name is resolved once and the connection made to the very address that was judged, so a name that changes its answer
between the two gains nothing. Every redirect is a new connection or stays on one that passed.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore2

Address = IPv4Address | IPv6Address

# IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates), public domain.
_LOCAL4 = tuple(map(IPv4Network, ("10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
_CLOSED4 = tuple(
    map(
        IPv4Network,
        (
            *("0.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24"),
            *("192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24"),
            *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        ),
    )
)
_LOCAL6 = tuple(map(IPv6Network, ("::1/128", "fc00::/7")))
# All that is not global unicast is closed, and with it the forms that hide an IPv4 address: ::ffff:0:0/96,
# 64:ff9b::/96, ::/96, fec0::/10. These lie inside global unicast: Teredo and its like, documentation, 6to4.
_GLOBAL6 = IPv6Network("2000::/3")
_CLOSED6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48")))


def refusal(address: Address, private: bool) -> str | None:
    """Why this address must not be connected to; None when it may. `private` opens loopback and private networks."""
    local: tuple[Any, ...] = _LOCAL4 if isinstance(address, IPv4Address) else _LOCAL6
    if any(address in network for network in local):
        remedy = "set private: true in the source if that is meant"
        return None if private else f"{address} is on this machine or a private network: {remedy}"
    return None if _is_public(address) else f"{address} is no public address"


class ForbiddenAddressError(Exception):
    """A host stands at addresses that must not be fetched; the message says which."""


@dataclass(slots=True)
class Deadline:
    """The moment at which whatever is going on must end, on the monotonic clock.

    `held` tells for how many seconds the host is held, if others may ask it after that.
    """

    at: float = field(default=float("inf"))
    held: Callable[[], float] = field(default=lambda: float("inf"))

    def cap(self, seconds: float | None) -> float:
        """The seconds that a step may take; raises `httpcore2.ReadTimeout` when there are none left."""
        left = min(self.at - time.monotonic(), self.held())
        if left <= 0:
            raise httpcore2.ReadTimeout("the deadline has passed")
        return left if seconds is None else min(left, seconds)

    @property
    def passed(self) -> bool:
        """Whether that moment is over."""
        return time.monotonic() >= self.at


class GuardedBackend(httpcore2.NetworkBackend):
    """Opens connections for httpcore: to addresses that may be fetched, and none beyond the deadline."""

    def __init__(self, private: bool, deadline: Deadline) -> None:
        self._private = private
        self._deadline = deadline
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first address of the host that is allowed and answers."""
        failure: Exception | None = None
        for address in self._allowed(host, port):
            seconds = self._deadline.cap(timeout)
            try:
                stream = self._plain.connect_tcp(str(address), port, seconds, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure or httpcore2.ConnectError(f"{host} has no address")

    def sleep(self, seconds: float) -> None:
        """What httpcore does between attempts of its own."""
        time.sleep(self._deadline.cap(seconds))

    def _allowed(self, host: str, port: int) -> list[Address]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"{host} is not known to the name service") from error
        addresses = list(dict.fromkeys(ip_address(str(info[4][0]).partition("%")[0]) for info in found))
        reasons = [refusal(address, self._private) for address in addresses]
        if addresses and all(reasons):
            raise ForbiddenAddressError(reasons[0])
        return [address for address, reason in zip(addresses, reasons, strict=True) if not reason]


class _TimedStream(httpcore2.NetworkStream):
    """A connection on which no single read or write outlives the deadline, however slowly bytes drip."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.cap(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.cap(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secure = self._stream.start_tls(ssl_context, server_hostname, self._deadline.cap(timeout))
        return _TimedStream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED4)
    return address in _GLOBAL6 and not any(address in network for network in _CLOSED6)
