"""JavaRosa, the engine of ODK Collect: what it makes of answers to forms.

It comes in the validator that pyxform ships; `JavaRosa.java` drives it.
"""

import math
import shutil
import subprocess
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kene.core.expressions import Undetermined

pyxform = pytest.importorskip("pyxform", reason="pyxform is not installed")
JAR = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
DRIVER = Path(__file__).with_name("JavaRosa.java")
NOTHING = {"", "NaN", "Infinity", "-Infinity"}

needed = pytest.mark.skipif(
    shutil.which("java") is None or not JAR.exists(), reason="JavaRosa needs Java"
)
Told = dict[str, tuple[bool, bool, str]]
"""By element: whether it is relevant, whether its constraint holds, and its value."""


class Unopened(ValueError):
    """A form that JavaRosa does not open, and why."""


def javarosa(asked: Iterable[tuple[Path, dict[str, str]]]) -> list[Told | Unopened]:
    """What JavaRosa makes of each XForm with its answers, in one process."""
    typed = "".join(
        "\t".join((str(form), *(part for pair in answers.items() for part in pair))) + "\n"
        for form, answers in asked
    )
    ran = subprocess.run(
        ["java", "-Duser.timezone=UTC", "-cp", f"{JAR}:{_compiled()}", "JavaRosa"],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return [_told(line) for line in ran.stdout.splitlines()]


def _told(line: str) -> Told | Unopened:
    if line.startswith("!"):
        return Unopened(line[1:])
    cells = line.split("\t")
    return {
        cells[at]: (cells[at + 1] == "true", cells[at + 2] == "true", cells[at + 3])
        for at in range(0, len(cells) - 3, 4)
    }


_CLASSES = TemporaryDirectory()


@cache
def _compiled() -> str:
    """The folder of the compiled driver."""
    subprocess.run(
        ["javac", "-cp", str(JAR), "-d", _CLASSES.name, str(DRIVER)], check=True, timeout=120
    )
    return _CLASSES.name


def agrees(value: object, other: str, feel: str) -> bool:
    """Whether a value of Kene, which that FEEL gave, is what JavaRosa writes.

    XPath goes on with what is no number, a text or a division by 0: FEEL waits.
    """
    match value:
        case Undetermined():
            return other in NOTHING or waits(feel)
        case bool():
            return other == ("1" if value else "0")
        case int() | Decimal():
            if other in NOTHING:
                return False
            return math.isclose(float(value), float(other), rel_tol=1e-9, abs_tol=1e-9)
    return str(value) == other


def waits(feel: str) -> bool:
    """Whether a FEEL may have no value where XPath has one that is not a number."""
    return "number(" in feel or "/" in feel
