"""Questions that take for granted that somebody said something: what holds of it is said first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.composing import assemble
from assistant.answers.drafting import written
from assistant.answers.evidence import Evidence, Finder
from assistant.answers.grounding import ENOUGH, closeness, speaks, speaks_to, sure
from assistant.answers.opposing.opposites import opposed
from assistant.answers.parties import Party, state_of
from assistant.answers.periods import CALENDAR
from assistant.answers.question import Question
from assistant.answers.weighing import UNJUDGED
from assistant.answers.whose_words import is_setting
from assistant.checks.grounds import NEGATION
from assistant.model import Answer
from assistant.text import stem, words

READ = 5
"""Sentences of the party asked that are held against the premise."""
FAR = 0.12
"""How much less of the question a sentence may meet that says the opposite in so many words."""
CLEARLY = 0.12
"""How much more of the question somebody else's sentence must meet, by meaning, to be what is pinned on the party."""
STRONG = 0.6
"""`closeness` from which somebody else's sentence is the one that is pinned on the party asked."""
MARGIN = 0.15
"""How much more of the matter it must hold than the party's own."""


def corrected(question: Question, finder: Finder, standalone: str | None) -> Answer | None:
    """Say so first where the party asked says the opposite, or only somebody else says it; None where neither is so."""
    if not question.premise:
        return None
    finder, party = finder.weighed(UNJUDGED), question.asked[0]
    theirs = [one for one in finder.find(question, party=party) if speaks(one, party) and not _asks(one)]
    lead = f"As far as these documents go, {question.called(party)} did not say so"
    own = _best_match(party, question, finder)
    other = _others(party, own, theirs, question, finder)
    clearly = other is not None and other.signals.match >= own + CLEARLY
    if not clearly and (denial := _denial(theirs, question)):
        return _answer(denial, f"{lead}.", question, finder, standalone)
    if other is None:
        unnamed = _unnamed(theirs, question)
        return None if unnamed is None else _answer(unnamed, f"{lead}.", question, finder, standalone)
    ending = "." if _says_no(other, question) else "; somebody else did."
    return _answer(other, f"{lead}{ending}", question, finder, standalone)


def _denial(theirs: Sequence[Evidence], question: Question) -> Evidence | None:
    """Return the party's nearest sentence if it says no to what the question takes for granted, and none says yes."""
    near = [one for one in theirs[:READ] if speaks_to(one)]
    if not near:
        return None
    contrary = (one for one in near if _opposite(one, question) and not _negative(one.text))
    if found := next((one for one in contrary if one.signals.match >= near[0].signals.match - FAR), None):
        return found
    if not _says_no(near[0], question):
        return None
    agreeing = (one for one in near if not _says_no(one, question))
    held = (one for one in agreeing if len(one.covers) >= len(near[0].covers))
    return None if any(one.signals.match >= near[0].signals.match for one in held) else near[0]


def _unnamed(theirs: Sequence[Evidence], question: Question) -> Evidence | None:
    """Return the party's nearest words if they, and those before them, do not name whom it is said to have named."""
    near = [one for one in theirs[:READ] if speaks_to(one)]
    names = _said_to_be_named(question)
    if not near or not names:
        return None
    held = _known_as(" ".join(_around(one) for one in near))
    return None if any(held & _known_as(name) for name in names) else near[0]


def _known_as(text: str) -> set[str]:
    """Return a text's words, and the States that they name: Russian, Moscow and Russia are one."""
    plain = set(words(text.replace("’s", ""))) - _SMALL
    return plain | {state for word in plain if (state := state_of(word))}


def _said_to_be_named(question: Question) -> list[str]:
    """Return the names of those whom the party asked is taken to have named or said something of."""
    others = [m for m in question.mentions if m.party not in question.asked]
    told_of = [m for m in others if not is_setting(question.text, m)] if _NAMES.search(question.text) else []
    said_of = _SAYS_OF.search(question.text)
    if said_of is None or said_of["name"].split()[0] in CALENDAR:
        return [name for mention in told_of for name in mention.party.names]
    of = next((m.party.names for m in others if said_of.start("name") <= m.start < said_of.end("name")), ())
    return [said_of["name"], *of]


def _around(one: Evidence) -> str:
    at = one.sentence.span
    return one.document.text[max(0, at.start - _READ_BEFORE) : at.end]


_READ_BEFORE = 300
"""Code points before a sentence in which a name is looked for that it may mean by a pronoun."""
_SMALL = frozenset({"the", "of", "and", "a"})
_NAMES = re.compile(
    r"\b(?:nam(?:e|es|ed)|blam(?:e|es|ed)|accus(?:e|es|ed)|prais(?:e|es|ed)|thank(?:s|ed)?"
    r"|point(?:s|ed)? (?:the finger|to))\b",
    re.IGNORECASE,
)
"""Verbs that have somebody for their object, who then stands in what was said."""


