"""Keys: made once, carried by anybody, rotated without loss."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from hypothesis import given
from hypothesis import strategies as st

from apps.documents.world import CENTRE, LATER, MAIRIE, NOW, START, World, claims, world
from kene.documents import code, keys, signing, trust, withdrawn


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world(tmp_path_factory.mktemp("node"))


VERIFIERS = (
    ec.generate_private_key(ec.SECP256R1()).public_key(),
    ec.generate_private_key(ec.SECP384R1()).public_key(),
    ec.generate_private_key(ec.SECP521R1()).public_key(),
    ed25519.Ed25519PrivateKey.generate().public_key(),
)


def test_the_first_start_makes_a_key_and_the_second_does_not(tmp_path: Path) -> None:
    assert signing.ensure(tmp_path, CENTRE, START)
    assert not signing.ensure(tmp_path, CENTRE, NOW)
    assert len(signing.public(tmp_path)) == 1


def test_only_the_node_reads_a_private_key(tmp_path: Path) -> None:
    signing.ensure(tmp_path / "keys", CENTRE, START)
    (pem,) = (tmp_path / "keys").glob("*.pem")
    assert pem.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0


def test_starts_at_once_make_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: signing.ensure(tmp_path, CENTRE, START), range(16)))
    assert made.count(True) == 1
    assert len(list(tmp_path.glob("*.pem"))) == len(signing.public(tmp_path)) == 1


def test_a_rotated_key_still_verifies_and_signs_nothing_more(tmp_path: Path) -> None:
    here = world(tmp_path)
    old = here.seal()
    new = signing.rotate(tmp_path / trust.KEYS, CENTRE, NOW + timedelta(days=1))
    assert new.public.identifier != here.key.public.identifier
    assert isinstance(code.verify(old, here.trust, LATER), code.Valid)
    assert isinstance(code.verify(here.seal(issued=LATER), here.trust, LATER), code.UnknownKey)
    sealed = code.seal(claims(issued=LATER), new)
    assert isinstance(code.verify(sealed, here.trust, LATER), code.Valid)
    assert [path.stem for path in (tmp_path / trust.KEYS).glob("*.pem")] == [
        new.public.identifier.hex()
    ]


def test_each_authority_of_a_node_has_its_own_key(tmp_path: Path) -> None:
    signing.ensure(tmp_path, CENTRE, START)
    signing.ensure(tmp_path, MAIRIE, START)
    assert signing.signing(tmp_path, CENTRE) != signing.signing(tmp_path, MAIRIE)


def test_an_authority_that_changes_its_name_keeps_its_key(tmp_path: Path) -> None:
    signing.ensure(tmp_path, CENTRE, START)
    assert not signing.ensure(tmp_path, replace(CENTRE, name="Mairie"), NOW)


def test_a_lost_private_key_is_said_and_never_replaced_in_silence(tmp_path: Path) -> None:
    signing.ensure(tmp_path, CENTRE, START)
    for pem in tmp_path.glob("*.pem"):
        pem.unlink()
    assert not signing.ensure(tmp_path, CENTRE, NOW)
    with pytest.raises(signing.NoKey, match="backup"):
        signing.signing(tmp_path, CENTRE)


@given(st.permutations(VERIFIERS), st.none() | st.just(LATER))
def test_a_set_of_keys_of_all_kinds_is_read_as_it_was_written(
    verifiers: list[ec.EllipticCurvePublicKey], ends: object
) -> None:
    made = tuple(keys.PublicKey(MAIRIE, START, ends, verifier) for verifier in verifiers)
    assert keys.read(keys.write(made)) == made


@pytest.mark.parametrize(
    "change",
    [
        {"kid": "AAAAAAAAAAA"},
        {"kty": "EC", "crv": "secp256k1"},
        {"x": "AAAA"},
        {"x": 3},
        {"y": "?"},
        {"nbf": "yesterday"},
        {"nbf": 10**30},
        {"name": None},
    ],
)
def test_a_set_with_a_wrong_key_is_refused(change: dict[str, object]) -> None:
    written = keys.write([keys.PublicKey(MAIRIE, START, None, VERIFIERS[0])])
    (member,) = json.loads(written)["keys"]
    with pytest.raises(keys.BadKeys):
        keys.read(json.dumps({"keys": [{**member, **change}]}).encode())


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_anything_that_is_no_set_of_keys_is_refused(data: bytes) -> None:
    with pytest.raises(keys.BadKeys):
        keys.read(data)


def test_a_broken_file_of_a_neighbour_is_named_and_harms_nobody(tmp_path: Path) -> None:
    here = world(tmp_path)
    for folder, name in ((trust.OTHERS, "ne.json"), (trust.WITHDRAWN, "ne.cose")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(b"garbage")
    assert isinstance(code.verify(here.seal(), here.trust, NOW), code.Valid)
    assert [problem.code for problem in here.trust.problems] == ["K101", "K101"]
    assert "ne.json" in str(here.trust.problems[0])


def test_an_older_list_of_withdrawn_documents_never_replaces_a_newer(tmp_path: Path) -> None:
    here = world(tmp_path)
    first = withdrawn.sign(here.key, 1, NOW, {b"1" * 8: NOW})
    second = withdrawn.sign(here.key, 2, LATER, {b"1" * 8: NOW, b"2" * 8: LATER})
    assert trust.carry(tmp_path, second)
    assert not trust.carry(tmp_path, first)
    assert not trust.carry(tmp_path, second)
    known = here.trust.withdrawn(CENTRE)
    assert known is not None
    assert known.since == {b"1" * 8: NOW, b"2" * 8: LATER}


def test_an_authority_withdraws_its_own_documents_only(tmp_path: Path) -> None:
    here = world(tmp_path)
    signing.ensure(tmp_path / trust.KEYS, MAIRIE, START)
    other = signing.signing(tmp_path / trust.KEYS, MAIRIE)
    trust.carry(tmp_path, withdrawn.sign(other, 1, NOW, {bytes(range(8)): NOW}))
    assert isinstance(code.verify(here.seal(), here.trust, NOW), code.Valid)


@given(st.data())
def test_an_altered_list_of_withdrawn_documents_is_refused(
    here: World, data: st.DataObject
) -> None:
    octets = bytearray(withdrawn.sign(here.key, 1, NOW, {b"1" * 8: NOW}))
    place = data.draw(st.integers(0, len(octets) - 1))
    octets[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(withdrawn.Untrusted):
        withdrawn.read(bytes(octets), here.trust.known)


def test_a_document_is_no_list_of_withdrawn_documents(tmp_path: Path) -> None:
    here = world(tmp_path)
    with pytest.raises(withdrawn.Untrusted):
        trust.carry(tmp_path, here.key.sign(b"\x83\x01\x00\xa0"))
