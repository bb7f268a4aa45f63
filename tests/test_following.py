"""Questions that follow on others: what was just quoted is nearer, and silence is kept as elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from libraries import library_of

from assistant import Assistant
from assistant.model import Status

GUILD = """---
title: Report of the Ferry Guild
published: 2021-04-02
genre: report
---
The Ferry Guild held its yearly meeting on the quay. Its chair, Ada Brandt, said that the new ferry would sail in June.
The boats carried 9,000 people. Brandt said that fares had to rise by a tenth. In the great fire 12 lamps were lost.
"""
MILL = """---
title: Report of the Millers
published: 2019-01-08
genre: report
---
The Millers' Union met in the hall. Its chair, Jonas Lund, said that flour would be dear. The mills ground 4,000 tons.
Lund said that wages had to rise by a fifth. In the great fire 40 lamps were lost.
"""
SPEECH = """---
title: Norway at the General Assembly, 2021
published: 2021-09-01
author: Norway
genre: speech
---
We speak for peace at sea. Norway sent grain and lamp oil over the strait to the islands. Denmark believes that the
strait belongs to it, and Denmark has pledged to hold the strait.
Norway does not accept the claims of Denmark to the strait. Sweden said that the strait should be open to all.
"""


PRESS = """---
title: A morning on the quay
published: 2021-07-08
genre: report
---
The paper spoke to the oldest general of the town, General Karl Vester. He told the Evening Post that the quay could
burn before the winter. The mayor was in the hall.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with library_of(tmp_path_factory.mktemp("following"), guild=GUILD, mill=MILL, speech=SPEECH, press=PRESS) as opened:
        yield opened


@pytest.mark.parametrize(("name", "lost"), [("guild.md", "12 lamps"), ("mill.md", "40 lamps")])
def test_what_was_just_quoted_is_nearer(assistant: Assistant, name: str, lost: str) -> None:
    quoted = [one.id for one in assistant.documents() if one.path.endswith(name)]
    best = assistant.finder().after(quoted).find(assistant.read("How many lamps were lost in the great fire?"))[0]
    assert lost in best.text


@pytest.mark.parametrize(
    ("first", "lost"),
    [
        ("What did Ada Brandt say about the new ferry?", "12 lamps"),
        ("What did Jonas Lund say about flour?", "40 lamps"),
    ],
)
def test_a_follow_up_is_answered_from_the_document_just_quoted(assistant: Assistant, first: str, lost: str) -> None:
    assert lost in assistant.ask("How many lamps were lost in the great fire?", [first]).statements[0].text


def test_a_question_that_names_another_time_leaves_that_document(assistant: Assistant) -> None:
    first = "What did Ada Brandt say about the new ferry?"
    assert "a fifth" in assistant.ask("What was said about wages in January 2019?", [first]).statements[0].text


def test_a_follow_up_about_somebody_no_document_tells_of_is_not_answered(assistant: Assistant) -> None:
    first = "What did Norway send over the strait?"
    assert assistant.ask(first).status is Status.ANSWERED
    assert assistant.ask("and Turkmenistan?", [first]).status is Status.ABSTAINED


def test_what_others_say_a_party_holds_is_no_reply_of_theirs(assistant: Assistant) -> None:
    assert assistant.ask("What does Denmark believe about the strait?").status is Status.ANSWERED
    assert assistant.ask("How did Denmark hit back at Norway's claims to the strait?").status is Status.ABSTAINED


def test_whom_he_stands_for_is_the_name_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask("Which general told the Evening Post that the quay could burn?")
    assert "Karl Vester told" in answer.statements[0].text
