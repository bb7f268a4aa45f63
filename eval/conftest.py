"""`pytest eval`: each case is a test of a run's answers, and its failure says in words what is wrong.

The answers are those of `ACCORDINGTO_ANSWERS` (a file of answers), else this assistant's, over a library built for
the occasion.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from eval.cases import Case, load_cases
from eval.documents import Documents
from eval.places import documents_root
from eval.scoring import Score, score
from eval.systems import System, open_system

_OPENED = pytest.StashKey[tuple[ExitStack, System, Documents]]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CaseFile | None:
    """Collect the case files under eval/cases."""
    if file_path.suffix == ".jsonl" and file_path.parent.name == "cases":
        return CaseFile.from_parent(parent, path=file_path)
    return None


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the system that was asked."""
    if _OPENED in config.stash:
        config.stash[_OPENED][0].close()


class CaseFile(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[CaseItem]:
        """Yield a test a case."""
        cases = load_cases([self.path])
        for case in cases:
            yield CaseItem.from_parent(self, name=case.id, case=case, cases=cases)


class Wrong(AssertionError):
    """An answer with a hard error."""


class CaseItem(pytest.Item):
    """One case: asked, scored, and failed in words."""

    def __init__(self, *, case: Case, cases: tuple[Case, ...], **more: object) -> None:
        """Take the case and those it shares a library with."""
        super().__init__(**more)  # type: ignore[arg-type]
        self._case = case
        self._cases = cases

    def runtest(self) -> None:
        """Ask and score; skip where the documents are not at hand."""
        system, documents = self._system()
        missing = [path for path in self._case.documents if not documents.file(path).is_file()]
        if missing:
            pytest.skip(f"{missing[0]} is not in {documents.root}; set ACCORDINGTO_SHARED to the folder that holds it")
        found = score(self._case, system.answer(self._case), documents)
        if found.unscored is not None:
            pytest.skip(found.unscored)
        if not found.ok:
            raise Wrong(in_words(found))

    def _system(self) -> tuple[System, Documents]:
        if _OPENED not in self.config.stash:
            stack = ExitStack()
            documents = Documents(documents_root(None))
            out = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            answers = os.environ.get("ACCORDINGTO_ANSWERS")
            name = f"answers:{answers}" if answers else "accordingto"
            held = [case for case in self._cases if all(documents.file(path).is_file() for path in case.documents)]
            system = stack.enter_context(open_system(name, None, documents, held, out))
            self.config.stash[_OPENED] = (stack, system, documents)
        return self.config.stash[_OPENED][1:]

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """Say what is wrong with the answer; anything else fails as usual."""
        if isinstance(excinfo.value, Wrong):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Name the case."""
        return self.path, None, f"case {self.name}: {self._case.turns[-1]}"


def in_words(found: Score) -> str:
    """Return the question, the answer and everything that is wrong with it."""
    wrong = "\n".join(f"  {finding.code}: {finding.why}" for finding in found.findings)
    return f"Asked: {found.question}\nAnswered: {found.text}\nWrong:\n{wrong}"
