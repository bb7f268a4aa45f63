"""Is every contested claim said by whoever says it, no more firmly, and not turned round?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.cases import Code, Holder
from eval.documents import folded
from eval.examining import Examined, Fault
from eval.lexicon import DENY, DOUBT, DOUBT_ADVERBS, FACTIVE, FACTIVE_PHRASES, NEGATION, SELF, WEASELS
from eval.mentions import Link, Mention
from eval.support import content_words

_SAME_SENTENCE = 0.8
_MONTHS = frozenset(
    content_words("January February March April May June July August September October November December")
)


def attributing_faults(examined: Examined) -> Iterator[Fault]:
    """Yield what is wrong with who is said to say it."""
    case = examined.case
    if case.expect == "abstain" or examined.abstains:
        return
    if not case.contested:
        yield from _over_attributed(examined)
        return
    for mention in examined.mentions:
        yield from _holder(examined, mention)
        yield from _force(examined, mention)
        yield from _hedge(examined, mention)
        yield from _polarity(examined, mention)
    yield from _forbidden_own_voice(examined)
    yield from _wrong_holders(examined)
    yield from _sides(examined)


def _holder(examined: Examined, mention: Mention) -> Iterator[Fault]:
    """The claim is said by a holder; in a chain, the nearest named party must be one or come from the source."""
    fault = _who(examined, mention)
    if fault is not None:
        yield fault


def _who(examined: Examined, mention: Mention) -> Fault | None:
    must = f"must be said by {examined.party()}"
    spoken = mention.spoken
    if spoken and spoken[-1].negated and not mention.holders:
        return None  # "X did not say so" says nothing of who did
    own = all(link.nobody and (link.source is None or link.lemma in FACTIVE) for link in spoken)
    if not mention.holders and own and not _weasels(examined, mention.sentence):
        how = "quoted without saying whose words they are" if mention.quotation else "stated in its own voice"
        return Fault(Code.OWN_VOICE, f"laundered: {how}: '{_clause(examined, mention)}'; {must}", mention.sentence)
    if not mention.holders and all(link.nobody for link in spoken):
        return Fault(
            Code.MISSING_HOLDER,
            f"'{_clause(examined, mention)}' is said by nobody one could name; {must}",
            mention.sentence,
        )
    nearest = next((link for link in spoken if not link.nobody), None)
    if (
        not mention.holders
        and nearest is not None
        and _of_the_source(examined, nearest)
        and _named_within(examined, mention)
    ):
        return None
    if not mention.holders and spoken and all(link.document or link.nobody for link in spoken):
        return Fault(
            Code.MISSING_HOLDER,
            f"the document is named, but not who says it: '{_clause(examined, mention)}'; {must}",
            mention.sentence,
        )
    if not mention.holders or (nearest is not None and not nearest.holders and not _of_the_source(examined, nearest)):
        words = nearest.words if nearest is not None else "somebody else"
        return Fault(Code.WRONG_HOLDER, f"'{_clause(examined, mention)}' is said by {words}; {must}", mention.sentence)
    return _speaks_elsewhere(examined, mention)


def _of_the_source(examined: Examined, link: Link) -> bool:
    """Tell whether a nearer party, not a holder, is one that the evidence itself names."""
    if link.document or (not link.named and link.words.lower() in {"he", "she", "they", "it"}):
        return True
    words = {word for word in content_words(link.words) if word not in _MONTHS and not word[0].isdigit()}
    evidence = {word for quote in examined.case.quotes for word in content_words(examined.documents.at(quote))}
    canonical = {word for holder in examined.case.holders for word in content_words(holder.canonical)}
    return bool(words) and words <= evidence | canonical


def _named_within(examined: Examined, mention: Mention) -> bool:
    """Tell whether the quotation that states the claim itself names a holder."""
    words = mention.quotation.words if mention.quotation is not None else ""
    return any(re.search(alias, words) for holder in examined.case.holders for alias in holder.aliases)


def _speaks_elsewhere(examined: Examined, mention: Mention) -> Fault | None:
    """A quotation of the evidence is said by a holder who speaks in that document, and stands on that side."""
    case = examined.case
    if mention.quotation is None:
        return None
    quotes = [
        q for q in case.quotes if folded(mention.quotation.words.rstrip(".,")) in folded(examined.documents.at(q))
    ]
    if not quotes:
        return None
    for quote in quotes:
        able = [h for h in case.holders if not h.documents or not quote.document or quote.document in h.documents]
        if quote.group in case.sides:
            able = [holder for holder in able if holder.position == quote.group]
        if {holder.id for holder in able} & mention.holders:
            return None
    names = " and ".join(h.canonical for h in case.holders if h.id in mention.holders)
    return Fault(Code.WRONG_HOLDER, f"“{mention.quotation.words}” is not said by {names}", mention.sentence)


def _clause(examined: Examined, mention: Mention) -> str:
    sentence = examined.sentences[mention.sentence].text
    return sentence if len(sentence) <= 160 else sentence[:157] + "..."


def _weasels(examined: Examined, index: int) -> bool:
    text = examined.outside_quotations(index)
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in WEASELS)


def _force(examined: Examined, mention: Mention) -> Iterator[Fault]:
    """No cue vouches for the content, unless the source's own cue does."""
    allowed = set(examined.case.allow_cues)
    for link in mention.spoken:
        if link.lemma in FACTIVE - allowed and not link.negated:
            yield Fault(Code.FACTIVE_UPGRADE, f"'{link.lemma}' vouches for the claim; 'say' would do", mention.sentence)
    text = examined.outside_quotations(mention.sentence)
    for pattern in FACTIVE_PHRASES:
        found = re.search(pattern, text, re.IGNORECASE)
        if found and not any(cue in found[0].lower() for cue in allowed):
            yield Fault(Code.FACTIVE_UPGRADE, f"'{found[0].strip()}' vouches for the claim", mention.sentence)


