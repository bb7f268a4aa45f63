"""From drafts to briefs: offsets computed, quotations exact, and anchors that point nowhere refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ReadingError, UsageError
from eval.briefs import compose, fold, locate, parse
from eval.sources import describe, read_text

PAGE = """---
date: '2021-05-04'
source_url: https://example.org/ferry
title: "Remarks on\\_the Ferry"
---
MS. LANE:  The ferry wasn’t
late.  It sank.
"""
DRAFT = """---
title: "The ferry: an account"
about: "2021"
---
Lane said that the ferry “wasn't late”.
@ ferry The ferry … late.
It's gone, she said.
@ ferry It sank.

## After

She said no more.
@ ferry *
"""


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "sources/white-house/press-briefings"
    folder.mkdir(parents=True)
    (folder / "ferry.md").write_bytes(("\ufeff" + PAGE).encode().removeprefix(b"\xef\xbb\xbf"))
    return tmp_path


DOCUMENTS = {"ferry": "sources/white-house/press-briefings/ferry.md"}


def test_a_draft_becomes_a_brief_and_records_that_point_into_both(shared: Path) -> None:
    text, records = compose("ferry.md", DRAFT, DOCUMENTS, shared)
    source = read_text(shared / DOCUMENTS["ferry"])
    assert [text[r["start"] : r["end"]] for r in records] == [
        "Lane said that the ferry “wasn’t late”.",
        "It’s gone, she said.",
        "She said no more.",
    ]
    spans = [source[s["start"] : s["end"]] for r in records for s in r["sources"]]
    assert spans == ["The ferry wasn’t\nlate.", "It sank.", source]
    assert {s["url"] for r in records for s in r["sources"]} == {"https://example.org/ferry"}
    assert text.startswith('---\ntitle: "The ferry: an account"\npublisher: According To\n')
    assert text.endswith("\n\n## After\n\nShe said no more.\n")
    assert json.dumps(records)


def test_a_sentence_without_an_anchor_is_refused() -> None:
    with pytest.raises(UsageError, match="no anchor under “It's gone, she said"):
        parse(DRAFT.replace("@ ferry It sank.\n", ""), "ferry.md")


@pytest.mark.parametrize("words", ["It swam.", "late. … The ferry", "It sank. … late."])
def test_an_anchor_that_points_nowhere_is_refused(words: str) -> None:
    with pytest.raises(UsageError, match="Not in the document"):
        locate(words, PAGE)


def test_an_anchor_that_fits_two_places_is_refused() -> None:
    with pytest.raises(UsageError, match="More than once in the document: “ferry”"):
        locate("ferry … late", PAGE.lower())


def test_a_quotation_the_sources_do_not_hold_is_refused(shared: Path) -> None:
    with pytest.raises(UsageError, match="“was late”"):
        compose("ferry.md", DRAFT.replace("wasn't late", "was late"), DOCUMENTS, shared)


def test_a_document_of_no_collection_is_refused(shared: Path) -> None:
    with pytest.raises(ReadingError, match="none of the collections"):
        describe(shared, "sources/elsewhere/ferry.md")


@given(st.text(), st.data())
def test_words_that_stand_once_in_a_text_are_found_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    folded = fold(part)[0].strip()
    if not folded or "…" in part or folded == "*":
        return
    shadow = fold(text)[0]
    if shadow.find(folded, shadow.find(folded) + 1) >= 0:
        with pytest.raises(UsageError, match="More than once"):
            locate(part, text)
        return
    a, b = locate(part, text)
    assert fold(text[a:b])[0].strip() == fold(part)[0].strip()


@given(st.text())
def test_folding_keeps_the_way_back(text: str) -> None:
    shadow, places = fold(text)
    assert len(shadow) == len(places)
    assert all(text[place].isspace() == (character == " ") for character, place in zip(shadow, places, strict=True))
