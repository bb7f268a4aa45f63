"""Who stands behind a cue in the grammar: its subject or agent, and whether such a thing can speak at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.voices.cueing import believed_to, first_of_row, saying_of
from assistant.voices.lexicon import Cue, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
VERBAL = frozenset({"VERB", "AUX"})
_CLIMB = 6
_PERSONAL = frozenset({"i", "we", "you", "he", "she", "they", "who", "me", "us", "him", "them", "one"})
_WORDLESS = frozenset({"DATE", "TIME", "EVENT", "QUANTITY", "MONEY", "PERCENT", "ORDINAL"})


_BEHIND = frozenset({"acl", "relcl", "advcl", "amod", "conj", "ccomp", "appos", "dep"})
"""How a participle stands that shares what another word says of its subject, or describes a noun."""


def is_passive(token: Token) -> bool:
    """Tell whether a verb form is passive: "was accused", or a participle behind its noun ("men accused of")."""
    if any(child.dep_ in {"auxpass", "nsubjpass", "agent"} for child in token.children):
        return not _acts(token)
    if token.tag_ == "VBN" and any(child.dep_ == "aux" and child.lemma_ == "have" for child in token.children):
        return False
    participle = token.tag_ == "VBN" and token.dep_ in _BEHIND
    return participle or _shares_passive(token) or _is_aside(token)


def _acts(token: Token) -> bool:
    """Tell whether a verb's own subject does what it says: "Ann said by telephone" has no agent in its "by"."""
    acts = any(child.dep_ == "nsubj" and child.i < token.i for child in token.children)
    return acts and not any(child.dep_ in {"auxpass", "nsubjpass"} for child in token.children)


_ADDRESSED = frozenset({"ask", "tell", "press", "inform", "question"})


def _is_aside(token: Token) -> bool:
    """Tell whether a "past tense" is a participle between commas: "The general, asked whether ..., said no"."""
    if token.tag_ != "VBD" or token.lemma_ not in _ADDRESSED or token.i < 2 or token.nbor(-1).text != ",":
        return False
    subject = own_subject(token)
    if subject is None or subject.right_edge.i < token.i - 2:
        return False
    behind = (one for one in token.doc[token.i + 2 :] if one.tag_ in {"VBD", "VBZ"})
    return any(one.nbor(-1).text == "," and own_subject(one) is None for one in behind)


_REFUSING = frozenset({"deny", "refuse", "promise", "grant", "offer"})
"""Verbs of giving something to somebody, or not."""


def _shares_passive(token: Token) -> bool:
    """Tell whether a verb goes on with another's "will be": "they will be shunned and denied aid" denies nothing."""
    if token.dep_ != "conj" or token.tag_ != "VBD" or token.lemma_ not in _REFUSING or own_subject(token) is not None:
        return False
    if not any(child.dep_ == "dobj" for child in token.children):
        return False
    before = {(child.dep_, child.tag_) for child in token.head.children if child.i < token.head.i}
    return ("aux", "MD") in before and any(dep == "auxpass" for dep, _ in before)


def source_of(token: Token, cue: Cue) -> tuple[Token | None, Token | None]:
    """Return the head noun of the cue's source, and the relative clause it is looked at from, if any.

    The source of a passive is its agent ("by X"), that of "X was quoted as saying" is X, that of "quoted X as
    saying" is X too. None where nobody is named.
    """
    if saying_of(token, cue) is not None:
        return _quoted(token), None
    if token.dep_ == "amod" and token.head.i > token.i and any(child.dep_ == "ccomp" for child in token.children):
        return token.head, None
    agent = _agent(token)
    if agent is not None:
        return agent, None
    if is_passive(token) or believed_to(token):
        return None, None
    return _subject(token)


def subject_of(verb: Token) -> Token | None:
    """Return who does what a verb says, also where another verb has the subject: "would like to express the hope"."""
    head, _ = _subject(verb)
    return head


def _quoted(token: Token) -> Token | None:
    if token.dep_ == "amod" and token.head.i > token.i:
        return token.head
    for child in token.children:
        if child.dep_ in {"dobj", "nsubjpass"}:
            return child
    head, _ = _subject(token)
    return head


def _agent(token: Token) -> Token | None:
    """Return who does what a passive says."""
    if _acts(token):
        return None
    for child in token.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by" and is_passive_form(token)):
            return next((one for one in child.children if one.dep_ == "pobj"), None)
    return None


def is_passive_form(token: Token) -> bool:
    """Tell whether the form could be passive at all: a past participle."""
    return bool(token.tag_ in {"VBN", "VBD"})