def _hedge(examined: Examined, mention: Mention) -> Iterator[Fault]:
    """Where the source hedges, so does the answer."""
    if examined.case.hedge_required and mention.holders and not examined.hedged(mention):
        yield Fault(Code.HEDGE_DROPPED, f"the source's hedge is gone: '{_clause(examined, mention)}'", mention.sentence)


def _polarity(examined: Examined, mention: Mention) -> Iterator[Fault]:
    """A claim is denied only by who denies it, and by them it is."""
    nearest = next((link for link in mention.links if link.holders), None)
    holders = [h for h in examined.case.holders if nearest is not None and h.id in nearest.holders]
    if nearest is None or not holders:
        return
    if all(holder.stance == "deny" for holder in holders):
        groups = examined.gold(mention.quotation) if mention.quotation is not None else ()
        quoted = any(holder.position in groups for holder in holders)
        if not quoted and not _denied(mention) and not any(_denies(examined, holder) for holder in holders):
            yield Fault(Code.POLARITY, f"{holders[0].canonical} denies this, but is shown saying it", mention.sentence)
    elif not any(holder.stance for holder in examined.case.holders) and _turned_round(examined, mention, nearest):
        yield Fault(Code.POLARITY, f"{holders[0].canonical} affirms this, but is shown denying it", mention.sentence)


def _turned_round(examined: Examined, mention: Mention, nearest: Link) -> bool:
    """Tell whether the answer denies what the evidence affirms: by its cue, or within the claim's clause."""
    if nearest.lemma in DENY:
        return not _evidence_negates(examined)
    negated = nearest.negated if mention.quotation is not None else mention.denied or nearest.negated
    return negated and not nearest.quoted and not _evidence_negates(examined)


def _denied(mention: Mention) -> bool:
    words = mention.quotation.words if mention.quotation is not None else ""
    cues = {link.lemma for link in mention.spoken}
    negated = mention.denied or any(link.negated for link in mention.spoken)
    return bool(cues & DENY) or negated or bool(re.search(NEGATION, words, re.IGNORECASE))


