"""A code is worth what its authority signed: five answers, and a sixth for what is no code."""

from datetime import timedelta
from pathlib import Path

import pytest
import segno
from base45 import b45decode, b45encode
from hypothesis import example, given
from hypothesis import strategies as st

from apps.documents.world import BIRTH, CENTRE, LATER, NOW, START, World, claims, world
from kene.documents import cbor, code, sign1, signing, trust, withdrawn
from kene.documents.claims import Claim, decode, encode, label, names

TEXTS = st.text(max_size=30)
VALUES = TEXTS | st.integers(-(2**63), 2**63) | st.booleans() | st.dates()
FIELDS = st.dictionaries(
    st.sampled_from([known.name for known in names()])
    | st.from_regex(r"[a-z_]{1,12}", fullmatch=True),
    VALUES,
    max_size=14,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world(tmp_path_factory.mktemp("node"))


@given(FIELDS, TEXTS, st.none() | st.just(LATER))
def test_claims_are_read_as_they_were_written(
    fields: dict[str, Claim], title: str, expires: object
) -> None:
    said = claims(fields=fields, title=title, expires=expires)
    assert decode(encode(said)) == said


def test_a_sealed_code_is_valid_and_tells_its_claims(made: World) -> None:
    verdict = code.verify(made.seal(), made.trust, NOW)
    assert verdict == code.Valid(claims(), CENTRE, None)


def test_sealing_the_same_again_gives_the_same_text(made: World) -> None:
    assert made.seal() == made.seal()


def test_blanks_around_a_code_that_was_copied_do_not_matter(made: World) -> None:
    verdict = code.verify(f"\n  {made.seal()} \r\n", made.trust, NOW)
    assert isinstance(verdict, code.Valid)


@given(st.data())
def test_a_code_with_one_octet_altered_is_never_good(made: World, data: st.DataObject) -> None:
    octets = bytearray(b45decode(made.seal().removeprefix(code.PREFIX)))
    place = data.draw(st.integers(0, len(octets) - 1))
    octets[place] ^= data.draw(st.integers(1, 255))
    text = code.PREFIX + b45encode(bytes(octets)).decode()
    assert isinstance(code.verify(text, made.trust, NOW), code.Altered | code.UnknownKey)


@given(st.data())
def test_a_code_with_an_octet_more_or_less_is_altered(made: World, data: st.DataObject) -> None:
    octets = b45decode(made.seal().removeprefix(code.PREFIX))
    place = data.draw(st.integers(0, len(octets)))
    more = data.draw(st.binary(max_size=3))
    less = data.draw(st.integers(0 if more else 1, 3))
    changed = octets[:place] + more + octets[place + less :]
    if changed != octets:
        text = code.PREFIX + b45encode(changed).decode()
        assert isinstance(code.verify(text, made.trust, NOW), code.Altered | code.UnknownKey)


@given(st.data())
def test_a_code_with_one_character_altered_is_never_good(made: World, data: st.DataObject) -> None:
    text = made.seal()
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters().filter(lambda letter: letter != text[place]))
    changed = text[:place] + other + text[place + 1 :]
    good = code.Valid | code.Expired | code.Withdrawn
    assert not isinstance(code.verify(changed, made.trust, NOW), good)


@given(st.text(max_size=200) | st.text(max_size=200).map(code.PREFIX.__add__))
@example(code.PREFIX)
@example(code.PREFIX + "0" * 1_000_000)
def test_any_text_at_all_gets_an_answer(made: World, text: str) -> None:
    verdict = code.verify(text, made.trust, NOW)
    assert isinstance(verdict, code.Altered | code.Unreadable)


@given(st.binary(max_size=300))
def test_any_octets_in_the_form_of_a_code_get_an_answer(made: World, octets: bytes) -> None:
    text = code.PREFIX + b45encode(octets).decode()
    assert code.verify(text, made.trust, NOW) == code.Altered()


def test_an_unprotected_header_makes_an_altered_code(made: World) -> None:
    message = sign1.read(b45decode(made.seal().removeprefix(code.PREFIX)))
    parts = [message.protected, {4: b"other"}, message.payload, message.signature]
    octets = cbor.write(cbor.Tag(18, parts))
    text = code.PREFIX + b45encode(octets).decode()
    assert code.verify(text, made.trust, NOW) == code.Altered()


