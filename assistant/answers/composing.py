"""Evidence into statements, without a language model: who says it, in no stronger words, and the words that answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from assistant.answers.accounting import accounted
from assistant.answers.asides import told_aside
from assistant.answers.beside import named_beside
from assistant.answers.continuing import going_on
from assistant.answers.evidence import Evidence
from assistant.answers.naming import in_words, speaker_says
from assistant.answers.relaying import at_length, by_name_alone, relayed
from assistant.answers.retelling import put_between, telling_worth, told
from assistant.answers.wording import LONGEST_QUOTATION, Draft, count, quotes_another, unmarked
from assistant.checks.quotes import cite
from assistant.library.formats.json import DATA_SHEET
from assistant.library.wording import columns_of, label_of
from assistant.model import Answer, Citation, Document, Rule, Span, Statement, Status, Voice, voice_of
from assistant.text import matter_words
from assistant.voices.contesting import argues


def by_matter(reported: Sequence[Draft]) -> list[Draft]:
    """Order ways of reporting by the question's matter they hold, then as `telling_worth` has it."""
    return sorted(reported, key=lambda made: telling_worth(made.evidence, made), reverse=True)


def drafts(
    one: Evidence,
    words: Span,
    longest: int = LONGEST_QUOTATION,
    *,
    fact: bool = False,
    own: bool = True,
    sourced: bool = False,
    rank: Callable[[Sequence[Draft]], Sequence[Draft]] = by_matter,
) -> Iterator[Draft]:
    """Yield the ways to write one piece of evidence, the best first: in the own voice, told, relayed, as it stands.

    `words` is the stretch to quote where the sentence is given in its speaker's words; `fact` says that a number, a
    date or a place was asked for, which a document that argues may also state. Without `own` even a plain fact is
    given as its speaker's words. `sourced` says that it was asked who says so. `rank` orders the ways of reporting what
    somebody says.
    """
    if own and _is_plain(one, fact=fact):
        yield _own(one, words)
    if (long := at_length(one, words)) is not None:
        yield long
    longest = max(longest, count(words.of(one.document.text)))  # as it stands it would be quoted at that length, too
    reported = [*told(one, longest), *put_between(one, longest), *relayed(one, longest, sourced=sourced)]
    reported += named_beside(one, longest, sourced=sourced)
    most = max(map(_quoted_matter, reported), default=0)
    reported += [aside for aside in told_aside(one, longest) if _quoted_matter(aside) > most]
    if (account := accounted(one, longest)) is not None:
        covered = telling_worth(one, account)[0]
        if not quotes_another(account) and all(covered >= telling_worth(one, other)[0] for other in reported):
            yield account
        reported.append(account)
    yield from rank([*reported, *going_on(reported, longest)])
    yield spoken(one, words)


def _quoted_matter(made: Draft) -> int:
    """Return how much of the question's matter a way quotes."""
    return len(made.evidence.covers & matter_words(made.span.of(made.evidence.printed)))


def draft(
    one: Evidence, words: Span, longest: int = LONGEST_QUOTATION, *, fact: bool = False, own: bool = True
) -> Draft:
    """Write one piece of evidence as a statement, in the best of the ways `drafts` knows."""
    return next(drafts(one, words, longest, fact=fact, own=own))


def assemble(
    drafts: Sequence[Draft],
    *,
    lead: str = "",
    notes: Sequence[str] = (),
    standalone: str | None = None,
    status: Status = Status.ANSWERED,
    reason: str | None = None,
) -> Answer:
    """Number the citations and put the statements together, a lead before and notes after them; none is said twice."""
    citations: list[Citation] = []
    statements: list[Statement] = []
    if lead:
        statements.append(Statement(text=lead, voice=Voice.OWN))
    for one in map(by_name_alone, drafts):
        if any(_is_same(citation, one) for citation in citations):
            continue  # the same words twice
        citations.append(cite(one.evidence.document, one.span, len(citations) + 1))
        statements.append(_statement(one, citations[-1]))
    statements.extend(Statement(text=note, voice=Voice.OWN) for note in notes)
    return Answer(
        status=status,
        text=" ".join(statement.text for statement in statements),
        statements=tuple(statements),
        citations=tuple(citations),
        standalone_question=standalone,
        reason=reason,
    )


