"""Score a LlamaIndex response with the harness's metrics as evaluators.

python examples/evaluate.py FOLDER CASES.jsonl
"""

import sys
import tempfile
from pathlib import Path

from assistant.engines import AttributedQueryEngine
from eval.cases import load_cases
from eval.documents import Documents
from eval.evaluators import evaluators

folder, cases = Path(sys.argv[1]), load_cases([Path(sys.argv[2])])

with tempfile.TemporaryDirectory() as library:
    engine = AttributedQueryEngine.from_args(folder, library=library)
    for case in cases:
        response = engine.query(case.turns[-1])
        scorers = evaluators(case, Documents(folder))
        for name in ("no_hard_error", "laundering", "quotation_exactness"):
            result = scorers[name].evaluate_response(case.turns[-1], response)
            print(case.id, name, "does not apply" if result.invalid_result else result.score)
    engine.close()