def _subject(token: Token, climbed: int = 0) -> tuple[Token | None, Token | None]:
    """Find the subject: the verb's own, else that of the clause it leans on, else the noun it describes."""
    own = own_subject(token)
    if own is None and (token.i and token.dep_ == "ROOT"):
        own = _mistagged_subject(token) or _apart(token) or _in_a_row(token)
    if token.tag_ in {"VBD", "VBZ", "VBP"}:
        own = _before_bracket(token) or own
    if (outer := went_so_far(token) or having_us_believe(token)) is not None:
        return _subject(outer, climbed + 1)
    if own is not None:
        return _antecedent(_behind_date(own), token)
    if token.tag_ not in {"VBD", "VBP", "VBZ", "VB", "VBG", "VBN"}:
        before = _mistagged_subject(token)
        return (before, None) if before is not None else (None, None)
    head = token.head
    if head == token or climbed > _CLIMB:
        return None, None
    if token.dep_ in {"acl", "relcl"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
        if any(child.lower_ == "to" and child.dep_ == "aux" for child in token.children) and head.head.pos_ in VERBAL:
            return _subject(head.head, climbed + 1)
        return head, token
    if token.dep_ in {"pcomp", "prep"} or head.pos_ == "ADP":
        return _governor(head, climbed)
    if token.dep_ in {"xcomp", "advcl", "conj", "dep", "ccomp", "acl", "parataxis"} and head.pos_ in VERBAL:
        if token.dep_ == "conj" and (outer := _outside_quotation(token, head)) is not None:
            return _subject(outer, climbed + 1)
        if token.dep_ == "conj" and (teller := teller_behind(token)) is not None:
            return _subject(teller, climbed + 1)
        if token.dep_ == "xcomp":
            controller = next((one for one in head.children if one.dep_ == "dobj" and one.i < token.i), None)
            if controller is not None and head.lemma_ not in {"promise"}:
                return controller, None
        return _subject(head, climbed + 1)
    if token.dep_ == "xcomp" and head.pos_ == "ADJ":
        return _subject(head.head, climbed + 1)
    return None, None


def having_us_believe(token: Token) -> Token | None:
    """Return the "have" of "He would have us believe that ...": the belief is what he would put in us."""
    verb = token.head
    would = any(child.dep_ == "aux" and child.lower_ in {"would", "'d", "’d"} for child in verb.children)
    put = token.dep_ == "ccomp" and token.tag_ == "VB" and verb.lemma_ == "have" and would
    return verb if put and own_subject(token) is not None else None


def _outside_quotation(token: Token, head: Token) -> Token | None:
    """Return the verb outside a quotation that a verb behind it goes on with, where a parser joins it to one inside.

    "The envoy declared that “the rebels are hirelings” and put them at 400": the envoy does.
    """
    if not is_parted_by_mark(head, token):
        return None
    while head.head != head and is_parted_by_mark(head, token):
        head = head.head
    return head if head.pos_ in VERBAL and not is_parted_by_mark(head, token) else None


def teller_behind(verb: Token) -> Token | None:
    """Return the verb a row goes on with, where what it is joined to cannot speak: "fears that A and hopes that B"."""
    first = verb.head
    subject = own_subject(first)
    told = first.dep_ == "ccomp" and first.head.pos_ in VERBAL and first.head.lemma_.lower() in lexicon().verbs
    alone = own_subject(verb) is None and verb.tag_ == first.head.tag_
    return first.head if told and alone and subject is not None and not can_speak(subject) else None


def is_parted_by_mark(one: Token, other: Token) -> bool:
    """Tell whether one of two words stands inside a quotation and the other outside."""
    return sum(mark.is_quote for mark in one.doc[one.i : other.i]) % 2 == 1


def _before_bracket(verb: Token) -> Token | None:
    """Find the subject in "Smith (1983) argues", "Smith [13, 14] argues": what the brackets stand behind."""
    doc, place = verb.doc, verb.i - 1
    if place < 1 or doc[place].text not in {")", "]"}:
        return None
    while place > 0 and doc[place].text not in {"(", "["}:
        place -= 1
    return doc[place - 1] if place > 0 and doc[place - 1].pos_ in {"NOUN", "PROPN"} else None


def own_subject(token: Token) -> Token | None:
    """Return the verb's own subject; of two (a parse gone wrong) the nearer one, in an aside the one behind it."""
    subjects = [child for child in token.children if child.dep_ in SUBJECTS]
    if token.i and (token.dep_ == "parataxis" or token.nbor(-1).text == ","):
        subjects = [one for one in subjects if one.i > token.i] or subjects  # "The bridge, said the mayor, is safe"
    return min(subjects, key=lambda one: abs(one.i - token.i), default=None)


def _apart(verb: Token) -> Token | None:
    """Find the subject a parser cut off: the name before ", title, said"."""
    if verb.tag_ not in {"VBD", "VBZ"} or verb.i < 2 or verb.nbor(-1).text != ",":
        return None
    for child in verb.children:
        for one in child.subtree:
            if one.pos_ == "PROPN" and one.dep_ == "npadvmod" and one.i < verb.i:
                return one
    return None


def _in_a_row(verb: Token) -> Token | None:
    """Return the subject of a row of verbs: "The board repeated its wish, said that prices had doubled, and left"."""
    first = first_of_row(verb)
    return None if first is None else own_subject(first)


def _behind_date(subject: Token) -> Token:
    """Return "a group" for the subject that a parser takes to be "Today" in "Today, a group of workers said"."""
    if subject.ent_type_ not in {"DATE", "TIME"}:
        return subject
    return next((child for child in subject.children if child.dep_ == "appos" and can_speak(child)), subject)


def _governor(preposition: Token, climbed: int) -> tuple[Token | None, Token | None]:
    """Find who does what stands behind a preposition: in "accused the board of claiming" the board claims."""
    head = preposition.head
    while head.pos_ == "ADP" and head.head != head:
        head = head.head
    if head.pos_ not in VERBAL:
        return None, None
    whom = next((one for one in head.children if one.dep_ == "dobj"), None)
    charged = preposition.lower_ in lexicon().charge.get(head.lemma_, ())
    done_to = preposition.lower_ in {"for", "from"} and whom is not None and can_speak(whom)
    if (charged or done_to) and not is_passive(head):  # "thanked Ann for saying", "kept Ann from saying"
        return (whom, None) if whom is not None and whom.tag_ not in {"WDT", "WP"} else (None, None)
    return _subject(head, climbed + 1)


def _mistagged_subject(token: Token) -> Token | None:
    before = token.nbor(-1) if token.i else None
    if before is not None and token.pos_ == "NOUN" and before.tag_ in {"NNS", "NNPS"}:
        return before
    return None


def _antecedent(subject: Token, verb: Token) -> tuple[Token | None, Token | None]:
    if subject.tag_ not in {"WP", "WDT"}:
        return subject, None
    clause = verb
    while clause.dep_ in {"conj", "xcomp", "ccomp"} and clause.head != clause:
        clause = clause.head
    if clause.dep_ == "relcl" and clause.head.pos_ in {"NOUN", "PROPN", "PRON"}:
        return _dated(clause.head), clause
    asks = any(one.text.startswith("?") for one in verb.doc[verb.i :])
    told = clause.dep_ in {"csubj", "ccomp", "pcomp"} or subject.i == 0  # "who reported them it does not say"
    return (subject, None) if subject.lower_ == "who" and (asks or not told) else (None, None)


def _dated(noun: Token) -> Token:
    """Return what bears a date: of "the report of 21 September, which states" the report, which the clause is of."""
    while noun.ent_type_ == "DATE" and noun.dep_ == "pobj" and noun.head.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head.head
    return noun


def can_speak(head: Token) -> bool:
    """Tell whether a person, a body of people or a document heads the phrase; an operation or a victory does not."""
    words = lexicon().words
    lemma = head.lemma_.lower()
    if head.pos_ == "PRON" or head.tag_ in {"PRP", "WP", "DT", "WDT", "CD", "PDT"}:
        plural = head.lower_ in {
            "some",
            "many",
            "most",
            "others",
            "both",
            "all",
            "few",
            "several",
            "those",
            "none",
            "each",
            "another",
        }
        return (
            head.lower_ in _PERSONAL or plural or lemma in words("speakers", "vague") or head.lower_ in {"it", "that"}
        )
    if head.pos_ == "PROPN":
        return head.ent_type_ not in _WORDLESS
    if head.pos_ in {"ADJ", "NUM"}:
        return True
    known = words("speakers", "persons") | words("speakers", "artifacts") | words("speakers", "vague")
    if lemma in known or head.lower_ in known or _is_name(head):
        return True
    if head.ent_type_ in {"PERSON", "ORG", "NORP", "GPE"}:
        return True
    if lemma in _NUMBERS_OF_A_PAPER and any(one.tag_ == "NNP" for of in head.children for one in of.children):
        return True  # "the May issue of the Review"
    if lemma in words("speakers", "not_persons") or head.tag_ not in {"NN", "NNS"}:
        return False
    return len(lemma) > 4 and lemma.endswith(tuple(words("speakers", "endings")))


_NUMBERS_OF_A_PAPER = frozenset({"issue", "edition"})


def names_people(noun: Token) -> bool:
    """Tell whether a common noun is a person's or a body's, by the lexicon or by its ending: "planner"."""
    return is_for_people(noun.lemma_.lower())


def is_for_people(word: str) -> bool:
    """Tell whether a word in the singular, in small letters, is for a person or a body of people."""
    words = lexicon().words
    agent = len(word) > 4 and word.endswith(tuple(words("speakers", "endings")))
    return word in words("speakers", "persons") or (agent and word not in words("speakers", "not_persons"))


def _is_name(head: Token) -> bool:
    """Tell whether a "noun" is a name the tagger does not know: a capital and no article."""
    return head.text[0].isupper() and head.i > 0 and not any(child.dep_ == "det" for child in head.children)


def went_so_far(token: Token) -> Token | None:
    """Return the "went" of "went so far as to say that ...", "went as far as saying that ..."."""
    holder = token.head.head if token.dep_ == "pcomp" and token.head.lower_ == "as" else token.head
    verb = holder.head if holder.lower_ == "far" else holder
    far = verb.lemma_ == "go" and any(child.lower_ == "far" for child in verb.children)
    return verb if far and token.dep_ in {"advcl", "pcomp"} else None


def heard_from(verb: Token) -> Token | None:
    """Return who is heard: "The jury heard from Dr Ames that ..."."""
    behind = (one for child in verb.children if child.lower_ == "from" for one in child.children if one.dep_ == "pobj")
    return next((one for one in behind if can_speak(one)), None)
