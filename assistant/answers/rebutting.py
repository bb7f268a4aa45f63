"""What a party that a yes-or-no question is about says against what others claim of it: no charge without its reply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.answers.drafting import within_budget, written
from assistant.answers.grounding import ENOUGH, closeness
from assistant.answers.parties import Party
from assistant.answers.phrases import parsed
from assistant.answers.shape import Asks
from assistant.checks.grounds import NEGATION
from assistant.model import Claim, Polarity, Voice
from assistant.text import readable, words
from assistant.voices.agreement import FIRST_PERSON

if TYPE_CHECKING:
    from spacy.tokens import Token

    from assistant.answers.evidence import Evidence, Finder
    from assistant.answers.question import Question
    from assistant.answers.wording import Draft

LONGEST = 25
"""Words quoted of a reply."""


def rebutted(question: Question, drafts: Sequence[Draft], finder: Finder) -> list[Draft]:
    """Add, behind what is claimed of a party that a yes-or-no question names, what that party says to the contrary."""
    if not drafts or question.asks is not Asks.YES_NO or question.asked or drafts[0].voice is not Voice.ATTRIBUTED:
        return list(drafts)
    replies = (reply for party in _accused(question, drafts) if (reply := _reply(party, question, drafts, finder)))
    reply = next(replies, None)
    return list(drafts) if reply is None else list(within_budget([drafts[0], reply, *drafts[1:]]))


def _reply(party: Party, question: Question, drafts: Sequence[Draft], finder: Finder) -> Draft | None:
    """Write the nearest sentence in which a party says no of itself."""
    told = {one.evidence.place for one in drafts}
    found = (one for one in finder.find(question, party=party) if one.place not in told and _denies(one, party))
    near = (one for one in found if closeness(one) >= ENOUGH)
    made = written(near, question, finder, LONGEST)
    return next((one for one in made if _is_by(one, party) and _says_no_there(one)), None)


def _accused(question: Question, drafts: Sequence[Draft]) -> Iterator[Party]:
    """Yield the parties of a question that others are quoted on and that are not heard themselves."""
    first = readable(drafts[0].evidence.text)
    for mention in question.mentions:
        party = mention.party
        named = any(name.removeprefix("the ") in first for name in party.names)
        if named and not any(_is_by(one, party) and _says_no_there(one) for one in drafts):
            yield party


def _is_by(one: Draft, party: Party) -> bool:
    return bool({*one.claimants, *one.chain[:1]} & party.names)


def _says_no_there(one: Draft) -> bool:
    """Tell whether what a line quotes, or tells before it, holds the negation."""
    return NEGATION.search(f"{one.before} {one.span.of(one.evidence.document.text)}") is not None


def _denies(one: Evidence, party: Party) -> bool:
    """Tell whether a sentence holds a party's own claim that says no of itself: "in no way have we interfered"."""
    return any(_says_no(claim, one, party) for claim in one.claims if claim.chain[0].name in party.names)


def _says_no(claim: Claim, one: Evidence, party: Party) -> bool:
    made = claim.attribution
    content = readable(made.content.of(one.document.text))
    of_itself = any(name.removeprefix("the ") in content for name in party.names) or FIRST_PERSON & set(words(content))
    cue = made.cue.of(one.document.text) if made.cue is not None else ""
    if made.polarity is Polarity.NEGATIVE and NEGATION.search(cue):
        return True
    return bool(of_itself) and any(_of_the_main_verb(token) for token in parsed(content) if _negates(token))


def _negates(token: Token) -> bool:
    return token.dep_ == "neg" or token.lower_ in {"no", "never", "neither", "nor", "nothing", "nobody", "none"}


def _of_the_main_verb(token: Token) -> bool:
    """Tell whether a negation is the sentence's own, and no subordinate clause's: "the belt, where no army was"."""
    verb = token.head
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
        verb = verb.head
    return verb.dep_ == "ROOT"
