"""Who says what, construction by construction, on sentences written for these tests."""

from __future__ import annotations

import pytest

from assistant.library.segmenting import segment
from assistant.model import Claim, ClaimantKind, Document, Force, Form, Metadata, Polarity, Rule, Span
from assistant.voices import claims_of


def read(
    text: str, genre: str = "news", author: str | None = None, title: str | None = None
) -> tuple[Document, tuple[Claim, ...]]:
    """Read a text as a document of a genre."""
    document = Document(
        uri="test:document",
        path="document.txt",
        text=text,
        metadata=Metadata(genre=genre, author=author, title=title),
        content=(Span(start=0, end=len(text)),),
    )
    return document, claims_of(document, segment(document).sentences)


def relayed(text: str, genre: str = "news") -> list[tuple[str, str, str]]:
    """Return (claimants, cue, content) of every attribution, in the order of the contents."""
    document, claims = read(text, genre)
    rows = []
    for claim in claims:
        one = claim.attribution
        if one.form is not Form.OWN_VOICE:
            names = " + ".join(claimant.name for claimant in one.claimants)
            rows.append((names, one.cue.of(text) if one.cue else "", one.content.of(document.text)))
    return rows


def the_one(text: str, cue: str, genre: str = "news") -> Claim:
    """Return the only attribution with that cue."""
    _, claims = read(text, genre)
    found = [one for one in claims if one.attribution.cue is not None and one.attribution.cue.of(text) == cue]
    assert len(found) == 1, f"{len(found)} attributions with the cue {cue!r} in {text!r}: {relayed(text)}"
    return found[0]


# ------------------------------------------------------------------ the twelve that fooled a prototype


def test_1_believed_to_be_somewhere_is_not_the_believer() -> None:
    text = "The smuggler, believed to be hiding in Porto, called for new recruits to join him."
    rows = relayed(text)
    assert ("unnamed sources", "believed", "to be hiding in Porto") in rows
    assert ("the smuggler", "called for", "new recruits to join him") in rows
    assert not any(names == "the smuggler" and cue == "believed" for names, cue, _ in rows)


@pytest.mark.parametrize(
    ("text", "who", "cue"),
    [
        ("Sources allege that the harbour was mined.", "sources", "allege"),
        ("Critics charge that the reform is a sham.", "critics", "charge"),
        ("Dockers claim that the crane was never inspected.", "Dockers", "claim"),
    ],
)
def test_2_a_plural_verb_has_its_subject_and_its_clause(text: str, who: str, cue: str) -> None:
    names, found, content = relayed(text)[0]
    assert (names.casefold(), found) == (who.casefold(), cue)
    assert content.startswith("that ")


def test_3_the_accused_are_not_the_accusers() -> None:
    claim = the_one("Guards held two clerks accused of forging the permits.", "accused")
    assert claim.attribution.source is None
    assert claim.attribution.claimants[0].kind is ClaimantKind.UNSPECIFIED
    assert claim.attribution.form is Form.AGENTLESS
    assert Rule.AGENTLESS in claim.rules


def test_3_an_accuser_who_is_named_accuses() -> None:
    text = "Norland accused Sudland of jamming its radios."
    assert relayed(text) == [("Norland", "accused", "Sudland of jamming its radios")]


@pytest.mark.parametrize(
    "text",
    [
        "The raid underscored the reach of the navy.",
        "A shared ledger would expose the gaps in the audit.",
        "The victory showed that the fleet was ready.",
    ],
)
def test_4_things_do_not_speak(text: str) -> None:
    document, claims = read(text, genre="opinion")
    assert [claim.attribution.form for claim in claims] == [Form.OWN_VOICE]
    assert claims[0].attribution.claimants[0].kind is ClaimantKind.AUTHOR
    assert claims[0].contested and Rule.INTERPRETATION in claims[0].rules
    assert claims[0].attribution.claimants[0].name == "the article", document.metadata


def test_4_documents_and_data_do_speak() -> None:
    claim = the_one("The annual survey shows that rents fell.", "shows")
    assert claim.attribution.claimants[0].kind is ClaimantKind.ARTIFACT


def test_5_the_quoted_one_speaks() -> None:
    active = the_one("The newspaper quoted Marta Oliveira as saying that the dam was safe.", "quoted")
    assert [one.name for one in active.attribution.claimants] == ["Marta Oliveira"]
    passive = the_one("Marta Oliveira was quoted as saying that the dam was safe.", "quoted as saying")
    assert [one.name for one in passive.attribution.claimants] == ["Marta Oliveira"]


