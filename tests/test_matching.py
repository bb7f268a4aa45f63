"""A text is matched to a question word by word, by meaning, and rare words count most."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from assistant import Assistant
from assistant.answers.matching import REMEMBERED, Probe, Reader


def shares(assistant: Assistant, question: str, texts: list[str], rare: str = "") -> list[float]:
    reader = Reader(assistant._embedding)
    readings = reader.read([question, *texts])
    probe = Probe(question, readings[question], lambda word: 9.0 if word == rare else 1.0)
    return [probe.share(probe.nearest(readings[text])) for text in texts]


def test_another_word_for_the_same_thing_is_nearer_than_a_stray_one(assistant: Assistant) -> None:
    near, far = shares(assistant, "Who bankrolled the lighthouse?", ["The county funded it.", "The county painted it."])
    assert near > far


def test_the_rare_word_decides(assistant: Assistant) -> None:
    texts = ["The dredger sank.", "The county voted on harbour dues."]
    question = "What did the county say of the dredger?"
    plain = shares(assistant, question, texts)
    weighed = shares(assistant, question, texts, rare="dredger")
    assert weighed[0] - weighed[1] > plain[0] - plain[1]


def test_the_same_text_matches_whole_and_an_empty_one_not_at_all(assistant: Assistant) -> None:
    same, empty = shares(assistant, "the county voted", ["the county voted", ""])
    assert same > 0.99
    assert empty == 0.0


def test_a_reader_remembers_the_latest_and_may_be_shared(assistant: Assistant) -> None:
    reader = Reader(assistant._embedding)
    texts = [f"lamp {number}" for number in range(REMEMBERED + 5)]
    with ThreadPoolExecutor(4) as pool:
        read = list(pool.map(lambda text: reader.read([text])[text], texts))
    again = reader.read(texts[:1])[texts[0]]
    assert np.array_equal(again.vector, read[0].vector)
    assert len(reader._known) == REMEMBERED
