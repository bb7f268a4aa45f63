"""From the words that name a source to the party they stand for: names, aliases, titles, groups, owners.

Nothing is guessed: a pronoun with two possible antecedents stays a pronoun, and an unnamed source stays unnamed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.model import Claimant, ClaimantKind, Span
from assistant.voices.agreement import (
    BODIES,
    FIRST_PERSON,
    THIRD_PERSON,
    agrees,
    gender_of,
    is_person_noun,
    is_questioner,
    sort_of_name,
    sort_of_noun,
)
from assistant.voices.cast import ROLES, Cast
from assistant.voices.coordination import coordinated, own_words
from assistant.voices.descriptions import (
    LONGEST,
    Descriptions,
    Party,
    describes,
    nouns_for,
    title_before,
    without_clause,
)
from assistant.voices.finding import noun_phrase
from assistant.voices.lexicon import lexicon
from assistant.voices.names import possessive, proper_name, within_sentence, without_titles
from assistant.voices.parsing import Reading
from assistant.voices.pronouns import antecedent, is_resolved, joined
from assistant.voices.subjects import SUBJECTS, can_speak, is_passive, names_people, own_subject
from assistant.voices.topics import REACH, Topic, latest, main_subjects
from assistant.voices.works import Works

if TYPE_CHECKING:
    from spacy.tokens import Token

UNNAMED = "unnamed sources"
"""What an agentless cue's source is called."""
_SOMEBODYS = re.compile(r"^(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir)\s+(?:[a-z]+\s+){1,3}(?=[A-Z][\w’'-]+\s+[A-Z])")
"""What stands before a full name that says whose friend or colleague it is: "my old friend Ann Lee"."""
_REPLIES = frozenset({"answer", "reply", "response"})
_SOME_OF = frozenset("one two three some many most both several another".split())
"""What counts some of those who were described before."""
_NO_BODIES = frozenset({"PERSON", "GPE", "LOC", "DATE", "TIME", "WORK_OF_ART", "LAW", "LANGUAGE"})
"""Kinds of names that are not a company's or a party's."""


