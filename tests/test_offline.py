"""Nothing leaves this machine: all sockets but loopback are blocked while a library is made, asked and served."""

from __future__ import annotations

from pathlib import Path

from conftest import DOCUMENTS, python

# A start-up module of Python's own: it holds for child processes too, since they inherit PYTHONPATH.
GUARD = """
import os, socket

_connect, _connect_ex, _sendto, _resolve = (
    socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto, socket.getaddrinfo
)

def _check(host, what):
    if host not in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "", None, b"127.0.0.1", b"localhost"):
        with open(os.environ["LEAKS"], "a") as file:
            file.write(f"{what} {host}\\n")
        raise OSError(f"blocked: {what} {host}")

def _guarded(original, what, place=0):
    def call(self, *arguments):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _check(arguments[place][0], what)
        return original(self, *arguments)
    return call

def getaddrinfo(host, *arguments, **options):
    _check(host, "resolve")
    return _resolve(host, *arguments, **options)

socket.socket.connect = _guarded(_connect, "connect")
socket.socket.connect_ex = _guarded(_connect_ex, "connect")
socket.socket.sendto = _guarded(_sendto, "send", -1)
socket.getaddrinfo = getaddrinfo
"""

WORK = """
import socket, subprocess, sys, threading, time, urllib.request
from assistant import Assistant

library, documents = sys.argv[1:]
with Assistant.open(library) as assistant:
    assert assistant.add([documents]).added
    assert assistant.ask("Who closed the lock at Ebbing Weir?").citations
    from assistant.chat.app import serve
    told = []
    threading.Thread(target=serve, args=(assistant, "127.0.0.1", 0, told.append), daemon=True).start()
    while not told:
        time.sleep(0.02)
    address = told[0].split()[4]
    for attempt in range(50):
        try:
            page = urllib.request.urlopen(address, timeout=20).read().decode()
            break
        except OSError:
            time.sleep(0.1)
    assert "According To" in page
    one = assistant.documents()[0]
    assert urllib.request.urlopen(f"{address}documents/{one.id}").status == 200
    child = [sys.executable, "-m", "assistant", "documents", "--library", library]
    assert subprocess.run(child, capture_output=True).returncode == 0
    import chromadb, gradio
    assert not assistant._caches._index._client.get_settings().anonymized_telemetry
    assert gradio.analytics.analytics_enabled() is False
    time.sleep(1)  # whatever reports home does it in a thread of its own
print("DONE")
"""

BLOCKED = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"


def test_only_loopback_is_spoken_to(tmp_path: Path) -> None:
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD)
    leaks = tmp_path / "leaks"
    root = str(Path(__file__).parent.parent)
    guarded = {"PYTHONPATH": f"{tmp_path / 'guard'}:{root}", "LEAKS": str(leaks)}

    assert python("-c", BLOCKED, **guarded).returncode == 1
    assert leaks.read_text().split() == ["resolve", "192.0.2.1"], "the guard guards"
    leaks.unlink()

    ran = python("-c", WORK, tmp_path / "library", DOCUMENTS, **guarded)
    assert ran.stdout.strip().endswith("DONE"), ran.stderr
    assert not leaks.exists(), leaks.read_text()
