"""Which quotations of an answer stand in documents whose files are no longer what was read."""

from __future__ import annotations

from assistant.library.standing import standing_of
from assistant.model import Answer
from assistant.record import Record


def with_stale_marked(answer: Answer, record: Record) -> Answer:
    """Return the answer with `stale` set on each citation whose file was altered or deleted since it was read.

    What is quoted stays the text that was read, which the record keeps; what the file says now is never shown.
    """
    places = {place.id: place for place in record.places({citation.document.id for citation in answer.citations})}
    stale = {one for one, place in places.items() if standing_of(place.uri, place.file_sha256).stale}
    if not stale:
        return answer
    citations = (c.model_copy(update={"stale": c.document.id in stale}) for c in answer.citations)
    return answer.model_copy(update={"citations": tuple(citations)})
