"""What a standalone question adds to a follow-up, held against what a person added to it.

Words are content words, stemmed. A word counts once a question. Recall is the share of the words the person added that
were added too, precision the share of the added words that the person's question holds, `wrong` how many a question it
does not hold. `whole` is the F1 of all content words of the questions: the one figure that "last turn only", which
adds nothing, also has. All are sums over questions (micro), with intervals by conversation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from assistant.answers.dialogue import Turn, understand_turn
from assistant.answers.parties import Parties
from assistant.model import Answer, Status
from eval.followups import FollowUp, read_follow_ups
from eval.places import shared_root
from eval.statistics import Estimate, clustered
from eval.support import content_words

Method = Callable[[FollowUp], str]
"""From a follow-up to a question that stands alone."""


@dataclass(frozen=True)
class Compared:
    """The content words of one follow-up: as asked, as a person put it, and as a method did."""

    asked: frozenset[str]
    human: frozenset[str]
    ours: frozenset[str]


def last_turn(one: FollowUp) -> str:
    """Leave the question as it was asked."""
    return one.asked


def whole_history(one: FollowUp) -> str:
    """Paste everything asked before in front."""
    return " ".join([*one.history, one.asked])


def assistant(one: FollowUp) -> str:
    """Rewrite it as the assistant does, each turn in the light of those before; nobody speaks in its library.

    A question back leaves the words as they were.
    """
    return _understood((*one.history, one.asked))


@cache
def _understood(turns: tuple[str, ...]) -> str:
    earlier = [Turn(_understood(turns[: number + 1]), _SILENCE) for number in range(len(turns) - 1)]
    return understand_turn(turns[-1], earlier, Parties((), ())).question


_SILENCE = Answer(status=Status.ABSTAINED, text="-")

METHODS: Mapping[str, Method] = {
    "last turn only": last_turn,
    "whole history pasted": whole_history,
    "the assistant": assistant,
}
"""What is compared, by name."""


def compare(follow_ups: Sequence[FollowUp], method: Method) -> list[Compared]:
    """Return the words of every follow-up under a method."""
    return [Compared(_words(one.asked), _words(one.human), _words(method(one))) for one in follow_ups]


def _words(text: str) -> frozenset[str]:
    return frozenset(content_words(text))


def recall(rows: Sequence[Compared]) -> float | None:
    """Return the share of the words a person added that were added too."""
    wanted = sum(len(row.human - row.asked) for row in rows)
    return sum(len((row.human - row.asked) & row.ours) for row in rows) / wanted if wanted else None


def precision(rows: Sequence[Compared]) -> float | None:
    """Return the share of the added words that the person's question holds; None where none was added."""
    added = sum(len(row.ours - row.asked) for row in rows)
    return sum(len((row.ours - row.asked) & row.human) for row in rows) / added if added else None


def wrong(rows: Sequence[Compared]) -> float | None:
    """Return how many words a question were added that the person's question does not hold."""
    return sum(len(row.ours - row.asked - row.human) for row in rows) / len(rows) if rows else None


def whole(rows: Sequence[Compared]) -> float | None:
    """Return the F1 of all content words of the questions."""
    sizes = sum(len(row.ours) + len(row.human) for row in rows)
    return 2 * sum(len(row.ours & row.human) for row in rows) / sizes if sizes else None


FIGURES: Mapping[str, Callable[[Sequence[Compared]], float | None]] = {
    "recall": recall,
    "precision": precision,
    "wrong": wrong,
    "whole": whole,
}
"""Every figure, by name."""


def measure(follow_ups: Sequence[FollowUp]) -> dict[str, dict[str, Estimate]]:
    """Return each method's figures, with intervals that resample conversations."""
    clusters = [one.conversation for one in follow_ups]
    return {
        name: {label: clustered(rows, clusters, figure) for label, figure in FIGURES.items()}
        for name, method in METHODS.items()
        for rows in [compare(follow_ups, method)]
    }


def gain(follow_ups: Sequence[FollowUp], baseline: Method) -> Estimate:
    """Return how much better the assistant's questions are as a whole (F1) than a baseline's, both resampled alike."""
    pairs = list(zip(compare(follow_ups, assistant), compare(follow_ups, baseline), strict=True))

    def difference(rows: Sequence[tuple[Compared, Compared]]) -> float | None:
        ours, theirs = whole([one for one, _ in rows]), whole([other for _, other in rows])
        return None if ours is None or theirs is None else ours - theirs

    return clustered(pairs, [one.conversation for one in follow_ups], difference)


def rewriting(
    split: Annotated[str, typer.Option(help="dev or test; test once per change of method")] = "dev",
    data: Annotated[Path | None, typer.Option(help="folder with mtrag and cast")] = None,
    show: Annotated[int, typer.Option(help="also list so many of the worst rewrites (dev only)")] = 0,
) -> None:
    """Hold standalone questions against those people wrote (MT-RAG, CAsT), beside two baselines."""
    follow_ups = [one for one in read_follow_ups(data or shared_root() / "data") if one.split == split]
    for collection in ("MT-RAG", "CAsT 2019", "CAsT 2020", ""):
        chosen = [one for one in follow_ups if collection in ("", one.collection)]
        talks = len({one.conversation for one in chosen})
        typer.echo(f"{collection or 'all'}, {split}: {len(chosen)} follow-ups of {talks} conversations")
        for name, figures in measure(chosen).items():
            typer.echo(f"  {name:22}" + "  ".join(f"{label} {figure}" for label, figure in figures.items()))
    for name in ("last turn only", "whole history pasted"):
        typer.echo(f"gain in whole over {name}: {gain(follow_ups, METHODS[name])}")
    if show and split == "dev":
        for one in sorted(follow_ups, key=_error, reverse=True)[:show]:
            typer.echo(f"{one.history[-1]} | {one.asked}\n   ours: {assistant(one)}\n   theirs: {one.human}")


def _error(one: FollowUp) -> int:
    return len(_words(assistant(one)) ^ _words(one.human))


def register(app: typer.Typer) -> None:
    """Mount the command on the harness's command line."""
    app.command("rewriting")(rewriting)


if __name__ == "__main__":
    typer.run(rewriting)
