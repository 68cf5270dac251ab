"""The scheduler: what falls due in worlds with a real clock happens by itself."""

import logging
import threading

import pytest

from mockbill.world.clock import DAY, SECOND, Clock
from mockbill.world.scheduler import Scheduler
from mockbill.world.store import Table
from mockbill.world.world import World

TABLES = (Table("thing"),)


@pytest.fixture
def make():
    worlds, schedulers = [], []

    def make(handler, clock=None):
        world = World(TABLES, clock=clock, handlers={"job": handler})
        scheduler = Scheduler(lambda: [world])
        world.awaited = scheduler.awaited
        scheduler.start()
        worlds.append(world)
        schedulers.append(scheduler)
        return world, scheduler

    yield make
    for scheduler in schedulers:
        scheduler.stop()
    for world in worlds:
        world.close()


def schedule(world, due):
    with world.transaction():
        world.schedule(due, "job")


def test_what_is_scheduled_happens_when_it_is_due(make):
    done, times = threading.Event(), []
    world, _ = make(lambda world, org, data: times.append(world.clock.now()) or done.set())
    due = world.clock.now() + 30
    schedule(world, due)
    assert done.wait(10)
    assert times == [due]


def test_what_is_done_may_schedule_more(make):
    done, times = threading.Event(), []

    def job(world, org, data):
        times.append(world.clock.now())
        world.schedule(world.clock.now() + 10, "job") if len(times) < 5 else done.set()

    world, _ = make(job)
    first = world.clock.now()
    schedule(world, first)
    assert done.wait(10)
    assert times == [first + 10 * n for n in range(5)]


def test_each_job_is_claimed_once(make):
    done, times = threading.Event(), []

    def job(world, org, data):
        times.append(1)
        if len(times) == 200:
            done.set()

    world, _ = make(job)
    with world.transaction():
        for _ in range(200):
            world.schedule(world.clock.now(), "job")
    world.run_due()
    assert done.wait(10)
    assert len(times) == 200
    assert world.store.next_due() is None


def test_a_frozen_world_waits_for_whoever_moves_it(make):
    done = threading.Event()
    world, scheduler = make(lambda world, org, data: done.set(), Clock(1_000_000))
    schedule(world, 1_000_000)
    assert not done.wait(0.1)
    world.advance_to(world.clock.now() + DAY)
    assert done.is_set()


def test_a_clock_that_is_set_running_is_noticed(make):
    done = threading.Event()
    world, _ = make(lambda world, org, data: done.set(), Clock(1_000_000))
    schedule(world, 1_000_000 + 10)
    world.clock.run()
    assert done.wait(10)


def test_a_job_that_fails_is_told_and_tried_again(make, caplog):
    done, times = threading.Event(), []

    def job(world, org, data):
        times.append(1)
        if len(times) == 1:
            raise RuntimeError("not yet")
        done.set()

    with caplog.at_level(logging.ERROR):
        world, _ = make(job)
        schedule(world, world.clock.now())
        assert done.wait(10)
    assert "not yet" in caplog.text


def test_it_stops_within_a_second_and_survives_a_closed_world(make):
    world, scheduler = make(lambda world, org, data: None)
    schedule(world, world.clock.now() + 60 * SECOND)
    world.close()
    stopping = threading.Thread(target=scheduler.stop)
    stopping.start()
    stopping.join(1)
    assert not stopping.is_alive()
    scheduler.start()
    scheduler.stop()
