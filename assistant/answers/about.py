"""Questions about the library itself, answered from the record: which documents, whose voices, since when, what to ask.

These statements are about documents, not about what documents say: own voice, no citation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answers.asking import Asking, Kind
from assistant.answers.desk import Desk
from assistant.answers.naming import joined
from assistant.answers.parties import Party
from assistant.answers.pointing import KINDS
from assistant.answers.question import Question, understand
from assistant.dates import date_in_words
from assistant.model import Answer, Statement, Status, Voice
from assistant.record import Listed
from assistant.text import LOOSE_MARKS, content_words, matter_words

NAMED = 8
"""Documents or parties named in an answer; of the others it says how many there are."""
TITLE_WORDS = 65
"""Words that titles may take in an answer."""
TITLE = 10
"""Units that a title counts for."""
MOST_UNITS = 3000
"""Units looked at for which documents speak of a matter."""


def of_the_library(asking: Asking, desk: Desk, standalone: str | None) -> Answer:
    """Answer a question about the library."""
    if not desk.library.documents:
        return _silent("The library holds no documents yet.", standalone)
    said = {
        Kind.DOCUMENTS: _documents,
        Kind.COUNT: _count,
        Kind.VOICES: _voices,
        Kind.TIMES: _times,
        Kind.HELP: _help,
    }[asking.kind](asking.rest, desk)
    if isinstance(said, str):
        return _silent(said, standalone)
    return Answer(
        status=Status.ANSWERED,
        text=" ".join(said),
        statements=tuple(Statement(text=text, voice=Voice.OWN) for text in said),
        standalone_question=standalone,
    )


def _silent(reason: str, standalone: str | None) -> Answer:
    return Answer(status=Status.ABSTAINED, text=reason, reason=reason, standalone_question=standalone)


# ------------------------------------------------------------------ which documents


@dataclass(frozen=True)
class _Chosen:
    """Documents that a question about the library asks for."""

    documents: Sequence[Listed]
    what: str
    """In words: "documents", "speeches", "documents that speak of Qatar"."""
    weights: Mapping[str, int] = field(default_factory=dict)
    """How much each edition speaks of the matter asked for; empty where none is."""


def _documents(rest: str, desk: Desk) -> list[str] | str:
    chosen = _chosen(rest, desk)
    if not chosen.documents:
        return f"The library holds no {chosen.what}."
    count = len(chosen.documents)
    what = chosen.what if count > 1 else _one(chosen.what)
    kinds = _kinds(chosen.documents)
    said = [
        f"The library holds {count} {what}{f': {kinds}' if kinds and count > NAMED else ''}{_span(chosen.documents)}."
    ]
    newest = sorted(chosen.documents, key=lambda one: one.metadata.published or "", reverse=True)
    named = _first_titles(sorted(newest, key=lambda one: -chosen.weights.get(one.edition, 0)))
    titles = "; ".join(named)
    if count > len(named):
        which = "The ones that speak of it most" if chosen.weights else "The newest of these documents"
        said.append(f"{which} are {titles}; the library holds {count - len(named)} more.")
    else:
        said.append(f"{'The documents are' if count > 1 else 'The document is'} {titles}.")
    return said


def _count(rest: str, desk: Desk) -> list[str] | str:
    said = _documents(rest, desk)
    return said if isinstance(said, str) else said[:1]


def _first_titles(documents: Sequence[Listed]) -> list[str]:
    """Name documents while there is room for their titles, one at least."""
    named: list[str] = []
    for one in documents:
        title = _title(one)
        if named and sum(len(other.split()) for other in [*named, title]) > TITLE_WORDS:
            break
        named.append(title)
    return named


def _one(what: str) -> str:
    """Return the singular of what documents are called."""
    head, _, tail = what.partition(" ")
    tail = re.sub(r"^that speak\b", "that speaks", tail)
    singular = {"speeches": "speech"}.get(head, head.removesuffix("s"))
    return f"{singular} {tail}".strip()


def _chosen(rest: str, desk: Desk) -> _Chosen:
    """Choose by kind ("speeches"), by who speaks ("from X"), by date, and by the matter they speak of."""
    question = understand(rest, desk.library.parties, desk.library.documents)
    chosen, what = list(desk.library.documents), "documents"
    head = rest.split(" ")[0].lower().rstrip("s,")
    head = {"speeche": "speech", "doc": "document"}.get(head, head)
    if (genres := KINDS.get(head)) and head not in ("document", "source"):
        what = "speeches" if head == "speech" else f"{head}s"
        chosen = [one for one in chosen if one.metadata.genre in genres]
    if question.periods:
        chosen = [one for one in chosen if any(p.holds(one.metadata.published) for p in question.periods)]
        what += " of that time"
    if party := _author(rest, question):
        return _Chosen([one for one in chosen if one.edition in party.authored], f"{what} by {party.name}")
    about = _about(rest)
    if content_words(about):
        weights = editions_on(about, desk)
        chosen = [one for one in chosen if one.edition in weights]
        return _Chosen(chosen, f"{what} that speak of {_clean(about)}", weights)
    return _Chosen(chosen, what)


_FROM = re.compile(r"\b(?:by|from)\s+(?:the\s+)?$", re.IGNORECASE)


def _author(rest: str, question: Question) -> Party | None:
    """Return the party whose own documents are asked for: "speeches from Norway"."""
    return next((m.party for m in question.mentions if m.party.authored and _FROM.search(rest[: m.start])), None)


_NO_ABOUT = re.compile(
    r"\b(?:documents?|docs?|sources?|files?|texts?|materials?|speech(?:es)?|briefings?|transcripts?|articles?|reports?"
    r"|briefs?|on|about|of|regarding|concerning|that|mention\w*|covers?|speaks?|available|loaded|here|there|any|all|the"
    r"|dated?|published|from|since|before|until|in|by|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def _about(rest: str) -> str:
    """Return the words that say on what matter documents are asked for; empty for all."""
    match = re.search(r"\b(?:on|about|regarding|concerning|mention(?:s|ing)?|cover(?:s|ing)?|in)\s+(.+)", rest, re.I)
    about = match[1] if match else rest
    return about if content_words(_NO_ABOUT.sub(" ", about)) else ""


def editions_on(about: str, desk: Desk) -> Counter[str]:
    """Count, for each edition, the units that hold every content word of some words; a title counts as ten units."""
    wanted = set(content_words(about))
    held = desk.retriever.units_with(about, MOST_UNITS)
    documents = desk.record.editions({unit.edition for unit in held})
    found = Counter(unit.edition for unit in held if wanted <= matter_words(unit.span.of(documents[unit.edition].text)))
    found.update({one.edition: TITLE for one in desk.library.documents if wanted <= matter_words(one.title)})
    return found


def _kinds(documents: Iterable[Listed]) -> str:
    counted = Counter(one.metadata.genre for one in documents if one.metadata.genre)
    if len(counted) < 2:
        return ""
    return joined([f"{count} {_plural(genre, count)}" for genre, count in counted.most_common(5)])


def _plural(genre: str, count: int) -> str:
    if genre == "opinion":
        genre = "opinion piece"
    if count == 1 or genre.endswith(("news", "minutes")):
        return genre
    return f"{genre}es" if genre.endswith(("ch", "sh", "s", "x")) else f"{genre}s"


def _span(documents: Iterable[Listed]) -> str:
    dates = sorted(one.metadata.published for one in documents if one.metadata.published)
    if not dates:
        return ""
    first, last = date_in_words(dates[0]), date_in_words(dates[-1])
    return f", from {first} to {last}" if first != last else f", of {first}"


def _title(one: Listed) -> str:
    """Name a document: its title without marks that mean something in an answer, its kind and its date."""
    about = [one.metadata.genre, date_in_words(one.metadata.published)]
    title = _clean(one.title)
    known = [part for part in about if part and part.lower() not in title.lower()]
    return f"{title} ({', '.join(known)})" if known else title


def _clean(text: str) -> str:
    """Return words of a document's or a person's without quotation marks, brackets and ends of sentences."""
    plain = re.sub(r"[?!…]+(?=\s|$)", ",", LOOSE_MARKS.sub("", text))
    return " ".join(plain.split()).strip(" ?.!,;")


# ------------------------------------------------------------------ whose voices, since when, what to ask


def _voices(rest: str, desk: Desk) -> list[str] | str:
    about = _about(rest)
    if not content_words(about):
        return _loudest(desk)
    heard = _heard_on(about, desk)
    if not heard:
        return f"The documents quote nobody on {_clean(about)}."
    named = _voices_first([name for name, _ in heard.most_common()])[:NAMED]
    return [f"On {_clean(about)}, the documents give the words of {joined(named)}."]


_TEXT = re.compile(r"\d|\b(?:speech|message|statement|document|resolution|report)\b|^(?:the|an?) [a-z]", re.IGNORECASE)
"""What a name holds that is a text's or a role's and no party's."""


