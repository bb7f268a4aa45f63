"""Content that is no clause: "X vows to ...", "X called for ...", "X accused Y of ...", "X portrays Y as ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.voices.clauses import is_marked
from assistant.voices.cueing import believed_to, saying_of
from assistant.voices.finding import trimmed
from assistant.voices.lexicon import Cue, lexicon
from assistant.voices.subjects import is_passive, names_people

if TYPE_CHECKING:
    from spacy.tokens import Token


def charge(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "accused Y of Z" as "Y of Z"; "Y was accused of Z", "Y, accused of Z" as "Z"."""
    prepositions = lexicon().charge.get(cue.words, frozenset())
    behind_agent = (one for by in token.children if by.dep_ == "agent" for name in by.children for one in name.children)
    for child in (*token.children, *behind_agent):  # "was blamed by the villagers for the floods"
        if child.lower_ not in prepositions or child.i < token.i:
            continue
        if is_passive(token):
            return trimmed(one for one in child.subtree if one != child)
        target = next((one for one in token.children if one.dep_ in {"dobj", "dative"}), None)
        if target is not None and target.i < child.i:
            return _between(target.left_edge, _last(child))
    target = next((one for one in token.children if one.dep_ == "dobj"), None)
    if target is None:
        return ()
    for child in target.children:
        if child.lower_ in prepositions and child.i > target.i and cue.family == "accusing":
            return _between(target.left_edge, _last(child))
    blamed = cue.words in _BLAMING and target.i > token.i and not is_passive(token)
    return tuple(target.subtree) if blamed else ()


_BLAMING = frozenset({"blame", "fault"})
"""Verbs that charge somebody even where nobody says with what: "The mayor blames the port"."""