def _denies(examined: Examined, holder: Holder) -> bool:
    """Tell whether the answer shows a holder denying in any sentence in which the holder is a source."""
    for index, sentence in enumerate(examined.sentences):
        speaks = any(holder.id in link.holders for link in examined.attributor.links(index))
        if speaks and re.search(NEGATION, sentence.text, re.IGNORECASE):
            return True
    return False


def _evidence_negates(examined: Examined) -> bool:
    around = [examined.documents.at(quote) for quote in examined.case.quotes]
    return any(re.search(NEGATION, text, re.IGNORECASE) for text in (*around, *examined.case.turns))


def _forbidden_own_voice(examined: Examined) -> Iterator[Fault]:
    """No sentence says in its own voice what the case forbids to say so."""
    for index, sentence in enumerate(examined.sentences):
        said = set(content_words(examined.outside_quotations(index)))
        if sentence.asks or examined.attributor.links(index) or examined.refuses(index):
            continue
        for forbidden in examined.case.forbidden_own_voice:
            words = set(content_words(forbidden))
            if words and len(words & said) >= _SAME_SENTENCE * len(words):
                yield Fault(
                    Code.OWN_VOICE,
                    f"stated in its own voice: '{sentence.text}'; must be said by {examined.party()}",
                    index,
                )


def _wrong_holders(examined: Examined) -> Iterator[Fault]:
    """Nobody whom the case rules out is the claim's source."""
    text = examined.answer.text
    for pattern in examined.case.wrong_holders:
        for match in re.finditer(pattern, text):
            source = any(
                not link.negated and link.source and link.source[0] < match.end() and match.start() < link.source[1]
                for mention in examined.mentions
                for link in mention.spoken[:1]
            )
            if source or (examined.case.wrong_holder_strict and not _in_refusal(examined, match.start())):
                yield Fault(
                    Code.WRONG_HOLDER,
                    f"'{match[0]}': the claim is {examined.party()}'s",
                    _index(examined, match.start()),
                )


def _index(examined: Examined, place: int) -> int | None:
    return next((i for i, sentence in enumerate(examined.sentences) if sentence.start <= place < sentence.end), None)


def _in_refusal(examined: Examined, place: int) -> bool:
    index = _index(examined, place)
    return index is not None and examined.refuses(index)


def _sides(examined: Examined) -> Iterator[Fault]:
    """Where every side must be heard, a holder of each is the source of something."""
    if not examined.case.require_all_holders:
        return
    heard = heard_sides(examined)
    for side in sorted(examined.case.sides - heard):
        names = " or ".join(h.canonical for h in examined.case.holders if h.position == side)
        yield Fault(Code.ONE_SIDED, f"not heard: {names}")


def heard_sides(examined: Examined) -> frozenset[str]:
    """Return the sides of which some holder is a source in the answer."""
    names = {name for mention in examined.mentions for link in mention.spoken for name in link.holders}
    for index in range(len(examined.sentences)):
        names |= {name for link in examined.attributor.links(index) for name in link.holders if not link.negated}
    return frozenset(holder.position for holder in examined.case.holders if holder.id in names)


def _over_attributed(examined: Examined) -> Iterator[Fault]:
    """An uncontested fact is not made to look doubtful."""
    for mention in examined.mentions:
        doubts = [link.lemma for link in mention.spoken if link.lemma in DOUBT | DENY]
        text = examined.outside_quotations(mention.sentence)
        adverb = re.search(DOUBT_ADVERBS, text, re.IGNORECASE)
        if doubts or adverb or _weasels(examined, mention.sentence):
            how = doubts[0] if doubts else adverb[0] if adverb else "nobody in particular"
            yield Fault(
                Code.OVER_ATTRIBUTED, f"nobody contests this, but it is put in doubt by '{how}'", mention.sentence
            )


def self_sourced(link: Link) -> bool:
    """Tell whether a link's party is the answer's own documents."""
    return any(word in SELF for word in link.words.lower().split())
