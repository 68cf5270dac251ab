"""What the documents show to be typed is typed: shell, command line, other languages, contracts and probes."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import httpx
import pytest
import yaml
from billcontracts.probe import Probe, put
from billcontracts.targets import Target
from click.testing import CliRunner

from mockbill import cli, server
from mockbill.simulation import Simulation
from mockbill.sockets import SocketServer
from mockbill.testing.worlds import world
from mockbill.tls import throw_away
from tests.contracts.conftest import Run, run_contracts
from tests.examples import ROOT, blocks, commands, script

__all__ = ["run_contracts"]
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
TYPED = [(page, line) for page in PAGES for line in commands(page) if line.startswith("mockbill ")]


@pytest.fixture
def served() -> Iterator[str]:
    """The URL of a server with the default world, as `mockbill serve` has it."""
    simulation = Simulation()
    simulation.open_default(seed="small-business")
    socket = SocketServer(simulation.app())
    yield socket.url
    socket.close()
    simulation.stop()
    simulation.worlds.close()


def test_the_control_api_answers_by_hand_as_its_page_says(served):
    text = script("docs/control.md")
    assert text.count("| expect ") > 35
    environ = {"PATH": os.environ["PATH"], "BASE": served}
    done = subprocess.run(["bash"], input=text, env=environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_an_answer_that_is_not_the_one_told_fails_the_page(tmp_path):
    """What the test above rests on."""
    from tests import examples

    wrong = examples.EXPECT + examples.checked(7, "echo one # → two") + "\n"
    done = subprocess.run(["bash"], input=wrong, capture_output=True, text=True)
    assert done.returncode == 9 and "line 7: expected two, and this came: one" in done.stderr


@pytest.mark.parametrize(("page", "line"), TYPED)
def test_each_command_takes_the_options_that_are_shown(page, line):
    name, *arguments = shlex.split(line)[1:]
    command = cli.main.commands[name]
    with click.Context(command) as context:
        command.parse_args(context, arguments)


def test_each_server_that_is_shown_can_be_opened(tmp_path, monkeypatch):
    """As `serve` does before it listens; that a server then answers is in test_server.py."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "choices.json").write_text('{"rate_limit.status": 429}')
    settings = []
    monkeypatch.setattr(server, "serve", lambda wanted, ready: settings.append(wanted))
    lines = sorted({line for _, line in TYPED if line.startswith("mockbill serve")})
    assert len(lines) > 5
    for line in lines:
        assert CliRunner().invoke(cli.main, shlex.split(line)[1:], catch_exceptions=False).exit_code == 0, line
        wanted = settings.pop()
        simulation = Simulation()
        with server.certificate(wanted.tls, wanted.host), closing(simulation.worlds):
            server.check_store(wanted)
            mine = server.open_default(simulation, wanted)
            assert mine.choices["rate_limit.status"] == (429 if wanted.choices else 422)
            assert mine.clock.mode == ("real" if wanted.clock == "real" else "frozen")