class Resolver:
    """Tells, in one document and from its beginning to its end, which parties its source phrases stand for."""

    def __init__(self, quotes: Sequence[Span] = ()) -> None:
        """Begin with nobody known; `quotes` are the document's quotations."""
        self._cast = Cast(quotes=quotes)
        self._works = Works()
        self._descriptions = Descriptions()

    def read(self, reading: Reading) -> None:
        """Learn whom one sentence names and whom it is about."""
        self._cast.read(reading)
        self._works.read(reading)
        self._note_descriptions(reading)
        self._note_topics(reading)

    def _note_descriptions(self, reading: Reading) -> None:
        """Remember the parties that a sentence names or describes, and the nouns that a later one may call them by."""
        for head in reading.doc:
            speaks = can_speak(head) or head.lemma_.lower() in lexicon().words("speakers", "bodies")
            stands = head.pos_ in {"NOUN", "PROPN"} and head.dep_ in ROLES - {"compound", "nmod"}
            described = head.dep_ == "appos" and head.head.pos_ == "PROPN"  # "Ann Lee, the mayor": no other party
            if described or not (stands and speaks):
                continue
            if not (whole := without_clause(noun_phrase(head), head)):
                continue
            phrase = own_words(whole, head, alone=len(coordinated(head, whole)) == 1)
            if head.pos_ == "NOUN" and not describes(head, phrase):
                continue
            claimant = self._worded(reading, whole, head, alone=phrase == whole)
            named = head.pos_ == "PROPN" and head.ent_type_ not in _NO_BODIES
            body = named and sort_of_noun(head, claimant.name) in {"body", "either"}
            many = head.tag_ in {"NNS", "NNPS"}
            two = many and any(one.lower_ in {"two", "both"} for one in phrase)
            first = next((one for one in head.conjuncts if one.i < head.i), head)
            start, subject = reading.span([head]).start, first.dep_ in SUBJECTS
            if head.pos_ == "PROPN" and " " in claimant.name and not body:
                self._note_offices(reading, head, claimant.name)
            for called in nouns_for(head, claimant.name, is_body=body) or ("",):
                self._descriptions.note(Party(reading, start, claimant, called, many, two, body, subject))

    def _note_offices(self, reading: Reading, head: Token, name: str) -> None:
        """Remember what a person is said to be, before the name or behind a comma: "Mayor X", "X, its chair"."""
        for child in head.children:
            if child.dep_ == "appos" and child.i > head.i and names_people(child) and child.pos_ in {"NOUN", "PROPN"}:
                phrase = noun_phrase(child)
                if phrase and len(phrase) <= LONGEST:
                    self._cast.learn_office(name, self._worded(reading, phrase, child, alone=True).name)
        if title := title_before(head):
            self._cast.learn_office(name, title)

    def _note_topics(self, reading: Reading) -> None:
        """Remember the subjects of the main clauses that somebody or some body of people or document is."""
        for head in main_subjects(reading.doc):
            if head.lower_ in FIRST_PERSON or not can_speak(head):
                continue
            phrase = noun_phrase(head)
            start, parts = reading.span([head]).start, coordinated(head, phrase)
            claimants: tuple[Claimant, ...]
            if head.lower_ == "they" and (several := joined(self._cast, reading, head)):
                claimants, sort = several, "many"
            elif head.lower_ in THIRD_PERSON:
                found = antecedent(self._cast, reading, head)
                sort = THIRD_PERSON[head.lower_] if is_resolved(found, head) else "unknown"
                claimants = (found,)
            elif head.pos_ in {"NOUN", "PROPN"}:
                claimants = tuple(self._worded(reading, phrase, one, alone=len(parts) == 1) for one in parts)
                sort = "many" if len(parts) > 1 else sort_of_noun(head, claimants[0].name)
            else:
                continue
            gender = gender_of(head) or self._cast.genders.get(claimants[0].name.casefold())
            verb = lexicon().verbs.get(head.head.lemma_.lower())
            speaks = verb is not None or claimants[0].kind is ClaimantKind.ARTIFACT
            puts = verb is not None and verb.family == "questioning" and not is_passive(head.head)
            asks = is_questioner(head) or puts
            self._cast.topics.append(
                Topic(reading, start, claimants, sort, gender, asks, speaks, self._cast.quotation_at(start))
            )

    def resolve(
        self, reading: Reading, source: tuple[Token, ...], head: Token, voice: Claimant
    ) -> tuple[Claimant, ...]:
        """Return the parties behind a source phrase; `voice` is who "I" and "we" are at that place."""
        heads = coordinated(head, source)
        alone = len(heads) == 1
        bare = alone and len(source) == 1 and head.lower_ == "they"
        if bare and (several := joined(self._cast, reading, head)):
            return several
        return tuple(self._in_office(self._party(reading, source, one, voice, alone=alone)) for one in heads)

    def _in_office(self, claimant: Claimant) -> Claimant:
        """Return a party with what the text has said it is."""
        offices = tuple(self._cast.offices.get(claimant.name.casefold(), ()))
        return claimant.model_copy(update={"offices": offices}) if offices else claimant

    def _party(
        self, reading: Reading, source: tuple[Token, ...], head: Token, voice: Claimant, *, alone: bool
    ) -> Claimant:
        low = head.lower_
        if low in FIRST_PERSON:
            return voice.model_copy(update={"mention": reading.span(own_words(source, head, alone=alone))})
        if low in THIRD_PERSON and len(own_words(source, head, alone=alone)) == 1:
            return self._of_own_clause(reading, head, voice) or antecedent(self._cast, reading, head)
        claimant = self._worded(reading, source, head, alone=alone)
        if low == "another" and len(own_words(source, head, alone=alone)) == 1:
            return self._one_more(reading, claimant)
        assert claimant.mention is not None  # noqa: S101 - `_worded` gives one
        self._cast.remember(reading, head, claimant, claimant.mention)
        return claimant

    def _worded(self, reading: Reading, source: tuple[Token, ...], head: Token, *, alone: bool) -> Claimant:
        """Return the party that a noun phrase names."""
        phrase = own_words(source, head, alone=alone)
        span = reading.span(phrase)
        wording = reading.shadow.text[phrase[0].idx : phrase[-1].idx + len(phrase[-1].text)]
        wording = re.split(r",\s+(?:who|which|whose|whom)\b", wording)[0]
        wording = _ASKING.sub("", wording)
        wording = re.sub(r"['’]s?$|\s+(who|that|which)$", "", wording)
        if (meant := self._descriptions.meant(reading, head, phrase)) is not None:
            return meant.model_copy(update={"mention": span})
        if (some := self._some_of_them(reading, phrase) or self._one_of_several(reading, phrase)) is not None:
            return some.model_copy(update={"mention": span})
        claimant = self._named(head, wording, span) or _described(head, phrase, wording, span)
        claimant = self._owned(reading, head, phrase, wording, claimant)
        if (name := self._by_name(head)) is not None:
            self._cast.learn_office(name, claimant.name)
            claimant = Claimant(name=name, kind=ClaimantKind.NAMED, mention=span)
        if work := self._works.named(head, phrase):
            claimant = Claimant(name=work, kind=ClaimantKind.ARTIFACT, mention=span)
        principal = self._principal(reading, head)
        if principal:
            return claimant.model_copy(update={"kind": ClaimantKind.NAMED, "members": (principal,)})
        return claimant.model_copy(update={"members": self._members(phrase, head)})

    def _some_of_them(self, reading: Reading, phrase: Sequence[Token]) -> Claimant | None:
        """Return whom "one of them" means: one of two people familiar with the talks."""
        if [one.lower_ for one in phrase[1:]] != ["of", "them"] or phrase[0].lower_ not in _SOME_OF:
            return None
        them = antecedent(self._cast, reading, phrase[2])
        if not is_resolved(them, phrase[2]) or " " not in them.name:
            return None
        return Claimant(name=f"{phrase[0].lower_} of {within_sentence(them.name)}", kind=ClaimantKind.UNSPECIFIED)

    def _one_of_several(self, reading: Reading, phrase: Sequence[Token]) -> Claimant | None:
        """Return whom "the first" and "the other" mean behind "Two people spoke to us": one or the other of them."""
        said = " ".join(one.lower_ for one in phrase).removeprefix("the ")
        if said not in _COUNTED_OFF or (len(phrase) == 1) != (said == "one"):
            return None
        start = reading.span(phrase).start
        for here in latest(self._cast.topics, reading, start, self._cast.quotation_at(start)):
            several = [one.claimants[0].name for one in here if one.sort == "many" and " " in one.claimants[0].name]
            if several:
                which = _COUNTED_OFF[said]
                return Claimant(name=f"{which} of {within_sentence(several[-1])}", kind=ClaimantKind.UNSPECIFIED)
        return None

    def _principal(self, reading: Reading, head: Token) -> str | None:
        """Return whom a spokesperson or lawyer speaks for: "a spokesman for the ministry", "its lawyer"."""
        owner = _principal_of(head)
        if owner is None:
            return None
        if owner.lower_ in THIRD_PERSON:
            meant = antecedent(self._cast, reading, owner)
            return meant.name if is_resolved(meant, owner) else None
        return " ".join(one.text for one in noun_phrase(owner) if one.tag_ != "POS")

    def _one_more(self, reading: Reading, claimant: Claimant) -> Claimant:
        """Read "another" behind "a reporter" as another reporter."""
        for one in reversed(self._cast.mentions):
            first, _, what = one.claimant.name.partition(" ")
            if reading.index - one.sentence > REACH:
                break
            if one.claimant.kind is ClaimantKind.UNSPECIFIED and first in {"a", "an", "one"} and what:
                return claimant.model_copy(update={"name": f"another {what.split()[0]}"})
        return claimant

    def _owned(
        self, reading: Reading, head: Token, phrase: Sequence[Token], wording: str, claimant: Claimant
    ) -> Claimant:
        """Write "its speech" with the name of whose speech it is, where that is known."""
        owner = phrase[0]
        if owner.lower_ == "whose" and owner.head == head and (whose := _antecedent_of_whose(head)) is not None:
            party = possessive(self._worded(reading, noun_phrase(whose), whose, alone=True).name)
            return claimant.model_copy(update={"name": f"{party} {wording.partition(' ')[2]}"})
        if head.lemma_.lower() in _REPLIES and owner.lower_ == "the" and len(phrase) == 2:
            name = self._answerer(reading)
            return claimant.model_copy(update={"name": f"{possessive(name)} {head.text}"}) if name else claimant
        if owner.dep_ != "poss" or owner.head != head or owner.lower_ not in THIRD_PERSON or head.pos_ != "NOUN":
            return claimant
        meant = antecedent(self._cast, reading, owner)
        if meant.kind is ClaimantKind.UNSPECIFIED or meant.name == owner.lower_:
            return claimant
        text = meant.kind is ClaimantKind.ARTIFACT  # "Norland’s speech ... its appeal" is Norland's
        owned = possessive(re.split(r"['’]s?\s", meant.name)[0] if text else meant.name)
        kind = ClaimantKind.ARTIFACT if claimant.kind is ClaimantKind.ARTIFACT else ClaimantKind.NAMED
        rest = " ".join(word for word in wording.split()[1:] if word != "own")
        return claimant.model_copy(update={"name": f"{owned} {rest}", "kind": kind})

    def _answerer(self, reading: Reading) -> str | None:
        """Return whose "the answer" is: the one person who has answered in its paragraph."""
        here = [one for one in self._cast.topics if one.reading.sentence.paragraph == reading.sentence.paragraph]
        names = {one.claimants[0].name for one in here if one.known and one.speaks and not one.asks}
        return next(iter(names)) if len(names) == 1 else None

    def _of_own_clause(self, reading: Reading, owner: Token, voice: Claimant) -> Claimant | None:
        """Return the subject of its own clause where an owner points there.

        "By their own count the rebels have ..." is the rebels' count, "the army gave its assessment" the army's.
        """
        if owner.dep_ != "poss":
            return None
        clause = owner.head
        while clause.pos_ not in {"VERB", "AUX"} and clause.head != clause:
            clause = clause.head
        subject = own_subject(clause)
        own = any(child.lower_ == "own" for child in owner.head.children)
        gives = owner.head.dep_ == "dobj" and clause.lemma_ in lexicon().frames["support"]
        if subject is None or not ((own and subject.i > owner.i) or (gives and subject.i < owner.i)):
            return None
        if subject.lower_ in THIRD_PERSON:
            return antecedent(self._cast, reading, subject)
        sort = sort_of_noun(subject, subject.text)
        if not (can_speak(subject) or sort == "many") or not agrees(sort, THIRD_PERSON[owner.lower_]):
            return None
        return self._party(reading, noun_phrase(subject), subject, voice, alone=True)

    def _named(self, head: Token, wording: str, span: Span) -> Claimant | None:
        wording = _SOMEBODYS.sub("", wording)
        short = without_titles(wording)
        names, lowered = self._cast.names, wording.casefold()
        if head.pos_ != "PROPN" and not (wording[:1].isupper() and lowered in names):
            return None  # a tagger may take a name that opens a sentence for a noun
        if known := names.get(lowered) or names.get(short.casefold()) or self._cast.bearer(lowered):
            name = known
        elif sort_of_name(head, short) == "person":
            short = re.split(r"\s+(?:of|from|at|for)\s+", short)[0]  # "Ann Lee of the fishers' union"
            name = short if len(short.split()) > 1 else wording
        else:
            name = within_sentence(wording)
        return Claimant(name=name, kind=ClaimantKind.NAMED, mention=span)

    def _by_name(self, head: Token) -> str | None:
        """Return the person's name that stands behind a description: "the chair, Jonas Lund, said"."""
        lemma = head.lemma_.lower()
        behind = [below for one in head.children if one.dep_ == "prep" for below in one.children if below.i > head.i]
        office = head.tag_ == "NNP" and (lemma in lexicon().words("speakers", "titles") or names_people(head))
        owned = lemma in _ACTING_FOR and any(one.dep_ == "poss" for one in head.children)
        others = not (head.tag_ == "NN" or office) or (lemma in _RELATED and not owned) or any(map(_is_human, behind))
        if others and head.lower_ not in {"one", "another"}:  # "one of the ministers, Tom Hale"
            return None  # "the mother of the suspect, Tom Hale": his name
        speaks_for = lemma in lexicon().words("speakers", "spokespeople")  # "a spokesman for the port, Tom Hale"
        for one in (*head.children, *(name for below in behind if speaks_for for name in below.children)):
            apart = one.i > head.i and one.left_edge.nbor(-1).text == ","
            if one.dep_ == "appos" and one.pos_ == "PROPN" and apart:
                name = proper_name(one)
                sorts = {"person", "either"} if _is_human(head) else {"person"}
                person = len(name.split()) > 1 and sort_of_name(one, name) in sorts
                return self._cast.names.get(name.casefold(), name) if person else None
        return None

    def _members(self, phrase: Sequence[Token], head: Token) -> tuple[str, ...]:
        """Names counted in by "including X", "such as X"."""
        inclusive = next(
            (one.i for one in phrase if one.lower_ in {"including", "such", "like"} and one.i > head.i), None
        )
        if inclusive is None:
            return ()
        members: list[str] = []
        for token in phrase:
            if token.i > inclusive and token.pos_ == "PROPN" and token.dep_ in {"pobj", "conj", "appos"}:
                words = [
                    one.text for one in token.subtree if one.pos_ == "PROPN" and one.i <= token.i and one.i > inclusive
                ]
                name = re.sub(r" - ", "-", " ".join(words))
                members.append(self._cast.names.get(name.casefold(), name))
        return tuple(dict.fromkeys(members))


