"""The worlds of one process behind a socket: granian for `mockbill serve`, a small threaded server for fixtures.

granian runs its one worker as a thread of this process, so that worlds, scheduler and deliveries live where they
were made, and a killed server leaves nothing behind.
"""

import gc
import ipaddress
import json
import os
import signal
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .control.front import Front
from .cors import cors
from .gateway.limits import Limits
from .simulation import Simulation
from .sockets import SocketServer, base_url
from .tls import Certificate, throw_away
from .world.choices import Choices
from .world.clock import Alarm, pause
from .world.world import World

THREADS = 16  # more than the three calls in flight that BILL allows, so that one slow fault holds up nobody else
GRACE = 0.5  # seconds that a request may still take after the server was told to stop
POLL = 0.02
GARBAGE = 10_000  # objects that may come before circles are looked for


class CannotServe(Exception):
    """Why no server was started, in one line."""


@dataclass(frozen=True)
class Settings:
    """What `mockbill serve` was asked for. `clock` is `real` or the instant at which the world stands; with
    `network_faults` a smaller, slower server is used that can cut a connection. `cors` are origins of pages that may
    read answers, `tls` is the file for the throw-away authority to trust, `choices` a JSON file of name and value.
    """

    host: str = "127.0.0.1"
    port: int = 8585
    data: Path | None = None
    store: str | None = None
    workers: int = 1
    seed: str = "small-business"
    clock: str = "real"
    limits: bool = True
    network_faults: bool = False
    cors: tuple[str, ...] = ()
    tls: Path | None = None
    choices: Path | None = None


def spare_the_collector() -> None:
    """What is there when a server starts stays to its end, and what a request makes seldom runs in circles: looking
    for circles in all of it again and again took a seventh of the time of a write.
    """
    gc.freeze()
    gc.enable()
    gc.set_threshold(GARBAGE, 10, 10)


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until told to stop by SIGINT or SIGTERM; `ready` is given the base URL once it accepts connections.

    Raises:
        CannotServe: a setting is wrong, or the port is taken.
    """
    check_store(settings)
    address, port = free_place(settings.host, settings.port)
    with certificate(settings.tls, address) as signed:
        simulation = Simulation()
        simulation.worlds.home = base_url(address, port, signed is not None)
        open_default(simulation, settings)
        app = cors(simulation.app(), settings.cors) if settings.cors else simulation.app()
        simulation.front.cuts = settings.network_faults
        server = (partial(threaded, simulation.front) if settings.network_faults else granian)(
            app, address, port, signed
        )
        threading.Thread(
            target=announce, args=(address, port, lambda: ready(simulation.worlds.home)), daemon=True
        ).start()
        simulation.start()
        spare_the_collector()
        try:
            server()
        except SystemExit as stopped:
            raise CannotServe(f"the server on {address}:{port} stopped by itself") from stopped
        finally:
            simulation.stop()
            simulation.worlds.close()


@contextmanager
def certificate(ca: Path | None, address: str) -> Iterator[Certificate | None]:
    """What a server shows who speaks TLS to it. Raises CannotServe."""
    if ca is None:
        yield None
        return
    try:
        with throw_away(ca, address) as signed:
            yield signed
    except ImportError as error:
        raise CannotServe("--tls needs trustme: pip install 'mockbill[tls]'") from error
    except OSError as error:
        raise CannotServe(f"cannot write {ca}: {error.strerror}") from error


def read_choices(path: Path | None) -> dict[str, Any]:
    """The choices of a file, checked. Raises CannotServe."""
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
        if not isinstance(found, dict):
            raise ValueError("it is not an object of names and values")
        Choices(found)
    except (OSError, ValueError) as error:
        raise CannotServe(f"cannot take the choices of {path}: {error}") from error
    return found


def check_store(settings: Settings) -> None:
    """Whether the worlds can be kept where they should be."""
    if settings.store is not None:
        scheme = urlsplit(settings.store).scheme
        if scheme not in ("postgresql", "postgres"):
            raise CannotServe(f"--store takes postgresql://…, not {settings.store!r}; for a SQLite file give --data")
        raise CannotServe("--store postgresql://… is not built yet; --data DIR keeps the world in a SQLite file")
    if settings.workers != 1:
        raise CannotServe(f"--workers {settings.workers} needs --store postgresql://…; SQLite serves one process")


def free_place(host: str, port: int) -> tuple[str, int]:
    """The numeric address and the port to listen on; a port of 0 becomes a free one. Raises CannotServe."""
    if not 0 <= port <= 65535:
        raise CannotServe(f"cannot listen on {host}:{port}: a port is a number from 0 to 65535")
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        # granian shares a port with whoever else is willing to; this asks for it alone.
        with closing(socket.create_server(place[:2], family=family)) as probe:
            found = probe.getsockname()
    except (OSError, OverflowError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CannotServe(f"cannot listen on {host}:{port}: {reason}") from error
    return str(found[0]), int(found[1])


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host name or address. Raises CannotServe when there is none such."""
    return ipaddress.ip_address(free_place(host, 0)[0]).is_loopback


