"""Run every check, each under its title, and fail at the end if one failed."""

import os
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
_DEFINITIONS = (*ROOT.glob("packs/**/service.yaml"), *ROOT.glob("packs/*/shared.yaml"))
PACKS = sorted(str(path.parent.relative_to(ROOT)) for path in _DEFINITIONS)
STEPS = {
    "format": ["ruff", "format", "--check", "--output-format=concise", "--quiet"],
    "lint": ["ruff", "check", "--output-format=concise", "--quiet"],
    "types": ["mypy"],
    "layers": ["lint-imports", "--no-logo"],
    "architecture": ["pytest", "--quiet", "tests/architecture"],
    "packs": ["kene", "check", *PACKS],
}


def main() -> None:
    """Each step, then a line that tells which ones failed."""
    failed = [title for title, command in STEPS.items() if not passes(title, command)]
    if failed:
        raise SystemExit(f"\nÀ corriger : {', '.join(failed)}.")
    print(f"\nTout est en ordre : {', '.join(STEPS)}.")


def passes(title: str, command: list[str]) -> bool:
    """Whether a command ends well; what it prints is shown under its title."""
    print(f"\n== {title}: {' '.join(command)}", flush=True)
    start = time.monotonic()
    run = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, env=environment(), check=False)
    verdict = "à corriger" if run.returncode else "ok"
    print(f"-- {title}: {verdict} ({time.monotonic() - start:.0f} s)", flush=True)
    return run.returncode == 0


def environment() -> dict[str, str]:
    """The caller's, with the environment's commands first."""
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}


if __name__ == "__main__":
    main()
