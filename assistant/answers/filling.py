"""A model's sentence becomes a statement: its claims' words stand where it names them, their markers behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.answers.prompts import Numbered
from assistant.checks.grounds import place_of
from assistant.checks.telling import MARKER, QUOTED, read_answer
from assistant.model import Answer, Citation, Rule, Statement, Voice

LONGEST_SENTENCE = 70
"""Words."""
_PLACE = re.compile(r"[“\"]?\[(C\d+)\][”\"]?")
"""Where a sentence wants a claim's words, or cites it after words it quotes of it."""
_MARKUP = re.compile(r"https?:|www\.|[<>`|#]|\]\(|!\[")
_GAP = re.compile(r"…|\.\s?\.")


def places_in(text: str) -> list[str]:
    """Return the ids of the claims that a sentence names in its text."""
    return _PLACE.findall(text)


def draft_of(plain: Answer, citation: Citation) -> str | None:
    """Return the extractive sentence of a citation with ids in place of what it quotes, if every marker is one's."""
    found = next((one.text for one in plain.statements if citation.marker in one.citations), "")
    for one in plain.citations:
        found = found.replace(f"“{' '.join(one.exact.split())}” [{one.marker}]", f"[C{one.marker}]")
    return found if _PLACE.search(found) and not MARKER.search(found) else None


def tidy(text: str) -> str:
    """Return a sentence without markers of the model's own, its straight quotation marks curled, ending in a stop."""
    plain = MARKER.sub("", text)
    plain = re.sub(r"(?<!\w)\"([^\"]+)\"(?!\w)", r"“\1”", plain).strip()
    return plain if plain.endswith((".", "!", "?", "”")) else f"{plain}."


def filled(text: str, named: Sequence[Numbered]) -> str:
    """Put the claims' words where a sentence names a claim: nobody can misquote them there.

    Where the sentence quotes the claim itself, its id is a mere citation and is taken out.
    """
    own = [one for line in read_answer([text]) for one in line.quoted if one.counts]
    words = {one.id: "" if any(place_of(q, [one.ground]) for q in own) else f"“{one.words}”" for one in named}
    whole = _PLACE.sub(lambda match: words.get(match[1], ""), text)
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(whole.split()))


def unfit(text: str, named: Sequence[Numbered], unknown: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a sentence before its quotations are put in: ids, length, markup."""
    if unknown or not named:
        yield "claim_unknown", f"there is no claim {', '.join(unknown) or 'named'}"
        return
    if len(text.split()) > LONGEST_SENTENCE:
        yield "too_long", f"a sentence has at most {LONGEST_SENTENCE} words"
    if _MARKUP.search(text):
        yield "markup", "plain words only: no links, no markup"
    if _GAP.search(QUOTED.sub(" ", text)):
        yield "unfinished", "it is no whole sentence: dots stand for some of its words"


def misquoted(text: str, named: Sequence[Numbered]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the quotations of a sentence."""
    lines = read_answer([text])
    if len(lines) != 1:
        yield "several_sentences", "one sentence at a time"
    quoted = [one for line in lines for one in line.quoted if one.counts]
    if not quoted:
        yield "no_quotation", "it quotes none of its claims' words"
    grounds = [one.ground for one in named]
    for one in quoted:
        if place_of(one, grounds) is None:
            yield "fabricated", f"“{one.words}” does not stand in {' or '.join(claim.id for claim in named)}"
    unquoted = [claim.id for claim in named if all(place_of(one, [claim.ground]) is None for one in quoted)]
    if unquoted and quoted:
        yield "claim_unquoted", f"it quotes nothing of {', '.join(unquoted)}"


def marked(text: str, named: Sequence[Numbered], markers: dict[str, int]) -> str:
    """Put each claim's marker after the last of its quotations; a claim quoted nowhere is marked at the end."""
    line = read_answer([text])[0]
    places: dict[int, list[int]] = {}
    for one in named:
        quoted = [q for q in line.quoted if q.counts and place_of(q, [one.ground]) is not None]
        at = quoted[-1].span.end + 1 if quoted else len(text.rstrip(".!?"))
        places.setdefault(at, []).append(markers[one.id])
    for at in sorted(places, reverse=True):
        text = f"{text[:at]} {' '.join(f'[{marker}]' for marker in sorted(places[at]))}{text[at:]}"
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text}."


def is_bare_quotation(text: str) -> bool:
    """Tell whether a marked sentence has no words but those it quotes."""
    return not re.search(r"\w", QUOTED.sub(" ", MARKER.sub("", text)))


def renumbered(text: str, new: Mapping[int, int]) -> str:
    """Return a statement with other markers."""

    def other(match: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda number: str(new.get(int(number[0]), int(number[0]))), match[0])

    return MARKER.sub(other, text)


def statement_of(text: str, named: Sequence[Numbered], numbers: dict[str, int]) -> Statement:
    """Return a sentence as a statement, with what is known of its claims."""
    claims = [claim for one in named if (claim := one.ground.nearest) is not None]
    contested = any(one.ground.contested for one in named)
    rules = tuple(dict.fromkeys(rule for claim in claims for rule in claim.rules))
    return Statement(
        text=text,
        voice=Voice.ATTRIBUTED if any(line.links for line in read_answer([text])) else Voice.OWN,
        claimants=tuple(dict.fromkeys(party.name for one in named for party in one.ground.speakers)),
        chain=tuple(dict.fromkeys(party.name for one in named for party in one.ground.chain)),
        contested=contested,
        rules=tuple(rule for rule in rules if rule is not Rule.UNCONTESTED) if contested else rules,
        claims=tuple(claim.attribution.id for claim in claims),
        citations=tuple(numbers[one.id] for one in named),
    )
