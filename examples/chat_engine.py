"""Talk with a folder of documents through LlamaIndex's chat engine interface, statement by statement.

python examples/chat_engine.py FOLDER "QUESTION" ["FOLLOW-UP" ...]
"""

import sys
import tempfile

from assistant.engines import AttributedChatEngine

folder, *turns = sys.argv[1:]

with tempfile.TemporaryDirectory() as library:
    engine = AttributedChatEngine.from_args(folder, library=library)
    for turn in turns:
        print(f"> {turn}")
        for piece in engine.stream_chat(turn).response_gen:
            print(piece, end="", flush=True)
        print()
    engine.close()
