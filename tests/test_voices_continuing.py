"""Who goes on speaking: pronouns of speakers, owners of accounts, subjects that a parser loses."""

from __future__ import annotations

import pytest
from test_voices_constructions import read, relayed, the_one

from assistant.model import ClaimantKind


def who(text: str, cue: str) -> str:
    return the_one(text, cue).attribution.claimants[0].name


@pytest.mark.parametrize(
    ("text", "cue", "name"),
    [
        ("Freedonia asked for patience. It warned that Sylvania and Ruritania would arm.", "warned", "Freedonia"),
        ("Freedonia’s speech said that Sylvania had armed. It added that the pass was shut.", "added", "Freedonia’s"),
        ("The report says that Sylvania armed. In brackets it mentions seizures of rifles.", "mentions", "the report"),
        ("In 2003 Freedonia went further in naming: it said that Sylvania had armed.", "said", "Freedonia"),
        ("Ann Lee told Eva Roth that the pass was shut. Later she said that snow had fallen.", "said", "Ann Lee"),
        ("Freedonia mourned 13 Ruritanians, and it said that the pass was shut.", "said", "Freedonia"),
        ("The essay is long. The writer lists Spain and Peru. It says that such ties grow.", "says", "the essay"),
        (
            "In 2024 the magazine Trade Winds published an essay arguing that rebels arm. "
            "The writer says that ties grow. In brackets it mentions seizures of rifles.",
            "mentions",
            "Trade Winds’ essay",
        ),
        ("Ann Lee began with a charge that Sylvania had armed the rebels.", "charge", "Ann Lee"),
        (
            "The essay is long. The writer met the Ferry Guild. It said that fares would double.",
            "said",
            "the Ferry Guild",
        ),
        ("Freedonia’s speech opened with news that the pass was shut.", "news", "Freedonia’s speech"),
    ],
)
def test_whoever_has_the_floor_keeps_it(text: str, cue: str, name: str) -> None:
    assert who(text, cue).startswith(name)


@pytest.mark.parametrize(
    "text",
    [
        "Freedonia said A was shut, and Sylvania said B was shut. It added that snow had fallen.",
        "Freedonia met Sylvania in Geneva. It added that snow had fallen.",
        "It said that Sylvania was shut. It added that snow had fallen.",
    ],
)
def test_nobody_is_guessed(text: str) -> None:
    claimant = the_one(text, "added").attribution.claimants[0]
    assert (claimant.name, claimant.kind) == ("it", ClaimantKind.UNSPECIFIED)


@pytest.mark.parametrize(
    "text",
    [
        "The official did not quite say: the Union knows no rebel state, yet talks were held.",
        "Who reported the seizure the essay leaves open.",
    ],
)
def test_what_is_not_said_is_nobodys_claim(text: str) -> None:
    assert relayed(text) == []


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("Ostland urged the court to find that Norland had broken the pact.", ["urged"]),
        ("The union called on the minister to explain why the dam was sold.", ["called on"]),
        ("The bank was asked to admit that the fund was empty.", []),
        ("I would like the bank to send people to see for themselves what was built.", []),
        ("The union urged the bank to apologise and admit that the fund was empty.", ["urged"]),
        ("Norland must open its books, and admit that the fund was empty.", []),
        ("The bank has to explain why the fund was empty.", []),
        ("We must recognise that the fund was empty.", ["recognise"]),
        ("My delegation must stress that the fund was empty.", ["stress"]),
        ("The bank had to admit that the fund was empty.", ["admit"]),
        ("Norland must pay, and critics say that the fund was empty.", ["say"]),
        ("The bank must have said that the fund was empty.", ["said"]),
        ("The inquiry forced the bank to admit that the fund was empty.", ["admit"]),
        ("Rossi called a news conference to announce that the troops would leave.", ["announce"]),
        ("The minister wished, on behalf of the government, to state that the dam was safe.", ["state"]),
        ("The envoy wanted this time to warn that the talks would fail.", ["warn"]),
        ("Ostland demanded a meeting to complain that Norland had broken the treaty.", ["demanded", "complain"]),
    ],
)
def test_what_somebody_is_only_asked_to_say_is_not_their_claim(text: str, cues: list[str]) -> None:
    assert [cue for _, cue, _ in relayed(text)] == cues


@pytest.mark.parametrize(
    "text",
    [
        "The trial opened with a charge that Rossi had sold the dam.",
        "The day began with news that Rossi had sold the dam.",
    ],
)
def test_a_trial_or_a_day_opens_with_what_others_say(text: str) -> None:
    assert [who for who, _, _ in relayed(text)] == ["unnamed sources"]


@pytest.mark.parametrize("text", ["We do not say: we shall shut the port.", "No minister would say: we were wrong."])
def test_what_a_colon_opens_may_be_the_very_words_that_are_not_said(text: str) -> None:
    ((_, cue, _),) = relayed(text)
    assert cue == "say"


def test_who_asks_in_quotation_marks_is_read_as_a_question() -> None:
    assert ("Who", "says", "the dam is safe") in relayed("“Who says the dam is safe?” the mayor asked.")