def test_the_code_of_another_authority_is_of_an_unknown_key_until_its_keys_are_carried(
    made: World, tmp_path: Path
) -> None:
    here = world(tmp_path)
    text = made.seal()
    assert code.verify(text, here.trust, NOW) == code.UnknownKey(made.key.public.identifier.hex())
    carried = tmp_path / trust.OTHERS / "ml.json"
    carried.parent.mkdir()
    carried.write_bytes((made.data / trust.KEYS / signing.PUBLIC).read_bytes())
    assert isinstance(code.verify(text, here.trust, NOW), code.Valid)


def test_a_key_of_one_country_does_not_sign_for_another(made: World) -> None:
    verdict = code.verify(made.seal(country="bf"), made.trust, NOW)
    assert isinstance(verdict, code.UnknownKey)


def test_a_key_is_unknown_for_what_it_signed_before_it_was_in_force(made: World) -> None:
    verdict = code.verify(made.seal(issued=START - timedelta(seconds=1)), made.trust, NOW)
    assert isinstance(verdict, code.UnknownKey)


def test_a_document_is_valid_to_its_last_second_and_expired_after(made: World) -> None:
    text = made.seal(expires=LATER)
    assert isinstance(code.verify(text, made.trust, LATER), code.Valid)
    after = code.verify(text, made.trust, LATER + timedelta(seconds=1))
    assert after == code.Expired(claims(expires=LATER), CENTRE)


def test_a_withdrawn_document_is_withdrawn_even_once_expired(tmp_path: Path) -> None:
    here = world(tmp_path)
    trust.carry(tmp_path, withdrawn.sign(here.key, 1, NOW, {bytes(range(8)): NOW}))
    for expires in (None, START):
        said = claims(expires=expires)
        verdict = code.verify(here.seal(expires=expires), here.trust, LATER)
        assert verdict == code.Withdrawn(said, CENTRE, NOW)


def test_a_valid_document_tells_how_new_the_list_of_withdrawals_is(tmp_path: Path) -> None:
    here = world(tmp_path)
    trust.carry(tmp_path, withdrawn.sign(here.key, 1, NOW, {b"another.": NOW}))
    assert code.verify(here.seal(), here.trust, LATER) == code.Valid(claims(), CENTRE, NOW)


def test_a_list_of_withdrawn_documents_is_not_a_document(made: World) -> None:
    signed = withdrawn.sign(made.key, 1, NOW, {})
    text = code.PREFIX + b45encode(signed).decode()
    assert code.verify(text, made.trust, NOW) == code.Altered()


def test_what_is_signed_but_is_no_claims_is_altered(made: World) -> None:
    text = code.PREFIX + b45encode(made.key.sign(b"\xa0")).decode()
    assert code.verify(text, made.trust, NOW) == code.Altered()


def test_twelve_fields_of_a_birth_fit_in_65_modules(made: World) -> None:
    assert len(BIRTH) == 12
    assert code.modules(len(made.seal())) <= code.LIMIT


@given(FIELDS)
def test_the_length_of_a_code_is_known_before_it_is_signed(
    made: World, fields: dict[str, Claim]
) -> None:
    assert len(made.seal(fields=fields)) == code.length(claims(fields=fields))


@pytest.mark.parametrize("characters", [20, 21, 154, 366, 367, 419, 420, 909, 910, 3391])
def test_the_modules_of_a_code_are_those_that_another_maker_draws(characters: int) -> None:
    drawn = segno.make("A" * characters, error="m", micro=False, boost_error=False, mask=0)
    assert code.modules(characters) == drawn.symbol_size(border=0)[0]


def test_no_code_is_longer_than_a_qr_code_can_carry() -> None:
    with pytest.raises(ValueError, match="3392"):
        code.modules(3392)


def test_a_well_known_field_is_labelled_without_its_pack() -> None:
    assert label("prenoms", "fr") == "Prénoms"
    assert label("date_naissance", "en") == "Date of birth"
    assert label("poids_kg", "fr") == "Poids kg"


def test_well_known_fields_have_numbers_and_labels_of_their_own() -> None:
    known = names()
    assert len({name.number for name in known}) == len(known)
    assert len({name.name for name in known}) == len(known)
    for name in known:
        assert 0 < name.number < 256
        assert set(name.labels) == {"fr", "bm", "en"}
