"""What stays: conversations by person, feedback, exports; what programs may ask; cases run from the page."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import anyio
import pytest
from fastapi.testclient import TestClient
from libraries import library_of
from mcp import Client, StdioServerParameters, stdio_client
from scripted_model import ScriptedModel, reply

from assistant import Assistant
from assistant.chat import evaluating
from assistant.chat.app import build
from assistant.chat.people import COOKIE
from assistant.chat.suggesting import Suggester
from assistant.conversations import Turn
from assistant.errors import AccordingToError, ConversationNotFound, UsageError
from assistant.model import Answer, ClaimantKind, Status
from assistant.tools import Tools

ROOT = Path(__file__).parent.parent
QUESTION = "Who claims that the lantern fund is empty?"
TEXT = """Wardens of Ventry claim that the lantern fund is empty. Mayor Ida Holm said in March 2019 that the Lantern
Fund holds nine thousand crowns. Mayor Ida Holm said that the Harbour Council had counted it twice.

The lantern fund was founded in 1904.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    (folder / "documents").mkdir()
    (folder / "documents" / "fund.txt").write_text(TEXT, "utf-8")
    with Assistant.open(folder / "library") as assistant:
        assistant.add([folder / "documents"])
    return folder / "library"


@pytest.fixture(scope="module")
def assistant(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    copy = shutil.copytree(library, tmp_path_factory.mktemp("open") / "library")
    with Assistant.open(copy) as opened:
        yield opened


def test_a_conversation_is_its_owner_s_alone(assistant: Assistant) -> None:
    held = assistant.conversations
    first = held.start("browser:a")
    answer = assistant.ask(QUESTION)
    assert [held.add(first, "browser:a", question, answer) for question in ("one", "two")] == [0, 1]
    assert [turn.question for turn in held.turns(first, "browser:a")] == ["one", "two"]
    assert held.turns(first, "browser:a")[0].answer == answer
    for act in (
        lambda: held.turns(first, "browser:b"),
        lambda: held.delete(first, "browser:b"),
        lambda: held.add(first, "browser:b", "x", answer),
    ):
        with pytest.raises(ConversationNotFound):
            act()
    second = held.start("browser:a")
    assert [one.id for one in held.of("browser:a")] == [first]
    held.add(second, "browser:a", "three", answer)
    assert [(one.id, one.title, one.turns) for one in held.of("browser:a")] == [(second, "three", 1), (first, "one", 2)]
    assert held.of("browser:b") == []
    held.delete(first, "browser:a")
    assert [one.id for one in held.of("browser:a")] == [second]


def test_a_browser_gets_a_cookie_that_no_script_can_read(assistant: Assistant) -> None:
    with TestClient(build(assistant)) as browser:
        cookie = browser.get("/").headers["set-cookie"].lower()
        assert cookie.startswith(COOKIE)
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "set-cookie" not in browser.get("/").headers


def test_with_a_login_the_proxy_names_the_person(library: Path, tmp_path: Path) -> None:
    with Assistant.open(shutil.copytree(library, tmp_path / "l"), user_header="X-Person") as assistant:
        mine = assistant.conversations.start("user:ida")
        assistant.conversations.add(mine, "user:ida", QUESTION, assistant.ask(QUESTION))
        with TestClient(build(assistant)) as client:
            assert client.get("/").status_code == 401
            assert client.get(f"/conversations/{mine}/markdown", headers={"X-Person": "bo"}).status_code == 404
            kept = client.get(f"/conversations/{mine}/markdown", headers={"X-Person": "ida"})
            assert QUESTION in kept.text
            assert kept.headers["content-type"] == "text/markdown; charset=utf-8"


def test_feedback_on_somebody_else_s_conversation_is_refused(assistant: Assistant) -> None:
    mine = assistant.conversations.start(f"browser:{uuid4()}")
    said = {"conversation": mine, "turn": 0, "verdict": "up"}
    with TestClient(build(assistant), cookies={COOKIE: str(uuid4())}) as client:
        assert client.post("/feedback", json=said).status_code == 404
        assert client.post("/feedback", json=said | {"verdict": "<b>"}).status_code == 422


def test_a_document_of_another_version_is_not_marked(assistant: Assistant) -> None:
    held = assistant.documents()[0]
    with TestClient(build(assistant)) as client:
        page = client.get(f"/documents/{held.id}?start=0&end=7&sha256={'0' * 64}")
        assert "has changed since" in page.text
        assert 'id="quotation"' not in page.text
        assert "script" not in page.headers["content-security-policy"]


def test_offered_questions_are_answered(assistant: Assistant) -> None:
    suggester = Suggester(assistant)
    offered = suggester.examples()
    assert offered
    for question in offered:
        assert assistant.ask(question).status.value == "answered"
    assert not set(suggester.nearest(offered[0], [offered[0]])) & {offered[0]}


def test_what_is_offered_asks_about_the_owner_and_not_what_is_owned(tmp_path: Path) -> None:
    text = (
        "Mayor Ida Holm said that Ventry’s treasury was empty. Mayor Ida Holm said that Ventry’s bridge was safe.\n\n"
        "Mayor Ida Holm said that the town of Ventry was poor.\n"
    )
    with library_of(tmp_path, fund=text) as opened:
        assert Suggester(opened).examples() == ("What did Ida Holm say about Ventry?",)


def test_offering_stops_when_somebody_asks(assistant: Assistant) -> None:
    tries = iter([True, False])
    assert len(Suggester(assistant).examples(lambda: next(tries))) <= 1
    assert Suggester(assistant).nearest(QUESTION, [], lambda: False) == ()


@pytest.mark.parametrize(("seconds", "most"), [(0.0, 6), (0.7, 3)])
def test_an_abstention_tries_six_questions_and_a_second_and_a_half_at_most(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, seconds: float, most: int
) -> None:
    """Whatever there is to try, and whether or not anything was found: near questions and others share the bound."""
    tried: list[str] = []

    def answer(question: str) -> Answer:
        tried.append(question)
        time.sleep(seconds)
        return Answer(status=Status.ABSTAINED, text="Nothing is said of it.", statements=())

    suggester = Suggester(assistant)
    monkeypatch.setattr(assistant, "extract", answer)
    monkeypatch.setattr(Suggester, "_near", lambda *_: [f"near {number}?" for number in range(4)])
    monkeypatch.setattr(Suggester, "_anywhere", lambda *_: [f"any {number}?" for number in range(24)])
    assert suggester.instead(QUESTION, []) == ()
    assert len(tried) == most
    assert tried[:3] == ["near 0?", "near 1?", "near 2?"]


def test_a_language_model_is_not_asked_for_questions_to_offer(assistant: Assistant) -> None:
    model = ScriptedModel(reply())
    assistant.word_with(model)
    try:
        assert Suggester(assistant).examples()
    finally:
        assistant.writer = None
    assert model.asked == []


def test_a_document_is_served_by_its_whole_id_only(assistant: Assistant) -> None:
    held = assistant.documents()[0]
    with TestClient(build(assistant)) as client:
        assert client.get(f"/documents/{held.id}").status_code == 200
        for near in (held.id[:8], held.path, held.title, held.title[:4], held.path.rsplit("/", 1)[-1]):
            assert client.get(f"/documents/{near}").status_code == 404


@pytest.mark.parametrize("page", ["/", "/documents/none", "/documents/unknown", "/evaluation", "/conversations/x/html"])
def test_every_page_has_a_policy_that_names_no_other_host(assistant: Assistant, page: str) -> None:
    with TestClient(build(assistant)) as client:
        policy = client.get(page).headers["content-security-policy"]
    assert policy.startswith(("default-src 'none'", "default-src 'self'"))
    assert "http" not in policy
    assert "*" not in policy


def test_the_speakers_are_those_of_the_claims(assistant: Assistant) -> None:
    heard = Counter(
        claim.chain[0].name for _, claim in assistant.claims() if claim.chain[0].kind is not ClaimantKind.AUTHOR
    )
    assert dict(assistant.speakers()) == dict(heard)
    counts = [count for _, count in assistant.speakers()]
    assert counts == sorted(counts, reverse=True)


def test_a_quotation_is_checked_word_for_word(assistant: Assistant) -> None:
    tools = Tools(assistant)
    right = tools.check_quote("the lantern fund is empty")
    assert [one["verdict"] for one in right] == ["found"]
    assert right[0]["citation"]["exact"] == "the lantern fund is empty"
    assert tools.check_quote("the lantern fund is nearly empty") == []
    named = tools.check_quote("the lantern fund is nearly empty", document="fund.txt")
    assert named == [{"verdict": "not_found", "citation": None}]
    with pytest.raises(UsageError):
        tools.check_quote(" … ")


def test_claims_for_programs_are_filtered(assistant: Assistant) -> None:
    tools = Tools(assistant)
    assert {name for one in tools.claims(claimant="Holm") for name in one["claimants"]} == {"Ida Holm"}
    assert all("crowns" in one["quotation"] for one in tools.claims(about="crowns"))
    assert len(tools.claims(limit=1)) == 1


def test_a_program_asks_over_mcp(library: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(library, tmp_path / "library")
    command = ["-m", "assistant", "mcp", "--library", str(copy)]
    server = StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ), cwd=ROOT)

    async def talk() -> None:
        async with Client(stdio_client(server)) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            assert names == {"ask", "claims", "disagreements", "check_quote", "documents"}
            asked = await client.call_tool("ask", {"question": QUESTION})
            assert "lantern fund is empty" in str(asked.structured_content)
            refused = await client.call_tool("ask", {"question": "?"})
            assert refused.is_error
            assert "Ask something in words" in str(refused.content)

    with ThreadPoolExecutor(1) as apart:  # a browser test in this process leaves an event loop running in our thread
        apart.submit(anyio.run, talk).result()


