"""Which pronouns can mean which nouns: agreement in number, in gender, and in whether it is somebody at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.voices.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

FIRST_PERSON = frozenset({"i", "we", "my", "our", "me", "us", "myself", "ourselves", "mine", "ours"})
THIRD_PERSON = {"he": "person", "she": "person", "his": "person", "her": "person", "him": "person", "they": "many",
                "their": "many", "them": "many", "it": "body", "its": "body"}  # fmt: skip
"""Pronouns of the third person, and the sort of party each can mean: a person, many, or a body or document."""
PRONOUN_GENDERS = {"he": "male", "his": "male", "him": "male", "she": "female", "her": "female"}
_COMPASS = frozenset(
    "north south east west new united central great saudi sri northern southern eastern western".split()
)
"""How the names of places begin; taggers take the names of people they do not know for places."""
_BODIES = frozenset(
    "ministry agency department university council committee commission party church court office bureau institute "
    "association union bank company corporation inc ltd group news times post herald journal press house nations "
    "states force forces army police congress parliament senate assembly league society organization organisation "
    "foundation authority administration service network team club college school center centre street party".split()
)
_FIRMS = frozenset(
    "industries holdings partners systems works construction technologies enterprises airlines energy motors foods "
    "pharmaceuticals logistics shipping lines capital investments".split()
)
"""How the names of firms end; "Energy Minister Ann Lee" is a person's."""


BODIES = frozenset(
    """administration agency army board body commission committee community company council court crew delegation
    department family force government group military ministry movement office organisation organization panel
    parliament party police press public senate staff team union""".split()
)
"""Nouns of one body of people, which "they" may stand for."""


def agrees(theirs: str, sort: str) -> bool:
    """Tell whether a party of one sort can be meant by a pronoun of another."""
    if sort == "many":
        return theirs in {"many", "body"}
    return theirs in {sort, "either"}


def may_be(theirs: str | None, gender: str | None) -> bool:
    """Tell whether two genders can be one person's; None is one that nothing tells."""
    return theirs is None or gender is None or theirs == gender


def sort_of_noun(head: Token, name: str) -> str:
    """Tell which pronouns can mean a noun: a person, a body or document, or many."""
    words = lexicon().words
    lemma = head.lemma_.lower()
    if head.tag_ == "NNS" or (head.tag_ == "NNPS" and head.ent_type_ not in {"GPE", "ORG"}):
        return "many"
    if head.pos_ == "PROPN":
        return sort_of_name(head, name)
    if lemma in words("speakers", "bodies") or lemma in words("speakers", "artifacts"):
        return "body"
    if head.lower_ in words("speakers", "vague") and head.lower_ not in words("speakers", "persons"):
        return "person" if lemma.endswith(tuple(words("speakers", "endings"))) else "many"
    individual = lemma in words("speakers", "persons") or is_person_noun(head)
    ending = lemma.endswith(tuple(words("speakers", "endings"))) and lemma not in words("speakers", "not_persons")
    return "person" if individual or ending else "body"


def sort_of_name(head: Token, name: str) -> str:
    """Tell a person's name from that of a body as far as words go; what could be both is "either"."""
    words = name.casefold().split()
    article = any(child.lower_ in {"the", "a", "an"} for child in head.children)
    place = head.ent_type_ in {"GPE", "LOC"} and (len(words) == 1 or words[0] in _COMPASS)
    located = len(words) == 1 and _is_located(head)
    several = head.ent_type_ == "NORP" or head.tag_ == "NNPS"
    if _is_a_thing(head):
        return "body"
    if article or place or located or several or _BODIES & set(words) or name.isupper() or words[-1] in _FIRMS:
        return "body"
    if head.ent_type_ == "PERSON" or any(
        child.lower_ in lexicon().words("speakers", "titles") for child in head.children
    ):
        return "person"
    return "either"


def _is_a_thing(head: Token) -> bool:
    """Tell whether a name is followed up by "which", as no person is: "Norland Foods, which ..."."""
    clauses = (child for child in head.children if child.dep_ == "relcl")
    return any(word.tag_ == "WDT" and word.lower_ == "which" for clause in clauses for word in clause.children)


def _is_located(head: Token) -> bool:
    """Tell whether a name only says where something is, or is the end of a body's: "in Tesk", "Ministry of Energy"."""
    if head.dep_ != "pobj" or head.head.dep_ != "prep":
        return False
    part = head.head.lower_ == "of" and head.head.head.pos_ == "PROPN"
    return part or head.head.lower_ in {"in", "at", "near", "outside", "inside", "across", "around"}


def gender_of(head: Token) -> str | None:
    """Return female or male, where a word of the phrase tells; None where none does."""
    words = lexicon().words
    around = {one.lower_ for one in head.subtree if one.i <= head.i} | {head.lower_}
    if around & words("speakers", "female") - {"her", "she"}:
        return "female"
    if around & words("speakers", "male") - {"his", "he"}:
        return "male"
    return None


def is_questioner(head: Token) -> bool:
    """Tell whether a noun is one of those who ask: a reporter, a moderator."""
    return head.lemma_.lower() in lexicon().words("speakers", "questioners")


def is_person_noun(head: Token) -> bool:
    """Tell whether a noun is one for a single person: "woman", "minister", "spokesman"."""
    words = lexicon().words
    lemma = head.lemma_.lower()
    gendered = words("speakers", "female") | words("speakers", "male") | words("speakers", "titles")
    return head.pos_ == "NOUN" and (lemma in gendered or lemma in words("speakers", "spokespeople"))
