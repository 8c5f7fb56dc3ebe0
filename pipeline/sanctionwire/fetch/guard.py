"""Keeps requests out of the own network."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from sanctionwire.fetch.reasons import FetchError

_TRANSLATED = IPv6Network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 addresses. Source: RFC 6052."""


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the internet, and not to a network of one's own.

    >>> is_public("93.184.216.34"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1")
    (True, False, False)
    """
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _TRANSLATED:
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


async def guard_connection(event: str, info: Mapping[str, Any]) -> None:
    """Stop a connection to a host that is not public: before it is made, and before anything is sent on it.

    The first look spares the host the connection; the second is at the address really connected to, since a
    name can mean another address each time it is looked up. A `trace` extension of httpx.

    Raises:
        FetchError: `private_address`.
    """
    if event == "connection.connect_tcp.started":
        host = info["host"]
        for address in await _look_up(host, info["port"]):
            if not is_public(address):
                raise _refuse(host, address)
    elif event == "connection.connect_tcp.complete":
        stream = info["return_value"]
        address = stream.get_extra_info("server_addr")[0]
        if not is_public(address):
            await stream.aclose()
            raise _refuse(address, address)


async def _look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host; none when there is none, which the connection will report."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(address[0]) for *_, address in found]


def _refuse(host: str, address: str) -> FetchError:
    where = address if host == address else f"{host} ({address})"
    return FetchError("private_address", f"{where} is no public host; set allow_private if it is yours")
