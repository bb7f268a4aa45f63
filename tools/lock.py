"""Tell whether the locks still fit pyproject.toml, or seal them after they were made (`make lock`)."""

import hashlib
import json
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-llm.lock", "weights.lock", "weights-llm.lock")
SEAL = "# made for dependencies "


def wanted() -> str:
    """Return a digest of everything the locks are made from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [
        project["requires-python"],
        project["dependencies"],
        project["optional-dependencies"],
        (ROOT / "weights.in").read_text("utf-8"),
        (ROOT / "weights-llm.in").read_text("utf-8"),
    ]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def seal() -> None:
    """Write the digest at the head of each lock."""
    for name in LOCKS:
        lines = (ROOT / name).read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(SEAL)]
        (ROOT / name).write_text("".join([f"{SEAL}{wanted()}\n", *kept]), "utf-8")


def check() -> int:
    """Return 0 if every lock was made for the dependencies as they are now, else 1 and a sentence on stderr."""
    stale = [name for name in LOCKS if not (ROOT / name).read_text("utf-8").startswith(f"{SEAL}{wanted()}\n")]
    if stale:
        sys.stderr.write(
            f"{', '.join(stale)}: made for other dependencies than pyproject.toml names. Run `make lock`.\n"
        )
    return 1 if stale else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["seal"]:
        seal()
    else:
        sys.exit(check())