def open_default(simulation: Simulation, settings: Settings) -> World:
    """The world that is served. Raises CannotServe."""
    try:
        if settings.data:
            settings.data.mkdir(parents=True, exist_ok=True)
        clock, choices = None if settings.clock == "real" else settings.clock, read_choices(settings.choices)
        world = simulation.open_default(seed=settings.seed, clock=clock, data=settings.data, choices=choices)
    except (OSError, sqlite3.Error) as error:
        raise CannotServe(f"cannot keep the world in {settings.data}: {error}") from error
    except ValueError as error:
        raise CannotServe(str(error)) from error
    if not settings.limits:
        limits = world.part(Limits)
        limits.enabled = False
        if world.origin:
            world.origin = replace(world.origin, parts={**world.origin.parts, Limits.__name__: limits.state()})
    return world


def granian(app: Any, address: str, port: int, signed: Certificate | None = None) -> Callable[[], None]:
    """granian in this process; the call returns when it was told to stop."""
    from granian.constants import HTTPModes, Interfaces, Loops
    from granian.server.mt import MTServer

    class InThisProcess(MTServer):
        def _check_gil(self) -> None:
            """One WSGI worker shares its process as well with a global interpreter lock as without."""

        def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
            super().signal_handler_interrupt(*args, **kwargs)  # type: ignore[no-untyped-call]
            threading.Thread(target=leave, daemon=True).start()

        signal_handler_reload = signal_handler_interrupt  # a terminal that hangs up ends the server

    server = InThisProcess(
        "mockbill",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        loop=Loops.asyncio,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
        ssl_cert=signed.chain if signed else None,
        ssl_key=signed.key if signed else None,
    )
    return lambda: server.serve(target_loader=lambda: app, wrap_loader=False)


def threaded(front: Front, app: Any, address: str, port: int, signed: Certificate | None = None) -> Callable[[], None]:
    """The small server of fixtures, which can cut a connection; the call returns when it was told to stop."""
    stopped = Alarm()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopped.ring())

    def serve() -> None:
        server = SocketServer(app, address, port, (str(signed.chain), str(signed.key)) if signed else None)
        front.refuse = server.refuse
        while not stopped.wait(threading.TIMEOUT_MAX):
            pass
        threading.Thread(target=leave, daemon=True).start()
        server.close()

    return serve


def leave() -> None:
    """End the process when a request does not end in time; what was acknowledged is already written."""
    Alarm().wait(GRACE)
    os._exit(0)


def announce(address: str, port: int, ready: Callable[[], None]) -> None:
    host = urlsplit(base_url(address, port)).hostname
    while True:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            pause(0.002)
        else:
            return ready()
