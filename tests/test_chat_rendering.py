"""What the page is made of: answers, documents with their margins, timelines."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers.disagreeing import Disagreement, Line
from assistant.chat.disagreeing import disagreements_html
from assistant.chat.reading_page import document_page
from assistant.chat.render import RULES, answer_html
from assistant.chat.tables import claims_table
from assistant.chat.timeline import Dot, day_of, timeline
from assistant.checks.quotes import cite
from assistant.model import (
    Answer,
    Attribution,
    Claim,
    Claimant,
    ClaimantKind,
    Document,
    Form,
    Rule,
    Span,
    Statement,
    Status,
    Voice,
)

TEXT = (
    "---\ntitle: Ferry\n---\n\nWardens claim that the ferry was late.\nSo be it.\n\n"
    "The board denies the charge outright.\n"
)
FERRY = Document(uri="file:///ferry.md", path="ferry.md", text=TEXT, content=(Span(start=21, end=len(TEXT)),))


class Reader(HTMLParser):
    """Reads a page: the words of `.words`, of marks, of margins, and every element's name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = self.marked = self.notes = ""
        self._open: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "link", "br", "img"):
            self._open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        classes = {name for _, name in self._open}
        if "words" in classes:
            self.words += data
        if any(tag == "mark" for tag, _ in self._open):
            self.marked += data
        if "notes" in classes:
            self.notes += data


def claim(text: str, words: str, who: str) -> Claim:
    start = text.index(words)
    party = Claimant(name=who, kind=ClaimantKind.GROUP)
    said = Attribution(
        id="1", content=Span(start=start, end=start + len(words)), claimants=(party,), form=Form.INDIRECT
    )
    return Claim(attribution=said, chain=(party,), contested=True, rules=(Rule.ATTRIBUTED,), reasons=("it is said",))


def test_a_document_is_shown_whole_with_who_says_what_in_the_margin() -> None:
    held = [claim(TEXT, "the ferry was late", "Wardens"), claim(TEXT, "the charge outright", "The board")]
    start = TEXT.index("late.\nSo")
    read = Reader(document_page(FERRY, Span(start=start, end=TEXT.index(" denies")), "", held))
    assert read.words == TEXT
    assert read.marked == TEXT[start : TEXT.index(" denies")]
    assert read.notes.index("Wardens") < read.notes.index("The board")
    assert read.tags.count("details") == 1


SCRAPS = st.lists(st.sampled_from(["<b>", "&amp;", "word ", "\n\n", "“said” ", "{{x}}", "${y}", "\n", '"']), min_size=1)


@given(SCRAPS, st.data())
def test_a_document_s_words_are_never_markup_and_never_lost(scraps: list[str], data: st.DataObject) -> None:
    text = "".join(scraps)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Document(uri="file:///x.txt", path="x.txt", text=text)
    read = Reader(document_page(document, Span(start=start, end=end), "", [claim(text, text[start:end], "<i>")]))
    assert read.words == text
    assert read.marked == text[start:end]
    assert not {"b", "i", "script"} & set(read.tags)


def statement(who: str, *rules: Rule) -> Statement:
    return Statement(
        text=f"{who} says “late”.", voice=Voice.ATTRIBUTED, claimants=(who,), chain=(who,), contested=True, rules=rules
    )


def answer(*statements: Statement) -> Answer:
    return Answer(status=Status.ANSWERED, text=" ".join(one.text for one in statements), statements=statements)