def test_6_a_demand_has_content() -> None:
    text = "The union called for the mayor to reopen the bridge."
    assert relayed(text) == [("the union", "called for", "the mayor to reopen the bridge")]


def test_7_views_and_reportative_adverbs() -> None:
    view = the_one("In the admiral's view, the strait is indefensible.", "In the admiral's view")
    assert view.attribution.claimants[0].name == "the admiral"
    hearsay = the_one("The convoy reportedly turned back.", "reportedly")
    assert hearsay.attribution.form is Form.AGENTLESS
    assert hearsay.attribution.force is Force.WEAK_EVIDENCE


@pytest.mark.parametrize("text", ["The council should fund the ferries.", "Ministers must publish the accounts."])
def test_8_should_and_must_are_the_authors_norm(text: str) -> None:
    _, claims = read(text, genre="opinion")
    assert [claim.attribution.form for claim in claims] == [Form.OWN_VOICE]
    assert Rule.NORM in claims[0].rules and claims[0].contested


def test_9_a_narrative_is_relayed_by_the_author() -> None:
    claim = the_one("The budget defies the popular narrative that portrays the unions as idle.", "portrays", "opinion")
    assert claim.attribution.claimants[0].name == "the popular narrative"
    assert [one.name for one in claim.chain] == ["the popular narrative", "the article"]


def test_10_scare_quotes_are_nobodys_quotation() -> None:
    _, claims = read("The so-called “free zone” charges more than the town does.", genre="opinion")
    assert not [one for one in claims if one.attribution.form in {Form.DIRECT, Form.MIXED}]
    _, claims = read("The mayor says the “free zone” charges too much.")
    assert [one.attribution.form for one in claims] == [Form.INDIRECT]


def test_11_a_denial_inside_a_statement_is_two() -> None:
    text = "The envoy, who had denied that talks were held, said they would resume in May."
    denied, said = the_one(text, "denied"), the_one(text, "said")
    assert denied.attribution.polarity is Polarity.NEGATIVE
    assert denied.attribution.force is Force.DENIED
    assert said.attribution.polarity is Polarity.POSITIVE
    assert said.attribution.content.of(text) == "they would resume in May"
    assert {one.attribution.claimants[0].name for one in (denied, said)} == {"the envoy"}


def test_12_a_question_asserts_its_presupposition_as_the_reporters() -> None:
    text = (
        "MS. HOLT:  Good morning.\n\n"
        "Q    Why did the ministry hide the audit from the port?\n\n"
        "MS. HOLT:  We published the audit in full in March 2019.\n\n"
        "Q    Thank you.\n"
    )
    document, claims = read(text, genre="briefing")
    asked = next(one for one in claims if "hide the audit" in one.attribution.content.of(document.text))
    assert asked.contested and Rule.ATTRIBUTED in asked.rules
    assert asked.attribution.claimants[0].name == "a reporter"
    answered = next(one for one in claims if "in full" in one.attribution.content.of(document.text))
    assert answered.attribution.claimants[0].name == "Ms. Holt"


# ------------------------------------------------------------------ the ways to attribute


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("The plan, Ines Duarte says, is dead.", ("Ines Duarte", "says", "The plan, Ines Duarte says, is dead")),
        ("The plan is dead, said Ines Duarte.", ("Ines Duarte", "said", "The plan is dead")),
        ("The plan is dead, according to Ines Duarte.", ("Ines Duarte", "according to", "The plan is dead")),
        ("As Ines Duarte put it, the plan is dead.", ("Ines Duarte", "put it", "the plan is dead")),
        ("It is believed that the plan is dead.", ("unnamed sources", "believed", "that the plan is dead")),
        ("The plan is said to have failed.", ("unnamed sources", "said", "to have failed")),
        (
            "It was announced by Ines Duarte that the plan is dead.",
            ("Ines Duarte", "announced", "that the plan is dead"),
        ),
        ("A leaflet stating that the plan is dead was found.", ("a leaflet", "stating", "that the plan is dead")),
        ("Ines Duarte's claim that the plan failed was rejected.", ("Ines Duarte", "claim", "that the plan failed")),
        ("There are reports that the plan is dead.", ("unnamed sources", "reports", "that the plan is dead")),
        ("Ines Duarte vowed to fight the plan.", ("Ines Duarte", "vowed", "to fight the plan")),
        ("Ines Duarte urged the council to drop the plan.", ("Ines Duarte", "urged", "the council to drop the plan")),
        ("Ines Duarte is certain that the plan is dead.", ("Ines Duarte", "certain", "that the plan is dead")),
        ("Ines Duarte asked whether the plan was dead.", ("Ines Duarte", "asked", "whether the plan was dead")),
        ("Ines Duarte denies taking part in the plan.", ("Ines Duarte", "denies", "taking part in the plan")),
        ("Duarte (2014) argues that the plan is dead.", ("Duarte", "argues", "that the plan is dead")),
        ("Ines Duarte called the plan a disgrace.", ("Ines Duarte", "called", "the plan a disgrace")),
    ],
)
def test_a_way_to_attribute(text: str, row: tuple[str, str, str]) -> None:
    assert row in relayed(text)


