"""A draft of a case, for a person to finish."""

from __future__ import annotations

import json
import re

from assistant.errors import UsageError
from eval.documents import Documents
from eval.support import content_words

TODO = "TODO"
"""What a person has to replace."""


def draft(identity: str, question: str, document: str, words: str, documents: Documents) -> str:
    """Return a case as a line of JSON: the quotation placed, a first claim pattern guessed, the rest marked TODO.

    Raises:
        UsageError: where the words do not stand in the document, or stand there more than once.
    """
    path = documents.find(document)
    if path is None:
        raise UsageError(f"{document} is not in {documents.root}.")
    found = list(re.finditer(r"\s+".join(re.escape(word) for word in words.split()), documents.text(path)))
    if len(found) != 1:
        how = "do not stand" if not found else f"stand {len(found)} times"
        raise UsageError(f"The words {how} in {path}; give words that stand there once.")
    start, end = found[0].span()
    long = sorted(set(content_words(words)), key=len)[-2:]
    case = {
        "id": identity,
        "kind": "who_claims",
        "turns": [question],
        "expect": "answer",
        "contested": True,
        "documents": [path],
        "cluster": path,
        "holders": [{"id": TODO.lower(), "canonical": TODO, "aliases": [TODO], "documents": [path]}],
        "quotes": [{"document": path, "start": start, "end": end, "text": documents.text(path)[start:end]}],
        "claim_patterns": ["|".join(rf"\b{re.escape(stem)}" for stem in long) or TODO],
        "forbidden_own_voice": [TODO],
        "pass_example": f"{TODO} said that “{' '.join(words.split())}” [1].",
        "fail_examples": [{"text": f"{words} [1].", "error": "OWN_VOICE"}],
        "note": "A draft: replace every TODO, then run check-cases.",
    }
    return json.dumps(case, ensure_ascii=False)
