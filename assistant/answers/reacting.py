"""Who tells how a party replied to another, where it is not the party itself."""

from __future__ import annotations

import re

from assistant.answers.evidence import Evidence
from assistant.answers.parties import is_place
from assistant.answers.question import Question
from assistant.model import Claim

_REPLY = re.compile(r"(?:repl|respon|react|retort|rebut|answer)\w*", re.IGNORECASE)
"""How a verb begins that tells of a reply."""


def tells_of_reply(one: Evidence, question: Question) -> bool:
    """Tell whether somebody without a stake in it tells what a party did on, if asked, another's words."""
    if any(_replies(claim, one, question) for claim in one.claims):
        return True
    named = all(re.sub(r"['’]s?$", "", name) in one.text for name in question.replied_to)
    return named and not is_place(one.speaker)


def _replies(claim: Claim, one: Evidence, question: Question) -> bool:
    """Tell whether a claim is told as a reply of the party asked: "Norland replied that ..."."""
    theirs = {name for party in question.asked for name in party.names}
    verb = claim.attribution.cue
    made = any(party.name in theirs for party in claim.attribution.claimants)
    return made and verb is not None and _REPLY.match(verb.of(one.document.text)) is not None
