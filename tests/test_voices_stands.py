"""What somebody makes of what others put forward: turning it down, taking it back, doubting it, passing it on."""

from __future__ import annotations

import pytest
from test_voices_constructions import relayed, the_one

from assistant.model import Force, Polarity

SHUT = "that the quay is shut"


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The mayor dismissed rumours that the quay is shut.", "dismissed"),
        ("The mayor brushed aside claims that the quay is shut.", "brushed aside"),
        ("The mayor scoffed at the idea that the quay is shut.", "scoffed at"),
        ("The mayor cast doubt on the claim that the quay is shut.", "cast doubt"),
        ("The mayor took issue with the claim that the quay is shut.", "took issue"),
        ("The mayor doubts that the quay is shut.", "doubts"),
        ("The mayor is sceptical that the quay is shut.", "sceptical"),
        ("The mayor expressed doubt that the quay is shut.", "doubt"),
        ("The mayor withdrew his claim that the quay is shut.", "claim"),
        ("The mayor no longer claims that the quay is shut.", "claims"),
        ("The mayor has no reason to believe that the quay is shut.", "believe"),
        ("The mayor did not go so far as to say that the quay is shut.", "say"),
        ("The mayor disagrees that the quay is shut.", "disagrees"),
        ("The mayor mocked the idea that the quay is shut.", "mocked"),
        ("The claim that the quay is shut was rejected by the mayor.", "rejected"),
        ("The mayor backed away from his claim that the quay is shut.", "claim"),
        ("The mayor has yet to admit that the quay is shut.", "admit"),
        ("The mayor would not have us believe that the quay is shut.", "believe"),
        ("The mayor found no evidence that the quay is shut.", "found"),
        ("The mayor gave no sign that the quay is shut.", "sign"),
        ("The mayor stopped short of saying that the quay is shut.", "saying"),
        ("The mayor refrained from claiming that the quay is shut.", "claiming"),
        ("Instead of saying that the quay is shut, the mayor smiled.", "saying"),
        ("Rather than admit that the quay is shut, the mayor resigned.", "admit"),
        ("The mayor was cleared of claiming that the quay is shut.", "claiming"),
        ("The guild kept the mayor from saying that the quay is shut.", "saying"),
    ],
)
def test_what_is_turned_down_is_not_put_forward(text: str, cue: str) -> None:
    made = the_one(text, cue).attribution
    assert ([one.name for one in made.claimants], made.content.of(text)) == (["the mayor"], SHUT)
    assert (made.polarity, made.force) == (Polarity.NEGATIVE, Force.DENIED)


