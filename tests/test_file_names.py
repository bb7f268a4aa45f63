"""Documents without a title are called by their file's name: whatever words it is made of, they can be quoted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from assistant.checks.auditing import check_answer
from assistant.model import Status

NAMES = {
    "Orra": "Annual Report 2023.txt",
    "Ostra": "GUM_bio_Chao.txt",
    "Karvia": "Protokoll_(2)_final.txt",
    "Sund": "2021-03-04 Notes.txt",
    "Telm": "O'Neill's notes.txt",
    "Brisk": "The Times.txt",
    "Vell": "Ann says no.txt",
    "Hamm": "Who said what?.txt",
    "Lorn": "according to Bob.txt",
    "Pask": "summary: part 2.txt",
    "Quist": "Bericht-2020.v1.txt",
    "Rhen": "Dr. Smith.md",
    "Skaw": "IMG0001.txt",
    "Tarn": "never.txt",
}
TEXT = "The dam at {town} was built in 19{year}. Ann Lee of {town} said that the dam at {town} leaks at the gate.\n"


@pytest.fixture(scope="module")
def dams(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("dams")
    for year, (town, name) in enumerate(NAMES.items(), 41):
        (folder / name).write_text(TEXT.format(town=town, year=year), "utf-8")
    with Assistant.open(folder / "library") as assistant:
        assistant.add([folder / name for name in NAMES.values()])
        yield assistant


@pytest.mark.parametrize("town", NAMES)
def test_a_file_of_any_name_can_be_quoted(dams: Assistant, town: str) -> None:
    built = dams.ask(f"When was the dam at {town} built?")
    told = dams.ask(f"Who says that the dam at {town} leaks?")
    for answer in (built, told):
        assert answer.status is Status.ANSWERED
        assert answer.citations[0].document.uri == NAMES[town]
        assert check_answer(answer, dams.shelf()).ok
    assert "Ann Lee" in told.text


def test_a_files_name_is_listed_as_it_is(dams: Assistant) -> None:
    assert "GUM_bio_Chao.txt" in dams.ask("what documents do you have on Ostra?").text


def test_another_documents_name_is_no_name_of_this_one(dams: Assistant) -> None:
    answer = dams.ask("When was the dam at Brisk built?")
    wrong = answer.model_copy(
        update={
            "statements": tuple(
                one.model_copy(update={"text": one.text.replace("The Times.txt", "Annual Report 2023.txt")})
                for one in answer.statements
            )
        }
    )
    assert not check_answer(wrong, dams.shelf()).ok
