"""Every format: what is read, what is content, what a document says of itself, and what is refused."""

from __future__ import annotations

import io
import json
import os
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import EmptyDocument, ReadingError, UnreadableDocument, UsageError
from assistant.library import fetching
from assistant.library.decoding import mojibake
from assistant.library.formats import json as keyed
from assistant.library.metadata import date_of
from assistant.library.reading import READERS, Source, read, read_bytes, sources
from assistant.library.segmenting import segment
from assistant.library.wording import wording_of
from assistant.model import Document, Sentence

# -- small files, written here ------------------------------------------------------------------


def document_of(folder: Path, name: str, data: bytes | str) -> Document:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(Source(path, folder))


def sentences_of(document: Document) -> list[str]:
    return [sentence.span.of(document.text) for sentence in segment(document).sentences]


def find(document: Document, words: str) -> Sentence:
    return next(found for found in segment(document).sentences if words in found.span.of(document.text))


def pdf_of(pages: list[list[str]], info: dict[str, str] | None = None) -> bytes:
    """Write a PDF with a line of Helvetica for each line of each page."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, lines in enumerate(pages):
        drawn = " ".join(f"1 0 0 1 72 {760 - 14 * n} Tm ({line}) Tj" for n, line in enumerate(lines))
        stream = f"BT /F1 11 Tf {drawn} ET"
        page = f"/Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * i} 0 R"
        objects.append(f"<< {page} /Resources << /Font << /F1 3 0 R >> >> >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append("<< " + " ".join(f"/{key} ({value})" for key, value in (info or {}).items()) + " >>")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    return (
        out
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(out)}\n%%EOF".encode()
    )


def docx_of(fill: Callable[[Any], None]) -> bytes:
    made = docx.Document()
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


STORY = """<h1>Harbour opens again</h1>
<p>The harbour master said on Monday that the <a href="/north">northern gate</a> would open again within a week, after
two winters of repairs that cost the town more than anybody had planned.</p>
<h2>Who pays</h2><p>Nobody has said who will pay for the second gate. The council will vote on it in the spring,
and the fishers say they cannot wait for that long.</p><ul><li>The first gate is finished.</li></ul>"""


def page_of(head: str, body: str = STORY, language: str = "en-GB") -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">{head}</head><body><nav>'
        f'<a href="/">Home</a></nav><article>{body}</article>'
        "<footer>All rights reserved by the paper.</footer></body></html>"
    )


# -- HTML ---------------------------------------------------------------------------------------


def test_html_gives_main_text_with_its_headings(tmp_path: Path) -> None:
    document = document_of(tmp_path, "story.html", page_of("<title>Harbour</title>"))
    assert document.media_type == "text/html"
    assert "Home" not in document.text and "All rights reserved" not in document.text
    gate = find(document, "northern gate")
    assert gate.span.of(document.text).startswith("The harbour master said") and gate.heading == "Harbour opens again"
    assert gate.span.of(document.text).endswith("anybody had planned.")
    assert find(document, "Nobody has said").heading == "Who pays"
    assert "The first gate is finished." in sentences_of(document)


LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "The whole site"},
        {
            "@type": "OpinionNewsArticle",
            "headline": "Gates and tides",
            "author": [{"@type": "Person", "name": "Ada Quill"}, {"@type": "Person", "name": "Ben Oar"}],
            "publisher": {"name": "The Pier"},
            "datePublished": "2021-03-04T22:10:00+01:00",
        },
    ],
}


def test_json_ld_comes_before_meta_tags(tmp_path: Path) -> None:
    head = (
        f'<script type="application/ld+json">{json.dumps(LINKED)}</script><script type="application/ld+json">{{no'
        '</script><meta property="og:title" content="Another title"><meta property="og:url" content="x">'
        '<link rel="canonical" href="https://pier.example/gates"><meta name="author" content="The desk">'
    )
    known = document_of(tmp_path, "a.htm", page_of(head)).metadata
    assert (known.title, known.author, known.publisher) == ("Gates and tides", "Ada Quill, Ben Oar", "The Pier")
    assert (known.published, known.genre, known.language) == ("2021-03-04", "opinion", "en-GB")
    assert known.url == "https://pier.example/gates"


def test_meta_tags_and_nothing_is_guessed(tmp_path: Path) -> None:
    head = (
        '<title>Gates | The Pier</title><meta property="og:title" content="Gates"><meta property="og:site_name" '
        'content="The Pier"><meta property="article:published_time" content="2020-01-02T00:00:00Z">'
        '<meta property="article:author" content="https://social.example/ada">'
    )
    known = document_of(tmp_path, "a.html", page_of(head)).metadata
    assert (known.title, known.publisher, known.published, known.author) == ("Gates", "The Pier", "2020-01-02", None)
    bare = document_of(tmp_path, "b.html", page_of("", language="")).metadata
    assert bare.model_dump(exclude_none=True) == {}


def test_html_in_another_encoding(tmp_path: Path) -> None:
    markup = page_of("<title>x</title>").replace("utf-8", "windows-1251").replace("Nobody has said", "Никто не сказал")
    document = document_of(tmp_path, "a.html", markup.encode("cp1251"))
    assert document.encoding == "cp1251" and "Никто не сказал" in document.text


def test_html_without_text_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument):
        document_of(tmp_path, "a.html", "<html><body><img src='x.png'></body></html>")


# -- PDF ----------------------------------------------------------------------------------------

PAGES = [
    ["The Pier Yearbook", "The harbour was closed for two winters because the", "northern gate had to be", "1"],
    ["The Pier Yearbook", "rebuilt from its foundations up. The council paid.", "2"],
    ["The Pier Yearbook", "In the third year the fishers came back to the town.", "3"],
]


def test_pdf_keeps_pages_and_drops_running_lines(tmp_path: Path) -> None:
    info = {"Title": "Yearbook of the harbour", "Author": "Ada Quill", "CreationDate": "D:20190230120000Z"}
    document = document_of(tmp_path, "year.pdf", pdf_of(PAGES, info))
    whole, paid, back = segment(document).sentences
    assert " ".join(whole.span.of(document.text).split()) == (
        "The harbour was closed for two winters because the northern gate had to be rebuilt from its foundations up."
    )
    assert [document.page_of(sentence.span.start) for sentence in (whole, paid, back)] == [1, 2, 3]
    assert "Yearbook" not in document.text and len(document.pages) == 3
    assert (document.metadata.title, document.metadata.author) == ("Yearbook of the harbour", "Ada Quill")


def test_pdf_titles_that_name_a_program_are_none(tmp_path: Path) -> None:
    assert document_of(tmp_path, "a.pdf", pdf_of(PAGES, {"Title": "Microsoft Word - b.doc"})).metadata.title is None


def test_pdf_that_is_encrypted_empty_or_damaged(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of(PAGES))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(UnreadableDocument, match="encrypted"):
        document_of(tmp_path, "locked.pdf", out.getvalue())
    with pytest.raises(EmptyDocument, match="OCR"):
        document_of(tmp_path, "scan.pdf", pdf_of([[]]))
    with pytest.raises(ReadingError):
        document_of(tmp_path, "broken.pdf", pdf_of(PAGES)[:300])


# -- docx ---------------------------------------------------------------------------------------


def test_docx_gives_headings_lists_tables_and_properties(tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        made.core_properties.title, made.core_properties.author = "On gates", "Ada Quill"
        made.add_heading("Costs", 1)
        made.add_paragraph("The first gate cost a year. The second cost two.")
        made.add_paragraph("The third was never built.", style="List Bullet")
        made.add_table(1, 2).rows[0].cells[0].text = "Gate 1 was closed."

    document = document_of(tmp_path, "gates.docx", docx_of(fill))
    assert sentences_of(document) == [
        "The first gate cost a year.",
        "The second cost two.",
        "The third was never built.",
        "Gate 1 was closed.",
    ]
    assert find(document, "second").heading == "Costs"
    assert (document.metadata.title, document.metadata.author) == ("On gates", "Ada Quill")


def test_docx_that_is_a_bomb_old_or_no_docx(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(70):
            part.write(b" " * 2**20)
    assert len(bomb.getvalue()) < 2**20
    with pytest.raises(UnreadableDocument, match="unpacks to more"):
        document_of(tmp_path, "bomb.docx", bomb.getvalue())
    with pytest.raises(UnreadableDocument, match=r"old \.doc"):
        document_of(tmp_path, "old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(ReadingError):
        document_of(tmp_path, "other.docx", "no archive at all")


def test_docx_whose_parts_do_not_unpack(tmp_path: Path) -> None:
    whole = docx_of(lambda made: made.add_paragraph("It is so."))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        part = archive.getinfo("word/document.xml")
    at = part.header_offset + 30 + len(part.filename)
    with pytest.raises(UnreadableDocument):
        document_of(tmp_path, "a.docx", whole[:at] + b"\xff" * 60 + whole[at + 60 :])


# -- JSON ---------------------------------------------------------------------------------------

PROFILE = """{
  "Town": {"Founding": {"text": "4 May 1611 (by fishers from the north)"}, "People ": {"total": "12,040"}},
  "Gates": {"text": "<p>There are two gates. The <em>northern</em> one is closed.<br><br>A third was planned.</p>",
            "note": "<strong>note:</strong> nobody says \\"third\\" aloud", "more": ["one of a list", "https://a.example/x"]},
  "open": true, "height": 3.5
}"""


def test_json_values_are_content_under_their_keys(tmp_path: Path) -> None:
    document = document_of(tmp_path, "profile.json", PROFILE)
    assert document.text == PROFILE and document.media_type == "application/json"
    found = {sentence.span.of(PROFILE): sentence.heading for sentence in segment(document).sentences}
    assert found == {
        "4 May 1611 (by fishers from the north)": "Town > Founding",
        "12,040": "Town > People > total",
        "There are two gates.": "Gates",
        "The <em>northern</em> one is closed.": "Gates",
        "A third was planned.": "Gates",
        'nobody says \\"third\\" aloud': "Gates > note",
        "one of a list": "Gates > more",
    }


def test_json_units_never_hold_the_syntax_between_values(tmp_path: Path) -> None:
    document = document_of(tmp_path, "profile.json", PROFILE)
    assert not any('": ' in unit.span.of(PROFILE) for unit in segment(document).units)


def test_json_is_searched_by_its_keys_and_without_escapes(tmp_path: Path) -> None:
    document = document_of(tmp_path, "profile.json", PROFILE.replace("north)", "n\\u00f4rth)"))
    units, passages = segment(document).units, segment(document).passages
    wording = wording_of(document)
    assert wording(units[0].span) == "Town > Founding: 4 May 1611 (by fishers from the nôrth)"
    assert 'Gates > note: nobody says "third" aloud' in [wording(unit.span) for unit in units]
    assert "Town > People > total: 12,040" in wording(passages[0].span)


@pytest.mark.parametrize("broken", ['{"a": ', "[1,]", '{"a": "b\nc"}', "[" * 100_000, "9" * 5000])
def test_json_that_is_none_says_so(tmp_path: Path, broken: str) -> None:
    with pytest.raises(ReadingError):
        document_of(tmp_path, "a.json", broken)


PLAIN = st.text(st.characters(exclude_categories=["Cs", "Zs", "Zl", "Zp", "Cc"], exclude_characters="<\ufeff"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers(-(10**9), 10**9) | PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings_in(inner)


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_json_content_is_exactly_the_string_values(value: object, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    said = [json.loads(f'"{found.span.of(text)}"') for found in keyed.values(text)]
    wanted = [
        string for string in strings_in(value) if any(map(str.isalnum, json.dumps(string, ensure_ascii=ascii_only)))
    ]
    assert said == [string for string in wanted if not string.startswith(("http:", "https:"))]


# -- anything at all ----------------------------------------------------------------------------

_PARTS = st.sampled_from(
    [
        b"%PDF-1.4\n",
        b"PK\x03\x04",
        b"<html><p>",
        b"</p>",
        b'{"a": "',
        b'"}',
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\0",
        b"---\n",
        b"Q  ",
        b"MS. OAR: ",
        b"1 0 obj << /Type /Catalog >> endobj trailer << /Root 1 0 R >>",
        b"# ",
        b"\r\n",
        b"Words here. ",
    ]
)
BYTES = st.binary(max_size=300) | st.lists(_PARTS | st.binary(max_size=8), max_size=30).map(b"".join)


@pytest.mark.parametrize("ending", sorted(READERS))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=BYTES)
def test_no_bytes_crash_a_reader_and_every_span_holds(tmp_path: Path, ending: str, data: bytes) -> None:
    try:
        document = read_bytes(data, Source(tmp_path / f"a{ending}", tmp_path))
    except ReadingError as error:
        assert str(error)
        return
    for span in document.content:
        assert 0 <= span.start < span.end <= len(document.text)
    for sentence in segment(document).sentences:
        assert any(span.contains(sentence.span) for span in document.content)
        assert sentence.span.of(document.text).strip() == sentence.span.of(document.text) != ""


@pytest.mark.parametrize(
    "whole", [pdf_of(PAGES), docx_of(lambda made: made.add_paragraph("It is so."))], ids=["pdf", "docx"]
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, whole: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:at] + data.draw(st.binary(max_size=6)) + whole[at + data.draw(st.integers(0, 40)) :]
    for ending in (".pdf", ".docx"):
        try:
            read_bytes(damaged, Source(tmp_path / f"a{ending}", tmp_path))
        except ReadingError as error:
            assert str(error)


# -- encodings ----------------------------------------------------------------------------------

SENTENCE = "The café’s owner said so – twice."


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SENTENCE.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + SENTENCE.encode(), "utf-8"),
        (b"\xff\xfe" + SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (SENTENCE.encode("cp1252"), "cp1252"),
    ],
)
def test_text_in_several_encodings(tmp_path: Path, data: bytes, encoding: str) -> None:
    document = document_of(tmp_path, "a.txt", data)
    assert (document.encoding, document.text.lstrip("\ufeff")) == (encoding, SENTENCE)
    assert document.text.encode(encoding) == data


def test_mojibake_is_found_and_good_text_is_not() -> None:
    good = "Ça va? À la carte – “naïve” Größe, £5, ½, Æthel’s Ñandú; 25 °C; ÉTÉ."
    assert list(mojibake(good)) == []
    bad = f"{good} ".encode().decode("cp1252", "replace")
    assert list(mojibake(bad))
    text = "It was â€œfineâ€” he said, at the cafÃ©."
    assert [span.of(text) for span in mojibake(text)] == ["â€œ", "â€”", "Ã©"]
    assert [span.of("a\ufffd\ufffdb") for span in mojibake("a\ufffd\ufffdb")] == ["\ufffd\ufffd"]


# -- folders, links, pipes ----------------------------------------------------------------------


def test_a_folder_gives_its_documents_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    for name in (
        "b.txt",
        "deep/a.md",
        "deep/er/c.JSON",
        "b.toml",
        "metadata.csv",
        "x.png",
        "README.md",
        ".hidden/d.txt",
    ):
        (tmp_path / name).write_text("Text.")
    assert [source.display for source in sources(tmp_path)] == ["b.txt", "deep/a.md", "deep/er/c.JSON"]


def test_links_out_of_the_folder_and_pipes_are_never_read(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("Secret.")
    (inside / "a.txt").write_text("Open.")
    (inside / "link.txt").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "loop.txt").symlink_to(inside / "loop.txt")
    (inside / "again.txt").symlink_to(inside / "a.txt")
    (inside / "device.txt").symlink_to("/dev/zero")
    (inside / "a.toml").symlink_to(outside / "secret.toml")
    (outside / "secret.toml").write_text('title = "Secret"')
    os.mkfifo(inside / "pipe.txt")
    assert [source.display for source in sources(inside)] == ["a.txt", "again.txt"]
    for name in ("link.txt", "pipe.txt", "device.txt", "loop.txt", "a.txt"):  # the last has a sidecar elsewhere
        with pytest.raises(UnreadableDocument):
            read(Source(inside / name, inside))
    for name in ("pipe.txt", "device.txt", "loop.txt"):
        with pytest.raises(UsageError):
            list(sources(inside / name))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("1234 56", "no text"),
        ("\0" * 90, "no text"),
        ("PK\0ab\1" + "x" * 900, "zero bytes"),
    ],
)
def test_files_without_words_are_refused_with_a_reason(tmp_path: Path, data: str, reason: str) -> None:
    with pytest.raises(ReadingError, match=reason):
        document_of(tmp_path, "a.txt", data)


def test_a_name_that_is_no_utf8_can_be_shown_and_stored(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    try:
        path.write_text("It is so.")
    except OSError:
        pytest.skip("this file system takes no names that are not UTF-8")
    (source,) = sources(tmp_path)
    read(source).path.encode()
    read(source).uri.encode()


# -- metadata -----------------------------------------------------------------------------------


def test_front_matter_then_sidecar_then_table_then_the_document_itself(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text(
        "path,title,author,publisher,published\na.html,T3,A3,P3,2003\na.md,T3,A3,P3,2003\n"
    )
    (tmp_path / "a.toml").write_text('title = "T2"\nauthor = "A2"\n')
    page = page_of('<meta property="og:title" content="T4"><meta property="og:site_name" content="P4">')
    known = document_of(tmp_path, "a.html", page).metadata
    assert (known.title, known.author, known.publisher, known.language) == ("T2", "A2", "P3", "en-GB")
    known = document_of(tmp_path, "a.md", "---\ntitle: T1\n---\nIt is so.").metadata
    assert (known.title, known.author, known.publisher) == ("T1", "A2", "P3")


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2021-03-04T10:00:00Z", "2021-03-04"),
        ("March 4, 2021", "2021-03-04"),
        ("4 Mar. 2021", "2021-03-04"),
        ("Thu, 04 Mar 2021 10:00 GMT", "2021-03-04"),
        ("3/4/2021", None),
        ("soon", None),
        ("2021", "2021"),
    ],
)
def test_dates_as_people_write_them(written: str, date: str | None) -> None:
    assert date_of(written) == date


# -- addresses ----------------------------------------------------------------------------------


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, body = {
            "/story": ("text/html; charset=utf-8", page_of("<title>Harbour</title>").encode()),
            "/notes.txt": ("text/plain", b"The gate is open."),
            "/film": ("video/mp4", b"\0\0\0"),
        }[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(fetching, "fetch", partial(fetching.fetch, policy=lambda host, address: True))
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_address_becomes_a_document(site: str) -> None:
    (source,) = sources(Path(f"{site}/story#part"))  # a Path, as the command line makes of its arguments
    document = read(source)
    assert document.uri == document.path == document.metadata.url == f"{site}/story"
    assert document.metadata.title == "Harbour" and find(document, "northern gate")
    (notes,) = sources(f"{site}/notes.txt")
    assert sentences_of(read(notes)) == ["The gate is open."]
    (film,) = sources(f"{site}/film")
    with pytest.raises(UnreadableDocument, match="video/mp4"):
        read(film)


def test_an_address_of_this_machine_is_refused() -> None:
    (source,) = sources("http://127.0.0.1:9/secret")
    with pytest.raises(ReadingError, match="public address"):
        read(source)


# -- structure ----------------------------------------------------------------------------------


def as_markdown(folder: Path, text: str) -> list[tuple[str | None, str]]:
    document = document_of(folder, "a.md", text)
    return [(sentence.speaker, sentence.span.of(document.text)) for sentence in segment(document).sentences]


def test_speakers_labels_are_structure(tmp_path: Path) -> None:
    text = (
        "MS. OAR: Good morning. I have one thing.\n\nQ\u00a0\u00a0 Is the gate open?\n\n"
        "MS. OAR (continuing): It is.\n\nQ (Inaudible) the second one?\n\nTHE PRESIDENT: No.\n\n"
        "SENIOR TOWN OFFICIAL ONE:\u00a0 We will see.\n\nQ — and then?"
    )
    assert as_markdown(tmp_path, text) == [
        ("MS. OAR", "Good morning."),
        ("MS. OAR", "I have one thing."),
        ("Q", "Is the gate open?"),
        ("MS. OAR", "It is."),
        ("Q", "(Inaudible) the second one?"),
        ("THE PRESIDENT", "No."),
        ("SENIOR TOWN OFFICIAL ONE", "We will see."),
        ("Q", "— and then?"),
    ]


def test_an_answer_is_never_given_to_the_questioner(tmp_path: Path) -> None:
    text = "Q: Is it open?\n\nA: It is.\n\nQ: And the other?\n\nA: It is not."
    assert [speaker for speaker, _ in as_markdown(tmp_path, text)] == ["Q", "A", "Q", "A"]


def test_headings_in_capitals_are_no_speakers(tmp_path: Path) -> None:
    text = "\n\n".join(f"**{word} THE GATES:** The town {word.lower()} them." for word in ("OPENS", "PAINTS", "SELLS"))
    assert {speaker for speaker, _ in as_markdown(tmp_path, text)} == {None}


def test_inline_tags_stay_and_figures_go(tmp_path: Path) -> None:
    text = "<u>The gate</u> is open.\n\n<figure><img src='x' alt='Not this.'></figure>\n\nIt <s>was</s> is [green](http://a.b/c)."
    assert as_markdown(tmp_path, text) == [
        (None, "The gate</u> is open."),
        (None, "It <s>was</s> is [green](http://a.b/c)."),
    ]


WRAPPED = """The harbour was closed for two winters, since the
northern gate had to be taken down and rebuilt from
its foundations up by people who had never done such
23

