"""One statement after another: what the last one said of who speaks, and where, is not said again in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.evidence import Evidence
from assistant.answers.naming import capital, is_role, kind_again, outlet, speaker_says, with_article, writes
from assistant.answers.parties import is_place
from assistant.answers.wording import Draft
from assistant.checks.naming import GENERIC
from assistant.checks.sounding import sound
from assistant.library.masthead import is_body
from assistant.model import ClaimantKind, Form, Voice, itself


def flowing(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the statements with shorter lead-ins where the one before has the same speaker in the same document."""
    return [_sound_after(drafts[place - 1], one) if place else one for place, one in enumerate(drafts)]


def _sound_after(last: Draft, one: Draft) -> Draft:
    shorter = _after(last, one)
    return shorter if shorter is not one and sound(shorter) else one


def _after(last: Draft, one: Draft) -> Draft:
    evidence, before = one.evidence, last.evidence
    if before.document.id != evidence.document.id:
        brief = f"According to {_BRIEF}, "
        both = before.document.metadata.genre == evidence.document.metadata.genre == "brief"
        return replace(one, before=one.before.replace(brief, _ANOTHER, 1)) if both else one
    if one.voice is Voice.OWN and one.after == last.after:
        return replace(one, after=".")
    for asks in (False, True):
        if one.before == f"{speaker_says(evidence, asks=asks)}: " and before.speaker == evidence.speaker:
            return replace(one, before=f"{_name(evidence)} also {_verb(evidence, asks=asks)}: ")
    full = f"According to {outlet(evidence)}, "
    if one.before.startswith(full) and _is_somebodys(one) and evidence.document.metadata.genre in _TELLING:
        return replace(one, before=capital(one.before[len(full) :]))  # who tells of it was said just before
    if one.before.startswith(full) and _speaks_for_itself(evidence):
        return replace(
            one, before=f"According to the {kind_again(evidence.document.metadata)}, {one.before[len(full) :]}"
        )
    if one.before.startswith(full) and last.before.startswith((full, f"{speaker_says(before)}: ", _SAME)):
        kind = kind_again(evidence.document.metadata)
        return replace(one, before=f"{_SAME}{kind}, {one.before[len(full) :]}")
    return one


_SAME = "According to the same "


_BRIEF = "the brief"
_ANOTHER = "According to another brief, "
_TELLING = frozenset({"brief", "report", "reference", "article", "news"})
"""Genres that tell what others say without a case of their own to make."""
_KNOWN = frozenset({ClaimantKind.NAMED, ClaimantKind.GROUP})


def _is_somebodys(one: Draft) -> bool:
    """Tell whether a statement names who makes its claim: somebody else than its document."""
    made = one.reported
    if made is None or made.source is None or made.form is Form.OWN_VOICE:
        return False
    return all(party.kind in _KNOWN and party.name in one.claimants for party in made.claimants)


def _speaks_for_itself(one: Evidence) -> bool:
    """Tell whether a document without an author has the floor."""
    known = one.document.metadata
    return not one.speaker or one.speaker == itself(known)


def _name(one: Evidence) -> str:
    """Return a short name: the kind of document, a State's name, or a person's last name."""
    if _speaks_for_itself(one) or (" and " in one.speaker and writes(one)):
        return f"The {kind_again(one.document.metadata)}"
    if is_place(one.speaker):
        return capital(with_article(one.speaker))
    if is_role(one.speaker):
        return f"The {one.speaker.split()[-1].lower()}"  # "A senior administration official said ... The official also"
    parts = one.speaker.split()
    if len(parts) > 1 and is_body(parts[-1]):
        return f"The {parts[-1].lower()}"  # "The Environment Agency says ... The agency also"
    named = all(part[0].isupper() for part in parts) and parts[-1].lower() not in GENERIC
    person = named and 2 <= len(parts) <= 4 and one.speaker != one.document.metadata.publisher
    return parts[-1] if person else f"{one.speaker[0].upper()}{one.speaker[1:]}"


def _verb(one: Evidence, *, asks: bool) -> str:
    writing = _speaks_for_itself(one) or writes(one)
    return ("asks" if asks else "says") if writing else ("asked" if asks else "said")
