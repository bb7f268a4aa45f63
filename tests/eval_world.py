"""A small invented world for the harness's tests: two documents, and cases about them."""

from __future__ import annotations

import json
from pathlib import Path

WEIR = """\
# The weir at Harrow Bridge

The weir at Harrow Bridge was built in 1887 and repaired in 1953.

Oona Brandt, who owns the mill, said on 3 May 2020 that the weir may have caused the flooding of the lower meadow.
The Anglers’ Union claims that the council sold the weir in secret to a timber firm. “Nobody was asked and nobody was
told,” the union wrote. Mayor Tobias Renn rejected this on 9 June 2020: “We sold nothing in secret, and the books are
open.” According to the river board, 40 of the 52 salmon tagged that spring never passed the weir.
"""

PARISH = """\
# Parish notes, autumn

The choir met on eleven evenings. New hymn books came from Aldmoor, bound in green cloth, and the organ was tuned by
a visitor who stayed for three days. The vestry roof still leaks above the third pew, and buckets were moved about.
"""


def _quote(text: str, words: str, **more: object) -> dict[str, object]:
    start = text.index(words)
    return {"document": "weir.md", "start": start, "end": start + len(words), "text": words, **more}


MILLER = {
    "id": "brandt",
    "canonical": "Oona Brandt, the mill's owner",
    "aliases": [r"\bBrandt\b", r"\bmill['’]s owner\b"],
}
UNION = {
    "id": "union",
    "side": "yes",
    "canonical": "the Anglers' Union",
    "aliases": [r"\bAnglers['’] Union\b", r"\bthe union\b", r"\bThe union\b"],
}
MAYOR = {
    "id": "mayor",
    "side": "no",
    "canonical": "Mayor Tobias Renn",
    "aliases": [r"\bRenn\b", r"\b[Mm]ayor\b"],
    "stance": "deny",
}
BOARD = {"id": "board", "canonical": "the river board", "aliases": [r"\b(?:river )?board\b"]}

CASES: tuple[dict[str, object], ...] = (
    {
        "id": "flood",
        "kind": "agentless_hedged",
        "turns": ["Did the weir flood the meadow?"],
        "expect": "answer",
        "contested": True,
        "documents": ["weir.md"],
        "holders": [MILLER],
        "quotes": [_quote(WEIR, "the weir may have caused the flooding of the lower meadow")],
        "claim_patterns": [r"\bflood"],
        "hedge_required": True,
        "forbidden_own_voice": ["The weir caused the flooding of the lower meadow."],
        "pass_example": "Oona Brandt said that “the weir may have caused the flooding of the lower meadow” [1].",
        "fail_examples": [{"text": "The weir caused the flooding of the meadow [1].", "error": "OWN_VOICE"}],
    },
    {
        "id": "secret",
        "kind": "who_claims",
        "turns": ["Who says the weir was sold in secret?"],
        "expect": "answer",
        "contested": True,
        "documents": ["weir.md"],
        "holders": [UNION],
        "quotes": [
            _quote(WEIR, "the council sold the weir in secret to a timber firm"),
            _quote(WEIR, "Nobody was asked and nobody was\ntold"),
        ],
        "claim_patterns": [r"\bsecret", r"[Nn]obody was"],
        "wrong_holders": [r"\bBrandt\b"],
        "forbidden_own_voice": ["The council sold the weir in secret to a timber firm."],
        "pass_example": "The Anglers’ Union claims that “the council sold the weir in secret to a timber firm” [1].",
    },
    {
        "id": "both",
        "kind": "disagreement",
        "turns": ["Was the weir sold in secret? Who says what?"],
        "expect": "answer",
        "contested": True,
        "documents": ["weir.md"],
        "holders": [UNION, MAYOR],
        "require_all_holders": True,
        "quotes": [
            _quote(WEIR, "the council sold the weir in secret to a timber firm", group="yes"),
            _quote(WEIR, "We sold nothing in secret, and the books are\nopen", group="no"),
        ],
        "quotes_mode": "groups",
        "claim_patterns": [r"\bsecret"],
        "pass_example": "The Anglers’ Union claims that “the council sold the weir in secret” [1]. "
        "Mayor Renn denies it: “We sold nothing in secret, and the books are open” [2].",
    },
    {
        "id": "salmon",
        "kind": "who_claims",
        "turns": ["How many tagged salmon never passed?"],
        "expect": "answer",
        "contested": True,
        "documents": ["weir.md"],
        "holders": [BOARD],
        "quotes": [_quote(WEIR, "40 of the 52 salmon tagged that spring never passed the weir")],
        "claim_patterns": [r"\bsalmon"],
        "pass_example": "According to the board, “40 of the 52 salmon tagged that spring never passed the weir” [1].",
    },
    {
        "id": "built",
        "kind": "uncontested_control",
        "turns": ["When was the weir built?"],
        "expect": "answer",
        "contested": False,
        "documents": ["weir.md"],
        "quotes": [_quote(WEIR, "built in 1887")],
        "claim_patterns": ["1887"],
        "pass_example": "The weir was built in 1887 [1].",
    },
    {
        "id": "price",
        "kind": "unanswerable",
        "turns": ["What did the timber firm pay?"],
        "expect": "abstain",
        "contested": False,
        "documents": ["weir.md"],
        "forbidden_own_voice": ["The firm paid 9,000 crowns."],
        "forbidden_patterns": [r"\bpaid\b[^.]{0,20}\d"],
        "pass_example": "The documents do not say what was paid.",
    },
)


def write_world(folder: Path) -> Path:
    """Write the documents and cases.jsonl into `folder`; return the case file."""
    (folder / "weir.md").write_text(WEIR, encoding="utf-8")
    (folder / "parish.md").write_text(PARISH, encoding="utf-8")
    file = folder / "cases.jsonl"
    file.write_text("".join(json.dumps(case) + "\n" for case in CASES), encoding="utf-8")
    return file