def test_whoever_asks_is_not_who_answers() -> None:
    text = "Minister Oto Brandt met the press. A reporter asked whether the pass was shut. He said that it was open."
    assert who(text, "said") == "Oto Brandt"


def test_whoever_a_quotation_is_about_does_not_go_on_speaking() -> None:
    text = "“The harbour lied”, Ann Lee said. “The captain knew it.” She added that the pass was shut."
    assert who(text, "added") == "Ann Lee"


def test_the_owner_of_a_speech_is_named() -> None:
    text = "Qatar urged patience. A boycott, its speech warned, would lead to war."
    assert who(text, "warned") == "Qatar’s speech"


def test_they_may_be_the_two_who_spoke() -> None:
    text = "Spain and Peru said that the pass was shut. They added that snow had fallen."
    assert [one.name for one in the_one(text, "added").attribution.claimants] == ["Spain", "Peru"]


@pytest.mark.parametrize(
    ("text", "name", "content"),
    [
        ("By their own count the rebels have 900 rifles.", "the rebels", "the rebels have 900 rifles"),
        ("By the ministry’s estimate, the pass holds 900 rifles.", "the ministry", "the pass holds 900 rifles"),
        ("The road is safe, by the mayor’s own admission.", "the mayor", "The road is safe"),
    ],
)
def test_an_account_is_its_owners(text: str, name: str, content: str) -> None:
    assert [(one, words) for one, _, words in relayed(text)] == [(name, content)]


def test_what_moves_somebody_is_no_account() -> None:
    assert all(cue != "by the mayor’s claim" for _, cue, _ in relayed("The dockers were angered by the mayor’s claim."))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("On 31 August Biden said that the pass was shut.", "Biden"),
        ("Of the talk of chaos Kirby said that he did not see it.", "Kirby"),
        ("Of the pact with the Taliban Biden said that it was bad.", "Biden"),
        ("On 10 March an article on the harbour’s site said that Ann Lee had been arrested.", "an article on"),
        ("On 17 August 2021 Jake Sullivan, the security advisor, said that the pass was shut.", "Jake Sullivan"),
    ],
)
def test_a_subject_behind_an_opening_phrase_is_found(text: str, name: str) -> None:
    assert who(text, "said").startswith(name)


def test_a_name_before_a_verb_that_looks_like_a_noun_speaks() -> None:
    text = "The Harbour Gazette states in its own voice that Dockers struck."
    assert relayed(text) == [("the Harbour Gazette", "states", "that Dockers struck")]


def test_a_semicolon_parts_what_is_said() -> None:
    text = "The guild has 900 members; the paper does not say that it counted them."
    assert the_one(text, "say").attribution.content.of(text) == "that it counted them"


def test_a_joined_clause_with_a_speaker_of_its_own_is_not_the_firsts() -> None:
    text = "Spain told the court that the pass was shut, and in May a clerk was quoted as saying that it was open."
    assert the_one(text, "told").attribution.content.of(text) == "that the pass was shut"
    assert [one.name for one in the_one(text, "quoted as saying").chain][:2] == ["a clerk", "the article"]


def test_another_behind_a_reporter_is_another_reporter() -> None:
    text = "A reporter asked whether the pass was shut. How could the strike end, another asked, if nobody talked?"
    assert [names for names, _, _ in relayed(text)][-1] == "another reporter"


def test_two_who_went_on_together_go_on_together() -> None:
    text = (
        "Spain and Peru said that the pass was shut. They called on Chile to open it. They added that snow had fallen."
    )
    assert [one.name for one in the_one(text, "added").attribution.claimants] == ["Spain", "Peru"]


def test_who_gives_an_assessment_owns_it() -> None:
    text = "Sylvania spoke first. The army gave its assessment that the pass was shut."
    assert who(text, "assessment") == "the army"


def test_the_answer_is_the_one_persons_who_has_answered() -> None:
    text = (
        "The minister said that the pass was shut. Another question was whether it would open. "
        "The answer spoke of snow and of patience."
    )
    assert who(text, "spoke") == "the minister’s answer"


@pytest.mark.parametrize(
    ("label", "title", "name"),
    [
        ("MS. ROTH-LEVIN", "Briefing by Press Secretary Eva Roth-Levin", "Eva Roth-Levin"),
        ("MS. ROTH-LEVIN", "A briefing", "Ms. Roth-Levin"),
        ("MR. MCADAM", "Briefing by Minister Tom McAdam", "Tom McAdam"),
        ("MR. O’SHEA", "A briefing", "Mr. O’Shea"),
    ],
)
def test_a_name_in_capitals_is_spelt_as_the_title_spells_it(label: str, title: str, name: str) -> None:
    text = f"Q: Is the pass shut?\n\n{label}: The pass has been shut since the snow fell in May."
    _, claims = read(text, "briefing", title=title)
    assert {claim.chain[0].name for claim in claims if "May" in claim.attribution.content.of(text)} == {name}
