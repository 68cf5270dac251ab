"""The clock: frozen or real, moved and never slept on."""

import pytest

from mockbill.world.clock import DAY, Clock, instant, iso

START = instant("2026-03-02T17:00:00Z")


def test_instants_are_written_with_milliseconds_and_a_numeric_offset():
    assert iso(instant("2026-03-02T17:05:11.402Z")) == "2026-03-02T17:05:11.402+00:00"


@pytest.mark.parametrize("text", ["2026-03-02T17:00:00", "2026-03-02T17:00", "2026-03-02T09:00:00-08:00"])
def test_an_instant_without_a_zone_is_utc(text):
    assert instant(text) == START


def test_a_day_alone_is_its_midnight():
    assert iso(instant("2026-03-02")) == "2026-03-02T00:00:00.000+00:00"


def test_a_frozen_clock_stands_but_for_a_millisecond_per_write():
    clock = Clock(START)
    assert clock.now() == clock.now() == START
    clock.tick()
    assert clock.now() == START + 1


def test_a_real_clock_goes_on_with_its_offset_when_moved():
    clock = Clock()
    clock.set(START)
    assert clock.mode == "real"
    assert START <= clock.now() < START + 5_000


def test_running_goes_on_from_where_the_clock_stood():
    clock = Clock(START)
    clock.run()
    assert clock.mode == "real"
    assert START <= clock.now() < START + 5_000


def test_what_was_due_earlier_is_done_at_its_own_time():
    clock = Clock(START + DAY)
    with clock.during(START):
        assert clock.now() == START
        clock.tick()
    assert clock.now() == START + DAY


def test_the_clock_refuses_what_iso_8601_cannot_write():
    with pytest.raises(ValueError, match="1970 to 9000"):
        Clock(START).set(10**18)
