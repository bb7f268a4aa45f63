"""One file a format: bytes into canonical text, its content spans, and what the document says of itself."""
