"""The demo as a user sees it, and that it notices when something is not as documented."""

import sys
from contextlib import contextmanager

import pytest

from mockbill import demo
from mockbill.simulation import Simulation
from mockbill.sockets import SocketServer


def test_the_main_job_goes_as_documented():
    told = []
    assert demo.play(told.append) == 0, "\n".join(told)
    assert told[-1].strip() == "All as BILL documents it."
    assert any("CLEARED" in line for line in told)


@pytest.fixture
def here(monkeypatch):
    """The demo's server in this process; how it is may be changed first."""
    simulation = Simulation()
    world = simulation.open_default(clock=demo.FRIDAY)

    @contextmanager
    def server():
        socket = SocketServer(simulation.app())
        try:
            yield socket.url
        finally:
            socket.close()

    monkeypatch.setattr(demo, "server", server)
    yield world
    simulation.stop()
    simulation.worlds.close()


def test_a_step_that_differs_ends_the_play(here):
    here.choices.update({"webhook.http_loopback": False})
    told = []
    assert demo.play(told.append) == 1
    assert "not as documented" in told[-1]
    assert not any("POST /v3/vendors," in line for line in told)


def test_a_refusal_that_does_not_come_ends_the_play(here, monkeypatch):
    monkeypatch.setattr(demo, "SATURDAY", demo.TUESDAY)
    told = []
    assert demo.play(told.append) == 1
    assert "not as documented: a call that BILL refuses with BDC_1152 was answered with success" in told[-1]


def test_a_server_that_does_not_start_is_told(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/echo" if sys.platform != "win32" else sys.executable)
    told = []
    assert demo.play(told.append) == 1
    assert told == ["\nnot as documented: the server did not start"]
