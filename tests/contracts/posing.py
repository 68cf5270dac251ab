"""A mock that passes for BILL's sandbox: no control room, no headers of its own, and some answers altered on purpose."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from billclient import NO_RETRY, Client, Session
from billcontracts.targets import ROOMY
from werkzeug.serving import make_server
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Request, Response

from mockbill.simulation import Simulation
from mockbill.testing.environment import environment
from mockbill.world.world import World


@dataclass
class Answer:
    """One answer, to be altered."""

    status: int
    headers: dict[str, str]
    body: Any


Alter = Callable[[Answer], None]


@dataclass
class Pose:
    """The WSGI application in front of the mock's. `alter` maps an operation to what becomes of its answers."""

    inner: Any
    alter: Mapping[str, Alter]
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of every call."""

    def __call__(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        self.asked.append((request.method, request.path))
        if request.path.startswith("/_mock"):
            return Response("no such page", 404)(environ, start)
        given, status, headers = run_wsgi_app(self.inner, environ, buffered=True)
        told = {name: value for name, value in headers.items() if not name.startswith("X-Mockbill")}
        body = b"".join(given)
        if alter := self.alter.get(headers.get("X-Mockbill-Operation", "")):
            answer = Answer(int(status.split()[0]), told, json.loads(body) if body else None)
            alter(answer)
            body, status, told = (
                b"" if answer.body is None else json.dumps(answer.body).encode(),
                answer.status,
                answer.headers,
            )
        told.pop("Content-Length", None)
        return Response(body, status, told)(environ, start)


@dataclass
class Posing:
    """Where it is, the `BILL_*` settings that let one in, and the world behind it."""

    url: str
    environ: dict[str, str]
    world: World
    pose: Pose


@contextmanager
def posing(alter: Mapping[str, Alter] | None = None, **choices: Any) -> Iterator[Posing]:
    """Serve it on a free port, at real time; whoever signs in with the settings has passed MFA."""
    simulation = Simulation()
    world = simulation.worlds.create(clock=None, choices={**ROOMY, **choices})
    pose = Pose(simulation.app(world), alter or {})
    server = make_server("127.0.0.1", 0, pose, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    try:
        keys = world.store.meta("credentials")
        settings = environment(url, keys)
        names = ("username", "password", "organizationId", "devKey")
        with Client(Session(*(keys[name] for name in names)), gateway=url, retry=NO_RETRY) as client:
            trust = client.mfa.trust("123456", device="kit")
        settings |= {"BILL_REMEMBER_ME_ID": trust["rememberMeId"], "BILL_DEVICE": "kit"}
        pose.asked.clear()
        yield Posing(url, settings, world, pose)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        simulation.stop()
        simulation.worlds.close()
