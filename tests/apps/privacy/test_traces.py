"""Erased means erased: on the disk, in other processes, and in the backups of a rotated node."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from kene.privacy import api as privacy
from kene.privacy.models import Key

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)

NOW = datetime(2026, 3, 15, 10, 0, tzinfo=UTC)


@pytest.fixture
def keys_file() -> Path:
    keys = connections["keys"]
    if keys.vendor != "sqlite":
        pytest.skip("the keys are in PostgreSQL")
    return Path(keys.settings_dict["NAME"])


def test_no_file_shows_a_key_that_was_erased(keys_file: Path) -> None:
    privacy.new_keys("100000001", {"act": None}, NOW)
    privacy.new_keys("100000002", {"act": None}, NOW)
    erased, kept = _wrapped("100000001"), _wrapped("100000002")
    assert _files_with(keys_file.parent, erased)
    gone = privacy.erase("100000001")
    assert not gone.traces
    assert not _files_with(keys_file.parent, erased)
    assert _files_with(keys_file.parent, kept)


def test_keys_erased_among_many_leave_no_copy_where_pages_were_split(keys_file: Path) -> None:
    numbers = [str(100000000 + n) for n in range(40)]
    for number in numbers:
        privacy.new_keys(number, {"act": None} | dict.fromkeys("abcdefghijk"), NOW)
        privacy.keep(number, dict.fromkeys("abc", date(2030, 1, 1)))
    keys = {number: _wrapped(number) for number in numbers[::2]}
    for number in keys:
        privacy.erase(number)
    on_disk = b"".join(map(_octets, _files(keys_file.parent)))
    assert [number for number, key in keys.items() if key in on_disk] == []


def test_a_reader_that_holds_the_log_is_told_of_and_a_later_scrub_wipes(keys_file: Path) -> None:
    privacy.new_keys("100000001", {"act": None}, NOW)
    erased = _wrapped("100000001")
    with _reading(keys_file), connections["keys"].cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=50")
        gone = privacy.erase("100000001")
        cursor.execute("PRAGMA busy_timeout=10000")
        assert gone.traces
        assert _files_with(keys_file.parent, erased)
    assert privacy.scrub()
    assert not _files_with(keys_file.parent, erased)


def test_what_another_process_erased_can_not_be_read_here() -> None:
    privacy.new_keys("100000001", {"act": None}, NOW)
    sealed = privacy.keys_of("100000001").seal("act", b"Awa", b"1")
    erasing = threading.Thread(target=_in_thread, args=(lambda: privacy.erase("100000001"),))
    erasing.start()
    erasing.join()
    with pytest.raises(privacy.Erased):
        privacy.keys_of("100000001").unseal("act", sealed, b"1")


def test_rotating_the_nodes_key_loses_nothing_and_changes_no_digest() -> None:
    privacy.new_keys("100000001", {"act": None}, NOW)
    sealed = privacy.keys_of("100000001").seal("act", b"Awa", b"1")
    digest = privacy.address_digest("+22370000001")
    before, wrapped = settings.KENE.node_key_file.read_bytes(), _wrapped("100000001")
    privacy.rotate_node_key()
    privacy.forget()
    assert settings.KENE.node_key_file.read_bytes() != before
    assert _wrapped("100000001") != wrapped
    assert privacy.keys_of("100000001").unseal("act", sealed, b"1") == b"Awa"
    assert privacy.address_digest("+22370000001") == digest


def test_after_a_rotation_a_backup_of_the_keys_opens_nothing() -> None:
    privacy.new_keys("100000001", {"act": None}, NOW)
    backup = _wrapped("100000001")
    privacy.rotate_node_key()
    Key.objects.filter(subject="100000001").update(wrapped=backup)
    with pytest.raises(privacy.Tampered):
        privacy.keys_of("100000001")


def test_a_rotation_cut_short_is_finished_by_the_next_and_meanwhile_all_opens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rings = {n: privacy.new_keys(str(n), {"act": None}, NOW) for n in range(5)}
    sealed = {n: ring.seal("act", b"%d" % n, b"") for n, ring in rings.items()}
    _cut_short("finish_rotation", monkeypatch)
    new = privacy.new_keys("100000009", {"act": None}, NOW).seal("act", b"new", b"")
    for _ in range(2):
        privacy.forget()
        for n, each in sealed.items():
            assert privacy.keys_of(str(n)).unseal("act", each, b"") == b"%d" % n
        assert privacy.keys_of("100000009").unseal("act", new, b"") == b"new"
        privacy.rotate_node_key()


def test_keys_made_while_the_nodes_key_is_rotated_are_not_lost() -> None:
    with ThreadPoolExecutor(4) as pool:
        making = [pool.submit(_in_thread, _make, str(n)) for n in range(40)]
        rotating = pool.submit(_in_thread, privacy.rotate_node_key)
        sealed = [each.result() for each in making]
        rotating.result()
    privacy.forget()
    for n, each in enumerate(sealed):
        assert privacy.keys_of(str(n)).unseal("act", each, b"") == b"Awa"


def test_many_guesses_at_once_gain_nothing() -> None:
    privacy.attempt("case/other", NOW)
    with ThreadPoolExecutor(8) as pool:
        heard = list(pool.map(lambda _: _in_thread(privacy.attempt, "case/1", NOW), range(40)))
    assert sum(heard) == 5


def test_the_nodes_key_is_readable_by_its_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "node.key"
    assert privacy.create_node_key(file)
    key = file.read_bytes()
    assert (len(key), file.stat().st_mode & 0o777) == (32, 0o600)
    assert not privacy.create_node_key(file)
    assert (file.read_bytes(), os.listdir(file.parent)) == (key, ["node.key"])


def test_a_key_file_of_the_wrong_length_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from kene.privacy import node

    (tmp_path / "node.key").write_bytes(b"short")
    monkeypatch.setattr(node, "_path", lambda: tmp_path / "node.key")
    with pytest.raises(privacy.NoNodeKey, match="5 octets"):
        privacy.new_keys("100000001", {"act": None}, NOW)


def _cut_short(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop a rotation as a power cut would, just before one of its steps."""
    from kene.privacy import node

    class PowerCut(BaseException):
        pass

    def cut() -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(node, step, cut)
        with pytest.raises(PowerCut):
            privacy.rotate_node_key()


def _make(number: str) -> bytes:
    return privacy.new_keys(number, {"act": None}, NOW).seal("act", b"Awa", b"")


def _in_thread(act, *arguments):
    try:
        return act(*arguments)
    finally:
        connections.close_all()


def _wrapped(number: str) -> bytes:
    return bytes(Key.objects.get(subject=number, purpose="act").wrapped)


def _files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def _files_with(folder: Path, octets: bytes) -> list[Path]:
    return [each for each in _files(folder) if octets in _octets(each)]


def _octets(file: Path) -> bytes:
    """What a file holds, read by another process: closing it here would drop SQLite's locks on it.

    POSIX lets go of all that a process has locked in a file when it closes the file once.
    """
    return subprocess.run(["cat", file], check=True, capture_output=True).stdout


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Another process in the middle of a read of the keys."""
    program = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN'); c.execute('SELECT * FROM kene_privacy_key').fetchall();"
        "print('reading', flush=True); sys.stdin.read()"
    )
    arguments = [sys.executable, "-c", program, str(file)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"reading\n"
        yield
        process.communicate()
