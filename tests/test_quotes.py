"""Is a quotation in its text, word for word?"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.checks.folding import shadow_of
from assistant.checks.quotes import LONGEST_GAP, Verdict, cite, find_quote
from assistant.model import Document, Span

TEXT = (
    "The ferry company says it has “nearly” paid its debts, which auditors put at 4,000 to 6,000 crowns in 2021. "
    "Islanders dispute this — and efficient clerks haven’t forgotten. The pilot, who did not drink, can’t swim; "
    "non-resident owners pay 1.1 per cent. Nobody asked the crew."
)

HONEST = {
    "as it stands": ("The ferry company says it has", "The ferry company says it has"),
    "straight quotes": ('it has "nearly" paid', "it has “nearly” paid"),
    "no-break space": ("The ferry\u00a0company", "The ferry company"),
    "zero-width space": ("The ferry\u200b company", "The ferry company"),
    "line wrap": ("auditors put at\n   4,000 to 6,000", "auditors put at 4,000 to 6,000"),
    "soft hyphen": ("Is\u00adland\u00aders dispute", "Islanders dispute"),
    "hyphenated break": ("Islan-\nders dispute this", "Islanders dispute this"),
    "hyphenated break, its line end a space": ("Islan- ders dispute this", "Islanders dispute this"),
    "ligature": ("eﬃcient clerks", "efficient clerks"),
    "dash": ("dispute this - and efficient", "dispute this — and efficient"),
    "two hyphens": ("dispute this--and efficient", "dispute this — and efficient"),
    "straight apostrophe": ("clerks haven't forgotten", "clerks haven’t forgotten"),
    "case": ("ISLANDERS DISPUTE", "Islanders dispute"),
    "ellipsis": ("The ferry company … has “nearly” paid", "The ferry company says it has “nearly” paid"),
    "three dots in brackets": ("auditors put at [...] 6,000 crowns", "auditors put at 4,000 to 6,000 crowns"),
    "insertion": ("it [the ferry company] has “nearly” paid", "it has “nearly” paid"),
    "insertion for case": ("[n]on-resident owners pay", "non-resident owners pay"),
    "final stop of the quoter": ("The ferry company says.", "The ferry company says"),
    "word and its hyphen kept": ("non-resident owners", "non-resident owners"),
    "hyphen dropped": ("nonresident owners", "non-resident owners"),
    "a word before an apostrophe word": ("The pilot, who did", "The pilot, who did"),
}

BAD = {
    "a negation put in": "The ferry company says it has not “nearly” paid",
    "a negation taken out by an ellipsis": "The pilot, who did … drink",
    "a negation inserted": "it has [never] “nearly” paid",
    "a hedge dropped": "The ferry company says it has paid its debts",
    "an ellipsis over a sentence's end": "in 2021 … Islanders dispute",
    "an ellipsis over two": "The ferry company … Nobody asked",
    "pieces out of order": "Islanders dispute … the ferry company",
    "numbers swapped": "auditors put at 6,000 to 4,000",
    "a separator taken out": "auditors put at 4000 to 6000",
    "half a number": "000 to 6,000 crowns",
    "half a number at the end": "auditors put at 4",
    "half a decimal": "pay 1",
    "the decimals alone": "1 per cent",
    "half of haven’t": "efficient clerks haven",
    "have for haven’t": "clerks have",
    "can for can’t": "can swim",
    "can cut off can’t": "drink, can",
    "a compound's tail": "resident owners pay",
    "half a word": "ferry comp",
    "another word": "The ferry firm says",
    "nothing": "",
    "marks alone": "“…”",
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_quotation_is_found_where_it_stands(name: str) -> None:
    quote, exact = HONEST[name]
    finding = find_quote(TEXT, quote)
    assert finding.verdict is Verdict.FOUND
    assert finding.span is not None
    assert finding.span.of(TEXT) == exact


@pytest.mark.parametrize("name", BAD)
def test_a_bad_quotation_is_not_found(name: str) -> None:
    assert find_quote(TEXT, BAD[name]).verdict is Verdict.NOT_FOUND


def test_the_shared_variants(shared: Callable[[str], Path]) -> None:
    """All ten honest ones are found and all eight bad ones are not."""
    rows = [json.loads(line) for line in shared("data/quotes.jsonl").read_text("utf-8").split("\n") if line]
    text = next(row["text"] for row in rows if row["kind"] == "text")
    verdicts = {
        (row["kind"], row["name"]): find_quote(text, row["quote"]).verdict for row in rows if row["kind"] != "text"
    }
    assert len(verdicts) == 18
    assert {key for key, verdict in verdicts.items() if (key[0] == "honest") != (verdict is Verdict.FOUND)} == set()


@pytest.mark.parametrize(
    ("text", "quote", "exact"),
    [
        ("فروشندگان می\u200cگویند که باران آمد.", "می گویند که باران".replace(" گ", "گ"), "می\u200cگویند که باران"),
        ("قال الشيخ إن البئر جفّت.", "الشيخ إن البئر", "الشيخ إن البئر"),
        ("ﻻ ماء في البئر", "لا ماء", "ﻻ ماء"),
        ("渡口每天早晨開放。船夫說河水從不結冰。", "每天早晨開放", "每天早晨開放"),
        ("The crew cheered 👩‍🚀🎉 loudly.", "cheered 👩‍🚀🎉 loudly", "cheered 👩‍🚀🎉 loudly"),
        ("I ❤\ufe0f boats.", "I ❤ boats", "I ❤\ufe0f boats"),
        ("Ｆｕｌｌ width", "Full width", "Ｆｕｌｌ width"),
        ("un cafe\u0301 noir", "un café noir", "un cafe\u0301 noir"),
        ("Grüße aus Köln", "GRÜSSE AUS KÖLN", "Grüße aus Köln"),
        ("a short- and long-term plan", "and long-term plan", "and long-term plan"),
        ('read [the\nreport](https://a.example/x_(y) "r") now', "x", None),
        (
            "read [the report](https://a.example/x) *now*",
            "read the report now",
            "read [the report](https://a.example/x) *now",
        ),
        ("He paid. She left", "paid … left", None),
        ("水位上升。船沉了", "水位 … 船沉了", None),
        ("he (rightly.) left", "he … left", None),
        ("कि वह आया", "क", None),
        ("كَتَبَ الولد", "ك", None),
        ("كَتَبَ الولد", "تَبَ الولد", None),
        ("thumbs 👍🏽 up", "thumbs 👍", None),
        ("office ﬁle", "f", None),
        ("word — next", "word —", "word"),
    ],
)
def test_scripts_and_typography(text: str, quote: str, exact: str | None) -> None:
    span = find_quote(text, quote).span
    assert (span.of(text) if span else None) == exact


def test_an_ellipsis_stands_for_a_bounded_gap() -> None:
    def text(length: int) -> str:
        return f"start {'word ' * (length // 5)}finish"

    assert find_quote(text(LONGEST_GAP - 20), "start … finish").verdict is Verdict.FOUND
    assert find_quote(text(LONGEST_GAP + 20), "start … finish").verdict is Verdict.NOT_FOUND


def test_of_several_occurrences_the_one_nearest_the_evidence_is_taken() -> None:
    text = "the lock was closed. Then the lock was closed. At last the lock was closed."
    places = [match.start() for match in re.finditer("the lock was closed", text)]
    assert find_quote(text, "the lock was closed").span == Span(start=places[0], end=places[0] + 19)
    for place in places:
        finding = find_quote(text, "The lock was closed", near=Span(start=place, end=place + 5))
        assert finding.verdict is Verdict.AMBIGUOUS
        assert [span.start for span in finding.occurrences] == places
        assert finding.span is not None
        assert finding.span.start == place


def test_a_citation_carries_the_document_s_own_words() -> None:
    document = Document(uri="file:///boats/t.txt", path="t.txt", text=TEXT)
    span = find_quote(TEXT, 'it has "nearly" paid').span
    assert span is not None
    citation = cite(document, span, 3)
    assert TEXT[citation.start : citation.end] == citation.exact == "it has “nearly” paid"
    assert TEXT[: citation.start].endswith(citation.prefix)
    assert TEXT[citation.end :].startswith(citation.suffix)
    assert (citation.marker, citation.sha256, citation.document.id) == (3, document.sha256, document.id)
    with pytest.raises(ValueError, match="outside"):
        cite(document, Span(start=0, end=len(TEXT) + 1), 1)


WILD = st.text(
    st.one_of(
        st.sampled_from(
            "aAbB1.,-–—‘’“”'\"…[]()*\\\n\t \u00a0\u00ad\u200b\u200c\ufeffﬁßé\u0301İŉ。渡👍\U0001f3fd\u2028"
        ),
        st.characters(),
    ),
    max_size=60,
)


@given(WILD, WILD)
@example("a\u2028- b", "a - b")
@example("İ", "i")
def test_whatever_is_found_lies_in_the_text_and_folds_alike(text: str, quote: str) -> None:
    finding = find_quote(text, quote)
    assert (finding.span is None) == (finding.verdict is Verdict.NOT_FOUND)
    for span in finding.occurrences:
        assert 0 <= span.start < span.end <= len(text)
        if not re.search(r"[\[\]…*\\]|\.\s?\.", quote + text):
            assert _letters(span.of(text)) == _letters(quote)


def _letters(text: str) -> str:
    return re.sub(r"[\s,.;:!?–'-]", "", shadow_of(text).text)


@given(st.lists(st.text("aB1é’.,;-–ﬁß\u00ad\u200c渡ب", min_size=1, max_size=6), min_size=1, max_size=9), st.data())
def test_every_slice_of_whole_words_is_found(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    space = data.draw(st.sampled_from([" ", "\u00a0", "  "]))
    quote = space.join(words[first:last])
    text = " ".join(words)
    if not any(char.isalnum() for char in quote) or words[first][0] in "-–" or words[last - 1][-1] in "-–":
        return  # a lone dash is folded with the spaces around it
    finding = find_quote(text, quote)
    assert finding.verdict is not Verdict.NOT_FOUND
    place = Span(start=len(" ".join([*words[:first], ""])), end=len(" ".join(words[:last])))
    assert any(span.overlaps(place) and _letters(span.of(text)) == _letters(quote) for span in finding.occurrences)


def test_only_the_matcher_makes_citations() -> None:
    package = Path(__file__).parent.parent / "assistant"
    makers = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and _names_citation(node.func)
    }
    assert makers == {"checks/quotes.py"}


def _names_citation(called: ast.expr) -> bool:
    """Tell whether a call makes a Citation: `Citation(...)`, `model.Citation(...)`, `Citation.model_validate(...)`."""
    if isinstance(called, ast.Attribute):
        return called.attr == "Citation" or _names_citation(called.value)
    return isinstance(called, ast.Name) and called.id == "Citation"
