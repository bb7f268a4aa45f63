"""Words whose party is named beside them: "The dam is safe, the minister said", "As the mayor puts it, ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answers.clauses import ending
from assistant.answers.evidence import Evidence
from assistant.answers.naming import outlet
from assistant.answers.relaying import is_finite, skips_a_teller, subject_of
from assistant.answers.retelling import quoting
from assistant.answers.wording import LEAST_QUOTED, Draft, count, one_space
from assistant.model import Attribution, Claim, Polarity, Span, Voice
from assistant.text import matter_words


def named_beside(one: Evidence, longest: int, *, sourced: bool = False) -> Iterator[Draft]:
    """Write "According to DOCUMENT, SOURCE said: “content”" for each thing whose source stands behind it or aside.

    What holds little of the matter is left out, unless it is `sourced` that is asked for: who says so.
    """
    text = one.printed
    for claim in one.claims:
        made = claim.attribution
        if not _is_beside(one, claim) or skips_a_teller(one, claim):
            continue
        subject, verb = subject_of(one, claim), _verb(text, made)
        said = ending(text, made.content, longest)  # of a long row of clauses the nearest are surely the source's
        words = quoting(one, said, longest) if said is not None else None
        if subject is None or verb is None or words is None:
            continue
        introduced, span, tail = words
        told = len(one.covers & matter_words(f"{subject} {introduced} {span.of(text)}"))
        if not sourced and told < len(one.covers) / 2 and count(span.of(text)) < count(one.text) / 2:
            continue
        joined, span = (f" that {introduced}", span) if introduced else _joined(one, verb, span)
        names = tuple(party.name for party in made.claimants)
        chain = tuple(link.name for link in claim.chain)
        inside = tuple(c for c in one.claims if span.overlaps(c.attribution.content))
        before = f"According to {outlet(one)}, {subject} {verb}{joined}"
        yield Draft(before, span, f"{tail}.", one, Voice.ATTRIBUTED, names, chain, inside)


def _is_beside(one: Evidence, claim: Claim) -> bool:
    """Tell whether a claim is affirmed by somebody else than the speaker, whose name stands behind it or aside."""
    made = claim.attribution
    if made.source is None or made.cue is None or made.polarity is not Polarity.POSITIVE:
        return False
    others = len(claim.chain) > 1 and one.speaker != claim.chain[0].name
    behind = made.content.end <= min(made.source.start, made.cue.start)
    aside = _IT.match(one.printed, made.cue.end) or made.cue.of(one.printed).endswith(" it")
    aside = aside and not made.content.contains(made.cue)
    return others and (behind or bool(aside)) and one.sentence.span.contains(made.content)


def _verb(text: str, made: Attribution) -> str | None:
    """Return the verb to write before the content, auxiliaries and whom it was told included; None where none serves.

    "As X put it" and "according to X" say no more than that X said it.
    """
    assert made.source is not None and made.cue is not None  # noqa: S101 - asked by the caller
    cue = one_space(made.cue.of(text)).strip()
    if cue.endswith(" it") or _IT.match(text, made.cue.end):
        return "believes" if _VIEWS.match(cue) else "said"
    if cue.lower() in _SAYS_ONLY:
        return "said"
    if made.cue.end <= made.source.start:
        verb = cue  # "..., said the mayor"
    else:
        verb = re.sub(r"^(?:who|which) ", "", one_space(text[made.source.end : made.cue.end]).strip(" ,"))
    if not _PLAIN.fullmatch(verb):
        verb = cue  # "Ann Lee, who runs the port, told ..."
    if _UNSURE.match(verb) or not is_finite(verb.split()[0]):
        return None
    if cue.lower() == "told":
        whom = _WHOM.match(text, made.cue.end)
        return f"{verb} {one_space(whom['whom'])}" if whom and made.cue.start > made.source.start else "said"
    return verb


_SAYS_ONLY = frozenset({"according to", "in the words of"})
_IT = re.compile(r"\s+it\b")
_VIEWS = re.compile(r"(?:see|saw|view|understand|read)", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Za-z’'-]+(?: [A-Za-z’'-]+){0,4}")
_UNSURE = re.compile(r"(?:would|should|could|might|must|can|may|\w+ing)\b")
_WHOM = re.compile(
    r"\s+(?P<whom>(?:(?:the|an?|his|her|their|our|its)\s+)?[\w’'-]+(?:\s+(?!on\b|in\b|at\b|last\b|this\b)[\w’'-]+){0,3}?)"
    r"(?=\s*(?:[.,;”]|$|\s(?:on|in|at|last|this|during|after|before|yesterday|earlier)\b))"
)
"""To whom something was told, as far as that is plain: "told the Gazette on Monday"."""


def _joined(one: Evidence, verb: str, span: Span) -> tuple[str, Span]:
    """Return how the quotation follows the verb, and what of it is quoted.

    Speech follows a colon. What is only thought or shown follows "that", and an article or a pronoun that opens a
    sentence then stands outside the quotation, where it can be small.
    """
    words = span.of(one.printed)
    if not words[0].isupper():
        return " that ", span
    opens = _OPENS_SMALL.match(words)
    if _SPEECH.search(verb) or opens is None or count(words) <= LEAST_QUOTED:
        return ": ", span
    return f" that {opens[1].lower()} ", Span(start=span.start + opens.end(), end=span.end)


_OPENS_SMALL = re.compile(r"(The|An?|It|He|She|They|There|Its|His|Her|Their)\s+")
_SPEECH = re.compile(
    r"\b(?:say|says|said|told|tells?|warn(?:s|ed)?|add(?:s|ed)?|argue[sd]?|claim(?:s|ed)?|insist(?:s|ed)?|notes?|noted"
    r"|wrote|writes?|written|state[sd]?|declare[sd]?|maintain(?:s|ed)?|asks?|asked|repl(?:y|ies|ied)|explain(?:s|ed)?"
    r"|announce[sd]?|conclude[sd]?|recall(?:s|ed)?|complain(?:s|ed)?|joke[sd]?|quip(?:s|ped)?|testif(?:y|ies|ied)"
    r"|remark(?:s|ed)?|report(?:s|ed)?|answer(?:s|ed)?|protest(?:s|ed)?|counter(?:s|ed)?|posted|tweeted)\b"
)
