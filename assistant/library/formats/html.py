"""HTML: the main text as trafilatura finds it, laid out with marked headings, and the page's own metadata."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping

import lxml.html
import trafilatura
from lxml.etree import LxmlError, _Element

from assistant.errors import EmptyDocument, UnreadableDocument
from assistant.library import metadata as known
from assistant.library.decoding import decode
from assistant.library.formats.base import Reading, heading, laid_out, one_line, whole
from assistant.model import Metadata

LARGEST_PAGE = 16 * 1024 * 1024
"""Pages of more bytes are not read: their tree would take many times that much memory."""

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")


def read(data: bytes, charset: str | None = None) -> Reading:
    """Read a page; `charset` is what a server said of it. Raises ReadingError if it is too long or holds no text."""
    if len(data) > LARGEST_PAGE:
        raise UnreadableDocument(f"it has more than {LARGEST_PAGE // 2**20} MiB; save the article alone")
    markup, encoding = _decoded(data, charset)
    try:
        page = lxml.html.document_fromstring(_FORBIDDEN.sub(" ", _without_declaration(markup)))
        said = _said(page)
        article = trafilatura.bare_extraction(page, with_metadata=False, include_comments=False)
    except (LxmlError, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise UnreadableDocument(f"it is no HTML that can be read ({type(error).__name__}: {error})") from error
    body = getattr(article, "body", None)
    if body is None:
        raise EmptyDocument("no main text was found in it")
    text = laid_out(_blocks(body))
    return Reading(text, "text/html", whole(text), encoding, said=said)


def _decoded(data: bytes, charset: str | None) -> tuple[str, str]:
    """Decode by byte order mark, the server's word, the page's own word, or its bytes, in that order."""
    named = _CHARSET.search(data[:4096])
    for name in (charset, named.group(1).decode("ascii") if named else None):
        if name is None or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            continue
        try:
            codec = codecs.lookup("cp1252" if name.lower() in ("iso-8859-1", "latin-1", "ascii", "us-ascii") else name)
            return data.decode(codec.name), codec.name
        except (LookupError, UnicodeError, ValueError):
            continue
    return decode(data)


def _without_declaration(markup: str) -> str:
    """Drop the XML declaration: its encoding no longer holds once the bytes are decoded."""
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", markup.removeprefix("\ufeff"))


# -- the text ----------------------------------------------------------------------------------


def _blocks(element: _Element) -> Iterator[str]:
    """Yield paragraphs, headings, items and table rows of trafilatura's tree, each on one line."""
    loose: list[str] = [element.text or ""]
    for child in element:
        if child.tag in _CONTAINERS or child.tag in _LINES:
            yield one_line("".join(loose))
            loose = []
            yield from _line(child) if child.tag in _LINES else _blocks(child)
        elif child.tag == "lb":
            yield one_line("".join(loose))
            loose = []
        else:
            loose.append("".join(child.itertext()))
        loose.append(child.tail or "")
    yield one_line("".join(loose))


_CONTAINERS = frozenset({"list", "quote", "table", "div", "p", "code"})
_LINES = frozenset({"head", "item", "row"})


def _line(element: _Element) -> Iterator[str]:
    if element.tag == "row":
        cells = (one_line("".join(cell.itertext())) for cell in element)
        yield " | ".join(cell for cell in cells if cell)
    elif element.tag == "head":
        level = re.sub(r"\D", "", element.get("rend") or "") or "2"
        text = one_line("".join(element.itertext()))
        yield heading(int(level[0]), text) if text else ""
    else:
        first, *rest = [block for block in _blocks(element) if block] or [""]
        yield f"- {first}" if first and not first.startswith("- ") else first
        yield from rest


# -- what the page says of itself --------------------------------------------------------------

