"""The command line, in this process; `serve` as a process is tested in test_server.py."""

import json
import re
import socket
from importlib import import_module

import pytest
from click.testing import CliRunner

from mockbill import cli
from mockbill.simulation import Simulation
from mockbill.sockets import SocketServer
from mockbill.testing.environment import NAMES


def run(*arguments):
    return CliRunner().invoke(cli.main, arguments, catch_exceptions=False)


@pytest.fixture(scope="module")
def url():
    simulation = Simulation()
    simulation.open_default(clock="2026-03-02T17:00Z")
    server = SocketServer(simulation.app())
    yield server.url
    server.close()
    simulation.worlds.close()


def refused(result, text):
    """One clear line on stderr, exit 2, nothing else."""
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1 and result.stderr.startswith("mockbill: ")
    assert text in result.stderr


@pytest.mark.parametrize(
    "options, text",
    [
        (["--seed", "nonsense"], "unknown seed 'nonsense'"),
        (["--seed", "random:1:0"], "1 to 100000 vendors, not 0"),
        (["--clock", "yesterday"], "yesterday"),
        (["--clock", "9999-01-01"], "1970 to 9000"),
        (["--store", "postgresql://db/mock"], "not built yet"),
        (["--store", "mysql://db/mock"], "--store takes postgresql://"),
        (["--workers", "2"], "--workers 2 needs --store postgresql://"),
        (["--host", "no.such.host.invalid"], "cannot listen on no.such.host.invalid"),
        (["--port", "70000"], "cannot listen on 127.0.0.1:70000"),
    ],
)
def test_serve_refuses_what_it_cannot_do_in_one_line(options, text):
    refused(run("serve", "--port", "0", *options), text)


def test_serve_refuses_a_port_that_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused(run("serve", "--port", str(port), "--seed", "empty"), f"cannot listen on 127.0.0.1:{port}")


def test_serve_refuses_a_folder_that_is_none(tmp_path):
    file = tmp_path / "file"
    file.write_text("not a folder")
    refused(run("serve", "--port", "0", "--data", str(file / "below")), "cannot keep the world in")
    (tmp_path / "default.sqlite").write_bytes(b"this is no database, whatever its name says" * 40)
    refused(run("serve", "--port", "0", "--data", str(tmp_path)), "file is not a database")


def test_serve_warns_when_others_can_reach_the_control_api(monkeypatch):
    monkeypatch.setattr("mockbill.server.serve", lambda settings, ready: ready("http://127.0.0.1:1"))
    open_to_all, at_home = run("serve", "--host", "0.0.0.0"), run("serve")
    assert "the control API under /_mock is open to everyone" in open_to_all.stderr
    assert open_to_all.stdout == at_home.stdout == "mockbill is ready on http://127.0.0.1:1\n"
    assert at_home.stderr == ""


def test_the_version_names_the_month_of_bills_documentation():
    assert re.fullmatch(r"mockbill \d+\.\d+\.\d+\S* \(BILL v3 as of \d{4}-\d\d\)\n", run("--version").stdout)


def test_coverage_counts_the_catalogue():
    result = run("coverage")
    assert result.exit_code == 0
    assert re.search(r"^all +\d+ of 327$", result.stdout, re.M)


def test_coverage_fails_when_a_declaration_contradicts_the_catalogue(monkeypatch):
    monkeypatch.setattr("mockbill.gateway.coverage.contradictions", lambda operation: ["wrong"])
    assert run("coverage").exit_code == 1


def test_openapi_prints_a_document():
    document = json.loads(run("openapi").stdout)
    assert document["openapi"].startswith("3.")
    assert "post" in document["paths"]["/connect/v3/login"]


def test_info_tells_how_to_get_in(url):
    told = json.loads(run("info", "--json", "--url", url).stdout)
    assert told["urls"]["connect"] == f"{url}/connect"
    assert told["clock"]["mode"] == "frozen" and told["clock"]["now"].startswith("2026-03-02T17:00:00.")
    text = run("info", "--url", url).stdout
    for value in (url, told["credentials"]["devKey"], "123456", "frozen"):
        assert value in text


