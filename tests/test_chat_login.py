"""Logging in: who may, what is closed to everybody else, and how long whoever guesses must wait."""

from __future__ import annotations

import io
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Ran
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.chat.app import build
from assistant.chat.people import SESSION
from assistant.chat.sessions import LASTS, Refused, Sessions
from assistant.errors import SettingsError, UsageError
from assistant.users import Users

PASSWORD = "nine thousand crowns"
HTML = {"accept": "text/html,*/*"}
QUESTION = "What happened to the dredger Patience?"


@pytest.fixture
def users(tmp_path: Path) -> Users:
    users = Users(tmp_path / "users")
    users.put("Ida", PASSWORD)
    return users


@pytest.fixture(scope="module")
def members(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """A library that two people may use."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("members") / "library")
    for name in ("ida", "bo"):
        Users(folder / "users").put(name, PASSWORD)
    with Assistant.open(folder) as opened:
        yield opened


@pytest.fixture
def client(members: Assistant) -> Iterator[TestClient]:
    with TestClient(build(members), follow_redirects=False) as opened:
        yield opened


def log_in(client: TestClient, name: str = "ida", password: str = PASSWORD, **headers: str) -> int:
    return client.post("/login", data={"username": name, "password": password}, headers=headers).status_code


# -- the file of users ---------------------------------------------------------------------------------


def test_a_password_is_kept_as_a_salted_hash_that_only_the_owner_of_the_file_reads(users: Users) -> None:
    users.put("bo", PASSWORD)
    written = users.file.read_text("utf-8")
    assert PASSWORD not in written
    ida, bo = users.hash_of("ida"), users.hash_of("bo")
    assert ida != bo, "the same password, other salts"
    assert stat.S_IMODE(users.file.stat().st_mode) == 0o600
    assert users.check("ida", PASSWORD)
    assert not users.check("ida", PASSWORD + " ")
    assert not users.check("nobody", PASSWORD)


def test_a_password_typed_on_another_keyboard_is_the_same(users: Users) -> None:
    users.put("bo", "caf\u00e9 au lait")
    assert users.check("bo", "cafe\u0301 au lait")


@pytest.mark.parametrize(("name", "password"), [("a:b", PASSWORD), ("", PASSWORD), ("bo", "short"), ("bo", "x" * 257)])
def test_what_cannot_be_a_user_is_refused_in_words(users: Users, name: str, password: str) -> None:
    with pytest.raises(UsageError):
        users.put(name, password)
    assert users.names() == ["ida"]


def test_a_file_that_somebody_wrote_by_hand_is_refused_with_its_line(users: Users) -> None:
    users.file.write_text("ida:secret\n", "utf-8")
    with pytest.raises(SettingsError, match="line 1"):
        users.check("ida", "secret")


def test_users_are_added_listed_and_removed_by_command(
    command: Callable[..., Ran], library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
    added = command("user", "add", "Ida", "--library", library)
    assert (added.code, PASSWORD in added.out + added.err) == (0, False)
    assert Users(library / "users").check("ida", PASSWORD)
    assert command("user", "list", "--library", library).out == "ida\n"
    assert command("user", "remove", "ida", "--library", library).code == 0
    assert command("user", "remove", "ida", "--library", library).code == 2
    assert command("user", "list", "--library", library).out == ""


# -- guessing ------------------------------------------------------------------------------------------


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_whoever_guesses_waits_longer_each_time_and_the_right_password_waits_too(users: Users) -> None:
    clock = Clock()
    sessions = Sessions(users, clock)
    for _ in range(5):
        assert sessions.log_in("ida", "wrong wrong", "1.1.1.1") == Refused()
    waits = []
    for _ in range(6):
        refused = sessions.log_in("ida", PASSWORD, "2.2.2.2")
        assert isinstance(refused, Refused)
        waits.append(refused.wait)
        clock.now += refused.wait
        assert sessions.log_in("ida", "wrong wrong", "1.1.1.1") == Refused()
    assert waits == sorted(waits)
    assert waits[-1] > 10 * waits[0]
    clock.now += 3600
    assert isinstance(sessions.log_in("ida", PASSWORD, "1.1.1.1"), str)


def test_one_address_that_tries_many_names_waits(users: Users) -> None:
    sessions = Sessions(users, Clock())
    tried = [sessions.log_in(f"user{n}", "wrong wrong", "1.1.1.1") for n in range(22)]
    assert tried[19] == Refused()
    assert isinstance(tried[-1], Refused)
    assert tried[-1].wait > 0
    assert isinstance(sessions.log_in("ida", PASSWORD, "2.2.2.2"), str), "others are not kept out"


def test_the_right_password_forgives_the_wrong_ones_before_it(users: Users) -> None:
    sessions = Sessions(users, Clock())
    for _ in range(4):
        for _ in range(4):
            assert sessions.log_in("ida", "wrong wrong", "1.1.1.1") == Refused()
        assert isinstance(sessions.log_in("ida", PASSWORD, "1.1.1.1"), str)


def test_a_log_in_ends_with_time_with_the_user_and_with_the_password(users: Users) -> None:
    clock = Clock()
    sessions = Sessions(users, clock)
    token = sessions.log_in("IDA ", PASSWORD, "1.1.1.1")
    assert isinstance(token, str)
    assert sessions.name_of(token) == "ida"
    assert sessions.name_of(token[:-1]) is None
    users.put("ida", PASSWORD)  # the same word, hashed anew
    assert sessions.name_of(token) is None
    token = sessions.log_in("ida", PASSWORD, "1.1.1.1")
    assert isinstance(token, str)
    clock.now += LASTS
    assert sessions.name_of(token) is None


# -- the page ------------------------------------------------------------------------------------------


def test_nothing_is_open_without_a_log_in(members: Assistant, client: TestClient) -> None:
    held = members.documents()[0].id
    pages = ["/", f"/documents/{held}", "/conversations/x/html", "/evaluation", "/config", "/gradio_api/info"]
    pages += ["/page.js", "/theme.css", "/gradio_api/heartbeat/x", "/gradio_api/file=/etc/passwd", "/nowhere"]
    for page in pages:
        assert client.get(page).status_code == 401, page
        to = client.get(page, headers=HTML)
        assert (to.status_code, to.headers["location"].split("?")[0]) == (303, "/login"), page
    for posted in ("/gradio_api/call/ask", "/gradio_api/queue/join", "/gradio_api/upload", "/feedback"):
        assert client.post(posted, json={"data": []}).status_code == 401, posted


def test_a_log_in_opens_the_page_and_a_log_out_closes_it(members: Assistant, client: TestClient) -> None:
    document = f"/documents/{members.documents()[0].id}?start=0&end=5"
    to_form = client.get(document, headers=HTML).headers["location"]
    form = client.get(to_form)
    assert 'autocomplete="current-password"' in form.text
    assert "script" not in form.headers["content-security-policy"]
    sent = client.post(to_form, data={"username": "Ida", "password": PASSWORD}, headers=HTML)
    assert (sent.status_code, sent.headers["location"]) == (303, document)
    cookie = sent.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    opened = client.get(document)
    assert opened.status_code == 200
    assert opened.headers["cache-control"] == "no-store"
    token = client.cookies[SESSION]
    assert client.post("/logout", headers=HTML).headers["location"] == "/login"
    assert SESSION not in client.cookies
    client.cookies[SESSION] = token
    assert client.get(document).status_code == 401, "an old token opens nothing"


def test_a_log_in_over_https_is_never_sent_over_http(members: Assistant) -> None:
    with TestClient(build(members), base_url="https://testserver") as client:
        sent = client.post("/login", data={"username": "ida", "password": PASSWORD})
        assert "secure" in sent.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    "place", ["//evil.example/", "/\\evil.example", "https://evil.example/", "javascript:alert(1)"]
)
def test_a_log_in_never_goes_on_to_another_host(client: TestClient, place: str) -> None:
    sent = client.post("/login", params={"next": place}, data={"username": "ida", "password": PASSWORD}, headers=HTML)
    assert sent.headers["location"] == "/"


def test_another_site_cannot_log_a_person_in(client: TestClient) -> None:
    assert log_in(client, **{"sec-fetch-site": "cross-site"}) == 403
    assert log_in(client, **{"sec-fetch-site": "same-origin"}) == 200


def test_a_wrong_password_says_so_and_what_was_typed_is_text(client: TestClient) -> None:
    data = {"username": '"><script>alert(1)</script>', "password": "wrong wrong"}
    sent = client.post("/login", data=data, headers=HTML)
    assert sent.status_code == 401
    assert "The name or the password is wrong." in sent.text
    assert "<script" not in sent.text
    for _ in range(5):
        assert log_in(client, "nobody at all", "wrong wrong") == 401
    waiting = client.post("/login", data={"username": "Nobody at all", "password": "x"}, headers=HTML)
    assert waiting.status_code == 429
    assert int(waiting.headers["retry-after"]) > 0
    assert "too many wrong passwords" in waiting.text


def test_a_form_without_an_end_is_not_read_to_its_end(client: TestClient) -> None:
    assert client.post("/login", content=b"username=" + b"a" * 5_000_000).status_code == 401


def test_conversations_are_the_member_s_in_any_browser(members: Assistant, client: TestClient) -> None:
    mine = members.conversations.start("user:ida")
    members.conversations.add(mine, "user:ida", QUESTION, members.ask(QUESTION))
    assert log_in(client, "bo") == 200
    assert client.get(f"/conversations/{mine}/markdown").status_code == 404
    client.cookies.clear()
    assert log_in(client, "ida") == 200
    assert QUESTION in client.get(f"/conversations/{mine}/markdown").text


def test_a_user_that_is_removed_is_out_at_once(members: Assistant, client: TestClient) -> None:
    users = Users(members.folder / "users")
    users.put("eva", PASSWORD)
    assert log_in(client, "eva") == 200
    assert client.get("/config").status_code == 200
    users.remove("eva")
    assert client.get("/config").status_code == 401
    assert log_in(client, "eva") == 401


def test_settings_that_leave_it_unclear_who_may_are_refused(library: Path) -> None:
    with (
        Assistant.open(library, users_file=library / "nowhere") as assistant,
        pytest.raises(SettingsError, match="add"),
    ):
        build(assistant)
    Users(library / "users").put("ida", PASSWORD)
    with Assistant.open(library, user_header="X-Person") as assistant, pytest.raises(SettingsError, match="proxy"):
        build(assistant)
    Users(library / "users").remove("ida")
    with Assistant.open(library) as assistant, pytest.raises(SettingsError, match="names nobody"):
        build(assistant)