def _is_same(citation: Citation, one: Draft) -> bool:
    place = (citation.document.id, citation.start, citation.end)
    return place == (one.evidence.document.id, one.span.start, one.span.end)


def _statement(one: Draft, citation: Citation) -> Statement:
    quoted = " ".join(citation.exact.split())
    rules = tuple(dict.fromkeys(rule for claim in one.claims for rule in claim.rules))
    contested = one.voice is Voice.ATTRIBUTED
    if contested:
        rules = tuple(rule for rule in rules if rule is not Rule.UNCONTESTED)
    return Statement(
        text=f"{one.before}“{quoted}” [{citation.marker}]{one.after}",
        voice=one.voice,
        claimants=one.claimants,
        chain=one.chain,
        contested=contested,
        rules=rules,
        claims=tuple(claim.attribution.id for claim in one.claims),
        citations=(citation.marker,),
    )


# ------------------------------------------------------------------ own voice


def _is_plain(one: Evidence, *, fact: bool) -> bool:
    """Tell whether a sentence may stand in the assistant's own voice: every claim in it is uncontested."""
    known = one.document.metadata
    own = one.sentence.speaker is None  # what somebody says in a talk or a letter is theirs, dated and counted or not
    checkable = own if not argues(known) else (fact and bool(re.search(r"\d", one.text)))
    return (
        bool(one.claims or label_of(one.document, one.sentence))
        and not one.contested
        and not any(claim.hedges for claim in one.claims)
        and not _POSSIBLE.search(one.text)
        and checkable
        and known.genre != "brief"
    )


_POSSIBLE = re.compile(
    r"\b(?:is|was|seems|remains)\s+(?:\w+\s+)?(?:possible|likely|unlikely|probable|improbable|conceivable|plausible"
    r"|doubtful)\s+(?:that|to)\b",
    re.IGNORECASE,
)
"""How a document weighs what it tells, which is its own view."""


def _own(one: Evidence, words: Span) -> Draft:
    place = f" ({in_words(one.document)})."
    label = label_of(one.document, one.sentence) if one.is_value else None
    return Draft(_called(label, one) if label else "", words, place, one, Voice.OWN, (), (), one.claims)


def _called(label: str, one: Evidence) -> str:
    """Write what a value is: "For Freedonia, heliports: ". A colon behind a bare noun would make it the speaker."""
    document = one.document
    if columns_of(document, one.sentence.span):
        return f"In the columns {label}: "
    is_name = re.search(rf"[a-z,] {re.escape(label.split()[0])}\b", document.text) or label[1:2].isupper()
    about = f"{document.metadata.title}, " if document.metadata.genre == DATA_SHEET else ""
    return f"For {about}{label if is_name else label[:1].lower() + label[1:]}: "


# ------------------------------------------------------------------ whoever has the floor


def spoken(one: Evidence, span: Span) -> Draft:
    """Write "SPEAKER said on DATE: “words”" for a speaker, "DOCUMENT says: “words”" for an author without a name."""
    span = unmarked(one.document.text, span)
    asks = span.of(one.document.text).rstrip().endswith("?")
    before = f"{speaker_says(one, asks=asks)}: "
    first = next((c for c in one.claims if c.attribution.content.overlaps(span)), None)
    name = one.speaker or voice_of(one.document.metadata)
    chain = tuple(link.name for link in first.chain) if first else (name,)
    return Draft(before, span, ".", one, Voice.ATTRIBUTED, (name,), chain, one.claims)


def documents_of(drafts: Iterable[Draft]) -> Iterator[Document]:
    """Yield the documents of some drafts, each once."""
    yield from {one.evidence.document.id: one.evidence.document for one in drafts}.values()
