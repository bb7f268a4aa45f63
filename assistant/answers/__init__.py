"""From a question to a draft."""