def as_saying(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "X was quoted as saying that Z" and "quoted X as saying Z" as "Z"."""
    saying = saying_of(token, cue)
    if saying is None:
        return ()
    return tuple(one for one in saying.subtree if one.i > saying.i)


def infinitive(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "vows to Z"; "Y is believed to Z" in the passive."""
    frames = lexicon().frames
    agentless = cue.words in frames["passive_infinitive"] and (is_passive(token) or believed_to(token))
    if not agentless and cue.words not in frames["infinitive"]:
        return ()
    for child in token.children:
        if child.dep_ in {"xcomp", "ccomp", "advcl"} and child.i > token.i and has_to(child):
            return tuple(one for one in child.subtree if one.i > token.i)
    return ()


def has_to(clause: Token) -> bool:
    """Tell whether a verb is an infinitive with "to"."""
    return any(child.lower_ == "to" and child.dep_ in {"aux", "mark"} for child in clause.children)


def whom_infinitive(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "urged Y to Z" as "Y to Z"."""
    if cue.words not in lexicon().frames["whom_infinitive"]:
        return ()
    for child in token.children:
        if child.dep_ in {"xcomp", "ccomp", "advcl"} and child.i > token.i and has_to(child):
            whom = [
                one for one in token.children if one.dep_ in {"dobj", "dative", "prep"} and token.i < one.i < child.i
            ]
            own = [one for one in child.children if one.dep_ == "nsubj"]
            if not whom and not own and not is_passive(token):
                return tuple(one for one in child.subtree if one.i > token.i) if cue.family == "directing" else ()
            first = min([child.left_edge, *(one.left_edge for one in whom)], key=lambda one: one.i)
            return tuple(one for one in _between(first, _last(child)) if one.i > token.i)
    return ()


def preposition(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "called for Y to do Z" as "Y to do Z", "warned of Z" as "Z"."""
    combined = lexicon().frames["preposition"]
    for child in token.children:
        pair = cue.words if cue.words in combined else f"{cue.words} {child.lower_}"
        if pair not in combined or child.i <= token.i or child.lower_ != pair.split()[-1]:
            continue
        if child.dep_ == "mark":
            break
        rest = [one for one in child.subtree if one.i > child.i]
        return (*rest, *_purpose(token, child))
    after = token.i + 1
    if cue.words in combined and after < len(token.doc) and token.doc[after].lower_ == cue.words.split()[-1]:
        for child in token.children:
            if child.dep_ in {"advcl", "ccomp", "xcomp"} and child.left_edge.i in {after, after + 1}:
                return tuple(one for one in child.subtree if one.i > after)
    return ()


def _purpose(token: Token, preposition: Token) -> list[Token]:
    """The infinitive that belongs to "call for Y": parsers hang it on the verb."""
    for child in token.children:
        if child.dep_ in {"xcomp", "advcl"} and child.i > preposition.i and has_to(child):
            first = child.left_edge
            if first.nbor(-1).text != ",":
                return [one for one in child.subtree if one.i > preposition.i]
    return []


def as_something(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "portrays Y as Z" as "Y as Z"; in the passive as "as Z"."""
    if cue.words not in lexicon().frames["as"]:
        return ()
    for child in token.subtree:
        if child.lower_ == "as" and child.dep_ == "prep" and child.i > token.i and child.head.i - token.i < 8:
            target = next((one for one in token.children if one.dep_ == "dobj" and one.i > token.i), None)
            first = child if target is None else target.left_edge
            if target is None and not is_passive(token):
                continue
            return _between(first, _last(child))
    return ()


def naming(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "called Y Z" as "Y Z"."""
    if cue.words not in lexicon().frames["naming"]:
        return ()
    named = next((one for one in token.children if one.dep_ == "oprd" and one.i > token.i), None)
    if named is not None and (named.pos_ == "PROPN" or is_passive(token)):
        return ()
    if named is not None:
        target = next((one for one in token.children if one.dep_ in {"dobj", "nsubj"} and one.i > token.i), None)
        first = named.left_edge if target is None or target.i > named.i else target.left_edge
        return _between(first, _last(named))
    if (quoted := _named_in_marks(token)) is not None:
        return _between(quoted.head.left_edge, _last(quoted))
    small = next((one for one in token.children if one.dep_ == "ccomp" and one.i > token.i), None)
    if small is not None and small.pos_ in {"NOUN", "ADJ", "PROPN"}:
        return tuple(small.subtree)
    return ()


def _named_in_marks(token: Token) -> Token | None:
    """Return the name in quotation marks that a parser hangs on what is called so: "called it all “a disgrace”"."""
    target = next((one for one in token.children if one.dep_ == "dobj" and one.i > token.i), None)
    names = () if target is None or is_passive(token) else target.children
    beside = (one for one in names if one.dep_ in {"appos", "amod", "acl", "relcl", "nmod"} and one.i > one.head.i)
    opened = (one for one in beside if one.doc[one.left_edge.i - 1].is_quote or one.left_edge.is_quote)
    return next((one for one in opened if not any(each.text == "," for each in one.doc[one.head.i : one.i])), None)


def holding(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "holds Y responsible for Z" as "Y responsible for Z"."""
    if cue.words != "hold" or is_passive(token):
        return ()
    behind = [one for child in token.children for one in (child, *child.children) if one.i > token.i + 1]
    for child in behind:
        if child.lower_ in lexicon().frames["holding"] and child.dep_ in {"oprd", "acomp", "ccomp", "amod"}:
            beside = [one for one in (*child.children, *token.children) if token.i < one.i < child.i]
            target = next((one for one in beside if one.dep_ in {"dobj", "nsubj"}), None)
            return _between(target.left_edge, _last(child)) if target is not None else ()
    return ()


def figure(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "puts the losses at 4,000" as "the losses at 4,000", "counted 20 boats" as "20 boats", "say 60" as "60".

    "The losses were put at 4,000 by the mayor" is read as "at 4,000". Who "put the meeting at six" counts nothing.
    """
    if cue.words in _PUTTING_AT and is_passive(token):
        return _put_at(token)
    target = next((one for one in token.children if one.dep_ == "dobj" and one.i > token.i), None)
    if target is not None and cue.words in _GIVING and target.tag_ == "CD" and not is_passive(token):
        return tuple(target.subtree)
    if cue.words not in lexicon().frames["figure"] | _PUTTING_AT or target is None:
        return ()
    if cue.words == "count":
        around = (*token.children, *target.children)
        away = any(child.dep_ == "prt" or child.lower_ in {"among", "out"} for child in around)
        return tuple(target.subtree) if any(child.dep_ == "nummod" for child in target.children) and not away else ()
    if cue.words in _ISSUING:
        return _issued(token, target)
    if cue.words in _REVISING:
        return _revised(token, target) if target.lemma_.lower() in _REVISING[cue.words] else ()
    for child in token.children:
        if child.i > target.i and child.dep_ == "prep" and child.lower_ == "at":
            number = next((one for one in child.children if one.dep_ == "pobj"), None)
            counts = target.lemma_.lower() in _COUNTS and any(one.like_num for one in child.subtree)
            amount = counts or (number is not None and _is_amount(number))
            return _between(target.left_edge, _last(child)) if amount else ()
    return ()


def _put_at(token: Token) -> tuple[Token, ...]:
    """Return "at 4,000" of "was put at 4,000 by the mayor"."""
    at = next((one for one in token.children if one.dep_ == "prep" and one.lower_ == "at"), None)
    number = None if at is None else next((one for one in at.children if one.dep_ == "pobj"), None)
    by_somebody = any(one.dep_ == "agent" for one in token.children)
    return tuple(at.subtree) if at is not None and number is not None and by_somebody and _is_amount(number) else ()


_PUTTING_AT = frozenset({"put", "put it"})
_GIVING = frozenset({"say", "count", "report", "estimate", "reckon", "claim", "suggest"})
"""Verbs that give a bare number: "The union counts 43, the ministry says 41"."""
_COUNTS = frozenset("number figure toll count total sum cost price share estimate loss".split())
"""What a number is put to, and no hour of the day."""


_TOLD = frozenset("figure toll count total tally estimate".split())
_REVISING = {"correct": _COUNTS | _TOLD, "revise": _COUNTS | _TOLD, "raise": _TOLD, "lower": _TOLD}
"""Verbs that give another number, and of what: who raises a toll tells it, who raises a price does it."""


def _revised(token: Token, target: Token) -> tuple[Token, ...]:
    """Return "the toll from four to nine" of "raised the toll from four to nine"."""
    behind = [one for one in token.subtree if one.i > target.i and one.lower_ == "to" and one.i + 1 < len(token.doc)]
    new = next((one for one in behind if one.nbor(1).like_num or one.nbor(1).is_currency), None)
    if new is None or is_passive(token):
        return ()
    last = new.nbor(1)
    while last.i + 1 < len(token.doc) and (last.nbor(1).like_num or last.nbor(1).tag_ in {"NN", "NNS", "$", "CD"}):
        last = last.nbor(1)
    return _between(target.left_edge, last)


_ISSUING = frozenset({"release", "issue", "publish", "put out", "announce"})
"""Verbs that make a figure known."""


def _issued(token: Token, target: Token) -> tuple[Token, ...]:
    """Return "a toll of five" of "released a toll of five", "new figures: nine cases" of "put out new figures: ...".

    Who "releases a figure" without its number says nothing yet, and who "announces a total of nine loans" grants them.
    """
    if target.lemma_.lower() not in _TOLD - {"total"} or is_passive(token):
        return ()
    last = target.right_edge
    while last.is_punct and last != target:
        last = last.nbor(-1)
    colon = next((one for one in token.doc[target.i + 1 : target.i + 4] if one.text == ":"), None)
    if colon is not None and any(one.like_num for one in token.doc[colon.i + 1 : colon.i + 4]):
        last = token.doc[-2] if token.doc[-1].text in ".?!" else token.doc[-1]
    told = _between(target.left_edge, last)
    return told if any(one.like_num for one in told) else ()


def _is_amount(noun: Token) -> bool:
    """Tell whether a noun is a number, or a sum or share of which there is a number: "4,000", "480m crowns"."""
    if noun.ent_type_ in {"DATE", "TIME"}:
        return False
    return noun.like_num or noun.ent_type_ in {"MONEY", "PERCENT"} or any(map(_is_large, noun.subtree))


def _is_large(one: Token) -> bool:
    """Tell whether a number stands with the letter or word that makes it large: "480m", "2.4 million"."""
    following = one.nbor(1).lower_.rstrip(".") if one.i + 1 < len(one.doc) else ""
    return one.like_num and following in _LARGE


_LARGE = frozenset("k m mn bn tn hundred thousand million billion trillion".split())


def noun_object(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "claims a close link" as "a close link"."""
    if cue.words not in lexicon().frames["object"] or is_passive(token):
        return ()
    for child in token.children:
        sent_off = cue.denies and names_people(child)  # who "dismissed the women" denies nothing
        if child.dep_ == "dobj" and child.i > token.i and child.pos_ == "NOUN" and _states(child) and not sent_off:
            return tuple(child.subtree)
    return ()


_ABSTRACT = ("tion", "sion", "ment", "ance", "ence", "ity", "ness", "ship", "ism", "al", "acy", "ure", "dom", "ing")


def _states(noun: Token) -> bool:
    """Tell whether a noun phrase can be claimed or denied: an act, a quality, or something said of something."""
    lemma = noun.lemma_.lower()
    complement = any(child.dep_ in {"prep", "acl"} and child.i > noun.i for child in noun.children)
    return complement or lemma.endswith(_ABSTRACT) or lemma in lexicon().nouns


def gerund(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "denies taking part" as "taking part"."""
    if cue.words not in lexicon().frames["gerund"]:
        return ()
    for child in token.children:
        if child.dep_ in {"xcomp", "ccomp"} and child.tag_ == "VBG" and child.i > token.i:
            return tuple(one for one in child.subtree if one.i > token.i)
    return ()


def put_by_noun(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "The claim that Z was rejected by X" as "that Z"."""
    subject = next((one for one in token.children if one.dep_ == "nsubjpass"), None)
    if subject is None or subject.lemma_.lower() not in lexicon().nouns or cue.words not in lexicon().frames["object"]:
        return ()
    clauses = (one for one in subject.children if one.dep_ in {"acl", "ccomp", "relcl"} and one.i > subject.i)
    return next((tuple(one.subtree) for one in clauses if is_marked(one)), ())


def stood_on(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "The rebels fired first, a claim that the army rejects", or repeats, as "The rebels fired first"."""
    taken_up = cue.denies or cue.words in _TAKING_UP
    return put_before(token.head) if taken_up and token.dep_ in {"relcl", "acl"} else ()


_TAKING_UP = frozenset({"repeat", "reiterate", "confirm", "question", "doubt", "restate"})
"""Verbs by which somebody takes a stand on what another puts forward."""


def put_before(noun: Token) -> tuple[Token, ...]:
    """Return the clause that a noun behind it takes up: "They fired first, a claim ..."; of what is said, just that.

    Somebody must be told to have put the noun forward or to have answered it: "a charge of fraud" takes up nothing.
    """
    verb, first = noun.head, noun.left_edge
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
        verb = verb.head
    named = noun.lemma_.lower() in lexicon().frames["put_forward"] and noun.dep_ in _TAKEN_UP and verb.i < noun.i
    if not named or first.i < 2 or first.lower_ not in {"a", "an"} or first.nbor(-1).text != ",":
        return ()
    clauses = [child for child in noun.children if child.dep_ in {"relcl", "acl"}]
    if not any(map(_answers, clauses)) or any(child.dep_ == "prep" and child.lower_ != "by" for child in noun.children):
        return ()
    told = [child for child in verb.children if child.dep_ == "ccomp" and verb.i < child.i < noun.i]
    before = tuple(noun.doc[(told[0] if told else verb).left_edge.i : first.i - 1])
    finite = any(one.tag_ in {"VBD", "VBP", "VBZ", "MD"} for one in before)
    return before if finite and any(one.dep_ in {"nsubj", "nsubjpass", "expl"} for one in before) else ()


def _answers(verb: Token) -> bool:
    return verb.lemma_.lower() in lexicon().verbs or verb.lemma_ in PUTTING


PUTTING = frozenset("make level put bring raise echo back support share voice air".split())
"""Verbs of putting a claim forward, or of joining in it."""
_TAKEN_UP = frozenset({"dobj", "npadvmod", "appos", "conj", "dep"})
"""What a parser makes of a noun that takes up the clause before it."""


def _between(first: Token, last: Token) -> tuple[Token, ...]:
    return tuple(first.doc[first.i : last.i + 1])


def _last(token: Token) -> Token:
    return token.right_edge
