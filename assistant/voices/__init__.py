"""Who says what in a document: attributions, claimants and claims, offline."""

from assistant.voices.claiming import VERSION, claims_of, read_documents

__all__ = ["VERSION", "claims_of", "read_documents"]
