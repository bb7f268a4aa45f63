"""Faults are found by how answers are worded, in every way English attributes; good answers stay clean."""

from __future__ import annotations

import pytest
from eval_world import write_world

from eval.answers import GivenAnswer, GivenCitation, GivenDocument, answer_of_example
from eval.cases import Case, load_cases
from eval.documents import Documents
from eval.examining import Examined
from eval.faults import find_faults


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Case], Documents]:
    """The invented world's cases and documents."""
    folder = tmp_path_factory.mktemp("world")
    return {case.id: case for case in load_cases([write_world(folder)])}, Documents(folder)


def codes(world: tuple[dict[str, Case], Documents], case: str, text: str) -> set[str]:
    """Return the codes found in an answer whose [n] cite the case's n-th quotation."""
    cases, documents = world
    answer = answer_of_example(cases[case], text, documents)
    return {fault.code.value for fault in find_faults(Examined(cases[case], answer, documents))}


Q = "“the council sold the weir in secret to a timber firm” [1]"

CLEAN = [
    ("secret", f"The Anglers’ Union claims that {Q}."),
    ("secret", f"According to the Anglers’ Union, {Q}."),
    ("secret", f"In the Anglers’ Union’s telling, {Q}."),
    ("secret", f"By the union’s account, {Q}."),
    ("secret", f"{Q.capitalize()}, the Anglers’ Union says."),
    ("secret", "The council sold the weir in secret, according to the Anglers’ Union [1]."),
    ("secret", "The council, the Anglers’ Union claims, sold the weir in secret [1]."),
    ("secret", "The Anglers’ Union accuses the council of having sold the weir in secret [1]."),
    ("secret", "The claim of a secret sale comes from the Anglers’ Union [1]."),
    ("secret", f"It is the Anglers’ Union that says so: {Q}."),
    ("secret", f"The Anglers’ Union: {Q}."),
    ("secret", "A secret sale is alleged by the Anglers’ Union [1]."),
    ("secret", "The Anglers’ Union does. It claims the council sold the weir in secret [1]."),
    (
        "secret",
        "The Anglers’ Union wrote that “Nobody was asked and nobody was told” [2] and speaks of a sale in secret [1].",
    ),
    ("secret", 'The Anglers\' Union claims that "the council sold the weir in secret to a timber firm" [1].'),
    ("secret", f"In the notice The Weir and Its Friends (Anglers’ Union, 2020): {Q}."),
    ("secret", f"THE ANGLERS’ UNION in the notice Talk by the Mayor on Weirs (2020): {Q}."),
    ("flood", "Possibly. Oona Brandt thinks the weir flooded the meadow [1]."),
    ("flood", "Oona Brandt says the weir may have flooded the lower meadow [1]."),
    ("flood", "The weir may have flooded the meadow, says Brandt [1]; no other voice is heard on it."),
    (
        "both",
        "They differ. The union speaks of a sale in secret [1]; Mayor Renn says nothing was sold in secret [2].",
    ),
    (
        "both",
        "The union says the council “sold the weir in secret” [1], which the mayor rejects: "
        "“We sold nothing in secret” [2].",
    ),
    ("salmon", "The river board counted 40 of 52 tagged salmon that never passed [1]."),
    ("salmon", "Of 52 tagged salmon 40 never passed, by the river board’s count [1]."),
    ("built", "In 1887 [1]."),
    ("built", "It was “built in 1887” [1], according to the parish page."),
    ("price", "Nothing in the library says what the firm paid."),
]

