"""The documents cannot lie: what they list is what there is, and what they show runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mockbill.gateway.routing import catalogue
from mockbill.resources.payments.timelines import MAGIC
from mockbill.simulation import Simulation
from mockbill.testing.worlds import world
from tests.examples import commands

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture(scope="module")
def played():
    """What the curl session of the README prints, against a default world on a real socket."""
    with world(seed="empty", clock="real") as served:
        script = "\n".join([blocks(README, "bash")[0], *(line for line in commands("README.md") if "curl" in line)])
        for name, value in served.credentials.items():
            script = script.replace(DEFAULTS.get(name, "\0"), value)
        done = subprocess.run(["bash", "-eu"], input=script, env={"PATH": "/usr/bin:/bin:/usr/local/bin", "BASE": served.url},
                              capture_output=True, text=True, timeout=60)  # fmt: skip
        assert done.returncode == 0, done.stderr
        yield done.stdout


DEFAULTS = {"devKey": "mockbill-dev-key", "organizationId": "00801ZHXEOQZBVH00001", "password": "mockbill-password"}


def test_the_curl_session_of_the_readme_carries_a_payment_to_cleared(played):
    assert "Untrusted session." in played
    assert re.search(r"^.*CLEARED\nPAID$", played, re.MULTILINE)
    assert '"event":"payment.updated"' in played
    assert '"singleStatus":"DISBURSEMENT_FAILED' in played  # what the control API did to it afterwards
    assert '"id":"fault-' in played


def test_the_pytest_example_of_the_readme_passes(tmp_path):
    (tmp_path / "test_readme.py").write_text(blocks(README, "python")[0])
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout


def test_the_default_credentials_of_the_readme_are_those_of_the_default_world():
    simulation = Simulation()
    credentials = simulation.open_default(clock="2026-03-02T17:00Z").store.meta("credentials")
    for name, value in credentials.items():
        assert f"`{value}`" in README, name
    simulation.worlds.close()


def test_the_amounts_of_the_readme_are_those_that_do_something():
    rows = dict(re.findall(r"^\| (\d+\.\d\d) \| (.*) \|$", README, re.MULTILINE))
    assert {round(float(amount) * 100) for amount in rows} == set(MAGIC)
    for cents, turn in MAGIC.items():
        row = rows[f"{cents / 100:.2f}"]
        assert turn.meaning in row and (turn.to in row or turn.to == "EXPIRING")


def test_the_numbers_of_the_readme_are_true():
    assert f"BILL's {len(catalogue())} operations" in README


def test_every_control_route_stands_in_the_documents():
    text = (ROOT / "docs" / "control.md").read_text()
    listed = set(re.findall(r"^\| `([A-Z]+ /\S+)` \|", text, re.MULTILINE))
    shown = {"control", "auxiliary", "alias"}
    routes = {
        f"{operation.method} {operation.path}"
        for operation in Simulation().router.operations
        if operation.standing in shown
    }
    assert listed == routes


@pytest.mark.parametrize(
    "page", sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
)
def test_links_between_pages_lead_somewhere(page):
    text = (ROOT / page).read_text()
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (ROOT / page).parent.joinpath(target).exists(), target