def test_negation_turns_a_denial_round() -> None:
    assert the_one("Ines Duarte did not deny that she left.", "deny").attribution.polarity is Polarity.POSITIVE
    assert the_one("Ines Duarte did not say that she left.", "say").attribution.polarity is Polarity.NEGATIVE


def test_a_possible_or_asked_saying_has_less_force_than_a_real_one() -> None:
    said = the_one("Ines Duarte says that she left.", "says").attribution.force
    could = the_one("Ines Duarte could say that she left.", "say").attribution.force
    assert could < said


def test_nested_attributions_are_a_chain() -> None:
    text = "The agency reported that General Oto Brandt claimed that the fort had fallen."
    outer, inner = the_one(text, "reported", "opinion"), the_one(text, "claimed", "opinion")
    assert inner.attribution.parent == outer.attribution.id
    assert [one.name for one in inner.chain] == ["Oto Brandt", "the agency", "the article"]


def test_one_clause_of_a_sentence_is_relayed_and_the_other_is_the_authors() -> None:
    text = "The ferry was stopped in Faro in May 2011 after officials announced that its papers were forged."
    document, claims = read(text, genre="opinion")
    own = [one for one in claims if one.attribution.form is Form.OWN_VOICE]
    assert [one.attribution.content.of(document.text) for one in own] == ["The ferry was stopped in Faro in May 2011"]
    assert own[0].rules == (Rule.UNCONTESTED,) and not own[0].contested


# ------------------------------------------------------------------ quotations


def test_a_quotation_over_two_sentences_belongs_to_its_speaker() -> None:
    text = "“The pier is closed. Nobody may land there,” said Rosa Lind."
    claim = the_one(text, "said")
    assert claim.attribution.form is Form.DIRECT
    assert claim.attribution.content.of(text) == "“The pier is closed. Nobody may land there,”"


def test_a_second_quotation_without_a_cue_inherits_the_speaker() -> None:
    text = "“The pier is closed,” said Rosa Lind. “Nobody may land there before the spring.”"
    _, claims = read(text)
    second = [one for one in claims if one.attribution.form is Form.DIRECT and one.attribution.cue is None]
    assert [one.attribution.claimants[0].name for one in second] == ["Rosa Lind"]


def test_a_quotation_goes_on_over_a_paragraph() -> None:
    text = "Rosa Lind said: “The pier is closed to every ship.\n\n“Nobody may land there before the spring.”\n"
    _, claims = read(text)
    direct = [one for one in claims if one.attribution.form is Form.DIRECT]
    assert [one.attribution.claimants[0].name for one in direct] == ["Rosa Lind", "Rosa Lind"]


def test_i_inside_a_quotation_is_the_quoted_one() -> None:
    text = "“I think the pier will stay closed for a year,” said Rosa Lind."
    assert the_one(text, "think").attribution.claimants[0].name == "Rosa Lind"


def test_i_in_a_speech_is_the_author() -> None:
    _, claims = read("I believe that the pier is safe.", genre="speech", author="Freedonia")
    assert [one.name for one in claims[0].attribution.claimants] == ["Freedonia"]
    assert claims[0].attribution.claimants[0].kind is ClaimantKind.AUTHOR


# ------------------------------------------------------------------ claimants


def test_short_forms_stand_for_the_full_name() -> None:
    text = "Amara Okafor leads the port. Okafor said that the cranes were sold."
    assert relayed(text) == [("Amara Okafor", "said", "that the cranes were sold")]


def test_a_title_stands_for_its_only_bearer() -> None:
    text = "General Oto Brandt arrived on Friday. The General said that the fort had fallen."
    assert the_one(text, "said").attribution.claimants[0].name == "Oto Brandt"


def test_a_pronoun_means_the_last_fitting_party() -> None:
    text = "Amara Okafor opened the port on Friday. She said that the cranes were sold."
    assert the_one(text, "said").attribution.claimants[0].name == "Amara Okafor"