def _voices_first(names: Sequence[str]) -> list[str]:
    """Leave out texts, roles and bare first names where parties are heard whose full names are known."""
    parties = [name for name in names if not _TEXT.search(name)]
    first = {word for name in parties for word in name.split()[:-1]}
    return [name for name in parties if name not in first] or list(names)


def _loudest(desk: Desk) -> list[str] | str:
    """Name the parties with most claims, and count the others."""
    held = {one.edition for one in desk.library.documents}
    parties = sorted(
        (one for one in desk.library.parties if one.editions & held), key=lambda one: (-one.claims, one.name)
    )
    if not parties:
        return "The documents quote nobody by name."
    loud = [f"{_clean(one.name)}{_in_documents(len(one.editions & held))}" for one in parties[:NAMED]]
    others = len(parties) - len(loud)
    more = [f"The documents quote {others} more by name."] if others else []
    return [f"The documents quote most {joined(loud)}.", *more]


def _in_documents(count: int) -> str:
    return f" (in {count} documents)" if count > 1 else ""


def _heard_on(about: str, desk: Desk) -> Counter[str]:
    """Count who makes claims in which every content word of some words stands."""
    wanted = set(content_words(about))
    units = desk.retriever.units_with(about, MOST_UNITS // 10)
    documents = desk.record.editions({unit.edition for unit in units})
    heard: Counter[str] = Counter()
    for unit in units:
        text = documents[unit.edition].text
        for claim in desk.record.claims(unit.edition, unit.start, unit.end):
            if wanted <= matter_words(claim.attribution.content.of(text)):
                parties = (desk.library.parties.of_claimant(one.name) for one in claim.attribution.claimants)
                heard.update(party.name for party in parties if party is not None)
    return heard


def _times(_: str, desk: Desk) -> list[str] | str:
    dated = sorted(
        (one for one in desk.library.documents if one.metadata.published), key=lambda one: one.metadata.published or ""
    )
    if not dated:
        return "None of the documents bears a date."
    said = [f"The {len(dated)} dated documents are{_span(dated).lstrip(',')}."] if len(dated) > 1 else []
    said.append(f"The oldest document is {_title(dated[0])}; the newest is {_title(dated[-1])}.")
    if undated := len(desk.library.documents) - len(dated):
        said.append(f"{undated} document{'s bear' if undated > 1 else ' bears'} no date.")
    return said


def _help(_: str, desk: Desk) -> list[str]:
    documents = desk.library.documents
    loud = sorted(desk.library.parties, key=lambda one: (-one.claims, one.name))[:3]
    said = [
        f"Ask anything that the {len(documents)} documents here speak of{_span(documents)}; every answer quotes them "
        "and names who says it."
    ]
    if loud:
        said.append(
            f"The documents quote most {joined([one.name for one in loud])}: ask what one of them says on a matter."
        )
    said.append(
        "Ask the library also for an overview of a document or a party’s position, what happened when, all that "
        "somebody claims, how two parties differ, which documents it holds, and who is quoted."
    )
    return said