_META = {
    "title": ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title"),
    "author": ("author", "article:author", "citation_author", "dc.creator", "dcterms.creator", "byl"),
    "publisher": ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "citation_publisher"),
    "published": (
        "article:published_time",
        "datepublished",
        "citation_publication_date",
        "citation_date",
        "dc.date",
        "dcterms.date",
        "dcterms.created",
        "pubdate",
        "date",
    ),
    "language": ("og:locale", "dc.language", "content-language"),
    "licence": ("dcterms.license", "dc.rights", "license"),
}
"""Names of meta tags for each of our fields, the strongest first."""

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Speech)$")
_GENRES = {"OpinionNewsArticle": "opinion", "NewsArticle": "article", "Article": "article", "Report": "report"}


def _said(page: _Element) -> Metadata:
    """Merge JSON-LD, meta tags and the elements of the page's head; the first that has a field wins."""
    return known.merged(*_linked_data(page), _meta(page), _head(page))


def _meta(page: _Element) -> Metadata:
    tags: dict[str, list[str]] = {}
    for tag in page.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        content = one_line(tag.get("content") or "")
        if name and content:
            tags.setdefault(name.strip().lower(), []).append(content)
    fields: dict[str, object] = {}
    for field, names in _META.items():
        found = next((tags[name] for name in names if _people(tags.get(name, []))), [])
        fields[field] = ", ".join(_people(found)) if field == "author" else next(iter(found), None)
    if tags.get("og:type") == ["article"]:
        fields["genre"] = "article"
    fields["language"] = str(fields["language"] or "").replace("_", "-")
    return known.metadata_from(fields)


def _people(values: Iterable[str]) -> list[str]:
    """Keep what is a name: some pages give the address of a profile instead."""
    return list(dict.fromkeys(value for value in values if not re.match(r"https?:|@", value)))


def _head(page: _Element) -> Metadata:
    title = page.find(".//title")
    canonical = next((link.get("href") for link in page.iter("link") if link.get("rel") == "canonical"), None)
    return known.metadata_from(
        {
            "title": one_line(title.text_content()) if title is not None else None,
            "url": canonical if canonical and canonical.startswith(("http://", "https://")) else None,
            "language": page.get("lang"),
        }
    )


def _linked_data(page: _Element) -> Iterator[Metadata]:
    """Yield what JSON-LD says of the article on the page; damaged scripts are passed over, as browsers do."""
    for script in page.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from (_article(thing) for thing in _things(data) if any(map(_ARTICLE.search, _types(thing))))


def _things(data: object) -> Iterator[Mapping[str, object]]:
    """Yield the objects at the top of JSON-LD and in its @graph."""
    for thing in data if isinstance(data, list) else [data]:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            yield from (item for item in (graph if isinstance(graph, list) else []) if isinstance(item, dict))


def _types(thing: Mapping[str, object]) -> list[str]:
    kinds = thing.get("@type")
    return [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])]


def _article(thing: Mapping[str, object]) -> Metadata:
    url = next((name for key in ("url", "mainEntityOfPage") for name in _names(thing.get(key), "@id")), None)
    fields: dict[str, object] = {
        "title": thing.get("headline") or thing.get("name"),
        "author": ", ".join(_people(_names(thing.get("author")))),
        "publisher": next(iter(_names(thing.get("publisher"))), None),
        "published": thing.get("datePublished"),
        "language": next(iter(_names(thing.get("inLanguage"))), None),
        "licence": next(iter(_names(thing.get("license"))), None),
        "genre": next((_GENRES[kind] for kind in _types(thing) if kind in _GENRES), None),
        "url": url if url and url.startswith(("http://", "https://")) else None,
    }
    return known.metadata_from({key: value for key, value in fields.items() if isinstance(value, str)})


def _names(value: object, key: str = "name") -> list[str]:
    """Return the names of one thing or several, each a word or an object with a name."""
    things = value if isinstance(value, list) else [value]
    names = (thing.get(key) if isinstance(thing, dict) else thing for thing in things)
    return [one_line(name) for name in names if isinstance(name, str) and name.strip()]
