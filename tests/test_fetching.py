"""Downloads: what comes back, and which machines are never asked."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from local_server import Server, loopback, page, redirect, serving

from assistant.errors import ReadingError
from assistant.library.fetching import fetch, public_only


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def test_a_page_comes_back_as_bytes_with_its_type(server: Server) -> None:
    server.pages["/a b/ü"] = server.pages["/a%20b/%C3%BC"] = page("Grüße".encode(), "text/plain; charset=utf-8")
    got = fetch(server.url("/a%20b/ü?x=1"), policy=loopback)
    assert (got.body, got.content_type) == ("Grüße".encode(), "text/plain; charset=utf-8")
    assert server.asked == ["/a%20b/%C3%BC?x=1"]


def test_redirects_are_followed_to_the_address_that_answers(server: Server) -> None:
    server.pages["/old"] = redirect("new")
    server.pages["/new"] = page(b"here")
    got = fetch(server.url("/old"), policy=loopback)
    assert (got.url, got.body) == (server.url("/new"), b"here")


def test_a_redirect_passes_the_same_gate(server: Server) -> None:
    server.pages["/"] = redirect(server.url("/secret", host="localhost"))
    server.pages["/secret"] = page(b"secret")

    def not_by_name(host: str, address: IPv4Address | IPv6Address) -> bool:
        return host == "127.0.0.1"

    with pytest.raises(ReadingError, match="may not be fetched"):
        fetch(server.url("/"), policy=not_by_name)
    assert server.asked == ["/"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/"])
def test_a_redirect_cannot_leave_the_web(server: Server, target: str) -> None:
    server.pages["/"] = redirect(target)
    with pytest.raises(ReadingError, match="not a web address"):
        fetch(server.url("/"), policy=loopback)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]"])
def test_by_default_this_machine_is_never_asked_however_it_is_written(server: Server, host: str) -> None:
    with pytest.raises(ReadingError):
        fetch(server.url("/", host=host))
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "fc00::1",
        "fe80::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not public_only("name.example", ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_permitted(address: str) -> None:
    assert public_only("name.example", ip_address(address))


@given(st.ip_addresses())
def test_nothing_private_is_ever_permitted(address: IPv4Address | IPv6Address) -> None:
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        assert not public_only("name.example", address) or (mapped is not None and mapped.is_global)


def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_connected_to(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes its mind between check and connection (DNS rebinding) gains nothing."""
    answers = iter(["127.0.0.1", "10.0.0.1", "10.0.0.2"])
    real, seen = socket.getaddrinfo, []

    def rebinding(host: str, *rest: object, **more: object) -> object:
        return real(next(answers) if host == "rebinding.example" else host, *rest, **more)  # type: ignore[arg-type]

    def remembering(host: str, address: IPv4Address | IPv6Address) -> bool:
        seen.append((host, str(address)))
        return True

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    server.pages["/"] = page(b"here")
    assert fetch(server.url("/", host="rebinding.example"), policy=remembering).body == b"here"
    assert seen == [("rebinding.example", "127.0.0.1")]
    assert server.hosts == [f"rebinding.example:{server.port}"]
    assert next(answers) == "10.0.0.1"


@pytest.mark.parametrize("url", ["notes.txt", "http://", "http://[::1", "http://a:99999/", "javascript:alert(1)", ""])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ReadingError, match="web address"):
        fetch(url, policy=loopback)


def test_a_password_in_the_address_is_refused_and_not_repeated(server: Server) -> None:
    with pytest.raises(ReadingError) as refusal:
        fetch(f"http://user:hunter2@127.0.0.1:{server.port}/", policy=loopback)
    assert "hunter2" not in str(refusal.value)


def test_an_unknown_name_is_a_sentence() -> None:
    with pytest.raises(ReadingError, match=r"No machine is known by the name nowhere\.invalid"):
        fetch("http://nowhere.invalid/")


def test_a_page_that_is_not_there(server: Server) -> None:
    with pytest.raises(ReadingError, match="answered 404"):
        fetch(server.url("/gone"), policy=loopback)


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_past_the_limit_is_refused(server: Server, announced: bool) -> None:
    def long(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        if announced:
            request.send_header("Content-Length", "100000")
        request.end_headers()
        request.wfile.write(b"x" * 100_000)

    server.pages["/"] = long
    with pytest.raises(ReadingError, match="more than 1,000 bytes"):
        fetch(server.url("/"), policy=loopback, limit_bytes=1_000)


def test_a_body_of_exactly_the_limit_is_taken(server: Server) -> None:
    server.pages["/"] = page(b"x" * 1_000)
    assert len(fetch(server.url("/"), policy=loopback, limit_bytes=1_000).body) == 1_000


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_peer_that_drips_is_cut_off(server: Server, part: str) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"X: " if part == "headers" else b"Content-Length: 999\r\n\r\n"))
        for _ in range(100):
            request.wfile.write(b"x")
            time.sleep(0.05)

    server.pages["/"] = drip
    began = time.monotonic()
    with pytest.raises(ReadingError, match="took too long"):
        fetch(server.url("/"), policy=loopback, timeout=0.3)
    assert time.monotonic() - began < 2


def test_an_endless_chain_of_redirects_ends(server: Server) -> None:
    server.pages["/"] = redirect("/")
    with pytest.raises(ReadingError, match="redirects more than"):
        fetch(server.url("/"), policy=loopback)


def test_an_answer_that_breaks_off_is_not_taken_for_whole(server: Server) -> None:
    def broken(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        request.close_connection = True

    server.pages["/"] = broken
    with pytest.raises(ReadingError, match="broke off"):
        fetch(server.url("/"), policy=loopback)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for secure.example and its key."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("openssl is not installed, so no certificate can be made")
    folder = tmp_path_factory.mktemp("tls")
    kept, key = folder / "certificate.pem", folder / "key.pem"
    subject = ["-subj", "/CN=secure.example", "-addext", "subjectAltName=DNS:secure.example"]
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    subprocess.run([openssl, *made, "-keyout", key, "-out", kept, *subject], check=True, capture_output=True)
    return kept, key


def test_https_holds_the_certificate_against_the_name_and_not_the_address(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def at_home(host: str, *rest: object, **more: object) -> object:
        return real("127.0.0.1" if host.endswith(".example") else host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", at_home)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with serving(certificate) as server:
        server.pages["/"] = page(b"here")
        assert fetch(f"https://secure.example:{server.port}/", policy=loopback).body == b"here"
        with pytest.raises(ReadingError, match=r"could not be read .*certificate"):
            fetch(f"https://other.example:{server.port}/", policy=loopback)


def test_a_peer_that_never_shakes_hands_is_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        with pytest.raises(ReadingError, match="took too long"):
            fetch(f"https://127.0.0.1:{silent.getsockname()[1]}/", policy=loopback, timeout=0.3)
        assert time.monotonic() - began < 2
