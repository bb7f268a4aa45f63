"""Who stands behind a cue in the grammar: its subject or agent, and whether such a thing can speak at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.voices.cueing import believed_to, first_of_row, saying_of
from assistant.voices.lexicon import Cue, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_VERBAL = frozenset({"VERB", "AUX"})
_CLIMB = 6
_PERSONAL = frozenset({"i", "we", "you", "he", "she", "they", "who", "me", "us", "him", "them", "one"})
_WORDLESS = frozenset({"DATE", "TIME", "EVENT", "QUANTITY", "MONEY", "PERCENT", "ORDINAL"})


_BEHIND = frozenset({"acl", "relcl", "advcl", "amod", "conj", "ccomp", "appos", "dep"})
"""How a participle stands that shares what another word says of its subject, or describes a noun."""


def is_passive(token: Token) -> bool:
    """Tell whether a verb form is passive: "was accused", or a participle behind its noun ("men accused of")."""
    if any(child.dep_ in {"auxpass", "nsubjpass", "agent"} for child in token.children):
        return True
    if token.tag_ == "VBN" and any(child.dep_ == "aux" and child.lemma_ == "have" for child in token.children):
        return False
    participle = token.tag_ == "VBN" and token.dep_ in _BEHIND
    return participle or _shares_passive(token) or _is_aside(token)


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
    if (outer := _went_so_far(token) or _having_us_believe(token)) is not None:
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
        if any(child.lower_ == "to" and child.dep_ == "aux" for child in token.children) and head.head.pos_ in _VERBAL:
            return _subject(head.head, climbed + 1)
        return head, token
    if token.dep_ in {"pcomp", "prep"} or head.pos_ == "ADP":
        return _governor(head, climbed)
    if token.dep_ in {"xcomp", "advcl", "conj", "dep", "ccomp", "acl", "parataxis"} and head.pos_ in _VERBAL:
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


def _having_us_believe(token: Token) -> Token | None:
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
    return head if head.pos_ in _VERBAL and not is_parted_by_mark(head, token) else None


def teller_behind(verb: Token) -> Token | None:
    """Return the verb a row goes on with, where what it is joined to cannot speak: "fears that A and hopes that B"."""
    first = verb.head
    subject = own_subject(first)
    told = first.dep_ == "ccomp" and first.head.pos_ in _VERBAL and first.head.lemma_.lower() in lexicon().verbs
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
    subjects = [child for child in token.children if child.dep_ in _SUBJECTS]
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
    head = preposition.head
    while head.pos_ == "ADP" and head.head != head:
        head = head.head
    if head.pos_ in _VERBAL:
        return _subject(head, climbed + 1)
    return None, None


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
        return clause.head, clause
    asks = any(one.text.startswith("?") for one in verb.doc[verb.i :])
    told = clause.dep_ in {"csubj", "ccomp", "pcomp"} or subject.i == 0  # "who reported them it does not say"
    return (subject, None) if subject.lower_ == "who" and (asks or not told) else (None, None)


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
    if lemma in words("speakers", "not_persons") or head.tag_ not in {"NN", "NNS"}:
        return False
    return len(lemma) > 4 and lemma.endswith(tuple(words("speakers", "endings")))


def names_people(noun: Token) -> bool:
    """Tell whether a common noun is a person's or a body's, by the lexicon or by its ending: "planner"."""
    words = lexicon().words
    lemma = noun.lemma_.lower()
    agent = len(lemma) > 4 and lemma.endswith(tuple(words("speakers", "endings")))
    return lemma in words("speakers", "persons") or (agent and lemma not in words("speakers", "not_persons"))


def _is_name(head: Token) -> bool:
    """Tell whether a "noun" is a name the tagger does not know: a capital and no article."""
    return head.text[0].isupper() and head.i > 0 and not any(child.dep_ == "det" for child in head.children)


def is_negated(token: Token) -> bool:
    """Tell whether the saying itself is negated: "did not say", "no official said", "refused to say"."""
    if _cannot_but(token):
        return False
    if any(
        child.dep_ == "neg" or child.lower_ in {"never", "hardly"} or _is_no_longer(child) for child in token.children
    ):
        return True
    for child in token.children:
        if child.dep_ in _SUBJECTS and (child.lower_ in _NOBODY or has_no(child) or _few(child)):
            return True
        noun = lexicon().nouns.get(child.lemma_.lower())
        if child.dep_ == "dobj" and has_no(child) and noun is not None and not noun.denies:
            return True  # "found no evidence that"
    if token.dep_ == "xcomp" and token.head.lower_ in {"unable", "unwilling"}:
        return True
    if (outer := _went_so_far(token) or _having_us_believe(token)) is not None:
        return is_negated(outer)
    if token.dep_ == "xcomp" and any(child.lower_ == "yet" for child in token.head.children):
        return True  # "has yet to admit that"
    if token.dep_ in {"acl", "relcl"} and has_no(token.head) and any(child.tag_ == "TO" for child in token.children):
        return True  # "has no reason to believe that"
    if token.dep_ == "conj" and own_subject(token) is None:
        joints = [one for one in token.head.children if one.dep_ == "cc" and one.i < token.i]
        if joints and joints[-1].lower_ == "nor":
            return True  # "would neither confirm nor deny that"
    if token.dep_ == "xcomp" and token.head.pos_ in _VERBAL and token.head != token:
        return token.head.lemma_ in {"refuse", "decline", "fail", "avoid"} or is_negated(token.head)
    return token.dep_ == "pcomp" and token.head.lower_ == "without"


_NOBODY = frozenset({"nobody", "none", "nothing", "little"})


def _few(subject: Token) -> bool:
    """Tell whether hardly anybody is meant: "few", "not everyone", "not a single expert"; not "a few"."""
    before = [child for child in subject.children if child.i < subject.i]
    few = subject.lower_ == "few" or any(child.lower_ == "few" for child in before)
    return any(child.dep_ == "neg" for child in before) or (few and not any(child.lower_ == "a" for child in before))


def _is_no_longer(adverb: Token) -> bool:
    return adverb.lower_ == "longer" and adverb.i > 0 and adverb.nbor(-1).lower_ == "no"


def _went_so_far(token: Token) -> Token | None:
    """Return the "went" of "went so far as to say that ...", "went as far as saying that ..."."""
    holder = token.head.head if token.dep_ == "pcomp" and token.head.lower_ == "as" else token.head
    verb = holder.head if holder.lower_ == "far" else holder
    far = verb.lemma_ == "go" and any(child.lower_ == "far" for child in verb.children)
    return verb if far and token.dep_ in {"advcl", "pcomp"} else None


def _cannot_but(token: Token) -> bool:
    """Tell whether somebody says it after all: "we cannot but conclude that ..."."""
    return token.i > 1 and token.nbor(-1).lower_ == "but" and token.nbor(-2).lower_ in {"not", "n't", "n’t", "help"}


def has_no(noun: Token) -> bool:
    """Tell whether there is none of a noun: "no official", "neither side"."""
    return any(child.lower_ in {"no", "neither"} and child.dep_ in {"det", "preconj"} for child in noun.children)


_REQUESTS = frozenset(
    """ask urge want like press push require request beg order tell instruct encourage expect need challenge
    implore""".split()
)
_REQUESTS_OF = {"call": {"on", "upon", "for"}, "appeal": {"to"}, "plead": {"with"}}
"""Verbs that ask something of whoever stands behind their preposition."""


def is_asked_for(token: Token) -> bool:
    """Tell whether a saying is only wanted of somebody: "urged the bank to admit that ..."; nobody has said it."""
    while token.dep_ == "conj" and not any(child.dep_ in {*_SUBJECTS, "aux"} for child in token.children):
        token = token.head  # "urged the bank to resign and admit that ..."
    if _ought(token):
        return True
    if token.dep_ not in {"xcomp", "ccomp", "advcl"} or not any(child.tag_ == "TO" for child in token.children):
        return False
    verb, lemma = token.head, token.head.lemma_.lower()
    if lemma in _REQUESTS_OF:
        prepositions = [one for one in verb.children if one.dep_ == "prep" and one.lower_ in _REQUESTS_OF[lemma]]
        others = [one for prep in prepositions for one in prep.children if one.dep_ == "pobj"]
    elif lemma in _REQUESTS:
        own = [one for one in token.children if one.dep_ in _SUBJECTS]
        others = own + [one for one in verb.children if one.dep_ in {"dobj", "dative"} and one.i < token.i]
    else:
        return is_asked_for(verb)
    return any(map(can_speak, others)) or (lemma in _REQUESTS and is_passive(verb))


def heard_from(verb: Token) -> Token | None:
    """Return who is heard: "The jury heard from Dr Ames that ..."."""
    behind = (one for child in verb.children if child.lower_ == "from" for one in child.children if one.dep_ == "pobj")
    return next((one for one in behind if can_speak(one)), None)


def is_made_to(verb: Token) -> bool:
    """Tell whether somebody is made to do something: "forced the paper to retract its claim"."""
    return verb.dep_ in {"xcomp", "ccomp"} and verb.head.lemma_ in {"force", "compel", "oblige", "make", "lead", "get"}


def is_only_named(token: Token) -> bool:
    """Tell whether a saying is only spoken of, by whoever it may be: "To say that the quay is shut is premature"."""
    opens = token.i == 1 and token.nbor(-1).lower_ == "to"
    return opens and token.dep_ in {"csubj", "advcl"} and token.head.i > token.i


def _ought(token: Token) -> bool:
    """Tell whether it is somebody's duty to say it: "the bank must admit that ...".

    "We must admit" and "my delegation must stress" say it; who "had to admit" something has.
    """
    helping = {child.lower_ for child in token.children if child.dep_ == "aux"}
    due = token.head.lemma_ in {"have", "need", "ought"} and token.head.tag_ not in {"VBD", "VBN"}
    yet = any(child.lower_ == "yet" for child in token.head.children)  # who "has yet to admit it" has not
    bound = token.dep_ == "xcomp" and due and "to" in helping and not yet
    if not (bound or (helping & {"must", "should"} and "have" not in helping)):
        return False
    if token.lemma_.lower() in _PERFORMED:
        return False
    subjects = [one for one in (token.head if bound else token).children if one.dep_ == "nsubj"]
    own = any(child.lower_ in {"my", "our", "this"} for one in subjects for child in one.children)
    return not own and any(one.lower_ not in {"i", "we", "you", "one", "it"} for one in subjects)


_PERFORMED = frozenset("stress emphasize emphasise reiterate underline underscore recall point note conclude".split())
"""Verbs by which a delegation that "must" do it does it."""


_UNREAL = frozenset({"may", "might", "could", "would", "should", "can", "must"})


def is_weakened(token: Token) -> bool:
    """Tell whether the saying is only possible, conditional or asked about: "would say", "if they say"."""
    unreal = any(child.dep_ == "aux" and child.lemma_.lower() in _UNREAL for child in token.children)
    only = any(child.lower_ == "only" and child.dep_ == "advmod" for child in token.children)  # "would only say that"
    if unreal and not (only or _cannot_but(token) or _must_say(token)):
        return True
    if any(child.dep_ == "mark" and child.lower_ in {"if", "unless", "whether"} for child in token.children):
        return True
    if _asked(token):
        return True
    if token.dep_ == "xcomp" and token.head.lemma_ in {"like", "want", "wish"}:
        return False
    return (
        token.dep_ in {"xcomp", "conj"}
        and token.head.pos_ in _VERBAL
        and token.head != token
        and is_weakened(token.head)
    )


def _must_say(token: Token) -> bool:
    """Tell whether "must" or "would" only leads up to what is said: "I must tell you that", "I would say that"."""
    own, cue = own_subject(token), lexicon().verbs.get(token.lemma_.lower())
    helping = {child.lower_ for child in token.children if child.dep_ == "aux"}
    says = cue is not None and cue.family in {"saying", "asserting", "noting", "conceding"}
    depends = any(child.dep_ == "advcl" and _is_if(child) for child in token.children)
    leads_up = bool(helping & _LEADING_UP) and "have" not in helping and not depends
    return says and leads_up and own is not None and own.lower_ in {"i", "we"}


def _is_if(clause: Token) -> bool:
    return any(one.dep_ == "mark" and one.lower_ in {"if", "unless"} for one in clause.children)


_LEADING_UP = frozenset({"must", "would", "'d", "’d", "can"})


def _asked(token: Token) -> bool:
    """Tell whether the verb heads a question: an auxiliary before its subject and a question mark at the end."""
    subject = next((child for child in token.children if child.dep_ in _SUBJECTS), None)
    auxiliary = next((child for child in token.children if child.dep_ in {"aux", "auxpass"}), None)
    if subject is None or auxiliary is None or auxiliary.i > subject.i:
        return False
    return any(one.text == "?" for one in token.doc[token.i :])