a thing before. The council paid for it.
24


In the third year the fishers of the town came back,
and nobody asked them where they had been.
"""


def test_a_sentence_runs_on_over_a_page_break_and_a_page_number_is_none(tmp_path: Path) -> None:
    document = document_of(tmp_path, "a.txt", WRAPPED)
    first, *rest = sentences_of(document)
    assert first.startswith("The harbour was closed") and first.endswith("a thing before.")
    assert [" ".join(sentence.split()) for sentence in rest] == [
        "The council paid for it.",
        "In the third year the fishers of the town came back, and nobody asked them where they had been.",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It opens at 3:28 P.M. EDT today.", ["It opens at 3:28 P.M. EDT today."]),
        ("3:28 P.M. EDT", ["3:28 P.M. EDT"]),
        ("“Why?” he asked. Nobody knew.", ["“Why?” he asked.", "Nobody knew."]),
        ("Nobody came. al-Arish was empty.", ["Nobody came.", "al-Arish was empty."]),
        ("it is so. nobody says no.", ["it is so.", "nobody says no."]),
        ("**Mr. Oar spoke.** He left.", ["Mr. Oar spoke.", "He left."]),
        (
            "The town [paid](https://a.example/x.html#:~:text=only.%20now.) for it. It was [late](http://a.b/c.d).",
            [
                "The town [paid](https://a.example/x.html#:~:text=only.%20now.) for it.",
                "It was [late](http://a.b/c.d).",
            ],
        ),
        ("[It was so.](http://a.b/c) Nobody knew.", ["[It was so.](http://a.b/c)", "Nobody knew."]),
        (
            "The town, which had\n\npaid for both gates, was poor.",
            ["The town, which had\n\npaid for both gates, was poor."],
        ),
        ("They want:\n\nbread and peace.", ["They want:", "bread and peace."]),
        (
            "They paid, **he said:**\n\n-   [$1.5\n    million](http://a.b/c) for it",
            ["They paid, **he said:", "[$1.5\n    million](http://a.b/c) for it"],
        ),
        ("He called it “a gate”. (ibid., page 4)", ["He called it “a gate”. (ibid., page 4)"]),
    ],
)
def test_sentences_stay_whole(tmp_path: Path, text: str, wanted: list[str]) -> None:
    assert [sentence for _, sentence in as_markdown(tmp_path, text)] == wanted


def test_a_long_paragraph_is_cut_between_sentences(tmp_path: Path) -> None:
    sentence = "The town kept 3.5 boats, Mr. Oar said, and nobody asked for more than that."
    assert sentences_of(document_of(tmp_path, "a.txt", " ".join([sentence] * 200))) == [sentence] * 200


def test_a_line_in_bold_is_a_heading(tmp_path: Path) -> None:
    document = document_of(tmp_path, "a.md", "**THE SECOND GATE:**\n\nIt was built.\n\n**It was never paid for.**")
    assert [(s.heading, s.span.of(document.text)) for s in segment(document).sentences] == [
        ("THE SECOND GATE", "It was built."),
        ("THE SECOND GATE", "It was never paid for."),
    ]


def test_one_label_of_a_known_kind_is_enough(tmp_path: Path) -> None:
    text = "Dining Room\n\nTHE PRESIDENT:\u00a0 Last night it opened.\n\nIt is over."
    assert as_markdown(tmp_path, text) == [
        (None, "Dining Room"),
        ("THE PRESIDENT", "Last night it opened."),
        ("THE PRESIDENT", "It is over."),
    ]


# -- bounded ------------------------------------------------------------------------------------

HOSTILE = {
    "dots": "." * 100_000,
    "letters": "a." * 100_000,
    "initials": "A. B. " * 30_000,
    "abbreviations": "etc. Mr. no. " * 15_000,
    "quotes": "“a " * 50_000,
    "straight": "\" ' " * 50_000,
    "brackets": "([{" * 50_000,
    "numbers": "1. 2) " * 30_000,
    "marks": "?!" * 80_000,
    "one word": "a" * 200_000,
    "tags": "<a" * 80_000,
    "labels": "MS. OAR: " * 20_000,
    "lines": "a\n" * 60_000,
    "page marks": "A\n\n1\n\n" * 20_000,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_takes_bounded_time(tmp_path: Path, name: str) -> None:
    started = time.monotonic()
    document = document_of(tmp_path, "a.md", f"Words. {HOSTILE[name]}")
    segment(document)
    assert time.monotonic() - started < 20
