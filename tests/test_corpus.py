"""The briefs that ship: complete, covered by provenance, true to their sources in names and numbers, and not copied."""

from __future__ import annotations

import hashlib
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

import pysbd
import pytest
import yaml
from shared_documents import shared_or_skip

from eval import provenance
from eval.provenance import Record
from eval.sources import describe, read_text

BRIEFS = provenance.briefs()
RECORDS = provenance.records()
MOST_QUOTED_WORDS = 12


@pytest.fixture(scope="module")
def shared() -> Path:
    """The folder of the source documents."""
    return shared_or_skip()


@pytest.fixture(scope="module")
def ordinary() -> set[str]:
    """The words that the briefs write in lower case somewhere: not names, even where a sentence opens with them."""
    texts = [provenance.prose(text) for text in BRIEFS.values()]
    return {word for text in texts for word in provenance.words(" ".join(w for w in text.split() if w[0].islower()))}


def of_brief(brief: str) -> list[Record]:
    """The records of one brief, in order."""
    return sorted((record for record in RECORDS if record.brief == brief), key=lambda record: record.start)


@cache
def text_of(path: Path) -> str:
    """A source document's text, read once."""
    return read_text(path)


def test_at_least_sixteen_briefs() -> None:
    assert len(BRIEFS) >= 16


@pytest.mark.parametrize("brief", BRIEFS)
def test_front_matter_is_complete(brief: str) -> None:
    head = yaml.safe_load(BRIEFS[brief].split("---\n")[1])
    assert set(head) == {"title", "publisher", "genre", "published", "language", "licence", "about", "sources"}
    assert (head["publisher"], head["genre"], head["language"], head["licence"]) == (
        "According To",
        "brief",
        "en",
        "MIT",
    )
    assert head["published"] == "2026-11"
    assert isinstance(head["title"], str)
    assert isinstance(head["about"], str)
    assert head["sources"]
    assert all(isinstance(source, str) for source in head["sources"])


@pytest.mark.parametrize("brief", BRIEFS)
def test_a_brief_has_350_to_700_words(brief: str) -> None:
    assert 350 <= len(provenance.prose(BRIEFS[brief]).split()) <= 700


@pytest.mark.parametrize("brief", BRIEFS)
def test_every_sentence_is_covered_by_one_record(brief: str) -> None:
    text, prose = BRIEFS[brief], provenance.prose(BRIEFS[brief])
    place = 0
    for record in of_brief(brief):
        assert not prose[place : record.start].strip(), f"no record covers {prose[place : record.start].strip()!r}"
        assert text[record.start : record.end] == text[record.start : record.end].strip()
        assert text[record.start : record.end].rstrip("”")[-1] in ".?!"
        place = record.end
    assert not prose[place:].strip(), f"no record covers {prose[place:].strip()!r}"


@pytest.mark.parametrize("brief", BRIEFS)
def test_a_record_holds_one_sentence(brief: str) -> None:
    splitter = pysbd.Segmenter(language="en", clean=False)
    for record in of_brief(brief):
        sentence = BRIEFS[brief][record.start : record.end]
        assert len(splitter.segment(provenance.unquoted(sentence))) == 1, sentence


def test_no_record_without_a_brief() -> None:
    assert {record.brief for record in RECORDS} == set(BRIEFS)


@pytest.mark.parametrize("brief", BRIEFS)
def test_quotations_are_short(brief: str) -> None:
    prose = provenance.prose(BRIEFS[brief])
    assert prose.count("“") == prose.count("”")
    for quotation in provenance.quotations(prose):
        assert len(quotation.split()) <= MOST_QUOTED_WORDS, quotation


def test_every_span_exists(shared: Path) -> None:
    for record in RECORDS:
        for source in record.sources:
            text = text_of(shared / source.document)
            assert hashlib.sha256(text.encode("utf-8")).hexdigest() == source.sha256, source.document
            assert 0 <= source.start < source.end <= len(text)
            assert text[source.start : source.end].strip()
            assert source.url == describe(shared, source.document).url


@pytest.mark.parametrize("brief", BRIEFS)
def test_names_numbers_and_dates_stand_where_a_sentence_points(brief: str, shared: Path, ordinary: set[str]) -> None:
    missing = {}
    for record in of_brief(brief):
        sentence = BRIEFS[brief][record.start : record.end]
        spans = [text_of(shared / s.document)[s.start : s.end] for s in record.sources]
        originals = [describe(shared, s.document) for s in record.sources]
        if found := provenance.unsupported(sentence, spans, originals, ordinary):
            missing[sentence] = found
    assert not missing


@pytest.mark.parametrize("brief", BRIEFS)
def test_quotations_are_exact_and_from_documents_that_may_be_quoted(brief: str, shared: Path) -> None:
    for record in of_brief(brief):
        quotable = [source for source in record.sources if describe(shared, source.document).quotable]
        spans = [" ".join(text_of(shared / s.document)[s.start : s.end].split()) for s in quotable]
        for quotation in provenance.quotations(BRIEFS[brief][record.start : record.end]):
            assert any(quotation in span for span in spans), quotation


def test_no_sentence_repeats_eight_words_of_any_source_document(shared: Path) -> None:
    own = defaultdict(set)
    for brief, text in BRIEFS.items():
        for gram in provenance.own_grams(text):
            own[gram].add(brief)
    kinds = {".md", ".txt", ".json"}
    documents = [path for part in ("sources", "seeds") for path in (shared / part).rglob("*") if path.suffix in kinds]
    assert len(documents) > 400
    copied = {
        " ".join(gram): (sorted(own[gram]), path.name)
        for path in documents
        for gram in provenance.grams(provenance.words(text_of(path)))
        if gram in own
    }
    assert not copied


def test_the_checks_notice_an_invented_name_number_and_copy(shared: Path, ordinary: set[str]) -> None:
    path = "sources/un-general-debate/PAK_53_1998.txt"
    span, original = "We urge reconciliation within Afghanistan.", describe(shared, path)
    assert not provenance.unsupported("Pakistan urged it in 1998.", [span], [original], ordinary)
    assert provenance.unsupported("Musharraf urged it.", [span], [original], ordinary) == ["Musharraf"]
    assert provenance.unsupported("It urged Iran to do it.", [span], [original], ordinary) == ["Iran"]
    assert provenance.unsupported("It named 28,000 Afghans and seven states.", [span], [original], ordinary) == [
        "28,000",
        "seven",
    ]


def test_originals_name_every_document_with_a_public_address(shared: Path) -> None:
    listed = tomllib.loads((provenance.BRIEFS / "originals.toml").read_text(encoding="utf-8"))["original"]
    wanted: dict[str, set[str]] = defaultdict(set)
    for record in RECORDS:
        for source in record.sources:
            if source.url:
                wanted[source.document].add(record.brief)
    assert {entry["document"]: set(entry["briefs"]) for entry in listed} == wanted
    quoted = {name: provenance.quotations(provenance.prose(text)) for name, text in BRIEFS.items()}
    for entry in listed:
        text = " ".join(text_of(shared / entry["document"]).split())
        assert all(quotation in text for quotation in entry["quotations"])
        assert all(any(q in quoted[name] for name in entry["briefs"]) for q in entry["quotations"])
        original = describe(shared, entry["document"])
        known = (original.url, original.title, original.publisher, original.published, original.licence, original.genre)
        keys = ("url", "title", "publisher", "published", "licence", "genre")
        assert tuple(entry[key] for key in keys) == known