def test_a_tie_stays_unresolved() -> None:
    text = "Amara Okafor met Lena Petrova on Friday. She said that the cranes were sold."
    claimant = the_one(text, "said").attribution.claimants[0]
    assert (claimant.name, claimant.kind) == ("she", ClaimantKind.UNSPECIFIED)


def test_a_group_keeps_its_wording_and_counts_its_members() -> None:
    text = "Freedonian shipping sources, including former inspector Lena Petrova, claim that the cranes were sold."
    claimant = the_one(text, "claim").attribution.claimants[0]
    assert claimant.kind is ClaimantKind.GROUP
    assert claimant.name.endswith("including former inspector Lena Petrova")
    assert claimant.members == ("Lena Petrova",)


def test_two_who_say_it_together_are_two_claimants() -> None:
    names = [
        one.name for one in the_one("Spain and Portugal said that the cranes were sold.", "said").attribution.claimants
    ]
    assert names == ["Spain", "Portugal"]


@pytest.mark.parametrize("who", ["A spokesman for the harbour board", "The harbour board's spokeswoman"])
def test_a_spokesperson_speaks_for_somebody(who: str) -> None:
    claimant = the_one(f"{who} said that the cranes were sold.", "said").attribution.claimants[0]
    assert claimant.kind is ClaimantKind.NAMED
    assert claimant.members[0].casefold() == "the harbour board"


@pytest.mark.parametrize("who", ["officials", "reports", "experts", "some"])
def test_nobody_in_particular_is_unspecified(who: str) -> None:
    claim = the_one(f"{who.capitalize()} say that the cranes were sold.", "say")
    assert claim.attribution.claimants[0].kind is ClaimantKind.UNSPECIFIED
    assert {Rule.ATTRIBUTED, Rule.AGENTLESS} <= set(claim.rules)


# ------------------------------------------------------------------ contested?


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The strike may spread to other ports.", Rule.HEDGED),
        ("It is essential to repair the cranes.", Rule.NORM),
        ("The strike will ruin the town.", Rule.PREDICTION),
        ("The strike has undoubtedly emboldened the smugglers.", Rule.INTERPRETATION),
        ("The owners deceive and manipulate the dockers.", Rule.ACCUSATION),
        ("The contract is shameful and divisive.", Rule.LABEL),
        ("The port was opened in 1964.", Rule.UNCONTESTED),
    ],
)
def test_rules_of_the_authors_own_voice(text: str, rule: Rule) -> None:
    _, claims = read(text, genre="opinion")
    assert rule in claims[0].rules
    assert claims[0].contested is (rule is not Rule.UNCONTESTED)


def test_every_rule_has_a_reason_and_hedges_stand_in_the_text() -> None:
    text = "The strike may spread, and Lena Petrova fears that it could ruin the town."
    _, claims = read(text, genre="opinion")
    for claim in claims:
        assert len(claim.reasons) == len(claim.rules)
    assert {hedge.of(text) for claim in claims for hedge in claim.hedges} == {"may", "could"}


def test_an_opinion_without_date_or_number_is_its_authors() -> None:
    _, claims = read("The harbour has a certain charm.", genre="opinion")
    assert claims[0].contested
    _, claims = read("The harbour has four berths.", genre="reference")
    assert not claims[0].contested


# ------------------------------------------------------------------ a colon opens a quotation


@pytest.mark.parametrize(
    ("text", "who", "cue"),
    [
        ("The union wrote a letter. Brandt rejected this on 9 June: “Nobody was paid.” The choir sang.", "Brandt",
         "rejected"),
        ("Mayor Ada Brandt denied it: “They never reached that conclusion.”", "Ada Brandt", "denied"),
        ("Ilse Moor blamed the board: “They closed it in the night.”", "Ilse Moor", "blamed"),
        ("Brandt did not dispute the figures: “They are ours.”", "Brandt", "dispute"),
        ("Brandt would not hear of it: “I never saw the bill.”", "Brandt", "hear"),
        ("Brandt wrote to Moor, who replied: “Nobody was paid.”", "Moor", "replied"),
        ("Brandt said: “Nobody was paid.” Mayor Moor sang.", "Brandt", "said"),
        ("Moor said that Brandt rejected this: “Nobody was paid.”", "Brandt", "rejected"),
        ("Brandt said that she rejected this: “Nobody was paid.”", "Brandt", "said"),
    ],
)  # fmt: skip
def test_a_quotation_behind_a_colon_is_put_forward_by_the_clause_before_it(text: str, who: str, cue: str) -> None:
    _, claims = read(text)
    quoted = [one for one in claims if one.attribution.content.of(text).startswith("“")]
    assert [one.attribution.claimants[0].name for one in quoted] == [who]
    made = quoted[0].attribution
    assert made.cue is not None
    assert (made.cue.of(text), made.form, made.polarity, made.force) == (
        cue, Form.DIRECT, Polarity.POSITIVE, Force.SAID,
    )  # fmt: skip


