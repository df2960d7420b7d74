"""A real node answers as its OpenAPI document says, whatever it is asked."""

import subprocess
import sys
from pathlib import Path

import pytest
from bench.served import served

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
HERE = Path(__file__).parent


@pytest.mark.slow
def test_a_node_answers_as_its_openapi_document_says(tmp_path: Path) -> None:
    if not SCHEMATHESIS.exists():
        pytest.skip("schemathesis is absent: it is in requirements/dev.txt")
    with served(tmp_path, KENE_USSD="africastalking flares infobip json xml") as node:
        done = subprocess.run(
            [
                SCHEMATHESIS,
                f"--config-file={HERE / 'schemathesis.toml'}",
                "--no-color",
                "run",
                f"{node.address}/api/openapi.json",
                f"--url={node.address}",
                "--phases=examples,coverage,fuzzing",
                "--max-examples=10",
                "--max-time=40",
                "--generation-deterministic",
                "--warnings=off",
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert node.process is not None and node.process.poll() is None
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr
