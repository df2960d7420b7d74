"""Work is posted with the fact that calls for it, and done once the fact is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from kene.tasks import api as tasks
from kene.tasks.declared import Payload
from kene.tasks.running import LEASE, delay

NOW = datetime(2026, 3, 18, 10, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db(transaction=True)

done: list[Payload] = []
told = Event()


def note(payload: Payload, now: datetime) -> None:
    assert not transaction.get_connection().in_atomic_block
    done.append(payload)
    told.set()


def break_down(payload: Payload, now: datetime) -> None:
    raise ValueError("Aminata Coulibaly")


def wait(payload: Payload, now: datetime) -> None:
    raise tasks.Later(30)


tasks.declare("test:note", note)
tasks.declare("test:break", break_down, attempts=3)
tasks.declare("test:wait", wait, attempts=1)


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    done.clear()
    told.clear()


def test_the_same_key_is_one_task_even_once_it_is_done() -> None:
    for _ in range(2):
        tasks.enqueue("test:note", {"case": "ML1", "part": 2}, key="k", now=NOW)
    assert tasks.run_due(NOW) == 1
    tasks.enqueue("test:note", {"case": "ML1"}, key="k", now=NOW)
    assert tasks.run_due(NOW) == 0
    assert done == [{"case": "ML1", "part": 2}]
    assert tasks.overview(NOW) == tasks.Overview(0, 0, 0, 1, 0)


def test_a_fact_that_is_rolled_back_leaves_no_task() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tasks.enqueue("test:note", {}, key="k", now=NOW)
        _ = 1 // 0
    assert tasks.run_due(NOW) == 0


def test_a_task_waits_for_its_time() -> None:
    tasks.enqueue("test:note", {}, key="k", now=NOW, after=HOUR)
    assert tasks.run_due(NOW) == 0
    assert tasks.overview(NOW + 2 * HOUR).oldest_waiting_seconds == 3600
    assert tasks.run_due(NOW + HOUR) == 1


def test_a_task_that_fails_is_tried_again_then_shown_and_tried_anew() -> None:
    tasks.enqueue("test:break", {}, key="k", now=NOW)
    assert [tasks.run_due(NOW + n * HOUR) for n in range(5)] == [1, 1, 1, 0, 0]
    (failed,) = tasks.failed_tasks()
    assert (failed.key, failed.attempts, failed.error) == ("k", 3, "builtins.ValueError")
    assert tasks.retry("k")
    assert not tasks.retry("k")
    assert tasks.run_due(NOW + 9 * HOUR) == 1


def test_a_failure_keeps_nothing_that_the_error_said() -> None:
    tasks.enqueue("test:break", {}, key="k", now=NOW)
    tasks.run_due(NOW)
    assert "Coulibaly" not in str(list(DBTaskResult.objects.values()))


def test_a_task_put_off_never_counts_as_failed() -> None:
    tasks.enqueue("test:wait", {}, key="k", now=NOW)
    assert [tasks.run_due(NOW + n * timedelta(seconds=15)) for n in range(5)] == [1, 0, 1, 0, 1]
    assert tasks.failed_tasks() == ()


def test_a_killed_workers_task_is_taken_again_after_its_lease() -> None:
    tasks.enqueue("test:note", {}, key="k", now=NOW)
    DBTaskResult.objects.update(status="RUNNING", started_at=NOW, worker_ids=["killed"])
    assert tasks.run_due(NOW + LEASE) == 0
    assert tasks.run_due(NOW + LEASE + timedelta(seconds=1)) == 1
    assert len(done) == 1


def test_a_task_that_nothing_declares_waits_for_a_process_that_knows_it() -> None:
    tasks.enqueue("test:unknown", {}, key="k", now=NOW)
    assert tasks.run_due(NOW) == 0
    assert tasks.overview(NOW).waiting == 1


def test_a_payload_of_other_values_is_refused() -> None:
    with pytest.raises(TypeError):
        tasks.enqueue("test:note", {"x": 1.5}, key="k", now=NOW)  # type: ignore[dict-item]


def test_workers_at_once_run_each_task_once_and_wake_when_it_is_committed() -> None:
    workers = [tasks.Worker(lambda: NOW, f"w{n}") for n in range(3)]
    for worker in workers:
        worker.start()
    try:
        with transaction.atomic():
            for number in range(20):
                tasks.enqueue("test:note", {"n": number}, key=f"k{number}", now=NOW)
        while len(done) < 20 and told.wait(10):
            told.clear()
    finally:
        assert all(worker.stop(10) for worker in workers)
    assert sorted(payload["n"] for payload in done) == list(range(20))


@given(st.text(), st.integers(1, 60))
def test_each_wait_is_longer_up_to_an_hour(key: str, attempt: int) -> None:
    seconds = delay(key, attempt).total_seconds()
    plain = min(5 * 2 ** (attempt - 1), 3000)
    assert plain * 0.8 <= seconds <= plain * 1.2 <= 3600
