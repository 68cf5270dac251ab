"""The kit against targets that are not as BILL documents: it fails, and says why."""

import json
from pathlib import Path
from typing import Any

import pytest
from billcontracts import run
from pytest_httpserver import HTTPServer

Run = Any


CONTRACT = """
from billcontracts import contract, differs
from billcontracts.refusals import refused

@contract("AP-VEND-001", "A vendor has what is always there.", "{evidence}", "docs/ap-vendors")
def test_vendor(bill):
    bill.vendors.get("00901QWKTRYUMOPLKa1b")
"""
LOGIN = {"sessionId": "s", "organizationId": "00801ABCDEFGHIJK1a2b", "userId": "00601ABCDEFGHIJK1a2b", "trusted": False}
VENDOR = {
    "archived": False, "id": "00901QWKTRYUMOPLKa1b", "name": "Heron", "accountType": "NONE",
    "createdTime": "2026-03-02T17:00:00.000+00:00", "updatedTime": "2026-03-02T17:00:00.000+00:00",
}  # fmt: skip


ERROR = {
    "timestamp": "2026-03-02T17:00:00.000+00:00", "code": "BDC_1205", "severity": "ERROR", "category": "DOWNSTREAM",
    "message": "No data found for object with given ID.",
}  # fmt: skip


def bill_like(httpserver: HTTPServer, vendor: Any, status: int = 200) -> str:
    httpserver.expect_request("/_mock/info").respond_with_data("no", status=404)
    httpserver.expect_request("/connect/v3/login").respond_with_json(LOGIN)
    httpserver.expect_request("/connect/v3/vendors/00901QWKTRYUMOPLKa1b").respond_with_json(vendor, status=status)
    return httpserver.url_for("").rstrip("/")


def test_a_right_target_passes_and_is_reported(httpserver: HTTPServer, run_contracts: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    url = bill_like(httpserver, VENDOR)
    done = run_contracts(CONTRACT.format(evidence="D"), "--target", url, "--contracts-json", str(report))
    assert done.returncode == 0, done.stdout
    told = json.loads(report.read_text())
    assert told["operations"]["getvendor"] == {"covered": True, "contracts": ["AP-VEND-001"]}
    assert (told["target"], told["calls"]) == (url, 2)


def test_a_null_where_nothing_belongs_is_drift(httpserver: HTTPServer, run_contracts: Run) -> None:
    url = bill_like(httpserver, {**VENDOR, "phone": None})
    done = run_contracts(CONTRACT.format(evidence="D"), "--target", url)
    assert done.returncode == 1
    assert "null    getvendor answer.phone: expected str, found null (1×)" in done.stdout
    assert "1 passed" in done.stdout


def test_a_broken_contract_is_told_with_its_statement(httpserver: HTTPServer, run_contracts: Run) -> None:
    done = run_contracts(CONTRACT.format(evidence="D"), "--target", bill_like(httpserver, [ERROR], 404))
    assert done.returncode == 1
    assert "AP-VEND-001: A vendor has what is always there. (D docs/ap-vendors)" in done.stdout
    assert "status  getvendor answer: expected 2xx, found 404 BDC_1205 (1×)" in done.stdout


def test_what_is_only_inferred_never_fails_bill(httpserver: HTTPServer, run_contracts: Run) -> None:
    done = run_contracts(CONTRACT.format(evidence="I"), "--target", bill_like(httpserver, [ERROR], 404))
    assert done.returncode == 0, done.stdout
    assert "1 xfailed" in done.stdout
    assert "(inferred only)" in done.stdout


def test_a_known_difference_is_expected_and_a_healed_one_fails(httpserver: HTTPServer, run_contracts: Run) -> None:
    url = bill_like(httpserver, VENDOR)
    text = CONTRACT.format(evidence="D").replace("@contract", f'@differs("{url}", "known")\n@contract')
    assert run_contracts(text, "--target", url).returncode == 1
    httpserver.clear()
    assert "1 xfailed" in run_contracts(text, "--target", bill_like(httpserver, {})).stdout


def test_a_contract_that_is_not_in_the_ledger_is_refused(run_contracts: Run) -> None:
    done = run_contracts(CONTRACT.replace("AP-VEND-001", "AP-NONE-001"), "--target", "http://127.0.0.1:1")
    assert done.returncode == 4
    assert "not in the ledger: AP-NONE-001" in done.stderr


def test_a_run_that_reaches_nothing_fails(run_contracts: Run) -> None:
    text = (
        CONTRACT.format(evidence="D")
        .replace('bill.vendors.get("00901QWKTRYUMOPLKa1b")', "pass")
        .replace("(bill)", "()")
    )
    done = run_contracts(text, "--target", "http://127.0.0.1:1")
    assert done.returncode == 1
    assert "no call reached the target" in done.stdout


def test_the_levers_of_a_mock_are_not_there_elsewhere(httpserver: HTTPServer, run_contracts: Run) -> None:
    text = CONTRACT.format(evidence="D").replace("(bill)", "(bill, control)")
    done = run_contracts(text, "--target", bill_like(httpserver, VENDOR), "-rs")
    assert "needs a mock" in done.stdout


def test_the_sandbox_needs_credentials(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BILL_USERNAME", "BILL_CLIENT_ID", "BILL_API_TOKEN", "BILL_APP_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert run(target="sandbox") == 2
    assert "BILL_USERNAME" in capsys.readouterr().err


def test_a_report_that_could_not_be_written_is_told_at_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(html=tmp_path / "none" / "run.html") == 2
    assert "there is no folder for" in capsys.readouterr().err


def test_verify_holds_our_mock_to_one_area(tmp_path: Path) -> None:
    import subprocess
    import sys

    text = f"import billcontracts, sys; sys.exit(billcontracts.run(area='classifications', json={str(tmp_path / 'r.json')!r}, junit={str(tmp_path / 'r.xml')!r}, html={str(tmp_path / 'r.html')!r}))"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads((tmp_path / "r.json").read_text())
    assert {entry["id"][:3] for entry in told["contracts"]} == {"CL-"}
    assert '<testsuite name="classifications"' in (tmp_path / "r.xml").read_text()
    assert "contracts that were run held" in (tmp_path / "r.html").read_text()


IN_PROCESS = """
import socket
from billcontracts import contract

def refuse(*args):
    raise AssertionError("a connection was opened")

@contract("AP-VEND-001", "A vendor needs no more than a name and an address.", "D", "docs/creating-a-us-vendor")
def test_vendor(bill, make, control, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", refuse)
    made = make.vendor()
    control.advance(days=3)
    bill.session.login()
    assert bill.vendors.get(made["id"])["id"] == made["id"]
"""


def test_a_mock_in_this_process_is_a_target_like_any_and_opens_no_connection(run_contracts: Run) -> None:
    done = run_contracts(IN_PROCESS, "--target", "in-process")
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_what_a_mock_in_this_process_answers_is_not_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("in-process", record="it.jsonl") == 2
    assert "say which --target" in capsys.readouterr().err
