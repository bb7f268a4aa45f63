"""Answers that tell nothing: what the documents do not answer, and what they hold that is near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.composing import assemble
from assistant.answers.drafting import written
from assistant.answers.evidence import Evidence, Finder
from assistant.answers.grounding import ENOUGH, closeness, meets_each
from assistant.answers.naming import in_words
from assistant.answers.pointing import Absent
from assistant.answers.question import Question
from assistant.answers.untold import is_untold, says_untold
from assistant.answers.wording import Draft
from assistant.model import Answer, Status

BEST = 3
"""Sentences among which the nearest is looked for."""


def no_voice(name: str, question: Question, finder: Finder, standalone: str | None) -> Answer:
    """Abstain because the party asked says nothing on this; say what is near."""
    reason = f"The documents hold no statement by {name} on this."
    return _abstain(reason, finder.find(replace(question, asked=())), standalone)


def no_speech(absent: Absent, question: Question, standalone: str | None) -> Answer:
    """Abstain because the speech asked about is not held; say which are."""
    name = question.called(absent.party)
    reason = f"The documents hold no {absent.kind} by {name} from {absent.year}"
    *others, last = absent.held
    held = f"{', '.join(others)} and {last}" if others else last
    return _abstain(f"{reason}, only from {held}.", [], standalone)


def silent(found: Sequence[Evidence], standalone: str | None, sure: float = 0.0) -> Answer:
    """Abstain because the documents do not answer this; say what is near, best first in `found`."""
    return _abstain("The documents do not answer this.", found, standalone, sure)


def untold_by(near: Sequence[Evidence], question: Question, finder: Finder, standalone: str | None) -> Answer | None:
    """Abstain with the nearest words that say of what is asked that it is not told, if any of the best does."""
    fitting = (one for one in near[:BEST] if closeness(one) >= ENOUGH and meets_each(one, question))
    told = [one for one in fitting if says_untold(one, question)]
    made = next(written(told, question, finder), None)
    return None if made is None or not is_untold(made, question) else said_untold(made, standalone)


def said_untold(said: Draft, standalone: str | None, sure: float = 0.0) -> Answer:
    """Abstain with words that say that it is not told."""
    reason = "The documents do not answer this."
    made = assemble([said], lead=reason, standalone=standalone, status=Status.ABSTAINED, reason=reason)
    return made.model_copy(update={"confidence": sure})


def asked_back(names: Sequence[str]) -> Answer:
    """Ask whom a pronoun means, instead of guessing."""
    reason = f"Whom do you mean: {', '.join(names[:-1])} or {names[-1]}?"
    return Answer(status=Status.ABSTAINED, text=reason, reason=reason)


def _abstain(reason: str, found: Sequence[Evidence], standalone: str | None, sure: float = 0.0) -> Answer:
    near = found[0] if found and closeness(found[0]) >= ENOUGH else None
    text = reason if near is None else f"{reason} The nearest they hold is in {in_words(near.document)}."
    return Answer(status=Status.ABSTAINED, text=text, reason=reason, standalone_question=standalone, confidence=sure)
