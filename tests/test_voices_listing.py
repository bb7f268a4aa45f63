"""Claims and claimants as people and programs read them."""

from __future__ import annotations

import json

import pytest

from assistant.library.segmenting import segment
from assistant.model import Claim, Claimant, ClaimantKind, Document, Metadata, Span
from assistant.voices import claims_of
from assistant.voices.listing import Choice, chosen, claim_lines, claim_wire, is_called, voices_in

_TEXT = (
    "Rosa Lind said that the pier was closed in 2011. Critics claim that the harbour may never reopen. "
    "The pier was built in 1964."
)


@pytest.fixture(scope="module")
def held() -> list[tuple[Document, tuple[Claim, ...]]]:
    """Two documents and their claims."""
    pairs = []
    for name, text in (("first.txt", _TEXT), ("second.txt", "Rosa Lind denied that the crane was sold.")):
        document = Document(
            uri=f"test:{name}",
            path=name,
            text=text,
            metadata=Metadata(title=name.split(".")[0].title(), genre="opinion"),
            content=(Span(start=0, end=len(text)),),
        )
        pairs.append((document, claims_of(document, segment(document).sentences)))
    return pairs


@pytest.mark.parametrize(
    ("choice", "contents"),
    [
        (
            Choice(claimant="Lind"),
            ["that the pier was closed in 2011", "that the crane was sold"],
        ),
        (Choice(document="second"), ["that the crane was sold"]),
        (Choice(about="reopening the harbour"), ["that the harbour may never reopen"]),
        (
            Choice(document="first.txt", contested=True),
            ["that the pier was closed in 2011", "that the harbour may never reopen"],
        ),
        (Choice(claimant="Rosa Lindqvist"), []),
    ],
)
def test_claims_are_chosen(held: list[tuple[Document, tuple[Claim, ...]]], choice: Choice, contents: list[str]) -> None:
    assert [claim.attribution.content.of(document.text) for document, claim in chosen(held, choice)] == contents


def test_the_wire_has_the_fields_of_the_contract(held: list[tuple[Document, tuple[Claim, ...]]]) -> None:
    document, claims = held[0]
    row = json.loads(json.dumps(claim_wire(claims[0], document)))
    assert row["document"] == {"id": document.id, "title": "First", "uri": "first.txt"}
    assert document.text[row["source"]["start"] : row["source"]["end"]] == "Rosa Lind"
    assert document.text[row["cue"]["start"] : row["cue"]["end"]] == "said"
    assert document.text[row["content"]["start"] : row["content"]["end"]] == "that the pier was closed in 2011"
    expected = {"claimants": ["Rosa Lind"], "kind": "named", "form": "indirect", "polarity": "positive"}
    assert {key: row[key] for key in expected} == expected
    assert (row["parent"], row["force"], row["contested"], row["rules"]) == (None, 2, True, ["R1"])


def test_lines_name_the_speaker_the_cue_and_the_reason(held: list[tuple[Document, tuple[Claim, ...]]]) -> None:
    document, claims = held[1]
    first, second, third = claim_lines(document, claims[0])
    assert first == "Rosa Lind (in the article), “denied” (denied): “that the crane was sold”"
    assert "R1 it is denied by Rosa Lind" in second
    assert "second" in third.casefold()


def test_named_parties_merge_across_documents_and_authors_do_not(
    held: list[tuple[Document, tuple[Claim, ...]]],
) -> None:
    third = Document(uri="test:third", path="third.txt", text=held[0][0].text, metadata=held[0][0].metadata)
    rows = voices_in([*held, (third, held[0][1])])
    lind = [row for row in rows if row.name == "Rosa Lind"]
    assert [(row.claims, row.documents) for row in lind] == [(3, 3)]
    assert len([row for row in rows if row.kind is ClaimantKind.AUTHOR]) == 2


@pytest.mark.parametrize(
    ("name", "wanted", "called"),
    [
        ("Rosa Maria Lind", "rosa lind", True),
        ("the International Harbour Board", "IHB", True),
        ("the Taliban", "Taliban", True),
        ("Rosa Lind", "Lind Rosa", False),
        ("Rosa Lind", "the", False),
    ],
)
def test_a_claimant_goes_by_short_forms(name: str, wanted: str, called: bool) -> None:
    assert is_called(Claimant(name=name, kind=ClaimantKind.NAMED), wanted) is called


def test_a_group_answers_for_its_members() -> None:
    group = Claimant(name="dock sources", kind=ClaimantKind.GROUP, members=("Rosa Lind",))
    assert is_called(group, "Lind")
