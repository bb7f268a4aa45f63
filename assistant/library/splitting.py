"""One paragraph into sentences: pysbd's rules for English, without the work that cannot change their result.

pysbd looks each of its abbreviations up by regular expression, and finds each sentence in the
paragraph by another that it compiles for the purpose: two thirds of its time. Here an
abbreviation is looked up only where it stands with a full stop, and sentences are found by their text.
"""

from __future__ import annotations

import re
from functools import cache

from pysbd.lang.english import English
from pysbd.processor import Processor


class _Abbreviations(English.AbbreviationReplacer):  # type: ignore[misc]  # pysbd ships no types
    """pysbd's abbreviations, each looked up only where it can matter."""

    def search_for_abbreviations_in_string(self, text: str) -> str:
        """Mark the full stops of abbreviations in one line as no sentence ends.

        pysbd's own method replaces the stop after every abbreviation it finds, once for each place it
        finds it; once for each wording is the same. (It would also look at the letter that follows, but
        its pattern for that never matches.)
        """
        lowered = text.lower()
        for abbreviation in _abbreviations():
            if abbreviation.isalnum() and f"{abbreviation}." not in lowered:
                continue
            if abbreviation not in lowered:
                continue
            found = re.findall(rf"(?:^|\s|\r|\n){abbreviation}", text, flags=re.IGNORECASE)
            for wording in dict.fromkeys(wording.strip() for wording in found):
                text = self.scan_for_replacements(text, wording, 0, [])
        return text


class _English(English):  # type: ignore[misc]  # pysbd ships no types
    AbbreviationReplacer = _Abbreviations


@cache
def _abbreviations() -> tuple[str, ...]:
    return tuple(abbreviation.strip() for abbreviation in English.Abbreviation.ABBREVIATIONS)


def split(paragraph: str) -> list[str]:
    """Return a paragraph's sentences in order, without the white space between them.

    The paragraph is one line. A sentence that pysbd altered in passing is not among its substrings.
    """
    return [stripped for piece in Processor(paragraph, _English).process() if (stripped := piece.strip())]
