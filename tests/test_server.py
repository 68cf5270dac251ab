"""`mockbill serve` as a process of its own, and the socket of fixtures."""

import gc
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any

import httpx
import pytest

from mockbill.gateway.limits import Limits
from mockbill.server import CannotServe, Settings, free_place, is_loopback, open_default, spare_the_collector
from mockbill.simulation import Simulation
from mockbill.sockets import SocketServer, base_url

ADDRESS = {"line1": "1 Main", "city": "Toledo", "stateOrProvince": "OH", "zipOrPostalCode": "43604", "country": "US"}
START = "import sys; from mockbill.cli import main; sys.argv[0] = 'mockbill'; main()"

Serve = Callable[..., tuple["subprocess.Popen[str]", str]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts `mockbill serve` on a free port: the process and its base URL."""
    started = []

    def start(*options: str) -> tuple["subprocess.Popen[str]", str]:
        command = [sys.executable, "-c", START, "serve", "--port", "0", "--seed", "empty", *options]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout
        line = process.stdout.readline().strip()
        assert line.startswith("mockbill is ready on http"), line
        return process, line.rpartition(" ")[2]

    yield start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def ask(url: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, {"Content-Type": "application/json", **(headers or {})})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.loads(answer.read())


def login(url: str) -> dict[str, str]:
    keys = ask(url, "/_mock/info")["credentials"]
    wanted = {name: keys[name] for name in ("username", "password", "organizationId", "devKey")}
    return {"devKey": keys["devKey"], "sessionId": ask(url, "/connect/v3/login", wanted)["sessionId"]}


def test_a_killed_server_loses_no_acknowledged_write(serve: Serve, tmp_path: Path) -> None:
    process, url = serve("--data", str(tmp_path), "--limits", "off")
    headers = login(url)
    acknowledged: list[str] = []
    enough = threading.Event()

    def write(name: str) -> None:
        while True:
            try:
                made = ask(url, "/connect/v3/vendors", {"name": name, "address": ADDRESS}, headers)
            except (OSError, HTTPException, json.JSONDecodeError):  # cut off wherever it was
                return
            acknowledged.append(made["id"])
            if len(acknowledged) > 60:
                enough.set()

    writers = [threading.Thread(target=write, args=(f"Vendor {number}",)) for number in range(4)]
    for writer in writers:
        writer.start()
    assert enough.wait(30)
    os.kill(process.pid, signal.SIGKILL)
    for writer in writers:
        writer.join()

    again, url = serve("--data", str(tmp_path), "--limits", "off")
    for vendor in acknowledged:
        assert ask(url, f"/connect/v3/vendors/{vendor}", headers=headers)["id"] == vendor  # the session lives on too
    fresh = ask(url, "/connect/v3/vendors", {"name": "After", "address": ADDRESS}, headers)
    assert fresh["id"] not in acknowledged


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_under_way_does_not_keep_a_server_from_stopping(serve: Serve, how: signal.Signals) -> None:
    process, url = serve("--clock", "2026-03-02T17:00Z")
    assert ask(url, "/_mock/info")["clock"] == {"now": "2026-03-02T17:00:00.000+00:00", "mode": "frozen"}
    ask(url, "/_mock/faults", {"latency": 30, "operation": "login"})
    slow = threading.Thread(target=lambda: pytest.raises(OSError, login, url))
    slow.start()
    while not ask(url, "/_mock/faults")["faults"][0]["applied"]:
        pass
    process.send_signal(how)
    assert process.wait(20) == 0  # the request would take thirty
    slow.join()


def test_a_world_in_a_folder_has_one_owner(tmp_path: Path) -> None:
    first, second = Simulation(), Simulation()
    open_default(first, Settings(data=tmp_path, seed="empty"))
    with pytest.raises(CannotServe, match="cannot keep the world in .*locked"):
        open_default(second, Settings(data=tmp_path, seed="empty"))
    first.worlds.close()


def test_a_reset_world_in_a_folder_is_what_it_was_when_it_was_made(tmp_path: Path) -> None:
    first = Simulation()
    world = open_default(first, Settings(data=tmp_path, seed="empty", clock="2026-03-02T17:00Z"))
    users = world.store.counts()["user"]
    made = world.fingerprint()
    with world.transaction():
        for user in world.store.find("user"):
            world.store.delete("user", user)
    first.worlds.close()

    again = Simulation()
    world = open_default(again, Settings(data=tmp_path))
    assert world.store.counts()["user"] == 0
    world.reset()
    assert world.store.counts()["user"] == users
    assert world.fingerprint(frozenset({"meta"})) == made
    again.worlds.close()


def test_a_world_that_was_not_finished_is_made_anew(tmp_path: Path) -> None:
    from mockbill.world.store import Store

    Store([], str(tmp_path / "default.sqlite")).close()
    simulation = Simulation()
    assert open_default(simulation, Settings(data=tmp_path, seed="empty")).store.meta("credentials")
    simulation.worlds.close()


def test_limits_off_stay_off_after_a_reset() -> None:
    simulation = Simulation()
    world = open_default(simulation, Settings(seed="empty", limits=False))
    world.reset()
    assert not world.part(Limits).enabled
    simulation.worlds.close()


def test_a_port_is_asked_for_alone() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        with pytest.raises(CannotServe, match="cannot listen on 127.0.0.1:.*in use"):
            free_place("127.0.0.1", taken.getsockname()[1])


def test_where_a_server_is_reached() -> None:
    assert base_url("0.0.0.0", 1) == "http://127.0.0.1:1"
    assert base_url("::1", 1) == "http://[::1]:1"
    assert is_loopback("localhost") and not is_loopback("0.0.0.0")


def test_the_socket_of_fixtures_answers_many_at_once_and_closes(simulation: Simulation) -> None:
    server = SocketServer(simulation.app())
    found: list[str] = []
    asking = [
        threading.Thread(target=lambda: found.append(ask(server.url, "/_mock/info")["version"])) for _ in range(8)
    ]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert len(found) == 8
    server.close()
    with pytest.raises(urllib.error.URLError):
        ask(server.url, "/_mock/info")


def test_a_server_for_network_faults_cuts_connections_and_stops_when_told(serve: Serve) -> None:
    process, url = serve("--network-faults")
    ask(url, "/_mock/faults", {"lose": "answer", "operation": "login"})
    with pytest.raises(ConnectionError):
        login(url)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


def test_a_server_for_network_faults_is_not_there_for_a_while(serve: Serve) -> None:
    """Connections are refused; then all is as before."""
    _, url = serve("--network-faults")
    with httpx.Client(base_url=url) as kept:
        assert kept.get("/_mock/clock").status_code == 200
        assert kept.post("/_mock/offline", json={"seconds": 0.5}).json() == {"seconds": 0.5}
        with pytest.raises(httpx.TransportError):
            while True:
                kept.get("/_mock/clock")
        with pytest.raises(httpx.ConnectError):
            kept.get("/_mock/clock")
    with httpx.Client(base_url=url, transport=httpx.HTTPTransport(retries=6)) as patient:
        assert patient.get("/_mock/clock").status_code == 200


@pytest.mark.parametrize("more", [(), ("--network-faults",)], ids=["usual", "network faults"])
def test_tls_serves_bills_own_hosts_to_who_trusts_the_authority(
    serve: Serve, tmp_path: Path, more: tuple[str, ...]
) -> None:
    ca = tmp_path / "ca.pem"
    _, url = serve(f"--tls={ca}", "--cors=*", *more)
    port = int(url.rpartition(":")[2])
    trusting = ssl.create_default_context(cafile=str(ca))
    for host in ("gateway.stage.bill.com", "localhost"):
        connection = trusting.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname=host)
        connection.sendall(
            f"GET /_mock/info HTTP/1.1\r\nHost: {host}\r\nOrigin: http://a\r\nConnection: close\r\n\r\n".encode()
        )
        answer = b"".join(iter(partial(connection.recv, 65536), b"")).lower()
        connection.close()
        assert answer.startswith(b"http/1.1 200") and b"access-control-allow-origin: http://a" in answer
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        ask(url, "/_mock/info")


def test_choices_of_a_file_are_in_force_and_outlive_a_reset(serve: Serve, tmp_path: Path) -> None:
    file = tmp_path / "choices.json"
    file.write_text('{"rate_limit.status": 429}')
    _, url = serve(f"--choices={file}")
    urllib.request.urlopen(urllib.request.Request(f"{url}/_mock/reset", method="POST")).close()
    assert ask(url, "/_mock/choices")["rate_limit.status"]["value"] == 429


@pytest.mark.parametrize(
    ("text", "wrong"), [("{", "Expecting"), ("[]", "not an object"), ('{"a": 1}', "unknown choice")]
)
def test_wrong_choices_are_told_in_a_line(tmp_path: Path, text: str, wrong: str) -> None:
    file = tmp_path / "choices.json"
    file.write_text(text)
    with pytest.raises(CannotServe, match=f"cannot take the choices of .*{wrong}"):
        open_default(Simulation(), Settings(seed="empty", choices=file))


def test_a_server_looks_for_garbage_again_once_it_is_loaded():
    thresholds = gc.get_threshold()
    gc.disable()
    try:
        spare_the_collector()
        assert gc.isenabled() and gc.get_freeze_count() > 0
    finally:
        gc.enable()
        gc.unfreeze()
        gc.set_threshold(*thresholds)
