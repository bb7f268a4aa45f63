"""A run: answer every case, score every answer, and pick up where an interrupted run stopped."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Lock

from assistant.errors import AccordingToError
from eval.answers import GivenAnswer
from eval.cases import Case
from eval.documents import Documents
from eval.scoring import Score, score
from eval.systems import System

_log = logging.getLogger(__name__)


def run(
    cases: Sequence[Case],
    system: System,
    documents: Documents,
    out: Path,
    workers: int = 2,
    progress: Callable[[int, int, Score], None] | None = None,
) -> tuple[Score, ...]:
    """Answer and score the cases, in their order.

    Answers are appended to `out`/answers.jsonl as they come; a case is not asked again while its turns, its
    documents and the system's name are the same. `progress` is called with how many are done, of how many, and the
    last score.
    """
    out.mkdir(parents=True, exist_ok=True)
    journal = _Journal(out / "answers.jsonl", system.name)
    scores: dict[str, Score] = {}
    with ThreadPoolExecutor(workers) as pool:
        waiting = {pool.submit(_answered, case, system, journal): case for case in cases}
        for done in as_completed(waiting):
            case = waiting[done]
            scores[case.id] = score(case, done.result(), documents)
            if progress is not None:
                progress(len(scores), len(cases), scores[case.id])
    return tuple(scores[case.id] for case in cases)


def _answered(case: Case, system: System, journal: _Journal) -> GivenAnswer:
    known = journal.get(case)
    if known is not None:
        return known
    started = time.perf_counter()
    try:
        answer = system.answer(case)
    except AccordingToError as error:
        _log.warning("%s was not answered: %s", case.id, error)
        return GivenAnswer(error=str(error))
    if answer.seconds is None and answer.error is None and not system.name.startswith("answers:"):
        answer = answer.model_copy(update={"seconds": time.perf_counter() - started})
    journal.put(case, answer)
    return answer


class _Journal:
    """The answers of earlier runs into the same folder, by case and system."""

    def __init__(self, file: Path, system: str) -> None:
        self._file = file
        self._system = system
        self._lock = Lock()
        self._known: dict[str, GivenAnswer] = {}
        held = file.read_text(encoding="utf-8") if file.exists() else ""
        for line in held.split("\n"):
            self._read(line)
        if held and not held.endswith("\n"):
            file.write_text(held + "\n", encoding="utf-8")  # the torn last line of an interrupted run ends here

    def _read(self, line: str) -> None:
        if not line.strip():
            return
        try:
            kept = json.loads(line)
        except json.JSONDecodeError:
            _log.warning("%s holds a broken line, as after an interrupted run; that case is asked again", self._file)
            return
        if kept.get("system") == self._system:
            self._known[kept["case"]] = GivenAnswer.model_validate(kept["answer"])

    def get(self, case: Case) -> GivenAnswer | None:
        if self._system.startswith("answers:"):
            return None
        return self._known.get(_fingerprint(case))

    def put(self, case: Case, answer: GivenAnswer) -> None:
        kept = {
            "id": case.id,
            "system": self._system,
            "case": _fingerprint(case),
            "answer": answer.model_dump(mode="json"),
        }
        with self._lock, self._file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(kept, ensure_ascii=False) + "\n")


def _fingerprint(case: Case) -> str:
    asked = json.dumps([case.id, case.turns, case.documents], ensure_ascii=False)
    return hashlib.sha256(asked.encode()).hexdigest()
