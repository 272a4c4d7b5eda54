"""Working on many targets: the canary, several at a time, no more after failures."""

import threading
import time

import pytest

from fluentorm.errors import ConfigError
from fluentorm.migrate.fleet import Fleet, Outcome, Pace, State


def ran(targets: list[int], pace: Pace, bad: tuple[int, ...] = ()) -> tuple[list[str], list[int]]:
    """Return the states in order, and the targets that were told of."""
    told: list[int] = []

    def work(target: int) -> int:
        time.sleep(0.002)
        if target in bad:
            raise ConfigError("no")
        return target * 2

    def on_done(outcome: Outcome[int, int]) -> None:
        assert threading.current_thread() is threading.main_thread()
        told.append(outcome.target)

    outcomes = Fleet(targets, work, pace, on_done).run()
    assert [outcome.target for outcome in outcomes] == targets
    for outcome in outcomes:
        assert (outcome.result == outcome.target * 2) is (outcome.state is State.DONE)
        assert (outcome.error is not None) is (outcome.state is State.FAILED)
    return [outcome.state.value for outcome in outcomes], told


def test_all_are_done_and_told() -> None:
    states, told = ran(list(range(50)), Pace(jobs=8))
    assert states == ["done"] * 50
    assert told[0] == 0
    assert sorted(told) == list(range(50))
    assert ran([], Pace()) == ([], [])


def test_a_failing_canary_is_the_only_one_begun() -> None:
    states, told = ran([1, 2, 3], Pace(max_failures=10), bad=(1,))
    assert (states, told) == (["failed", "not begun", "not begun"], [1])


def test_no_more_are_begun_after_failures() -> None:
    targets, bad = list(range(100)), tuple(range(10, 100, 10))
    states, _ = ran(targets, Pace(jobs=1, max_failures=3), bad)
    assert (
        states
        == ["failed" if n in bad else "done" if n < 30 else "not begun" for n in range(31)]
        + ["not begun"] * 69
    )
    states, _ = ran(targets, Pace(jobs=4, max_failures=None, canary=False), bad)
    assert states.count("failed") == len(bad)
    assert "not begun" not in states


def test_so_many_at_a_time() -> None:
    running, most, lock = 0, 0, threading.Lock()

    def work(_: int) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1

    Fleet(list(range(20)), work, Pace(jobs=3), lambda _: None).run()
    assert most == 3


def test_a_defect_is_raised_and_ctrl_c_lets_those_at_work_end() -> None:
    def defect(target: int) -> None:
        if target == 3:
            raise KeyError(target)

    with pytest.raises(KeyError):
        Fleet([1, 2, 3, 4], defect, Pace(), lambda _: None).run()

    ended: list[int] = []

    def interrupted(outcome: Outcome[int, None]) -> None:
        if outcome.target == 5:
            raise KeyboardInterrupt

    def slow(target: int) -> None:
        time.sleep(0.01)
        ended.append(target)

    with pytest.raises(KeyboardInterrupt):
        Fleet(list(range(100)), slow, Pace(jobs=2), interrupted).run()
    count = len(ended)
    assert 5 < count < 20
    time.sleep(0.05)
    assert len(ended) == count
