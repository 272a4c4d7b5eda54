import datetime
from itertools import islice

import pytest

from fluentorm.migrate.versions import as_time, instant, next_versions

NOON = datetime.datetime(2024, 12, 2, 12, 0, 0, tzinfo=datetime.UTC)


def test_calendar_and_unix_times_denote_the_same_instant():
    assert instant("20241202103000") == instant("1733135400") == instant("1733135400000")


def test_short_calendar_times_denote_their_beginning():
    assert instant("20241202") == instant("20241202000000")
    assert instant("202412021030") == instant("20241202103000")
    assert instant("20241202103000123") == instant("20241202103000") + 123


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("1", "2"),
        ("9", "0010"),
        ("0002", "1733135400"),
        ("20241202103059", "20241202103060"),  # a counter that ran over a full minute
        ("20240229000000", "20240230000000"),  # no such day, still in order
        ("99", "20241202103000"),
    ],
)
def test_versions_are_ordered_by_the_instant_they_denote(earlier, later):
    assert instant(earlier) < instant(later)


@pytest.mark.parametrize("digits", ["20241302103000", "20240001000000", "00000000000001"])
def test_what_is_no_calendar_time_is_a_plain_number(digits):
    assert instant(digits) == int(digits) * 1000


def test_next_version_is_now_when_nothing_is_later():
    assert next(next_versions(None, NOON)) == "20241202120000"
    assert next(next_versions(instant("20241202115958"), NOON)) == "20241202120000"


def test_next_version_leaves_a_second_after_the_last():
    """Versions one second apart are taken for one generation."""
    assert next(next_versions(instant("20241202115959"), NOON)) == "20241202120001"
    assert next(next_versions(instant("20241202120000"), NOON)) == "20241202120002"
    assert next(next_versions(instant("20241231235958"), NOON)) == "20250101000000"


def test_following_versions_step_over_full_minutes_and_never_repeat():
    versions = list(islice(next_versions(instant("20241202125957"), NOON), 3))
    assert versions == ["20241202125959", "20241202130000", "20241202130001"]


def test_times_of_other_zones_become_utc():
    zone = datetime.timezone(datetime.timedelta(hours=5))
    assert next(next_versions(None, NOON.astimezone(zone))) == "20241202120000"


def test_no_version_follows_the_end_of_the_calendar():
    with pytest.raises(OverflowError):
        list(next_versions(instant("99991231235959"), NOON))


def test_header_time_is_the_version():
    assert as_time("20241202103000") == "2024-12-02T10:30:00Z"
