"""What is scored: this assistant, a file of anybody's answers, and two stand-ins that must score differently.

The assistant is asked here and in the showcase, nowhere else in the harness.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from eval.answers import GivenAnswer, GivenCitation, GivenDocument, load_answers
from eval.cases import Case
from eval.documents import Documents
from eval.errors import AnswersError

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_log = logging.getLogger(__name__)

SYSTEMS = ("accordingto", "top-passage", "stripped")
"""The systems that can be named, besides answers:FILE."""

_PASSAGE = re.compile(r"[^\s“”\"]+(?:\s+[^\s“”\"]+){0,199}")


class System(Protocol):
    """Anything that answers cases; `answer` may be called from several threads."""

    @property
    def name(self) -> str:
        """What the results call it."""

    def answer(self, case: Case) -> GivenAnswer:
        """Answer a case's last turn, its earlier turns having been asked."""


class AnswersFile:
    """Answers that somebody wrote to a file; a case without one counts as not answered."""

    def __init__(self, file: Path) -> None:
        """Read the file; raise AnswersError, naming file and line, for what cannot be read."""
        self.name = f"answers:{file.name}"
        self._answers: Mapping[str, GivenAnswer] = load_answers(file)

    def answer(self, case: Case) -> GivenAnswer:
        """Return the answer of the case's id."""
        return self._answers.get(case.id, GivenAnswer(error="the file holds no answer to this case"))


class AccordingTo:
    """This assistant over an open library."""

    name = "accordingto"

    def __init__(self, assistant: Assistant) -> None:
        """Take the assistant; it stays the caller's to close."""
        self._assistant = assistant

    def answer(self, case: Case) -> GivenAnswer:
        """Ask the last turn with the earlier ones as history."""
        return GivenAnswer.model_validate(self._assistant.ask(case.turns[-1], case.turns[:-1]).wire())


class TopPassage:
    """Pastes what starts at the best unit, 200 words or up to a quotation mark: exact, no answer, said by nobody."""

    name = "top-passage"

    def __init__(self, assistant: Assistant) -> None:
        """Take the assistant, of which only the library and the search are used."""
        self._assistant = assistant

    def answer(self, case: Case) -> GivenAnswer:
        """Quote the top passage for the joined turns."""
        found = self._assistant.retriever.retrieve(" ".join(case.turns))
        if not found:
            return GivenAnswer(text="The documents hold nothing on this.", status="abstained")
        document = self._assistant.document(found[0].node.metadata["document_id"])
        start = int(found[0].node.metadata["start"])
        match = _PASSAGE.search(document.text, start)
        if match is None:
            return GivenAnswer(text="The documents hold nothing on this.", status="abstained")
        start, exact = match.start(), match[0]
        cited = GivenCitation(
            marker=1,
            document=GivenDocument(title=document.title, uri=document.path),
            exact=exact,
            start=start,
            end=start + len(exact),
            sha256=document.sha256,
        )
        return GivenAnswer(text=f"“{' '.join(exact.split())}” [1]", status="answered", citations=(cited,))


class Stripped:
    """The assistant's own citations, said in its own voice: no quotation marks, no claimants."""

    name = "stripped"

    def __init__(self, whole: System) -> None:
        """Take the system whose attributions are stripped."""
        self._whole = whole

    def answer(self, case: Case) -> GivenAnswer:
        """State what each citation quotes, as a fact."""
        answer = self._whole.answer(case)
        if answer.status == "abstained" or not answer.citations:
            return answer
        bare = (f"{' '.join(c.exact.split()).rstrip('.')} [{marker}]." for marker, c in answer.cited().items())
        return answer.model_copy(update={"text": " ".join(re.sub('[“”"]', "", one) for one in bare)})


def _fill(assistant: Assistant, documents: Documents, cases: Sequence[Case]) -> None:
    """Add the documents the cases name; one that is missing or cannot be read is reported and left out."""
    named = sorted({path for case in cases for path in case.documents})
    there = [path for path in named if documents.file(path).is_file()]
    report = assistant.add([documents.file(path) for path in there])
    for path in sorted(set(named) - set(there)):
        _log.warning("left out of the library: %s is not there", path)
    for path, reason in report.skipped:
        _log.warning("left out of the library: %s: %s", path, reason)


@contextmanager
def open_system(
    name: str, library: Path | None, documents: Documents, cases: Sequence[Case], out: Path
) -> Iterator[System]:
    """Open the system of a name; without a library, one is built in `out` from the documents the cases name.

    Raises:
        AnswersError: for a name that is no system, and for a file that cannot be read.
    """
    if name.startswith("answers:"):
        yield AnswersFile(Path(name.removeprefix("answers:")))
        return
    if name not in SYSTEMS:
        raise AnswersError(f"There is no system {name!r}: choose {', '.join(SYSTEMS)} or answers:FILE.")
    with opened_library(library, documents, cases, out) as assistant:
        whole = AccordingTo(assistant)
        named: dict[str, System] = {
            whole.name: whole,
            TopPassage.name: TopPassage(assistant),
            Stripped.name: Stripped(whole),
        }
        yield named[name]


@contextmanager
def opened_library(
    library: Path | None, documents: Documents, cases: Sequence[Case], out: Path, **settings: object
) -> Iterator[Assistant]:
    """Open a library; without one, build it in `out` from the documents that the cases name."""
    from assistant.assistant import Assistant  # loads models: only where an assistant is asked

    with Assistant.open(library or out / "library", create=library is None, **settings) as assistant:
        if library is None:
            _fill(assistant, documents, cases)
        yield assistant
