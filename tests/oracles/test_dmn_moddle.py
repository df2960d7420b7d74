"""A pack's decisions as a DMN file, read by the reader of dmn-js (npm, `make tools`)."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cli.command import ROOT, kene

TOOLS = Path(os.environ.get("KENE_NODE", ROOT / ".tools" / "node"))
READER = ROOT / "tests/oracles/dmn_moddle.mjs"

pytestmark = pytest.mark.skipif(
    not (shutil.which("node") and (TOOLS / "node_modules/dmn-moddle").is_dir()),
    reason="dmn-moddle is not installed (make tools)",
)


@pytest.mark.parametrize("pack", ["naissance", "reclamation"])
def test_dmn_js_reads_an_exported_pack_without_a_warning(pack: str, tmp_path: Path) -> None:
    file = tmp_path / "pack.dmn"
    assert kene("export", "dmn", f"packs/{pack}", "--version", "1.3", "--to", file).code == 0
    read = subprocess.run(
        ["node", READER, TOOLS, file], capture_output=True, text=True, check=False
    )
    assert read.returncode == 0, read.stderr
    found = json.loads(read.stdout)
    assert found["warnings"] == []
    assert found["attributes"] == ["xmlns"]
    assert sorted(found["shapes"]) == sorted(identity for _, identity in found["elements"])
    assert any(kind == "dmn:Decision" for kind, _ in found["elements"])
    assert found["edges"] and set(found["edges"]) == {"dmn:InformationRequirement"}
    assert found["rules"] == 2


@pytest.mark.parametrize("pack", ["naissance", "reclamation"])
def test_both_versions_differ_by_their_namespaces_alone(pack: str) -> None:
    later, earlier = (
        kene("export", "dmn", f"packs/{pack}", "--version", version).out
        for version in ("1.5", "1.3")
    )
    assert later != earlier
    assert later.replace("20230324", "20191111") == earlier
