"""What a question asks: its matter, whose words it wants, when, in which documents, and in what shape."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.answers.delegating import addresses, is_venue, without_venue
from assistant.answers.parties import Mention, Parties, Party, is_place
from assistant.answers.periods import Period, in_known_years, periods, timeless
from assistant.answers.pointing import Absent, Place, absent, pointed_at
from assistant.answers.shape import Asks, asks, takes_for_granted, wants_attribution, wants_change, wants_sides
from assistant.answers.strangers import beside, set_beside, strangers
from assistant.answers.topic import SENTENCE, changing, topic, unframed, without_accounts
from assistant.answers.whose_words import asked_by, is_saying
from assistant.record import Listed
from assistant.text import content_words, stem, words

_DOING = frozenset(map(stem, "offer promise pledge threaten announce admit deny".split()))
"""Verbs of saying that are the matter where a question has no other: "what did Ann offer?"."""
_REPLYING = frozenset(stem(verb) for verb in ("respond", "react", "reply", "answer"))
ON_THIS = ", on this: "
"""What stands between a follow-up that says little and the question it takes up."""
_REPLIED_TO = re.compile(
    r"(?<!\bthe )(?<!\ban )(?<!\bno )(?<!\bin )(?<!\bwhat )(?<!\bwhich )"
    r"\b(?:answer|(?:hits?|fired?|strike|struck|say|said) back (?:at|to)"
    r"|(?:repl(?:y|ied)|respond(?:ed)?|react(?:ed)?) to)"
    r"\s+(?:the\s+)?(?-i:[A-Z]\w+\s+){0,2}$",
    re.IGNORECASE,
)
"""What stands before somebody whose words another's reply is asked to."""
_SUBORDINATE = re.compile(r"\b(?:after|before|on|about|in|of|over)\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)
_NO_MATTER = frozenset(
    """document documents docs library source sources speaker people person someone anybody anyone something somebody
    question tell inside side sides yes no way kind lot bit told beside besid next against name named claim alleg
    """.split()
)


@dataclass(frozen=True)
class Question:
    """A question, understood as far as its words go."""

    text: str
    topic: str
    """The words to look for: the text without what says how to answer."""
    matter: tuple[str, ...]
    """Stems of the words that say what it is about: no names of those asked, no dates, no verbs of saying."""
    asks: Asks
    mentions: tuple[Mention, ...] = ()
    """Parties it names, in order."""
    asked: tuple[Party, ...] = ()
    """Parties whose words it wants."""
    opposed: tuple[Party, ...] = ()
    """Parties each of which is to be heard: "X vs Y", "what did X and Y say?"; empty where they are fewer than two."""
    strangers: tuple[str, ...] = ()
    """Names whose words it wants and that no document gives a voice."""
    unnamed: tuple[str, ...] = ()
    """Names of those who speak, in the documents it points at, for a State that alone is named there."""
    replying: tuple[str, ...] = ()
    """Those of them whose reply it wants: somebody else's words on the matter are none."""
    replied_to: tuple[str, ...] = ()
    """Whose words a reply is asked to, as the question names them."""
    reacting: bool = False
    """Whether it wants a party's own reaction: what others tell of the party is none."""
    periods: tuple[Period, ...] = ()
    """Times it names."""
    dated: tuple[tuple[Party, Period], ...] = ()
    """Parties asked, each with a time of its own ("X in 2021 vs Y in 2023"); empty unless all have one."""
    editions: frozenset[str] = frozenset()
    """Documents it points at by publisher, kind or title; empty if it points at none."""
    pointing: tuple[Place, ...] = ()
    """Where the words stand that point at them."""
    absent: Absent | None = None
    """The speech it takes for one of the library's that is none."""
    sides: bool = False
    """Whether it wants several accounts beside one another."""
    change: bool = False
    """Whether it wants a position then and now."""
    attribution: bool = False
    """Whether it asks who says something, or where a figure comes from."""
    broad: bool = False
    """Whether it wants what a party says of a matter at large: "What does X say about Y?"."""
    premise: bool = False
    """Whether it takes for granted that the party asked said something ("When X said ...")."""

    def goes_on(self, edition: str) -> bool:
        """Tell whether it may go on about what was quoted before from a document: it names no other, and no time."""
        theirs = not self.asked or any(edition in party.editions for party in self.asked)
        return theirs and not (self.periods or self.editions)

    def called(self, party: Party) -> str:
        """Return a party's name as the question gives it, if as names are written; else as documents give it."""
        named = next((self.text[m.start : m.end] for m in self.mentions if m.party == party), "")
        bare = re.sub(r"['’]s?$", "", named)
        return bare if bare[:1].isupper() and not is_place(party.name) else party.name


def understand(text: str, parties: Parties, documents: Sequence[Listed]) -> Question:
    """Read a question that stands alone."""
    text = in_known_years(text, [one.metadata.published for one in documents])
    named = parties.mentions(text)
    sided, who = wants_sides(text), _WHO.match(text)  # "who says that the army told him so?" asks for no word of it
    described = (m for m in parties.described(text, named) if sided or (asked_by(text, m) and not who))
    named = _in_order([replace(m, party=parties.heard_as(m.party)) for m in (*named, *described)])
    pointed = pointed_at(text, named, documents)
    outside = pointed.outside(named)
    mentions = [m for m in outside if not is_venue(text, m.start)] or outside
    mentions = _in_order([*mentions, *(m for m in set_beside(text, outside) if not is_venue(text, m.start))])
    unheard = dict(strangers(text, [*mentions, *outside], pointed.places))
    unheard = {m: verb for m, verb in unheard.items() if parties.only_like(m.party.name) is None}
    pointers = {word for start, end in pointed.places for word in words(text[start:end])}
    sought = topic(text, pointed.places, lambda some: tuple(_matter(some, pointers)), _named_in(mentions))
    said = {m: word for m in mentions if m not in pointed.publishing and (word := asked_by(text, m))}
    said |= _beside({**said, **unheard}, _in_order([*mentions, *unheard]), text)
    replied_to = [m for m in mentions if _REPLIED_TO.search(text[: m.start])]
    said = {m: word for m, word in said.items() if m not in replied_to}
    taken_up = text.find(ON_THIS)  # what an earlier question wanted to hear is only what this one is about
    if any(m.start < taken_up for m in said):
        said = {m: word for m, word in said.items() if m.start < taken_up}
    asked = _in_order(said)
    contrasted = _contrasted(text, mentions)
    joined = [m for m in unheard if any(_in_a_row(text, m, other) for other in asked)]
    joined += beside(text, asked, [*mentions, *outside])
    beside_another = (m for m in _in_order([*asked, *joined, *_facing(text, mentions)]) if m.party.named)
    opposed = {m.party.name: m.party for m in beside_another}
    sides = wants_sides(text) or len(opposed.keys() | {m.party.name for m in contrasted}) > 1
    if sides:  # who is named only where it says how to answer is asked: "Set Kirby's account beside the minister's."
        told = [m for m in mentions if text[m.start : m.end] not in sought]
        asked = list(dict.fromkeys([*asked, *told, *contrasted]))
        sought = without_accounts(sought, [text[m.start : m.end] for m in mentions])
    times = periods(_outside(text, pointed.places) if pointed.editions else text)
    speeches = addresses(text, asked, [(m.party.name, verb) for m, verb in unheard.items()], times, documents)
    unnamed = [text[m.start : m.end] for m in asked] + [m.party.name for m in unheard] if speeches else []
    if speeches:
        asked, opposed, sought = [], {}, without_venue(sought) or sought
    spans = len(times) > 2 and wants_attribution(text)  # "who says that it grew from 2004 to 2011?"
    change = wants_change(text) or (len(times) > 1 and not spans)
    saying = [text[m.start : m.end] for m in said]
    pointing = [text[start:end] for start, end in pointed.places]
    at_large = None if sides or change else unframed(sought, [*saying, *pointing])
    moved = changing(sought, pointing) if wants_change(text) else None
    verbs = {word for m, word in said.items() if m.party.named}  # "did the union warn them?": its words are not sure
    skip = {word for mention in asked for word in mention.words} | verbs | pointers
    skip |= {word for name in unnamed for word in words(name)} | (_MINDS if wants_change(text) else set())
    matter = tuple(_matter(without_venue(text) if speeches else text, skip))
    matter = matter or tuple(stem(word) for word in said.values() if stem(word) in _DOING)
    return Question(
        text=text,
        topic=at_large or moved or sought,
        matter=matter,
        asks=asks(_unnamed(text, mentions)),
        mentions=tuple(mentions),
        asked=tuple({m.party.name: m.party for m in asked}.values()),
        opposed=tuple(opposed.values()) if len(opposed) > 1 else (),
        strangers=tuple(m.party.name for m in unheard),
        unnamed=tuple(unnamed),
        replying=tuple(m.party.name for m, verb in unheard.items() if stem(verb) in _REPLYING),
        replied_to=tuple(text[m.start : m.end] for m in replied_to),
        reacting=any(stem(word) in _REPLYING for word in said.values()),
        periods=times,
        dated=_dated(text, asked),
        editions=pointed.editions | speeches,
        pointing=tuple(pointed.places),
        absent=absent(text, mentions, documents),
        sides=sides or change,
        change=change,
        attribution=wants_attribution(text),
        broad=at_large is not None,
        premise=takes_for_granted(text) and any(m.start < _first_question_ends(text) for m in asked),
    )


_MINDS = frozenset({"mind", "minds", "tune", "stance"})
"""What somebody changes who "changes his mind", whatever it is about."""
_WHO = re.compile(r"\W*(?:and |so )?who(?:m|['’]s)?\b", re.IGNORECASE)


def _unnamed(text: str, mentions: Iterable[Mention]) -> str:
    """Return a question with a plain word for each party it names: "what does Price say?" asks for no price."""
    for one in sorted(mentions, key=lambda one: -one.start):
        text = f"{text[: one.start]}Somebody{text[one.end :]}"
    return text


def _first_question_ends(text: str) -> int:
    """Return where the first question of a text ends: what it takes for granted is said of nobody named behind it."""
    mark = text.find("?")
    return len(text) if mark < 0 else mark


_AND = re.compile(r"\s*(?:,|,?\s*(?:and|or|&))\s*(?:the\s+)?", re.IGNORECASE)


def _beside(said: Mapping[Mention, str], mentions: Sequence[Mention], text: str) -> dict[Mention, str]:
    """Return the parties named in one row with one that is asked: "what did X and Y say?" asks both."""
    found: dict[Mention, str] = {}
    for one, other in reversed(list(pairwise(mentions))):
        word = said.get(other) or found.get(other)
        if word and one not in said and _in_a_row(text, one, other):
            found[one] = word
    return found


def _in_a_row(text: str, one: Mention, other: Mention) -> bool:
    first, second = sorted((one, other), key=lambda each: each.start)
    return _AND.fullmatch(text[first.end : second.start]) is not None


def _in_order(mentions: Iterable[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda one: one.start)


def _outside(text: str, places: Sequence[Place]) -> str:
    """Return a text without some stretches."""
    for start, end in sorted(places, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


def _contrasted(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the parties set beside one another: "X in May vs Y in June", or by a later sentence that asks nothing."""
    compared = [m for pair in _pairs(text, mentions, _COMPARED_TO, _COMPARED) for m in pair]
    facing = [*_facing(text, mentions), *compared]
    first = next((match.end() for match in SENTENCE.finditer(text)), len(text))
    if text[first:].rstrip().endswith("?"):
        return facing
    found = [m for m in mentions if m.start >= first and not _SUBORDINATE.search(text[: m.start])]
    return [*facing, *(found if len({m.party.name for m in found}) > 1 else [])]


def _facing(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the parties each of which is to be heard, as the words between or behind them say."""
    return [m for pair in [*_pairs(text, mentions, _VS, _AGAINST), *_both(text, mentions)] for m in pair]


_COMPARED_TO = re.compile(r"\bcompared (?:to|with)\b|\bor\b(?=[^:?]{0,40}:\s*who\b)", re.IGNORECASE)
_VS = re.compile(r"\b(?:vs?\b\.?|versus\b)", re.IGNORECASE)
_AGAINST = re.compile(r"[?:]\s+[^?:.]{1,40}?\bagainst\b(?=[^?]{1,40}$)", re.IGNORECASE)
"""Where "against" sets parties beside one another: in a few words behind a question, that ask nothing themselves."""
_COMPARED = re.compile(r"\bcompare\b.*?\b(?:and|with|to|against)\b", re.IGNORECASE)


def _pairs(text: str, mentions: Sequence[Mention], *ways: re.Pattern[str]) -> Iterable[tuple[Mention, Mention]]:
    """Yield the two parties on either side of where some words end that set them against one another."""
    for end in (match.end() for way in ways for match in way.finditer(text)):
        before = [m for m in mentions if m.end <= end]
        after = [m for m in mentions if m.start >= end]
        if before and after and after[0].start - end < _REACH:
            yield before[-1], after[0]


def _both(text: str, mentions: Sequence[Mention]) -> Iterable[tuple[Mention, Mention]]:
    """Yield the two parties who say something together: "X and Y both spoke on it"."""
    for one, other in pairwise(mentions):
        both = re.match(r"\s+(?:have |had )?both (\w+)", text[other.end :])
        if (
            both
            and is_saying(both[1])
            and re.fullmatch(r"\s*,?\s*(?:and|&)\s+(?:the\s+)?", text[one.end : other.start])
        ):
            yield one, other


_REACH = 12
"""Code points from "vs" within which the other party's name begins."""


def _dated(text: str, asked: Sequence[Mention]) -> tuple[tuple[Party, Period], ...]:
    """Pair the parties asked with the times named behind each; nothing unless each has one."""
    if len({one.party.name for one in asked}) < 2:
        return ()
    ordered = sorted(asked, key=lambda one: one.start)
    ends = [*(one.start for one in ordered[1:]), len(text)]
    named = [(one.party, periods(text[one.end : end])) for one, end in zip(ordered, ends, strict=True)]
    each = all(len(times) == 1 for _, times in named)
    return tuple((party, times[0]) for party, times in named) if each else ()


def _named_in(mentions: Sequence[Mention]) -> frozenset[str]:
    """Return the stems of the words that name parties."""
    return frozenset(one for mention in mentions for word in mention.words for one in content_words(word))


def _matter(text: str, skip: Collection[str]) -> Iterable[str]:
    """Yield the stems of what the question is about."""
    plain = timeless(text)
    bare = {stem(part) for word in skip for part in word.split()}
    for one in content_words(plain):
        if one not in bare and one not in _NO_MATTER:
            yield one