def test_what_is_denied_before_the_colon_stays_denied() -> None:
    text = "Ada Brandt denied that the lock was sold: “Nobody was paid a penny.”"
    _, claims = read(text)
    by_content = {one.attribution.content.of(text): one.attribution.polarity for one in claims}
    assert by_content["that the lock was sold"] is Polarity.NEGATIVE
    assert by_content["“Nobody was paid a penny.”"] is Polarity.POSITIVE
    assert the_one("Brandt denied “any wrongdoing in the sale”.", "denied").attribution.polarity is Polarity.NEGATIVE


# ------------------------------------------------------------------ whose clause, and who is meant


def test_and_that_goes_on_with_the_verb_whose_that_came_first() -> None:
    text = (
        "On 3 May 2021 Mayor Ada Brandt said in a letter that the guild had held the ferry for two years and that its"
        " crew had done nothing wrong."
    )
    assert [(who, cue) for who, cue, _ in relayed(text)] == [("Ada Brandt", "said")]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("The Harbour Board assesses that the quay is weaker today.",
         ("the Harbour Board", "assesses", "that the quay is weaker today")),
        ("As of 2024, some twenty gangs were assessed to operate in the port.",
         ("unnamed sources", "assessed", "to operate in the port")),
    ],
)  # fmt: skip
def test_who_assesses_puts_something_forward(text: str, row: tuple[str, str, str]) -> None:
    assert relayed(text) == [row]


def test_and_that_goes_on_with_a_verb_that_had_no_that() -> None:
    text = "Ada Brandt confirmed the sale and that the price was 40 million."
    assert relayed(text) == [("Ada Brandt", "confirmed", "that the price was 40 million")]


def test_who_may_be_replaced_still_speaks() -> None:
    assert [names for names, _, _ in relayed("The minister could be replaced and said he was ready.")] == [
        "the minister"
    ]


def test_what_somebody_will_be_denied_is_not_denied_by_them() -> None:
    assert relayed("The guild will be shunned by the town and denied the berth it wants.") == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("We met the owner of the ferry, Jonas Lund. He said the quay was closed.", "Jonas Lund"),
        ("We met your own top general in Germany, General Jonas Lund. He told us the quay was closed.", "Jonas Lund"),
        ("Ada Brandt spoke. It matters to the crew that they say the quay is closed.", "they"),
        ("Ada Brandt spoke first. They say the quay is closed.", "they"),
    ],
)  # fmt: skip
def test_a_pronoun_means_who_stands_behind_the_comma_and_nobody_far_off(text: str, who: str) -> None:
    assert [names for names, _, content in relayed(text) if "closed" in content] == [who]


# ------------------------------------------------------------------ links


def test_a_link_is_read_as_its_words_and_quoted_whole() -> None:
    text = (
        "Former Mayor Ada Brandt [described](https://a.example/b/1886) the plan as “brilliant”. [Jonas Lund]"
        "(https://a.example/l), the clerk, said that [the quay was closed](https://a.example/c)."
    )
    rows = relayed(text)
    assert ("Ada Brandt", "[described](https://a.example/b/1886)", "the plan as “brilliant”") in rows
    assert ("Jonas Lund", "said", "that [the quay was closed](https://a.example/c)") in rows


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The chair, Jonas Lund, said that flour would be dear.", "Jonas Lund"),
        ("Norland's envoy, Ada Brandt, said that flour would be dear.", "Ada Brandt"),
        ("A spokesman for the board, Ada Brandt, told us that flour would be dear.", "Ada Brandt"),
        ("The chair of the council, Ada Brandt, said that flour would be dear.", "Ada Brandt"),
        ("The mother of the suspect, Tom Hale, said that flour would be dear.", "the mother of the suspect"),
        ("The agency, Reuters, said that flour would be dear.", "the agency"),
        ("The city, New York, said that flour would be dear.", "the city"),
    ],
)
def test_who_is_described_is_called_by_the_name_behind_it(text: str, who: str) -> None:
    assert [names for names, _, _ in relayed(text)] == [who]
