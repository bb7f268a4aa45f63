"""Saying without a verb of saying: nouns that are said to be something, views held, figures put, colons that open."""

from __future__ import annotations

import pytest
from test_voices_constructions import relayed, the_one

from assistant.model import Force, Polarity

SHUT = "that the quay is shut"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("The guild’s answer was that the quay is shut.", ("the guild", "answer", SHUT)),
        ("Ada Brandt’s view is that the quay is shut.", ("Ada Brandt", "view", SHUT)),
        ("The guild is of the view that the quay is shut.", ("the guild", "view", SHUT)),
        ("Ada Brandt came to the conclusion that the quay is shut.", ("Ada Brandt", "conclusion", SHUT)),
        ("The guild reached the conclusion that the quay is shut.", ("the guild", "conclusion", SHUT)),
        ("The mayor took the view that the quay is shut.", ("the mayor", "view", SHUT)),
        ("One claim is that the quay is shut.", ("unnamed sources", "claim", SHUT)),
        ("The mayor made it clear that the quay is shut.", ("the mayor", "made it clear", SHUT)),
        ("The mayor is convinced the quay is shut.", ("the mayor", "convinced", "the quay is shut")),
        ("By most estimates, nine boats sank.", ("most estimates", "By", "nine boats sank")),
        ("The guild put the number of boats at 400.", ("the guild", "put", "the number of boats at 400")),
        ("The guild counted more than 20 boats in the bay.", ("the guild", "counted", "more than 20 boats")),
        (
            "In 2000 Afghanistan’s speech opened with news that the quay is shut.",
            ("Afghanistan’s speech", "news", SHUT),
        ),
        ("The rebels denied involvement in the fire.", ("the rebels", "denied", "involvement in the fire")),
        ("The mayor holds the guild responsible for the fire.",
         ("the mayor", "holds", "the guild responsible for the fire")),
        ("The mayor has been clear that the quay is shut.", ("the mayor", "clear", SHUT)),
        ("Well, look, what I can tell you is that the boats saved lives.",
         ("the article", "tell", "that the boats saved lives")),
        ("The quay, argues Ada Brandt, is a danger to boats.",
         ("Ada Brandt", "argues", "The quay, argues Ada Brandt, is a danger to boats")),
        ("The guild committed to let boats in.", ("the guild", "committed", "to let boats in")),
        ("The mayor likened the quay to a ruin.", ("the mayor", "likened", "the quay to a ruin")),
        ("The report attributes the fire to a spark.", ("the report", "attributes", "the fire to a spark")),
    ],
)  # fmt: skip
def test_who_says_it_without_a_verb_of_saying(text: str, row: tuple[str, str, str]) -> None:
    assert relayed(text) == [row]


@pytest.mark.parametrize(
    "text",
    [
        "There is no doubt that the quay is shut.",
        "The problem is that the quay is shut.",
        "It is clear that the quay is shut.",
        "As we all know, the quay is shut.",
        "The clerk counted the boats.",
        "The idea was that the quay would hold.",
        "What Ada Brandt said about the quay is not in these papers.",
        "What the mayor said is a lie.",
        "The rebels held him captive for a year.",
        "The mayor put the meeting at six o’clock.",
        "The fire was linked to a spark.",
        "Who closed the quay it does not say.",
        "The mayor put the blame at the door of the two captains.",
        "Commanders put 400 soldiers at 12 checkpoints.",
        "The party counts 12 ministers among its members.",
        "The ministry holds the captains captive.",
    ],
)
def test_what_nobody_is_said_to_say(text: str) -> None:
    assert relayed(text) == []