def _antecedent_of_whose(noun: Token) -> Token | None:
    """Return the noun that a relative clause with "whose" describes: "the union, whose chair said"."""
    clause = noun.head
    while clause.dep_ != "relcl" and clause.head != clause:
        clause = clause.head
    return clause.head if clause.dep_ == "relcl" and clause.head.pos_ in {"NOUN", "PROPN"} else None


def _is_human(noun: Token) -> bool:
    return names_people(noun) and noun.lemma_.lower() not in BODIES


_COUNTED_OFF = {"one": "one", "first": "one", "former": "one"} | dict.fromkeys(
    ("second", "other", "latter"), "the other"
)
"""How one of two who were told of together is called."""
_ASKING = re.compile(r"^(?:[Dd]id|[Dd]oes|[Dd]o|[Hh]as|[Hh]ave|[Hh]ad)\s+(?=\S)")
"""What a parser takes into a name behind which a question asks: "did Norland ask you to ...?"."""
_RELATED = frozenset(
    """mother father parent son daughter brother sister wife husband widow widower friend colleague cousin uncle aunt
    partner lover lawyer attorney solicitor barrister neighbour neighbor relative biographer victim""".split()
)
"""Who is somebody else's: a name behind "of" or a comma may be the other's."""


_ACTING_FOR = frozenset({"lawyer", "attorney", "counsel", "solicitor", "barrister"})
"""Who speaks for whoever owns them."""