def test_env_is_what_the_client_reads(url):
    from billclient import from_env

    lines = run("env", "--url", url).stdout.splitlines()
    found = dict(line.removeprefix("export ").split("=", 1) for line in lines)
    assert found["BILL_GATEWAY"] == url
    assert set(found) == {"BILL_GATEWAY", *NAMES}
    gateway, credentials = from_env(found)
    assert gateway.connect == f"{url}/connect"
    assert {type(one).__name__ for one in credentials} == {"Session", "OAuth", "ApiToken", "Partner"}


def test_seed_shows_what_a_seed_holds():
    lines = run("seed", "random:3:2").stdout.splitlines()
    assert "      2  vendor" in lines and "      8  bill" in lines
    refused(run("seed", "nonsense"), "unknown seed")


def test_seed_fills_a_running_world_anew_and_keeps_its_credentials(url):
    before = json.loads(run("info", "--json", "--url", url).stdout)
    result = run("seed", "random:3:2", "--url", url)
    assert result.stdout == f"the world 'default' on {url} holds random:3:2\n"
    assert json.loads(run("info", "--json", "--url", url).stdout) == before
    refused(run("seed", "nonsense", "--url", url), "unknown seed")


def test_trigger_tells_of_what_did_not_happen(url):
    assert (
        run("trigger", "bill.created", '{"amount": 5}', "--url", url).stdout == "bill.created goes to 0 subscriptions\n"
    )
    refused(run("trigger", "bill.paid", "--url", url), "unknown event 'bill.paid'")
    refused(run("trigger", "bill.created", "{", "--url", url), "not JSON")


@pytest.mark.parametrize("command", [("info",), ("env",), ("seed", "empty")])
def test_a_bad_url_or_nobody_there_is_told(command):
    refused(run(*command, "--url", "nonsense"), "not a URL: 'nonsense'")
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    refused(run(*command, "--url", f"http://127.0.0.1:{port}"), "no mockbill answers at")


def test_what_is_not_mockbill_is_told(httpserver):
    httpserver.expect_request("/_mock/info").respond_with_data("hello", status=404)
    refused(run("info", "--url", httpserver.url_for("")), "is not mockbill")
    httpserver.clear()
    httpserver.expect_request("/_mock/info").respond_with_data("hello")
    refused(run("info", "--url", httpserver.url_for("")), "is not mockbill")


def test_verify_hands_everything_to_the_kit(monkeypatch, tmp_path):
    asked = {}
    monkeypatch.setattr("billcontracts.run", lambda **given: asked.update(given) or 1)
    result = run(
        "verify", "--target", "sandbox", "--area", "spend", "--area", "platform", "--json", str(tmp_path / "r")
    )
    assert result.exit_code == 1
    assert (asked["target"], list(asked["area"]), asked["json"]) == ("sandbox", ["spend", "platform"], tmp_path / "r")
    assert asked["html"] is asked["junit"] is asked["write_choices"] is asked["budget"] is None
    assert asked["production"] == 0


def test_probe_hands_its_manners_to_the_kit(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(import_module("billcontracts.run"), "probe", lambda *given: asked.append(given) or 0)
    told = ("--json", str(tmp_path / "r"), "--budget", "50", "--pace", "0.5", "--production")
    assert run("probe", "--target", "sandbox", *told).exit_code == 0
    ((target, seen, choices, manners),) = asked
    assert (target, seen, choices) == ("sandbox", tmp_path / "r", None)
    assert (manners.budget, manners.pace, manners.production) == (50, 0.5, False)


def test_verify_shows_the_ledger_and_runs_nothing(monkeypatch):
    monkeypatch.setattr("billcontracts.run", lambda **given: pytest.fail("it ran"))
    shown = run("verify", "--ledger", "--area", "payables").output
    assert "AP-VEND-001" in shown
    assert "PL-SESS-001" not in shown
