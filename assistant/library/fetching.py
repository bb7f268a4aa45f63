"""A web address into bytes, with a say over which machine may be asked.

Only http and https; a name is resolved once, each address is put to the policy, and the connection goes to the very
address that was permitted, so a name cannot be made to point elsewhere in between. Redirects pass the same gate.
One clock runs over the whole exchange, redirects included, and a body past the limit is not read to its end.
Proxies from the environment are not used: the policy could not see where they lead.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Protocol
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from pydantic import BaseModel, ConfigDict

from assistant.errors import ReadingError

LIMIT_BYTES = 16 * 1024 * 1024
"""Bodies of more bytes are refused."""
TIMEOUT = 30.0
"""Seconds for the whole exchange."""
MOST_REDIRECTS = 5
"""Longer chains of redirects are refused."""

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = {301, 302, 303, 307, 308}
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"))
_HEADERS = {"User-Agent": "accordingto", "Accept": "text/html, text/*;q=0.9, */*;q=0.5", "Accept-Encoding": "identity"}

Address = IPv4Address | IPv6Address


class AddressPolicy(Protocol):
    """Decides whether a machine may be asked."""

    def __call__(self, host: str, address: Address) -> bool:
        """Tell whether the `address` that `host` resolved to may be connected to."""


def public_only(host: str, address: Address) -> bool:
    """Permit public addresses only: no loopback, private, link-local, multicast or reserved ones, however written."""
    if isinstance(address, IPv6Address):
        if any(address in network for network in _TRANSLATED) or address.sixtofour or address.teredo:
            return False
        if address.ipv4_mapped:
            return public_only(host, address.ipv4_mapped)
    return address.is_global and not address.is_multicast and not address.is_reserved


class Fetched(BaseModel):
    """What an address answered."""

    model_config = ConfigDict(frozen=True)

    url: str
    """The address that answered, after redirects."""
    content_type: str
    """The Content-Type header as sent; empty if there was none."""
    body: bytes
    """The body."""


def fetch(
    url: str,
    *,
    policy: AddressPolicy = public_only,
    limit_bytes: int = LIMIT_BYTES,
    timeout: float = TIMEOUT,
) -> Fetched:
    """Download `url`, at most `limit_bytes` of body within `timeout` seconds, from machines that `policy` permits.

    Raises:
        ReadingError: saying what stood in the way and what can be done.
    """
    deadline = time.monotonic() + timeout
    asked = url
    for _ in range(MOST_REDIRECTS + 1):
        parts = _checked(url)
        with _conversation(parts, policy, deadline) as response:
            target = response.getheader("Location")
            if response.status in _REDIRECTS and target:
                url = urljoin(url, target)
                continue
            if response.status != 200:
                raise ReadingError(f"{url} answered {response.status} {response.reason}. Check the address.")
            return Fetched(
                url=url, content_type=response.getheader("Content-Type", ""), body=_body(response, url, limit_bytes)
            )
    raise ReadingError(f"{asked} redirects more than {MOST_REDIRECTS} times. Use the address it leads to.")


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ReadingError(f"{url} is not a web address ({error}).") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ReadingError(f"{url} is not a web address. It starts with http:// or https:// and names a machine.")
    if parts.username is not None or any(character.isspace() or ord(character) < 32 for character in url):
        raise ReadingError(f"{parts.scheme}://{parts.hostname} was given with a password or blanks. Leave them out.")
    return parts


def _permitted(parts: SplitResult, policy: AddressPolicy) -> list[str]:
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, parts.port or _PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ReadingError(f"No machine is known by the name {host}. Check the address and the network.") from error
    addresses = dict.fromkeys(str(answer[4][0]) for answer in found)
    permitted = [text for text in addresses if policy(host, ip_address(text.partition("%")[0]))]
    if not permitted:
        raise ReadingError(f"{host} is at {', '.join(addresses)}, which may not be fetched from. Use a public address.")
    return permitted


@contextlib.contextmanager
def _conversation(parts: SplitResult, policy: AddressPolicy, deadline: float) -> Iterator[HTTPResponse]:
    """Ask for `parts` and yield the response; the connection is cut when the deadline passes."""
    host, address = parts.hostname or "", f"{parts.scheme}://{parts.netloc}"
    connection = HTTPConnection(host, parts.port or _PORTS[parts.scheme])
    connection.default_port = _PORTS[parts.scheme]
    connection.auto_open = 0  # it must never resolve and connect by itself
    late = threading.Event()
    line = None
    try:
        line = _connected(parts, _permitted(parts, policy), deadline)
        connection.sock = line
        with _cut_at(deadline, line, late):
            if isinstance(line, ssl.SSLSocket):
                line.do_handshake()
            target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", target, headers=_HEADERS)
            yield connection.getresponse()
    except (OSError, HTTPException, UnicodeError, ValueError) as error:
        if late.is_set() or isinstance(error, TimeoutError):
            raise ReadingError(f"{address} took too long to answer. Try again, or later.") from error
        raise ReadingError(f"{address} could not be read ({error or type(error).__name__}). Try again.") from error
    finally:
        connection.close()
        if line is not None:
            line.close()


def _connected(parts: SplitResult, addresses: list[str], deadline: float) -> socket.socket:
    """Connect to the first of the permitted `addresses` that answers."""
    failure: OSError | None = None
    for address in addresses:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            line = socket.create_connection((address, parts.port or _PORTS[parts.scheme]), timeout=left)
        except OSError as error:
            failure = error
            continue
        return _secured(line, parts.hostname or "") if parts.scheme == "https" else line
    raise failure or TimeoutError


def _secured(line: socket.socket, host: str) -> ssl.SSLSocket:
    """Put TLS for `host` on `line`; the handshake is left to the caller, so that the clock runs over it too."""
    context = ssl.create_default_context()
    try:
        return context.wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
    except OSError:
        line.close()
        raise


@contextlib.contextmanager
def _cut_at(deadline: float, line: socket.socket, late: threading.Event) -> Iterator[None]:
    """Shut `line` when the deadline passes: a peer that drips bytes would outlast any timeout per read."""

    def cut() -> None:
        late.set()
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(max(0.0, deadline - time.monotonic()), cut)
    clock.daemon = True
    clock.start()
    try:
        yield
        if late.is_set():
            raise TimeoutError
    finally:
        clock.cancel()


def _body(response: HTTPResponse, url: str, limit_bytes: int) -> bytes:
    body = response.read(limit_bytes + 1)
    if len(body) > limit_bytes:
        raise ReadingError(f"{url} holds more than {limit_bytes:,} bytes. Save the part you need and add the file.")
    promised = response.getheader("Content-Length")
    if promised and promised.isdigit() and len(body) < int(promised):
        raise HTTPException("the answer broke off")
    return body