def test_the_scenarios_that_are_shown_are_listed_and_played(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text(blocks("docs/scenarios.md", "yaml")[0])
    for line in commands("docs/scenarios.md"):
        done = CliRunner().invoke(cli.main, shlex.split(line)[1:], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        assert all(f"played  {name}" in done.output for name in shlex.split(line)[2:] if "/" not in name)


def test_what_needs_the_sandbox_says_so_without_credentials(monkeypatch):
    for name in [name for name in os.environ if name.startswith("BILL_")]:
        monkeypatch.delenv(name)
    lines = [line for _, line in TYPED if "--target sandbox" in line]
    assert lines
    for line in lines:
        done = CliRunner().invoke(cli.main, shlex.split(line)[1:], catch_exceptions=False)
        assert done.exit_code == 2 and "needs credentials: set BILL_USERNAME" in done.output, line


def test_the_ledger_that_is_shown_is_shown():
    (line,) = [line for _, line in TYPED if "--ledger" in line]
    shown = CliRunner().invoke(cli.main, shlex.split(line)[1:], catch_exceptions=False).output
    assert shown.startswith("## payments: ")


def test_the_contract_that_is_shown_holds(run_contracts: Run):
    (example,) = [block for block in blocks("docs/contracts.md", "python") if "@contract(" in block]
    done = run_contracts(example)
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout


def test_the_probe_that_is_shown_is_asked(simulation):
    (example,) = [block for block in blocks("docs/contracts.md", "python") if "@probe(" in block]
    names: dict[str, Any] = {}
    exec(compile(example, "docs/contracts.md", "exec"), names)
    (shown,) = [value for value in names.values() if isinstance(value, Probe)]
    socket = SocketServer(simulation.app())
    with httpx.Client() as http:
        target = Target("mock", socket.url, http, mock=True)
        for value in ("allow", "refuse"):
            (answer,) = put([shown], target.strict_world(**{"bill.negative_line": value}))
            assert answer.seen and answer.seen.value == value
    socket.close()


def test_the_resource_that_is_shown_is_one():
    (example,) = blocks("CONTRIBUTING.md", "   python") or re.findall(r"   ```python\n(.*?)   ```", (ROOT / "CONTRIBUTING.md").read_text(), re.DOTALL)  # fmt: skip
    package = "mockbill.resources.payables"
    names: dict[str, Any] = {"__name__": f"{package}.pallets", "__package__": package}
    exec(compile(re.sub(r"^   ", "", example, flags=re.MULTILINE), "CONTRIBUTING.md", "exec"), names)
    assert {operation.id for operation in names["pallets"].operations} == {
        "listpallets", "getpallet", "createpallet", "updatepallet", "archivepallet", "restorepallet",
    }  # fmt: skip


def test_the_workflow_that_is_shown_serves_the_image_of_the_dockerfile():
    told = yaml.safe_load(blocks("docs/server.md", "yaml")[0])
    image = (ROOT / "Dockerfile").read_text()
    (port,) = re.findall(r"^EXPOSE (\d+)$", image, re.MULTILINE)
    assert told["services"]["bill"]["ports"] == [f"{port}:{port}"]
    assert told["steps"][0]["env"]["BILL_GATEWAY"] == f"http://127.0.0.1:{port}"
    assert "HEALTHCHECK" in image and 'CMD ["mockbill", "info"]' in image


@pytest.fixture
def over_tls(tmp_path) -> Iterator[tuple[str, Path]]:
    """A world under BILL's hosts on a free port, and the folder with `mockbill-ca.pem` and the files that are shown."""
    pytest.importorskip("trustme")
    for language in ("javascript", "java"):
        for block in blocks("docs/server.md", language):
            name = re.match(r"// (\S+)\n", block)
            assert name
            (tmp_path / name[1]).write_text(block)
    with world() as mine, throw_away(tmp_path / "mockbill-ca.pem") as signed:
        socket = SocketServer(mine.app, tls=(str(signed.chain), str(signed.key)))
        for name in ("app.mjs", "App.java"):
            code = (tmp_path / name).read_text()
            (tmp_path / name).write_text(
                code.replace("stage.bill.com/", f"stage.bill.com:{socket.url.split(':')[-1]}/")
            )
        yield socket.url, tmp_path
        socket.close()


def told_by(command: list[str], folder: Path, **environ: str) -> str:
    plain = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(command, cwd=folder, env=plain | environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def shown_for(client: str) -> list[str]:
    """The commands of a row of the table of clients."""
    (row,) = re.findall(rf"^\| {client} \| (.*) \|$", (ROOT / "docs" / "server.md").read_text(), re.MULTILINE)
    return re.findall(r"`([^`]*)`", row)


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_curl_reaches_it_as_shown(over_tls):
    url, folder = over_tls
    (command,) = shown_for("curl")
    port = url.split(":")[-1]
    told = told_by(shlex.split(command.replace(":443:", f":{port}:").replace(".com/", f".com:{port}/")), folder)
    assert '"appId":"mockbill"' in told


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_node_reaches_it_as_shown(over_tls):
    _, folder = over_tls
    (command,) = shown_for("Node")
    trusted, *rest = shlex.split(command)
    name, _, value = trusted.partition("=")
    told = told_by([rest[0], "--require", "./bill-hosts.cjs", *rest[1:]], folder, **{name: value})
    assert told.startswith("200") and "mockbill" in told


@pytest.mark.skipif(not (shutil.which("java") and shutil.which("keytool")), reason="needs java")
def test_java_reaches_it_as_shown(over_tls):
    _, folder = over_tls
    (folder / "bill-hosts").write_text("127.0.0.1 gateway.stage.bill.com\n")
    importing, running = map(shlex.split, shown_for("Java"))
    told_by(importing, folder)
    told = told_by([running[0], "-Djdk.net.hosts.file=bill-hosts", *running[1:]], folder)
    assert told.startswith("200") and "mockbill" in told