@pytest.mark.parametrize(
    ("text", "row", "polarity"),
    [
        ("The mayor rejected the charge as baseless.", ("the mayor", "rejected", "the charge as baseless"),
         Polarity.POSITIVE),
        ("The mayor dismissed the report as rumour.", ("the mayor", "dismissed", "the report as rumour"),
         Polarity.POSITIVE),
        ("The mayor sees no reason to doubt that the quay is shut.", ("the mayor", "doubt", SHUT), Polarity.POSITIVE),
        ("The mayor went so far as to say that the quay is shut.", ("the mayor", "say", SHUT), Polarity.POSITIVE),
        ("The mayor went as far as saying that the quay is shut.", ("the mayor", "saying", SHUT), Polarity.POSITIVE),
        ("The mayor would have us believe that the quay is shut.", ("the mayor", "believe", SHUT), Polarity.POSITIVE),
        ("The mayor would only say that the quay is shut.", ("the mayor", "say", SHUT), Polarity.POSITIVE),
        ("The mayor backed the claim that the quay is shut.", ("the mayor", "claim", SHUT), Polarity.POSITIVE),
        ("The mayor stands by the claim that the quay is shut.", ("the mayor", "claim", SHUT), Polarity.POSITIVE),
        ("It is not true, as the mayor claims, that the quay is shut.", ("the mayor", "claims", SHUT),
         Polarity.POSITIVE),
    ],
)  # fmt: skip
def test_what_is_put_forward_after_all(text: str, row: tuple[str, str, str], polarity: Polarity) -> None:
    assert relayed(text) == [row]
    assert the_one(text, row[1]).attribution.polarity is polarity


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("The rebels fired first, an accusation they deny.",
         [("unnamed sources", "accusation"), ("they", "deny")]),
        ("The rebels fired first, a claim denied by the army.",
         [("unnamed sources", "claim"), ("the army", "denied")]),
        ("The rebels fired first, an allegation the army has repeated.",
         [("unnamed sources", "allegation"), ("the army", "repeated")]),
        ("The rebels fired first, a charge made by the army.", [("the army", "charge")]),
    ],
)  # fmt: skip
def test_a_noun_behind_a_clause_says_whose_it_is(text: str, rows: list[tuple[str, str]]) -> None:
    found = relayed(text)
    assert [(who, cue) for who, cue, _ in found] == rows
    assert {content for _, _, content in found} == {"The rebels fired first"}


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("The bank forecast in May that the quay would close.", ("the bank", "forecast", "that the quay would close")),
        ("One of the ministers, Lars Holm, said that the quay is shut.", ("Lars Holm", "said", SHUT)),
        ("Rumour has it that the quay is shut.", ("unnamed sources", "Rumour", SHUT)),
        ("The story goes that the quay is shut.", ("unnamed sources", "story", SHUT)),
        ("Word is that the quay is shut.", ("unnamed sources", "Word", SHUT)),
        ("The quay, it is said, is shut.", ("unnamed sources", "said", "The quay, it is said, is shut")),
        ("The mayor’s line is that the quay is shut.", ("the mayor", "line", SHUT)),
        ("The mayor’s position remains that the quay is shut.", ("the mayor", "position", SHUT)),
        ("The guild was told by the mayor that it must wait.", ("the mayor", "told", "that it must wait")),
        ("Nine boats sank, the report says, not four.",
         ("the report", "says", "Nine boats sank, the report says, not four")),
        ("Nine people died, not four as the army says.", ("the army", "says", "four")),
        ("The mayor described the quay as a danger.", ("the mayor", "described", "the quay as a danger")),
        ("That the quay is shut is the view of the mayor.", ("the mayor", "view", "That the quay is shut")),
        ("That the quay is shut was admitted by the mayor.", ("the mayor", "admitted", "That the quay is shut")),
        ("To say that the quay is shut, the mayor argued, is rash.",
         ("the mayor", "argued", "To say that the quay is shut, the mayor argued, is rash")),
        ("What the mayor demands is for the boats to leave.", ("the mayor", "demands", "for the boats to leave")),
        ("The quay is safe, or so the mayor says.", ("the mayor", "says", "The quay is safe")),
        ("The quay is safe, or so says the mayor.", ("the mayor", "says", "The quay is safe")),
        ("The quay is safe; so the mayor says.", ("the mayor", "says", "The quay is safe")),
        ("The quay is safe, if the mayor is to be believed.", ("the mayor", "believed", "The quay is safe")),
        ("The quay is, in the words of the mayor, a danger.",
         ("the mayor", "in the words of", "The quay is, in the words of the mayor, a danger")),
        ("There is no proof, says the mayor, that the quay is shut.",
         ("the mayor", "says", "There is no proof, says the mayor, that the quay is shut")),
        ("The mayor’s message was simple: the quay is shut.", ("the mayor", "message", "the quay is shut")),
        ("The mayor gave a stark warning: the quay would fall.", ("the mayor", "warning", "the quay would fall")),
        ("The mayor’s answer: the quay is shut.", ("the mayor", "answer", "the quay is shut")),
    ],
)  # fmt: skip
def test_who_stands_behind_it(text: str, row: tuple[str, str, str]) -> None:
    assert relayed(text) == [row]


@pytest.mark.parametrize(
    "text",
    [
        "Contrary to what the mayor says, the quay is open.",
        "Whatever the mayor says, the quay is open.",
        "There is little doubt that the quay is shut.",
        "The mayor’s problem is simple: the quay is shut.",
        "The mayor’s claim is false: the quay is open.",
        "The mayor had a plan: the quay will be shut.",
        "The town had little warning: the quay fell in an hour.",
        "The mayor’s statement was plain: it ran to two lines.",
        "The mayor was held on Monday, a charge of fraud hanging over him.",
        "The fund lost money, a claim on the insurer that was turned down.",
        "Contrary to what was reported, the quay held.",
        "The mayor did not give an answer: the quay is shut.",
        "The story goes back to 1990.",
        "To say that the quay is shut is rash.",
        "If anyone says that the quay is shut, let us know.",
        "The rebels fired first, a decision that the army regrets.",
        "The guild was told by the boats that left it.",
    ],
)
def test_nobody_is_said_to_say_it(text: str) -> None:
    assert relayed(text) == []


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("The jury heard from Ada Brandt that the quay is shut.", ("Ada Brandt", "heard", SHUT)),
        ("The fire was blamed on an error by a contractor.",
         ("unnamed sources", "blamed", "an error by a contractor")),
        ("The mayor was blamed by villagers for the flood.", ("villagers", "blamed", "the flood")),
        ("Villagers hold the mayor to blame for the flood.",
         ("Villagers", "hold", "the mayor to blame for the flood")),
        ("The court heard that the quay is shut.", ("unnamed sources", "heard", SHUT)),
        ("The council heard that the quay is shut.", ("the council", "heard", SHUT)),
    ],
)  # fmt: skip
def test_who_blames_praises_or_is_only_told(text: str, row: tuple[str, str, str]) -> None:
    assert relayed(text) == [row]


