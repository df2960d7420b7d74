"""Codes against others' cases and others' implementations.

The COSE working group's cases are read where KENE_ORACLES points. The implementation from npm is
read where KENE_NODE points: a folder in which @auth0/cose, base45 and cbor-x are installed.
"""

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path

import cbor2
import cwt
import pytest
from base45 import b45decode
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519

from apps.documents.world import BIRTH, CENTRE, NOW, World, claims, world
from kene.documents import cbor, code, sign1, trust, withdrawn
from kene.documents.claims import names

ROOT = Path(__file__).parents[2]
CASES = Path(os.environ.get("KENE_ORACLES", ROOT.parent / "shared" / "oracles")) / "cose"
NODE = Path(os.environ.get("KENE_NODE", ROOT / ".tools" / "node"))
IMPLEMENTATION = NODE / "node_modules" / "@auth0" / "cose"

ALGORITHMS = {"ES256": -7, "ES384": -35, "ES512": -36, "EdDSA": -8}
CURVES = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}

needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not IMPLEMENTATION.is_dir(),
    reason="node, or @auth0/cose in the folder KENE_NODE, is not installed",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world(tmp_path_factory.mktemp("node"))


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases of COSE are not where KENE_ORACLES says")
@pytest.mark.parametrize("case", sorted(CASES.glob("*.json")), ids=lambda path: path.stem)
def test_a_case_of_the_cose_working_group_passes_or_fails_as_it_says(case: Path) -> None:
    told = json.loads(case.read_text())
    given = told["input"]["sign0"]
    external = bytes.fromhex(given.get("external", ""))
    octets = bytes.fromhex(told["output"]["cbor"])
    good = _verified(octets, _key(given["key"]), ALGORITHMS[given["alg"]], external)
    assert good is not told.get("fail", False)


def test_another_implementation_in_python_verifies_a_code(made: World) -> None:
    key = _cwt_key(made)
    payload = cwt.COSE.new().decode(_octets(made), keys=[key])
    token = cbor2.loads(payload)
    assert token[1] == "ml"
    assert token[7] == bytes(range(8))
    assert token[-65537][1] == BIRTH["prenoms"]
    assert token[-65537][4] == BIRTH["date_naissance"]


def test_another_implementation_in_python_refuses_an_altered_code(made: World) -> None:
    octets = bytearray(_octets(made))
    octets[-70] ^= 1
    with pytest.raises(cwt.VerifyError):
        cwt.COSE.new().decode(bytes(octets), keys=[_cwt_key(made)])


def test_another_implementation_in_python_verifies_a_list_of_withdrawn_documents(
    made: World,
) -> None:
    signed = withdrawn.sign(made.key, 1, NOW, {b"12345678": NOW})
    payload = cwt.COSE.new().decode(signed, keys=[_cwt_key(made)])
    assert cbor2.loads(payload) == [1, int(NOW.timestamp()), {b"12345678": int(NOW.timestamp())}]


@needs_node
def test_the_implementation_from_npm_verifies_a_code(made: World) -> None:
    told = _node("verify", text=made.seal(), key=_public(made))
    token = dict(map(tuple, told["payload"]))
    document = dict(map(tuple, token[-65537]))
    known = {name.number: name.name for name in names()}
    said = {known[key]: value for key, value in document.items() if key in known}
    assert said["prenoms"] == BIRTH["prenoms"]
    assert said["mere"] == BIRTH["mere"]
    assert set(said) == set(BIRTH)


@needs_node
def test_the_implementation_from_npm_refuses_an_altered_code(made: World) -> None:
    text = made.seal()
    altered = text[:-9] + ("A" if text[-9] != "A" else "B") + text[-8:]
    with pytest.raises(subprocess.CalledProcessError):
        _node("verify", text=altered, key=_public(made))


@needs_node
def test_a_code_that_the_implementation_from_npm_signed_is_valid(made: World) -> None:
    private = made.key.private.private_numbers().private_value.to_bytes(32, "big")
    said = [[0, "Acte de naissance"], [1, "Awa"], [-1, "26"]]
    token = [[1, "ml"], [6, int(NOW.timestamp())], [7, bytes(range(8)).hex()], [-65537, said]]
    told = _node(
        "sign",
        claims=token,
        kid=made.key.public.identifier.hex(),
        key={**_public(made), "d": _base64(private)},
    )
    verdict = code.verify(str(told["text"]), made.trust, NOW)
    assert verdict == code.Valid(claims(number="26", fields={"prenoms": "Awa"}), CENTRE, None)


def _verified(octets: bytes, key: sign1.Verifier, algorithm: int, external: bytes) -> bool:
    try:
        return sign1.signed_by(sign1.read(octets), key, algorithm, external)
    except cbor.Malformed:
        return False


def _key(told: dict[str, str]) -> sign1.Verifier:
    match told:
        case {"kty": "EC", "crv": curve, "x": x, "y": y}:
            point = (int.from_bytes(_decoded(part), "big") for part in (x, y))
            return ec.EllipticCurvePublicNumbers(*point, CURVES[curve]).public_key()
        case {"crv": "Ed25519", "x_hex": x}:
            return ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(x))
        case {"crv": "Ed448", "x_hex": x}:
            return ed448.Ed448PublicKey.from_public_bytes(bytes.fromhex(x))
    raise AssertionError(told)


def _octets(made: World) -> bytes:
    return b45decode(made.seal().removeprefix(code.PREFIX))


def _public(made: World) -> dict[str, str]:
    """The key as whoever carries the node's set of public keys reads it."""
    (member,) = json.loads((made.data / trust.KEYS / "public.json").read_bytes())["keys"]
    return {name: member[name] for name in ("kty", "crv", "x", "y")}


def _cwt_key(made: World) -> object:
    member = {**_public(made), "kid": "", "alg": "ES256", "use": "sig"}
    parameters = cwt.COSEKey.from_jwk(member).to_dict()
    return cwt.COSEKey.new({**parameters, 2: made.key.public.identifier})


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _base64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _node(act: str, **given: object) -> dict[str, object]:
    program = Path(__file__).with_name("cose_node.mjs")
    answer = subprocess.run(
        ["node", str(program), str(NODE), act],
        input=json.dumps(given),
        capture_output=True,
        check=True,
        text=True,
    )
    return dict(json.loads(answer.stdout))
