"""Bytes to text: which encoding, and the text as it stands."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from assistant.errors import UnreadableDocument
from assistant.model import Span

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(data: bytes) -> tuple[str, str]:
    """Decode a text file without altering it; return the text and the encoding's name.

    A byte order mark decides; it stays in the text as U+FEFF, so that offsets can be
    checked with the file alone. Without one it is UTF-8, else UTF-16 where the zero
    bytes say so, else Windows-1252. Raises UnreadableDocument for bytes that are no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding), encoding
    if b"\0" in data[:4096]:
        return _utf16_without_bom(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _cp1252(data), "cp1252"


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"it says it is {encoding.upper()}, but byte {error.start} does not fit; save it again as UTF-8"
        ) from error


def _utf16_without_bom(data: bytes) -> tuple[str, str]:
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = data.decode(encoding, "replace")
    if max(even, odd) <= len(data[:4096]) // 8 or "\0" in text or "\ufffd" in text or _is_binary(text):
        raise UnreadableDocument("it holds zero bytes and is no text; convert it to a document format first")
    return text, encoding


def _cp1252(data: bytes) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableDocument("it is neither UTF-8, UTF-16 nor Windows-1252; save it again as UTF-8") from error
    if _is_binary(text):
        raise UnreadableDocument("it is binary, not text; convert it to a document format first")
    return text


def _is_binary(text: str) -> bool:
    """Tell whether more than one character in fifty is a control character."""
    control = sum(1 for char in text[:4096] if ord(char) < 32 and char not in "\t\n\r\f")
    return control > len(text[:4096]) // 50


_HIGH = "".join(  # what Windows-1252 (else Latin-1) shows for the bytes 0x80 to 0xBF
    bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in range(0x80, 0xC0)
)
_TAIL = f"[{re.escape(_HIGH)}]"
_MISREAD = re.compile(rf"(?:[\u00c2-\u00df]{_TAIL}|[\u00e0-\u00ef]{_TAIL}{{2}}|[\u00f0-\u00f4]{_TAIL}{{3}})+|\ufffd+")


def mojibake(text: str) -> Iterator[Span]:
    """Yield where text looks like UTF-8 that somebody once read as Windows-1252, and where characters were lost.

    Such a stretch ("Ã©" for "é") is a lead byte of UTF-8 followed by its continuation bytes, each shown as a
    character of its own; U+FFFD stands for bytes nobody could read. It is for reporting: nothing is altered.
    """
    for match in _MISREAD.finditer(text):
        if "\ufffd" in match.group() or _was_utf8(match.group()):
            yield Span(start=match.start(), end=match.end())


def _was_utf8(piece: str) -> bool:
    """Tell whether the piece's characters, as bytes of Windows-1252, are valid UTF-8."""
    as_bytes = bytes(_BYTE.get(char, ord(char) & 0xFF) for char in piece)
    try:
        as_bytes.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


_BYTE = {char: 0x80 + i for i, char in enumerate(_HIGH)}
