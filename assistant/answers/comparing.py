"""Two or three parties on one matter: a line each, with its date, and who says nothing on it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers.answering import ENOUGH, confidence
from assistant.answers.asking import Asking
from assistant.answers.composing import Draft, assemble
from assistant.answers.desk import Desk
from assistant.answers.lines import by_date, written
from assistant.answers.parties import Party
from assistant.answers.question import Question, understand
from assistant.answers.surveying import central, says, stands_alone
from assistant.model import Answer, Status
from assistant.text import content_words, stem

MOST_PARTIES = 3
QUOTED = 26
"""Words a line may quote."""
_FRAME = frozenset(
    stem(word)
    for word in """compare compared comparing comparison differ differs differed difference differences different
    versus vs contrast agree disagree position positions view views line stance beside side account accounts""".split()
)


def comparison(asking: Asking, desk: Desk, standalone: str | None) -> Answer | None:
    """Put parties beside one another; None where fewer than two are named, or none of them speaks to the matter."""
    question = understand(asking.rest, desk.library.parties, desk.library.documents)
    parties = list({m.party.name: m.party for m in question.mentions}.values())[:MOST_PARTIES]
    if len(parties) < 2 or question.editions or len(question.periods) > 1 or question.change:
        return None
    matter = _matter(question)
    lines: list[Draft] = []
    silent: list[str] = []
    for party in parties:
        line = _line(replace(question, asked=(party,), matter=matter), party, desk)
        if line is None:
            silent.append(party.name)
        else:
            lines.append(line)
    if not lines:
        return None
    notes = [f"The documents hold nothing that {name} says on this." for name in silent]
    status = Status.PARTIAL if silent else Status.ANSWERED
    return assemble(by_date(lines), notes=notes, standalone=standalone, status=status, reason=" ".join(notes) or None)


def _matter(question: Question) -> tuple[str, ...]:
    """Return the question's matter without the parties' names and the words of comparing."""
    names = {one for mention in question.mentions for word in mention.words for one in content_words(word)}
    return tuple(word for word in question.matter if word not in names | _FRAME)


def _line(question: Question, party: Party, desk: Desk) -> Draft | None:
    if not question.matter:
        found = central(desk.record, desk.finder.allowed(party.editions), party)
    else:
        bare = replace(question, text=_without_names(question))
        theirs = [one for one in desk.finder.find(bare, party=party) if says(one, party)]
        found = [one for one in theirs if confidence(one) >= ENOUGH and not one.text.rstrip().endswith("?")]
        found.sort(key=lambda one: not stands_alone(one.text))
    return next(written(found[:8], QUOTED), None)


def _without_names(question: Question) -> str:
    """Return a question's text without the parties' names, so that a line is found for what it is about."""
    text = question.text
    for mention in sorted(question.mentions, key=lambda one: -one.start):
        text = f"{text[: mention.start]}{text[mention.end :]}"
    return re.sub(r"\s+", " ", re.sub(r"['’]s\b", "", text)).strip()
