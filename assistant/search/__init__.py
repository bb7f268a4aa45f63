"""Find passages: embeddings, vectors, words, and both fused."""
