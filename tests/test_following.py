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
The boats carried 9,000 people. Brandt said that fares had to rise by a tenth. “Nobody was hurt in the fire”, she said.
"""
MILL = """---
title: Report of the Millers
published: 2019-01-08
genre: report
---
The Millers' Union met in the hall. Its chair, Jonas Lund, said that flour would be dear. The mills ground 4,000 tons.
Lund said that wages had to rise by a fifth. “Two people were hurt in the fire”, he said.
"""
SPEECH = """---
title: Norway at the General Assembly, 2021
published: 2021-09-01
author: Norway
genre: speech
---
We speak for peace at sea. Denmark believes that the strait belongs to it, and Denmark has pledged to hold the strait.
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


@pytest.mark.parametrize(
    ("first", "hurt"),
    [
        ("What did Ada Brandt say about the new ferry?", "Nobody was hurt"),
        ("What did Jonas Lund say about flour?", "Two people were hurt"),
    ],
)
def test_a_follow_up_is_about_the_document_just_quoted(assistant: Assistant, first: str, hurt: str) -> None:
    assert hurt in assistant.ask("was anybody hurt in the fire?", [first]).statements[0].text


def test_a_question_that_names_another_time_leaves_that_document(assistant: Assistant) -> None:
    first = "What did Ada Brandt say about the new ferry?"
    assert "a fifth" in assistant.ask("What was said about wages in January 2019?", [first]).statements[0].text


def test_a_follow_up_about_somebody_no_document_tells_of_is_not_answered(assistant: Assistant) -> None:
    first = "Where would the new ferry of the Ferry Guild sail?"
    assert assistant.ask("and the tram to Castlemere?", [first]).status is Status.ABSTAINED


def test_what_others_say_a_party_holds_is_no_reply_of_theirs(assistant: Assistant) -> None:
    assert assistant.ask("What does Denmark believe about the strait?").status is Status.ANSWERED
    assert assistant.ask("How did Denmark hit back at Norway's claims to the strait?").status is Status.ABSTAINED


def test_whom_he_stands_for_is_the_name_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask("Which general told the Evening Post that the quay could burn?")
    assert "Karl Vester told" in answer.statements[0].text