@pytest.mark.parametrize(
    ("text", "cue", "polarity", "force"),
    [
        ("The mayor has no doubt that the quay is shut.", "doubt", Polarity.POSITIVE, Force.WEAK_EVIDENCE),
        ("The mayor left no doubt that the quay is shut.", "doubt", Polarity.POSITIVE, Force.WEAK_EVIDENCE),
        ("Neither the mayor nor the guild says that the quay is shut.", "says", Polarity.NEGATIVE, Force.DENIED),
        ("Neither side says that the quay is shut.", "says", Polarity.NEGATIVE, Force.DENIED),
        ("The mayor ruled out that the quay is shut.", "ruled out", Polarity.NEGATIVE, Force.DENIED),
        ("The mayor did not rule out that the quay is shut.", "rule out", Polarity.POSITIVE, Force.SPECULATION),
        ("The mayor has no doubts that the quay is shut.", "doubts", Polarity.POSITIVE, Force.WEAK_EVIDENCE),
        ("Norland is not of the view that the quay is shut.", "view", Polarity.NEGATIVE, Force.DENIED),
        ("The mayor’s answer may be that the quay is shut.", "answer", Polarity.POSITIVE, Force.SPECULATION),
        ("The rebels have neither left nor disarmed, and warned that the quay is shut.", "warned", Polarity.POSITIVE,
         Force.WEAK_EVIDENCE),
        ("The rebels have neither left nor disarmed, and the envoy said that the quay is shut.", "said",
         Polarity.POSITIVE, Force.SAID),
        ("Can we say that the quay is shut?", "say", Polarity.POSITIVE, Force.SPECULATION),
        ("We cannot but conclude that the quay is shut.", "conclude", Polarity.POSITIVE, Force.SAID),
        ("I must tell you that the quay is shut.", "tell", Polarity.POSITIVE, Force.SAID),
        ("The mayor would neither confirm nor deny that the quay is shut.", "deny", Polarity.POSITIVE,
         Force.SPECULATION),
        ("I would just say that the quay is shut.", "say", Polarity.POSITIVE, Force.SAID),
        ("The mayor would say that the quay is shut.", "say", Polarity.POSITIVE, Force.SPECULATION),
        ("The mayor was unable to say when the quay was shut.", "say", Polarity.NEGATIVE, Force.DENIED),
    ],
)  # fmt: skip
def test_how_firmly_and_which_way(text: str, cue: str, polarity: Polarity, force: Force) -> None:
    made = the_one(text, cue).attribution
    assert (made.polarity, made.force) == (polarity, force)


@pytest.mark.parametrize(
    ("text", "who", "cue"),
    [
        ("The quay, said the mayor, is shut.", "the mayor", "said"),
        ("The quay, argues Ada Brandt, is a danger to boats.", "Ada Brandt", "argues"),
        ("The guild, whose chair says that the quay is shut, will strike.", "the guild’s chair", "says"),
        ("The mayor, like the guild, says that the quay is shut.", "the mayor", "says"),
        ("The guild met. Its chair, Jonas Lund, said that the quay is shut.", "Jonas Lund", "said"),
        ("The mayor, asked whether the quay was shut, said no.", "unnamed sources", "asked"),
    ],
)
def test_whose_words_an_aside_is_about(text: str, who: str, cue: str) -> None:
    assert [claimant.name for claimant in the_one(text, cue).attribution.claimants] == [who]


@pytest.mark.parametrize(
    "text",
    [
        "The minister drew complaints that the quay was shut.",
        "The minister left the impression that the quay was shut.",
        "The minister is under suspicion that he shut the quay.",
    ],
)
def test_what_others_say_of_somebody_is_not_theirs(text: str) -> None:
    assert [names for names, _, _ in relayed(text)] == ["unnamed sources"]


def test_a_name_that_opens_a_sentence_is_whoever_bears_it() -> None:
    rows = relayed("The chair, Jonas Lund, said that fares rose. Lund said that the quay is shut.")
    assert [names for names, _, _ in rows] == ["Jonas Lund", "Jonas Lund"]


def test_an_aside_before_that_is_no_part_of_what_is_said() -> None:
    rows = relayed("The mayor believes, as do others, that the quay is closed.")
    assert rows == [("the mayor", "believes", "that the quay is closed")]


# ------------------------------------------------------------------ a colon opens a quotation


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The mayor was blunt: “The quay is a danger.”", "the mayor"),
        ("The mayor shrugged: “It will hold.”", "the mayor"),
        ("Asked about the quay, the mayor shrugged: “It will hold.”", "the mayor"),
        ("The guild did not mince words: “The owners have lied to us.”", "the guild"),
        ("The mayor’s warning to sailors: “Stay off the quay.”", "the mayor"),
    ],
)
def test_whoever_the_clause_before_a_colon_is_about_says_it(text: str, who: str) -> None:
    assert [(names, content[0]) for names, _, content in relayed(text)] == [(who, "“")]


@pytest.mark.parametrize(
    "text",
    [
        "The law was strict: “boat owner or crew” is not defined.",
        "The wind was strong: “Marigold” sank.",
        "The rain was strong: “The quay is a danger.”",
        "The mayor was blunt: the quay is a danger.",
        "The mayor was jeered by the crowd: “You are a liar and a thief!”",
        "The mayor received a letter: “We will kill you tonight.”",
        "Yesterday’s statement from the guild: “We are on strike from tonight.”",
    ],
)
def test_a_colon_gives_nobody_a_term_or_the_tellers_own_words(text: str) -> None:
    assert relayed(text) == []


def test_a_quotation_belongs_to_nobody_of_the_sentence_before() -> None:
    text = "The statement asks for help and does not say whose. The fire took the pier, “a disgrace to us all”."
    assert relayed(text) == []


def test_who_goes_on_behind_a_quotation_is_who_quoted() -> None:
    rows = relayed("The envoy declared that “the rebels are hirelings” and put the rebels in the town at about 400.")
    assert rows == [
        ("the envoy", "declared", "“the rebels are hirelings”"),
        ("the envoy", "put", "the rebels in the town at about 400"),
    ]
