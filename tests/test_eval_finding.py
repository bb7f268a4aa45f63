"""The figures on finding, over an invented library small enough to score by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from eval.abstaining import Asked
from eval.cases import Case, Kind, Quote
from eval.documents import Documents
from eval.finding import STEPS, case_figures, look, of_cases, of_squad, places, ranks, sample, within

QUAY = "The county built the quay in 1907. Masons came from Larvik to cut its stones. It was opened by the mayor."
FERRY = "The ferry to the island burnt in a storm. Fishermen carried the mail for two winters after that."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Assistant, Documents]]:
    folder = tmp_path_factory.mktemp("finding")
    texts = folder / "texts"
    texts.mkdir()
    (texts / "quay.md").write_text(QUAY, encoding="utf-8")
    (texts / "ferry.md").write_text(FERRY, encoding="utf-8")
    with Assistant.open(folder / "library") as assistant:
        assistant.add([texts])
        yield assistant, Documents(texts)


def case(*wanted: tuple[str, str, str], mode: str = "groups") -> Case:
    texts = {"quay.md": QUAY, "ferry.md": FERRY}
    quotes = tuple(
        Quote(document=path, start=(at := texts[path].index(words)), end=at + len(words), group=group)
        for path, words, group in wanted
    )
    return Case(
        id="own",
        kind=Kind.WHO_CLAIMS,
        turns=("Who carried the mail?",),
        expect="answer",
        contested=False,
        quotes=quotes,
        quotes_mode=mode,
        claim_patterns=("mail",),
    )


def test_a_quotation_counts_from_the_sentence_that_completes_it(library: tuple[Assistant, Documents]) -> None:
    assistant, documents = library
    found = look(assistant, assistant.read("Who carried the mail?"), STEPS[-1])
    assert "mail" in found[0].text
    mail, both = ("ferry.md", "carried the mail", "a"), ("ferry.md", "in a storm. Fishermen carried", "b")
    storm = next(rank for rank, one in enumerate(found, 1) if "storm" in one.text)
    assert ranks(places(case(mail, both), documents), found) == [1, storm]
    assert ranks(places(case(mail), documents), []) == [None]


def test_words_are_read_in_full_sentences(library: tuple[Assistant, Documents]) -> None:
    assistant, _ = library
    found = look(assistant, assistant.read("Who carried the mail?"), STEPS[-1])
    first = len(found[0].text.split())
    assert (within(found, first - 1), within(found, first), within(found, 10_000)) == (0, 1, len(found))


def test_all_sides_need_one_quotation_of_each_group(library: tuple[Assistant, Documents]) -> None:
    assistant, documents = library
    mail, stones = ("ferry.md", "carried the mail", "a"), ("quay.md", "cut its stones", "b")
    found = [one for one in look(assistant, assistant.read("Who carried the mail?"), STEPS[-1]) if "mail" in one.text]

    def all_sides(mode: str) -> float:
        asked = case(mail, stones, mode=mode)
        return case_figures(asked, places(asked, documents), found)["600 words, all"]

    assert [all_sides(mode) for mode in ("groups", "all_of", "any_of")] == [0, 0, 1]


def test_every_step_is_a_row(library: tuple[Assistant, Documents]) -> None:
    assistant, documents = library
    rows = of_cases(assistant, [case(("ferry.md", "carried the mail", "a"))], documents)
    assert list(rows) == [step.name for step in STEPS]
    assert rows[STEPS[-1].name]["R@1"].value == 1
    asked = [Asked("1", "ferry", "Who carried the mail?", True, 1), Asked("2", "quay", "Who burnt it?", False, 0)]
    assert sample(asked, 1) == asked[:1], "what is not answered has no paragraph to be found"
    assert of_squad(assistant, asked[:1], [QUAY, FERRY])[STEPS[-1].name]["R@1"].value == 1
    assert of_squad(assistant, asked[:1], [QUAY, "Another text."])[STEPS[-1].name]["R@5"].value == 0
