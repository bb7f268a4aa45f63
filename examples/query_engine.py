"""Ask a folder of documents through LlamaIndex's query engine interface.

python examples/query_engine.py FOLDER "QUESTION"
"""

import sys
import tempfile

from assistant.engines import AttributedQueryEngine

folder, question = sys.argv[1:3]

with tempfile.TemporaryDirectory() as library:
    # Two lines where `CitationQueryEngine.from_args(index)` and `query` stood:
    engine = AttributedQueryEngine.from_args(folder, library=library)
    response = engine.query(question)

    print(response)
    for source in response.source_nodes:
        node = source.node
        print(f"[{node.metadata['marker']}] {node.metadata['title']} {node.start_char_idx}:{node.end_char_idx}")
    engine.close()