_SAYS_OF = re.compile(
    r"\b(?:say|says|said|claim|claims|claimed|argue|argues|argued|insist|insists|insisted|allege|alleges|alleged)"
    r"\s+(?:that\s+)?(?:the\s+)?(?P<name>(?-i:[A-Z][\w-]+(?:\s+[A-Z][\w-]+)*))\s+(?=[a-z])",
    re.IGNORECASE,
)
"""Somebody of whom the party is taken to have said something: "why did Norland say the guild ..."."""


def _best_match(party: Party, question: Question, finder: Finder) -> float:
    """Return how much of the question, its name left out, the party's own sentences meet at best."""
    found = finder.find(_without(party, question), party=party)
    return max((one.signals.match for one in found if _says(one, party) and not _asks(one)), default=0.0)


def _says(one: Evidence, party: Party) -> bool:
    """Tell whether a party has the floor in a sentence, or makes a claim of it."""
    return one.speaker in party.names or any(claim.chain[0].name in party.names for claim in one.claims)


def _others(
    party: Party, own: float, theirs: Sequence[Evidence], question: Question, finder: Finder
) -> Evidence | None:
    """Return who else says what the party does not: a sentence that meets more of the matter, in its words or others.

    `own` is how much of the question the party's own sentences meet at best.
    """
    found = finder.find(_without(party, question))
    timely = [one for one in found if one.signals.period or not question.periods]
    others = [
        one for one in timely if not _asks(one) and not _says(one, party) and not _names(one, party) and _is_known(one)
    ][:8]
    if others and others[0].signals.match >= own + CLEARLY and closeness(others[0]) >= ENOUGH:
        return others[0]
    best = max((one.signals.coverage for one in theirs[:READ]), default=0.0)
    other = max(others, key=lambda one: one.signals.coverage + 0.1 * one.signals.similarity, default=None)
    if other is None or other.signals.coverage < best + MARGIN or closeness(other) < STRONG:
        return None
    return other if other.signals.match >= own else None


def _is_known(one: Evidence) -> bool:
    """Tell whether somebody with a name has the floor in a sentence or makes a claim of it: it is not the party's."""
    named = one.sentence.speaker or one.document.metadata.author
    return bool(named) or any(len(claim.chain) > 1 for claim in one.claims)


def _names(one: Evidence, party: Party) -> bool:
    """Tell whether a sentence, or whoever has the floor in it, goes by a party's name: it may be the party's own."""
    held = f"{one.speaker} {one.text}"
    return any(words(name)[-1] in words(held.replace("’s", "")) for name in party.names if words(name))


def _answer(one: Evidence, lead: str, question: Question, finder: Finder, standalone: str | None) -> Answer | None:
    drafts = list(written([one], question, finder))
    if not drafts:
        return None
    return assemble(drafts, lead=lead, standalone=standalone).model_copy(update={"confidence": sure(one, question)})


def _asks(one: Evidence) -> bool:
    return one.text.rstrip().endswith("?")


_OPPOSES = re.compile(
    r"\b(?:warn(?:s|ed|ing)?(?! of\b)|reject\w*|oppos(?:e|es|ed|ing)|den(?:y|ies|ied)|condemn\w*|dismiss\w*|disput\w+"
    r"|refus\w+|deplor\w+|denounc\w+)\b",
    re.IGNORECASE,
)
"""Verbs by which a party sets itself against what follows."""


def _says_no(one: Evidence, question: Question) -> bool:
    """Tell whether a sentence is against what a question says: by a negation, or by the opposite of a word of it."""
    return (_negative(one.text) != _negative(question.text)) != _opposite(one, question)


def _opposite(one: Evidence, question: Question) -> bool:
    """Tell whether a sentence holds the opposite of a word of a question, and not that word."""
    held = {stem(word) for word in words(one.text)}
    return opposed([word for word in question.matter if word not in held], held) is not None


def _negative(text: str) -> bool:
    return NEGATION.search(text) is not None or _OPPOSES.search(text) is not None


def _without(party: Party, question: Question) -> Question:
    """Return a question that does not name a party: who else says so is looked for, not what the party says."""
    text = question.text
    for mention in sorted(question.mentions, key=lambda one: -one.start):
        if mention.party == party:
            text = text[: mention.start] + text[mention.end :]
    bare = " ".join(text.split())
    return replace(question, text=bare, topic=bare, asked=())
