"""A world: transactions, the future, copies."""

import pytest

from mockbill.world.clock import DAY, HOUR, Clock, instant
from mockbill.world.store import Row, Table
from mockbill.world.world import World

START = instant("2026-03-02T17:00:00Z")
TABLE = Table("thing")


def note(world, org, data):
    world.store.insert("thing", Row({"id": world.ids.new("xxx"), "at": world.clock.now(), **data}, org=org))


@pytest.fixture
def world():
    world = World([TABLE], clock=Clock(START), handlers={"note": note})
    yield world
    world.close()


def things(world):
    return world.store.find("thing")


def test_a_refused_transaction_leaves_rows_ids_and_clock_as_they_were(world):
    before = world.fingerprint()
    with pytest.raises(RuntimeError), world.transaction():
        note(world, "o", {})
        raise RuntimeError
    assert world.fingerprint() == before
    assert world.clock.now() == START


def test_a_commit_moves_a_frozen_clock_by_a_millisecond(world):
    with world.transaction():
        note(world, "o", {})
    assert world.clock.now() == START + 1


def test_advancing_does_what_falls_due_in_order_and_at_its_time(world):
    with world.transaction():
        world.schedule(START + 2 * DAY, "note", org="o", name="second")
        world.schedule(START + DAY, "note", org="o", name="first")
        world.schedule(START + 9 * DAY, "note", org="o", name="never")
    world.advance_to(START + 3 * DAY)
    assert [(thing["name"], thing["at"]) for thing in things(world)] == [
        ("first", START + DAY),
        ("second", START + 2 * DAY),
    ]
    assert START + 3 * DAY <= world.clock.now() <= START + 3 * DAY + 10


def test_a_job_may_schedule_another_within_the_same_advance(world):
    def again(world, org, data):
        note(world, org, {})
        if data["left"]:
            world.schedule(world.clock.now() + HOUR, "again", org=org, left=data["left"] - 1)

    world.handlers = {"again": again}
    with world.transaction():
        world.schedule(START + HOUR, "again", org="o", left=3)
    world.advance_to(START + DAY)
    assert [thing["at"] for thing in things(world)] == [START + HOUR * n for n in (1, 2, 3, 4)]


def test_what_was_unscheduled_does_not_happen(world):
    with world.transaction():
        world.schedule(START + DAY, "note", subject="bill", org="o")
        world.unschedule("bill")
    world.advance_to(START + 2 * DAY)
    assert things(world) == []


def test_a_snapshot_covers_rows_clock_ids_choices_and_jobs(world):
    with world.transaction():
        note(world, "o", {})
        world.schedule(START + DAY, "note", org="o")
    image, next_id = world.image(), None
    with world.transaction():
        next_id = world.ids.new("009")
        note(world, "o", {})
    world.choices.update({"rate_limit.status": 429})
    world.advance_to(START + 2 * DAY)
    world.restore(image)
    assert len(things(world)) == 1
    assert world.clock.now() == START + 1
    assert world.choices["rate_limit.status"] == 422
    assert world.ids.new("009") == next_id
    world.advance_to(START + 2 * DAY)
    assert len(things(world)) == 2


def test_a_file_world_goes_on_where_it_was_closed(tmp_path):
    path = str(tmp_path / "w.sqlite")
    first = World([TABLE], clock=Clock(START), path=path)
    assert not first.resume()
    with first.transaction():
        note(first, "o", {})
    first.advance_to(START + DAY)
    clock, following = first.clock.now(), Row({})
    first.close()
    second = World([TABLE], path=path)
    assert second.resume()
    with second.transaction():
        note(second, "o", {})
    assert second.clock.now() >= clock
    one, following = things(second)
    assert one["id"] != following["id"] and second.key == first.key
    second.close()
