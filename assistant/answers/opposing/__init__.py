"""Which claims contradict one another: stated by a party, or inferred from what two claims say."""

from __future__ import annotations

from assistant.answers.opposing.comparing import VERSION, catch_up

__all__ = ["VERSION", "catch_up"]