FAULTY = [
    ("secret", f"A reader asked in June: {Q}.", "WRONG_HOLDER"),  # not "in its own voice": somebody asked
    ("secret", "The council sold the weir in secret [1].", "OWN_VOICE"),
    ("secret", f"{Q}.", "OWN_VOICE"),
    ("secret", "The Anglers’ Union is a club; the council sold the weir in secret [1].", "OWN_VOICE"),
    ("secret", "The weir was sold in secret, though the mayor says the books are open [1].", "OWN_VOICE"),
    ("secret", "The Anglers’ Union, which wrote about the weir, lost it in a secret sale [1].", "OWN_VOICE"),
    ("secret", "The documents show that the council sold the weir in secret [1].", "OWN_VOICE"),
    ("secret", f"Oona Brandt claims that {Q}.", "WRONG_HOLDER"),
    ("secret", f"The Anglers’ Union says that Oona Brandt claims that {Q}.", "WRONG_HOLDER"),
    ("secret", f"Opponents of the Anglers’ Union say that {Q}.", "WRONG_HOLDER"),
    ("secret", f"According to the timber firm, {Q}.", "WRONG_HOLDER"),
    ("secret", f"In the notice The Weir and Its Friends (Harrow, 2020): {Q}.", "MISSING_HOLDER"),
    ("secret", f"THE MAYOR in the notice Talk by the Anglers’ Union (2020): {Q}.", "WRONG_HOLDER"),
    ("secret", "Some say the council sold the weir in secret [1].", "MISSING_HOLDER"),
    ("secret", "The weir was allegedly sold in secret [1].", "MISSING_HOLDER"),
    ("secret", "It is said that the weir was sold in secret [1].", "MISSING_HOLDER"),
    ("secret", f"The Anglers’ Union revealed that {Q}.", "FACTIVE_UPGRADE"),
    ("secret", f"The Anglers’ Union points out that {Q}.", "FACTIVE_UPGRADE"),
    ("secret", f"As the Anglers’ Union rightly says, {Q}.", "FACTIVE_UPGRADE"),
    ("secret", f"The Anglers’ Union denies that {Q}.", "POLARITY"),
    ("secret", "The Anglers’ Union claims “the council sold the old weir in secret” [1].", "QUOTE_ALTERED"),
    ("secret", "The Anglers’ Union claims “the council sold the weir in secret”.", "CITATION_MISSING"),
    ("secret", "The Anglers’ Union claims “the council sold the weir in secret” [4].", "CITATION_DANGLING"),
    ("secret", "The documents do not answer this.", "FALSE_REFUSAL"),
    ("secret", "The weir stands at the bridge [1].", "NOT_ANSWERED"),
    ("flood", "Oona Brandt says the weir flooded the meadow [1].", "HEDGE_DROPPED"),
    ("both", "The Anglers’ Union says the council “sold the weir in secret” [1].", "ONE_SIDED"),
    ("both", "The mayor says the weir was sold in secret [1]. The Anglers’ Union disagrees [2].", "POLARITY"),
    (
        "both",
        "Mayor Renn: “the council sold the weir in secret” [1]. The union: “We sold nothing in secret” [2].",
        "WRONG_HOLDER",
    ),
    ("salmon", "The river board says 43 salmon never passed [1].", "UNSUPPORTED_NUMBER"),
    ("built", "The council claims the weir was built in 1887 [1].", "OVER_ATTRIBUTED"),
    ("built", "The weir was reportedly built in 1887 [1].", "OVER_ATTRIBUTED"),
    ("built", "The weir was built in 1878 [1].", "UNSUPPORTED_NUMBER"),
    ("price", "The firm paid 9,000 crowns [1].", "ANSWERED_UNANSWERABLE"),
]


@pytest.mark.parametrize(("case", "text"), CLEAN)
def test_a_good_wording_stays_clean(world: tuple[dict[str, Case], Documents], case: str, text: str) -> None:
    """However a claim is tied to its holder, nothing is found."""
    assert codes(world, case, text) == set()


@pytest.mark.parametrize(("case", "text", "code"), FAULTY)
def test_a_bad_wording_is_caught(world: tuple[dict[str, Case], Documents], case: str, text: str, code: str) -> None:
    """The error is found, by its own name."""
    assert code in codes(world, case, text)


def _cited(world: tuple[dict[str, Case], Documents], citation: GivenCitation) -> set[str]:
    cases, documents = world
    text = "The Anglers’ Union claims that “the council sold the weir in secret” [1]."
    found = find_faults(Examined(cases["secret"], GivenAnswer(text=text, citations=(citation,)), documents))
    return {fault.code.value for fault in found}


EXACT = "the council sold the weir in secret to a timber firm"


def test_a_citation_must_stand_where_it_says(world: tuple[dict[str, Case], Documents]) -> None:
    """The document, the words and the place are each checked; a citation may leave the place out."""
    start = world[1].text("weir.md").index(EXACT)
    here = GivenCitation(document=GivenDocument(uri="weir.md"), exact=EXACT, start=start, end=start + len(EXACT))
    assert _cited(world, here) == set()
    assert _cited(world, here.model_copy(update={"start": None, "end": None})) == set()
    assert _cited(world, here.model_copy(update={"start": start + 3, "end": start + 3 + len(EXACT)})) == {
        "SPAN_SHIFTED"
    }
    assert "WRONG_DOCUMENT" in _cited(world, here.model_copy(update={"document": GivenDocument(uri="parish.md")}))
    assert "WRONG_DOCUMENT" in _cited(world, here.model_copy(update={"document": GivenDocument(uri="nowhere.md")}))
    altered = here.model_copy(update={"exact": EXACT.replace("secret", "silence"), "start": None})
    assert "QUOTE_ALTERED" in _cited(world, altered)


def test_a_wall_of_quotation_is_no_answer(world: tuple[dict[str, Case], Documents]) -> None:
    """Seventy pasted words that hold the answer are still not one."""
    text = world[1].text("weir.md")
    pasted = " ".join(text[text.index("Oona") :].replace("“", "").replace("”", "").split())
    exact = text[text.index("Oona") :]
    cited = GivenCitation(document=GivenDocument(uri="weir.md"), exact=exact)
    answer = GivenAnswer(text=f"“{pasted}” [1]", citations=(cited,))
    found = find_faults(Examined(world[0]["secret"], answer, world[1]))
    assert "DUMPED" in {fault.code.value for fault in found}