def test_cases_are_run_in_a_process_of_their_own(library: Path, tmp_path: Path) -> None:
    with Assistant.open(shutil.copytree(library, tmp_path / "library")) as assistant:
        (tmp_path / "eval" / "cases").mkdir(parents=True)
        cases = tmp_path / "eval" / "cases" / "eleven.jsonl"
        case = {"kind": "unanswerable", "turns": ["Who painted the bridge?"], "expect": "abstain", "contested": False}
        cases.write_text("".join(json.dumps({"id": f"c{n}"} | case) + "\n" for n in range(11)), "utf-8")
        assert evaluating.latest(assistant) is None
        assert list(evaluating.Run(assistant, cases)) == [(done, 11) for done in range(1, 12)]
        latest = evaluating.latest(assistant)
        assert latest is not None
        assert latest["cases"] == 11
        with TestClient(build(assistant)) as client:
            assert "Who painted the bridge?" in client.get("/evaluation").text
        cases.write_text("no case\n", "utf-8")
        with pytest.raises(AccordingToError, match=r"eleven\.jsonl"):
            list(evaluating.Run(assistant, cases))
        stopped = evaluating.Run(assistant, cases)
        stopped.stop()
        assert list(stopped) == []


def test_a_turn_keeps_when_it_was_asked(assistant: Assistant) -> None:
    mine = assistant.conversations.start("browser:clock")
    assistant.conversations.add(mine, "browser:clock", QUESTION, assistant.ask(QUESTION))
    turn = assistant.conversations.turns(mine, "browser:clock")[0]
    assert isinstance(turn, Turn)
    assert turn.asked.startswith("20")