def _principal_of(head: Token) -> Token | None:
    """Return the noun of whom a spokesperson or a lawyer speaks for; None where nobody is."""
    lemma = head.lemma_.lower()
    if lemma not in lexicon().words("speakers", "spokespeople") and lemma not in _ACTING_FOR:
        return None
    owner = next((child for child in head.children if child.dep_ == "poss"), None)
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in {"for", "of"}:
            owner = next((one for one in child.children if one.dep_ == "pobj"), owner)
    return owner


def _described(head: Token, phrase: Sequence[Token], wording: str, span: Span) -> Claimant:
    """Classify a common noun: a document, a group as worded, or nobody in particular."""
    words = lexicon().words
    lemma = head.lemma_.lower()
    specific = any(
        one.pos_ == "PROPN" or one.ent_type_ in {"ORG", "GPE", "NORP", "PERSON"} for one in phrase if one != head
    )
    plural = head.tag_ in {"NNS", "NNPS"}
    definite = any(child.lower_ in {"the", "this", "these", "those"} or child.dep_ == "poss" for child in head.children)
    collective = lemma in {"intelligence", "media", "press", "police", "government", "opposition", "leadership"}
    if (
        lemma in words("speakers", "artifacts")
        and not collective
        and (specific or definite or not plural)
        and not (lemma in words("speakers", "vague") and plural and not specific)
    ):
        kind = ClaimantKind.ARTIFACT
    elif specific:
        kind = ClaimantKind.GROUP if plural or collective else ClaimantKind.NAMED
    elif lemma in words("speakers", "vague") or head.pos_ != "NOUN" or not definite:
        kind = ClaimantKind.UNSPECIFIED
    else:
        kind = ClaimantKind.GROUP if plural or collective or not is_person_noun(head) else ClaimantKind.UNSPECIFIED
    return Claimant(name=within_sentence(wording), kind=kind, mention=span)
