"""Who appears in a document: its names with their short forms, titles and genders, learned from beginning to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.model import Claimant, ClaimantKind, Span
from assistant.voices.agreement import gender_of, is_questioner, sort_of_noun
from assistant.voices.lexicon import lexicon
from assistant.voices.names import proper_name, same_person
from assistant.voices.parsing import Reading
from assistant.voices.topics import Topic

if TYPE_CHECKING:
    from spacy.tokens import Token

_TIMES = frozenset({"DATE", "TIME", "EVENT", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})
ROLES = frozenset(
    {"nsubj", "nsubjpass", "dobj", "pobj", "poss", "attr", "conj", "appos", "agent", "dative", "compound", "nmod"}
)
"""What a name must do in its sentence for a pronoun to mean it; an address ("Well, Steve, ...") does nothing."""


def _is_apart(name: Token) -> bool:
    """Tell whether a person's name stands behind a comma: "the owner of the mine, Ann Lee", which parsers lose."""
    edge = name.left_edge
    return bool(name.dep_ == "npadvmod" and name.ent_type_ == "PERSON" and edge.i and edge.nbor(-1).text == ",")


@dataclass(frozen=True)
class Mention:
    """A party where the text names it, as something a later pronoun may mean."""

    sentence: int
    start: int
    claimant: Claimant
    sort: str
    """person, many, body or either: which pronouns fit."""
    gender: str | None = None
    """female or male, where a title or word tells."""


@dataclass
class Cast:
    """Who appears in one document, as far as it has been read."""

    names: dict[str, str] = field(default_factory=dict)
    """Short form (casefolded) -> the fullest name seen."""
    mentions: list[Mention] = field(default_factory=list)
    """Every place where a party is named, in order."""
    genders: dict[str, str] = field(default_factory=dict)
    """Full name (casefolded) -> female or male, where a title told."""
    titled: dict[str, set[str]] = field(default_factory=dict)
    """Title (casefolded) -> the people who bear it here."""
    offices: dict[str, dict[str, None]] = field(default_factory=dict)
    """Full name (casefolded) -> what the text says this person is, as worded, in order."""
    quotes: Sequence[Span] = ()
    """The document's quotations: whoever a quotation is about is not who speaks around it."""
    topics: list[Topic] = field(default_factory=list)
    """The subjects of main clauses, in order."""

    def read(self, reading: Reading) -> None:
        """Learn the people and bodies that one sentence names."""
        for token in reading.doc:
            named = token.dep_ in ROLES - {"compound", "nmod"} or _is_apart(token)
            if token.ent_type_ in _TIMES or token.pos_ != "PROPN" or not named:
                continue
            if not _is_office(token):
                name = proper_name(token)
                if name:
                    self._learn(reading, token, name, sort_of_noun(token, name))
        self._note_offices(reading)

    def _note_offices(self, reading: Reading) -> None:
        for token in reading.doc:
            if _is_office(token):
                bearer = self.bearer(token.lower_)
                name = bearer or f"the {token.text}"
                claimant = Claimant(name=name, kind=ClaimantKind.NAMED, mention=reading.span([token]))
                start = claimant.mention.start if claimant.mention else 0
                self.mentions.append(
                    Mention(reading.index, start, claimant, "person", self.genders.get(name.casefold()))
                )

    def _learn(self, reading: Reading, head: Token, name: str, sort: str) -> None:
        if sort != "body":
            self._alias(name)
        span = reading.span([head])
        gender = gender_of(head)
        full = self.names.get(name.casefold(), name)
        if sort == "body" and any(child.lower_ == "the" for child in head.children):
            full = f"the {full}"
        if sort != "body":
            for one in head.subtree:
                if one.i < head.i and one.lower_ in lexicon().words("speakers", "titles"):
                    self.titled.setdefault(one.lower_, set()).add(full)
        if gender:
            self.genders[full.casefold()] = gender
        claimant = Claimant(name=full, kind=ClaimantKind.NAMED, mention=span)
        self.mentions.append(Mention(reading.index, span.start, claimant, sort, self.genders.get(full.casefold())))

    def _alias(self, name: str) -> None:
        """Let a surname stand for the fullest name that ends in it; two different people keep their own."""
        parts = name.split()
        key = parts[-1].casefold()
        known = self.names.get(key)
        if len(parts) > 1:
            clash = known is not None and known.casefold() != name.casefold() and not same_person(known, name)
            if clash:
                self.names.pop(key, None)
                return
            self.names[key] = max([name, *([known] if known else [])], key=len)
            self.names[name.casefold()] = self.names[key]

    def bearer(self, wording: str) -> str | None:
        """Return who "the General" is, if one person alone bears the title here."""
        bearers = self.titled.get(wording.removeprefix("the "), set())
        return next(iter(bearers)) if len(bearers) == 1 else None

    def remember(self, reading: Reading, head: Token, claimant: Claimant, span: Span) -> None:
        """Note a party that a source phrase names, once for each place."""
        sort = "many" if is_questioner(head) else sort_of_noun(head, claimant.name)
        gender = gender_of(head) or self.genders.get(claimant.name.casefold())
        if not any(one.start == span.start and one.claimant.name == claimant.name for one in self.mentions):
            self.mentions.append(Mention(reading.index, span.start, claimant, sort, gender))

    def learn_gender(self, claimant: Claimant, gender: str | None) -> None:
        """Keep what a pronoun tells of whom it means."""
        if gender and claimant.kind is ClaimantKind.NAMED:
            self.genders.setdefault(claimant.name.casefold(), gender)

    def learn_office(self, name: str, office: str) -> None:
        """Keep what the text says a person is."""
        self.offices.setdefault(name.casefold(), {})[office] = None

    def quotation_at(self, at: int) -> Span | None:
        """Return the quotation that a place stands in, if any."""
        return next((one for one in self.quotes if one.start <= at < one.end), None)


def _is_office(token: Token) -> bool:
    """Tell whether a token is somebody's office standing for the person: "the President", not "President Smith"."""
    if token.lower_ not in lexicon().words("speakers", "titles") or token.dep_ not in ROLES - {
        "compound",
        "nmod",
        "poss",
    }:
        return False
    return any(child.lower_ == "the" for child in token.children) and token.pos_ in {"NOUN", "PROPN"}