def test_what_not_everyone_says_is_denied_to_be_everyone_s() -> None:
    assert the_one("Not everyone agrees that the quay is shut.", "agrees").attribution.polarity is Polarity.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "The mayor described as false the claim that the quay is shut.",
        "The mayor described the claim that the quay is shut as false.",
        "The mayor called the claim that the quay is shut false.",
    ],
)
def test_a_verdict_on_a_claim_does_not_put_it_forward(text: str) -> None:
    assert not [content for who, _, content in relayed(text) if who == "the mayor" and content.startswith("that ")]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The guild did not withdraw its claim that the quay is shut.", "claim"),
        ("The guild refused to withdraw its claim that the quay is shut.", "claim"),
        ("The guild withdrew its offer because of its fear that the quay is shut.", "fear"),
        ("Few doubt that the tunnel leaks.", "doubt"),
        ("Not a single expert doubts that the quay is shut.", "doubts"),
    ],
)
def test_what_is_not_taken_back_or_doubted_stands(text: str, cue: str) -> None:
    assert the_one(text, cue).attribution.polarity is Polarity.POSITIVE


def test_what_somebody_is_made_or_asked_to_take_back_is_nobody_s_denial() -> None:
    for text in (
        "The court forced the paper to retract its claim that the quay is shut.",
        "The guild urged the paper to withdraw its claim that the quay is shut.",
    ):
        assert not [cue for _, cue, _ in relayed(text) if cue == "claim"]


def test_a_consequence_is_not_what_somebody_says() -> None:
    rows = relayed("The road was closed, so the police say that drivers must wait.")
    assert rows == [("the police", "say", "that drivers must wait")]


def test_what_somebody_says_that_is_then_denied_stays_theirs() -> None:
    rows = relayed("Prosecutors say the trader bribed officials, an allegation he has repeatedly denied.")
    assert ("he", "denied", "the trader bribed officials") in rows
    assert not [who for who, _, _ in rows if who == "unnamed sources"]


def test_a_clause_shared_by_two_verbs_is_told_by_both() -> None:
    assert relayed("The mayor said, and the guild confirmed, that the quay is shut.") == [
        ("the mayor", "said", SHUT),
        ("the guild", "confirmed", SHUT),
    ]


def test_a_row_goes_on_with_whoever_can_speak() -> None:
    assert relayed("The mayor fears that the quay is shut and hopes that it is not.") == [
        ("the mayor", "fears", SHUT),
        ("the mayor", "hopes", "that it is not"),
    ]


def test_two_who_say_it_are_named_without_the_word_for_both() -> None:
    assert relayed("The army and the guild both say that the quay is shut.") == [("the army + the guild", "say", SHUT)]


@pytest.mark.parametrize(
    ("text", "cue", "chain"),
    [
        ("The guild accused the mayor of claiming that the quay is shut.", "claiming", ["the mayor", "the guild"]),
        ("The guild blames the mayor for saying that the quay is shut.", "saying", ["the mayor", "the guild"]),
        ("The guild thanked the mayor for admitting that the quay is shut.", "admitting", ["the mayor"]),
        ("The guild sued the paper for reporting that the quay is shut.", "reporting", ["the paper"]),
        ("The mayor apologised for claiming that the quay is shut.", "claiming", ["the mayor"]),
        ("By claiming that the quay is shut, the mayor lost the vote.", "claiming", ["the mayor"]),
    ],
)
def test_what_somebody_is_charged_with_saying_is_theirs(text: str, cue: str, chain: list[str]) -> None:
    made = the_one(text, cue)
    assert [link.name for link in made.chain][: len(chain)] == chain
    assert made.attribution.content.of(text) == SHUT


def test_nobody_is_made_to_say_what_a_relative_clause_blames_on_another() -> None:
    text = "There is a mood that critics blame for denying them entry to the town."
    assert not [one for one in relayed(text) if one[1] == "denying"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("We welcome the report of May 1999, which states that the quay is shut.", "the report"),
        ("One e-mail said that the quay is shut.", "One e-mail"),
        ("From this it drew the conviction that the quay is shut.", "it"),
        ("The letter conveyed the fear that the quay is shut.", "the letter"),
    ],
)
def test_who_says_it_is_no_date_and_no_half_of_a_word(text: str, source: str) -> None:
    assert any(one[0].startswith(source) for one in relayed(text))
