"""A text is matched to a question word by word, by meaning, and rare words count most."""

from __future__ import annotations

from assistant import Assistant
from assistant.answers.matching import Probe


def shares(assistant: Assistant, question: str, texts: list[str], rare: str = "") -> list[float]:
    asked, *readings = assistant._reader.read([question, *texts])
    probe = Probe(question, asked, lambda word: 9.0 if word == rare else 1.0)
    met = probe.met(dict(zip(texts, readings, strict=True)))
    return [probe.share(met[text].nearest) for text in texts]


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
