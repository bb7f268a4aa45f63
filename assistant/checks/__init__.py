"""Nothing leaves unverified."""