def test_sides_that_contradict_one_another_stand_side_by_side() -> None:
    against = (Rule.ATTRIBUTED, Rule.CONTRADICTED)
    assert 'class="sides"' in answer_html(answer(statement("A", *against), statement("B", *against)))
    assert 'class="sides"' not in answer_html(answer(statement("A", Rule.ATTRIBUTED), statement("B", Rule.ATTRIBUTED)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Holm said: “was [found](https://a.example/b?c=1&d=2) there”.", "“was found there”"),
        ("Holm said: “see [K](https://w.example/K_(city)) now”.", "“see K now”"),
        ('Holm said: “a ![chart](https://a.example/c.png "Fig") and [K](/wiki/K)”.', "“a chart and K”"),
        ("Holm said: “paragraph 3[a](i) holds”.", "“paragraph 3[a](i) holds”"),
        ("Holm said: ““the light” is out, “for good””.", "“‘the light’ is out, ‘for good’”"),
    ],
)
def test_a_quotation_is_shown_as_print_shows_it(text: str, shown: str) -> None:
    said = statement("Ida Holm").model_copy(update={"text": text})
    assert f"<q>{shown}</q>" in answer_html(answer(said))


def test_every_rule_has_words_and_a_mark_shows_them() -> None:
    for rule in Rule:
        assert RULES[rule] in answer_html(answer(statement("A", rule)))


def test_a_partial_date_lies_in_the_middle_of_what_it_leaves_open() -> None:
    assert day_of("1998-01-01") < day_of("1998") < day_of("1998-12-28") < day_of("1999")
    assert abs(day_of("1998") - 1998.5) < 0.01


@given(st.lists(st.dates().map(lambda day: day.isoformat()), min_size=2, max_size=30, unique=True))
def test_dots_stand_in_the_order_of_their_dates(dates: list[str]) -> None:
    drawn = timeline([Dot("A", when, "words", "documents/1") for when in dates], "All")
    places = [float(piece.split('"')[0]) for piece in drawn.split('cx="')[1:]]
    assert len(places) == len(dates)
    ordered = [place for _, place in sorted(zip(dates, places, strict=True))]
    assert all(a <= b + 0.2 for a, b in pairwise(ordered))


def test_one_date_is_no_timeline() -> None:
    assert timeline([Dot("A", "1998", "x", "y"), Dot("B", "1998", "x", "y")], "All") == ""


@pytest.mark.parametrize(
    ("dates", "labels"),
    [
        (("2021-07-08", "2021-07-20"), ["2021-07"]),
        (("2021-11-02", "2022-02-01"), ["2021-11", "2021-12", "2022-01", "2022-02"]),
        (("1994-06", "1997-02"), ["1994", "1995", "1996", "1997"]),
    ],
)
def test_a_date_below_the_drawing_stands_where_it_begins(dates: tuple[str, str], labels: list[str]) -> None:
    drawn = timeline([Dot("A", when, "words", "documents/1") for when in dates], "All")
    ticks = re.findall(r'<text class="year" x="([\d.]+)"[^>]*>([\d-]+)<', drawn)
    assert [label for _, label in ticks] == labels
    first = min(float(piece.split('"')[0]) for piece in drawn.split('cx="')[1:])
    assert float(ticks[0][0]) < first, "what was said in July does not stand where the year or month begins"


def test_several_disagreements_have_one_drawing_over_all_of_them() -> None:
    said = (("Ida", "was late"), ("Ola", "denies"))
    groups = [
        Disagreement(
            matter=f"Matter {date}",
            lines=tuple(line(who, words, date, inferred=False) for who, words in said),
            marks=("a mark",),
        )
        for date in ("1998", "2001-04")
    ]
    shown = disagreements_html(groups)
    assert shown.count("<svg") == 1
    assert shown.count("<circle") == 4
    assert "<svg" not in disagreements_html(groups[:1])


def test_disagreements_stand_side_by_side_with_a_timeline() -> None:
    sides = tuple(
        Line(
            claimant=who,
            chain=(who,),
            citation=cite(FERRY, Span(start=TEXT.index(words), end=TEXT.index(words) + len(words)), 1),
            date=date,
            inferred=False,
            claim=who,
        )
        for who, words, date in (("Wardens", "was late", "1998"), ("The <board>", "denies", "1999-05"))
    )
    group = Disagreement(
        matter="The ferry",
        lines=sides,
        marks=("the reply rejects what was said", "another mark"),
        no_reply=("Ida <Holm>",),
    )
    shown = disagreements_html([group])
    assert shown.count('class="statement attributed"') == 2
    assert shown.count("<circle") == 2
    assert "&lt;board&gt;" in shown
    assert "The &lt;board&gt; rejected what Wardens said; another mark." in shown
    assert "No reply from Ida &lt;Holm&gt; in these documents." in shown
    assert "found to contradict" in disagreements_html([])


def line(who: str, words: str, date: str | None, *, inferred: bool) -> Line:
    start = TEXT.index(words)
    cited = cite(FERRY, Span(start=start, end=start + len(words)), 1)
    return Line(claimant=who, chain=(who,), citation=cited, date=date, inferred=inferred, claim=words)


def test_an_inferred_conflict_says_so_and_names_nobody_as_rejecting() -> None:
    lines = (line("Wardens", "was late", "1998", inferred=True), line("Ida", "denies", "1998", inferred=True))
    marks = ("one party denies what the other says",)
    shown = disagreements_html([Disagreement(matter="The ferry", lines=lines, marks=marks)])
    assert "Possible conflict, inferred from the words: one party denies what the other says." in shown
    assert "opposition inferred" not in shown


def test_nobody_is_named_where_one_side_quotes_the_other() -> None:
    whole = "Wardens claim that the ferry was late.\nSo be it."
    lines = (
        line("The board", whole, None, inferred=False),
        line("Wardens", "the ferry was late", None, inferred=False),
    )
    shown = disagreements_html(
        [Disagreement(matter="The ferry", lines=lines, marks=("the speaker rejects what others say",))]
    )
    assert "The speaker rejects what others say." in shown


def test_a_side_is_marked_inferred_where_others_are_stated() -> None:
    lines = (
        line("Wardens", "was late", None, inferred=True),
        line("Ida", "denies", None, inferred=False),
        line("Ola", "charge", None, inferred=False),
    )
    shown = disagreements_html([Disagreement(matter="The ferry", lines=lines, marks=("different numbers: 2 and 3",))])
    assert shown.count("opposition inferred") == 1
    assert "Different numbers: 2 and 3." in shown


def test_a_change_of_position_shows_both_dates() -> None:
    lines = (line("Ida", "was late", "2001-04", inferred=True), line("Ida", "denies", "1998", inferred=True))
    group = Disagreement(matter="The ferry", lines=lines, marks=("a mark",), changed=("Ida",))
    assert "Change of position: Ida says otherwise at different dates (1998 and 2001-04)." in disagreements_html(
        [group]
    )


def test_a_partial_answer_says_what_is_missing_once() -> None:
    missing = "Nothing is said by the board."
    partial = answer(statement("A", Rule.ATTRIBUTED)).model_copy(update={"status": Status.PARTIAL, "reason": missing})
    assert f"Answered in part. {missing}" in answer_html(partial)
    own = Statement(text=missing, voice=Voice.OWN)
    told = answer_html(partial.model_copy(update={"statements": (*partial.statements, own)}))
    assert "Answered in part." in told
    assert told.count(missing) == 1


def test_only_an_unsure_answer_says_so() -> None:
    sure, unsure, abstained = (
        answer_html(answer(statement("A", Rule.ATTRIBUTED)).model_copy(update=changes))
        for changes in (
            {"confidence": 0.9},
            {"confidence": 0.2},
            {"confidence": 0.2, "status": Status.ABSTAINED},
        )
    )
    assert ["may not be what you asked for" in html for html in (sure, unsure, abstained)] == [False, True, False]


def test_a_row_of_the_claims_opens_its_place() -> None:
    one = claim(TEXT, "the ferry was late", "Wardens & co")
    row = claims_table([(FERRY, one)], 1)
    place = one.attribution.content
    assert f"start={place.start}&amp;end={place.end}&amp;sha256={FERRY.sha256}#quotation" in row
    assert "Wardens &amp; co" in row


def test_why_a_row_of_the_claims_is_contested_is_read_without_a_mouse() -> None:
    one = claim(TEXT, "the ferry was late", "Wardens").model_copy(
        update={"contested": True, "reasons": ("it is said by <Wardens>",)}
    )
    assert "<summary>yes</summary>it is said by &lt;Wardens&gt;</details>" in claims_table([(FERRY, one)], 1)
