"""What is scored: this assistant, a file of anybody's answers, and two stand-ins that must score differently."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from eval.answers import GivenAnswer, GivenCitation, load_answers
from eval.cases import Case
from eval.documents import Documents
from eval.errors import AnswersError


class System(AbstractContextManager["System"], Protocol):
    """Anything that answers cases; its methods may be called from several threads."""

    name: str

    def answer(self, case: Case) -> GivenAnswer:
        """Answer a case's last turn, its earlier turns having been asked."""
        ...


class AnswersFile:
    """Answers that somebody wrote to a file; a case without one is answered by nothing at all."""

    def __init__(self, file: Path) -> None:
        """Read the file.

        Raises:
            AnswersError: naming file and line.
        """
        self.name = f"answers:{file.name}"
        self._answers: Mapping[str, GivenAnswer] = load_answers(file)

    def answer(self, case: Case) -> GivenAnswer:
        """Return the answer of the case's id."""
        return self._answers.get(case.id, GivenAnswer(error="the file holds no answer to this case"))

    def __enter__(self) -> Self:
        """Nothing to open."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Nothing to close."""


def open_system(name: str, library: Path | None, documents: Documents, cases: Sequence[Case], out: Path) -> System:
    """Return the system of a name: accordingto, top-passage, stripped, or answers:FILE.

    Raises:
        AnswersError: for a name that is none of these, and for a file that cannot be read.
    """
    if name.startswith("answers:"):
        return AnswersFile(Path(name.removeprefix("answers:")))
    raise AnswersError(f"There is no system {name!r}: choose accordingto, top-passage, stripped or answers:FILE.")
