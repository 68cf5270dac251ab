"""A live target is called with manners: in few calls at once, within a budget, and left as it was."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest
from billclient import Client, from_env
from billclient import where as where_filter
from billcontracts import resume, run
from billcontracts.citizen import AT_ONCE, Citizen, Made, Manners, Production, check, is_production
from billcontracts.questions import PROBES
from billcontracts.report import Run
from billcontracts.run import probe

from tests.contracts.posing import Posing, posing

VENDOR, OTHER = "00901QWKTRYUMOPLKa1b", "00901OTHERVENDORABC2"
BANK = {
    "nameOnAccount": "Rae Mock", "routingNumber": "074000010", "accountNumber": "111222333", "type": "CHECKING",
    "ownerType": "BUSINESS", "bankName": "Kit bank",
}  # fmt: skip
HOUR = [{"timestamp": "2026-03-02T17:00:00.000+00:00", "code": "BDC_1144", "severity": "ERROR", "category": "DOWNSTREAM", "message": "Max number of allowed requests per hour reached: 20000."}]  # fmt: skip


class NotRun(Exception):
    """What ends a contract here."""


def not_run(reason: str) -> NoReturn:
    raise NotRun(reason)


def live(answer: Any, status: int = 200, **manners: Any) -> tuple[httpx.Client, Citizen]:
    """A client of a target that always answers so."""
    inner = httpx.MockTransport(lambda request: httpx.Response(status, json=answer))
    citizen = Citizen(inner, not_run, Manners(**{"pace": 0.0, **manners}), guarded=True)
    return httpx.Client(transport=citizen, base_url="https://bill.test/connect/v3"), citizen


def test_no_more_than_three_calls_are_in_flight() -> None:
    now, most, lock, gate = 0, 0, threading.Lock(), threading.Barrier(AT_ONCE)

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        gate.wait(10)
        with lock:
            now -= 1
        return httpx.Response(200, json={})

    citizen = Citizen(httpx.MockTransport(answer), not_run, Manners(pace=0.0), guarded=True)
    with httpx.Client(transport=citizen, base_url="https://bill.test") as http:
        threads = [threading.Thread(target=http.get, args=("/connect/v3/vendors",)) for _ in range(3 * AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most == AT_ONCE


def test_the_budget_keeps_a_call_for_each_object_that_must_go() -> None:
    http, citizen = live({"id": VENDOR}, 201, budget=4)
    http.post("/vendors", json={})
    http.get("/vendors/x")
    with pytest.raises(NotRun, match="the budget of 4 calls is used up"):
        http.post("/vendors", json={})
    with pytest.raises(NotRun):
        http.get("/vendors/x")
    with citizen.tidying():
        http.post(f"/vendors/{VENDOR}/archive")
    assert citizen.calls == 3
    assert citizen.made == []


def test_after_the_hourly_limit_nothing_is_sent() -> None:
    http, citizen = live(HOUR, 422)
    http.get("/vendors")
    with pytest.raises(NotRun, match="BDC_1144"):
        http.get("/vendors")
    assert citizen.calls == 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", f"/vendors/{OTHER}", {"name": "x"}),
        ("POST", f"/vendors/{OTHER}/archive", None),
        ("POST", "/classifications/items/bulk/archive", {"itemIds": [OTHER]}),
        ("PATCH", "/classifications/items/bulk", [{"id": OTHER, "name": "x"}]),
    ],
)
def test_what_the_run_did_not_make_is_not_touched(method: str, path: str, body: Any) -> None:
    http, citizen = live({"results": [{"id": OTHER}]})
    http.get("/vendors")
    with pytest.raises(NotRun, match=f"would touch {OTHER}"):
        http.request(method, path, json=body)
    http.get(f"/vendors/{OTHER}")
    assert citizen.calls == 2


def test_what_the_run_made_may_be_changed_and_is_taken_away_last_first() -> None:
    http, citizen = live({"id": VENDOR}, 201)
    http.post("/vendors", json={})
    http.patch(f"/vendors/{VENDOR}", json={})
    assert citizen.made == [Made("/connect/v3/vendors", VENDOR)]
    assert citizen.made[0].undoing() == ("POST", f"/connect/v3/vendors/{VENDOR}/archive")
    assert Made("/connect/v3/spend/cards", "Q2FyZDo0").undoing() == ("DELETE", "/connect/v3/spend/cards/Q2FyZDo0")
    assert Made("/connect/v3/payments", "stp1").undoing() == ("POST", "/connect/v3/payments/stp1/cancel")
    assert Made("/connect/v3/bills/record-payment", "stp1").undoing() is None


@pytest.mark.parametrize(
    ("path", "params"),
    [
        (f"/vendors/{VENDOR}/archive", None),
        ("/vendors/bulk/archive", {"ids": f"{VENDOR},00901X"}),
        (f"/vendors/{VENDOR}/void", None),
    ],
)
def test_what_is_taken_away_is_that_one_alone(path: str, params: dict[str, str] | None) -> None:
    made = iter((VENDOR, OTHER))
    inner = httpx.MockTransport(lambda request: httpx.Response(201, json={"id": next(made, "none")}))
    citizen = Citizen(inner, not_run, Manners(pace=0.0), guarded=True)
    with httpx.Client(transport=citizen, base_url="https://bill.test/connect/v3") as http:
        for _ in range(2):
            http.post("/vendors", json={})
        http.post(path, params=params)
    assert citizen.made == [Made("/connect/v3/vendors", OTHER)]


def test_a_query_may_not_name_what_the_run_did_not_make() -> None:
    http, _ = live({"results": [{"id": OTHER}]})
    http.get("/vendors")
    with pytest.raises(NotRun, match=f"would touch {OTHER}"):
        http.post("/classifications/items/bulk/archive", params={"ids": f"{VENDOR},{OTHER}"})


def test_production_is_refused_unless_told_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert is_production("https://gateway.prod.bill.com")
    assert is_production("https://api.bill.com")
    assert not is_production("https://gateway.stage.bill.com")
    assert not is_production("http://127.0.0.1:8585")
    for told in (0, 1):
        with pytest.raises(Production, match="--yes-production"):
            check("https://gateway.prod.bill.com", told)
    check("https://gateway.prod.bill.com", 2)
    assert run(target="gateway.prod.bill.com", production=1) == 2
    assert "real books" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        ("/users", "createorganizationuser"),
        ("/payments", "createpayment"),
        ("/payments/bulk", "createbulkpayment"),
        ("/receivable-payments", "chargecustomer"),
    ],
)
def test_on_production_the_organization_itself_and_its_money_are_left_alone(path: str, operation: str) -> None:
    http, citizen = live({"id": "00601X"}, 201, production=True)
    with pytest.raises(NotRun, match=f"{operation} is not called on production"):
        http.post(path, json={})
    assert citizen.calls == 0


def test_the_state_of_another_target_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    done = Run(outcomes={"A-1": "passed", "A-2": "skipped"}, told={"A-1": {}, "A-2": {}}, stopped="budget")
    citizen = live({})[1]
    citizen.made.append(Made("/connect/v3/vendors", VENDOR))
    resume.save(file, "sandbox", done, citizen)
    again, made = resume.load(file, "sandbox")
    assert (again.outcomes, again.stopped, made) == ({"A-1": "passed"}, "", citizen.made)
    with pytest.raises(resume.Other, match="of a run on sandbox"):
        resume.load(file, "mock")
    file.write_text("{}")
    with pytest.raises(resume.Other, match="not the state of a run"):
        resume.load(file, "sandbox")


VENDORS = """
import os, signal
from billcontracts import contract

@contract("AP-VEND-001", "A vendor is made.", "D", "docs/ap-vendors")
def test_one(make):
    make.vendor()

@contract("AP-VEND-002", "Another is made.", "D", "docs/ap-vendors")
def test_two(bill, make):
    {interrupt}
    bill.vendors.create(make.vendor_body())

@contract("AP-VEND-003", "And yet another.", "D", "docs/ap-vendors")
def test_three(bill, make):
    bill.vendors.create(make.vendor_body())
"""
CUT = "os.kill(os.getpid(), signal.SIGINT)"


def vendors(where: Posing, archived: bool) -> int:
    return len(where.world.store.find("vendor", where.environ["BILL_ORGANIZATION_ID"], archived=archived))


def test_a_run_goes_on_where_its_budget_ended(run_contracts: Any, tmp_path: Path) -> None:
    """Login, one vendor and its end are 3 calls; a second vendor and its end would be two more."""
    report, state = tmp_path / "report.json", tmp_path / "state.json"
    options = ["--contracts-json", str(report), "--state", str(state)]
    text = VENDORS.format(interrupt="pass")
    with posing() as where:
        done = run_contracts(text, "--target", where.url, "--budget", "4", *options, environ=where.environ)
        assert done.returncode == 2, done.stdout
        assert "stopped: the budget of 4 calls is used up; go on with --state" in done.stdout
        assert len(where.pose.asked) - 1 <= 4  # one asked for `/_mock/info`
        assert (vendors(where, False), vendors(where, True)) == (0, 1)
        done = run_contracts(text, "--target", where.url, *options, environ=where.environ)
        assert done.returncode == 0, done.stdout
        assert (vendors(where, False), vendors(where, True)) == (0, 3)
    told = json.loads(report.read_text())
    assert {entry["id"]: entry["outcome"] for entry in told["contracts"]} == dict.fromkeys(
        ("AP-VEND-001", "AP-VEND-002", "AP-VEND-003"), "passed"
    )
    assert not state.exists()


def test_an_interrupted_run_takes_away_what_it_made(run_contracts: Any, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    with posing() as where:
        text = VENDORS.format(interrupt=CUT)
        done = run_contracts(text, "--target", where.url, "--contracts-json", str(report), environ=where.environ)
        assert done.returncode == 2, done.stdout
        assert (vendors(where, False), vendors(where, True)) == (0, 1)
    assert json.loads(report.read_text())["stopped"] == "interrupted"


def test_without_a_trusted_device_what_needs_one_is_not_run(run_contracts: Any, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    text = (
        "from billcontracts import contract\n"
        '@contract("AP-VEND-001", "Payments are listed.", "D", "docs/x")\n'
        "def test_one(trusted): ...\n"
        '@contract("AP-VEND-002", "A bank account is made.", "D", "docs/x")\n'
        f"def test_two(bill): bill.banks.create({BANK})\n"
    )
    with posing() as where:
        known = {
            name: value for name, value in where.environ.items() if name not in ("BILL_REMEMBER_ME_ID", "BILL_DEVICE")
        }
        run_contracts(text, "--target", where.url, "--contracts-json", str(report), environ=known)
    told = json.loads(report.read_text())
    assert {entry["outcome"] for entry in told["contracts"]} == {"skipped"}
    assert all("BILL_REMEMBER_ME_ID" in entry["reason"] for entry in told["contracts"])


def test_a_target_without_credentials_or_without_an_answer_is_told(run_contracts: Any, httpserver: Any) -> None:
    text = VENDORS.format(interrupt="pass")
    done = run_contracts(text, "--target", "http://127.0.0.1:1")
    assert done.returncode == 2
    assert "nothing answers at http://127.0.0.1:1" in done.stdout
    httpserver.expect_request("/_mock/info").respond_with_data("no", status=404)
    done = run_contracts(text, "--target", httpserver.url_for("").rstrip("/"), environ={})
    assert done.returncode == 2
    assert "needs credentials: set BILL_USERNAME" in done.stdout


def test_the_probes_have_the_same_manners(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert probe(target="gateway.prod.bill.com") == 2
    assert probe(target="http://127.0.0.1:1") == 2
    told = capsys.readouterr().err
    assert "real books" in told
    assert "nothing answers at http://127.0.0.1:1" in told
    with posing() as where:
        for name, value in where.environ.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(
            "billcontracts.questions.PROBES", [one for one in PROBES if one.id in ("P-BILL-4", "P-CLS-1")]
        )
        assert probe(target=where.url) == 0
        assert (vendors(where, False), vendors(where, True)) == (0, 1)
        assert probe(target=where.url, manners=Manners(budget=2)) == 1


VERIFY = """
import sys
from pathlib import Path
from billcontracts import ledger, questions, run
folder, url, choices = sys.argv[1:]
ledger.folder = lambda: Path(folder)
questions.PROBES[:] = [one for one in questions.PROBES if one.id in ("P-VAL-1", "P-BILL-4")]
sys.exit(run(url, budget=9, write_choices=choices))
"""


def test_contracts_and_probes_have_one_budget(tmp_path: Path) -> None:
    """Login, three vendors and their ends are 7 calls; the probes sign in with the eighth, and ask no more."""
    (tmp_path / "payables").mkdir()
    (tmp_path / "payables" / "test_it.py").write_text(VENDORS.format(interrupt="pass"))
    with posing() as where:
        command = [sys.executable, "-c", VERIFY, str(tmp_path), where.url, str(tmp_path / "choices.json")]
        environ = {**os.environ, **where.environ}
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=100)
        assert "P-VAL-1" in done.stdout, done.stdout + done.stderr
        assert done.stdout.count("(not asked: the budget of 9 calls is used up)") == 2
        assert len([path for _, path in where.pose.asked if path != "/_mock/info"]) == 8
        assert (vendors(where, False), vendors(where, True)) == (0, 3)


def test_a_refused_sign_in_ends_the_run(run_contracts: Any) -> None:
    with posing() as where:
        known = {**where.environ, "BILL_PASSWORD": "wrong"}
        done = run_contracts(VENDORS.format(interrupt="pass"), "--target", where.url, environ=known)
        assert [place for _, place in where.pose.asked] == ["/_mock/info", "/connect/v3/login"]
    assert done.returncode == 2
    assert "the target refused the sign-in of BILL_USERNAME" in done.stdout


def test_a_run_signs_in_once(run_contracts: Any, tmp_path: Path) -> None:
    other = tmp_path / "payments"
    other.mkdir()
    (other / "test_more.py").write_text(VENDORS.format(interrupt="pass").replace("AP-VEND-00", "AP-VEND-01"))
    with posing() as where:
        done = run_contracts(VENDORS.format(interrupt="pass"), "--target", where.url, environ=where.environ)
        assert done.returncode == 0, done.stdout
        assert where.pose.asked.count(("POST", "/connect/v3/login")) == 1
        assert (vendors(where, False), vendors(where, True)) == (0, 6)


def test_a_whole_area_leaves_the_organization_as_it_was() -> None:
    """The contracts themselves, on a target that is BILL to the last answer: nothing drifts, nothing is left."""
    kinds = ("accounting_classes", "chart_of_accounts", "departments", "employees", "items", "jobs", "locations")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BILL_")}
    with posing() as where:
        gateway, credentials = from_env(where.environ)
        with Client(*credentials, gateway=gateway) as bill:

            def there() -> dict[str, set[str]]:
                rows = {kind: getattr(bill, kind).iterate(filters=where_filter(archived=False)) for kind in kinds}
                return {kind: {row["id"] for row in found} for kind, found in rows.items()}

            before = there()
            command = [sys.executable, "-m", "mockbill", "verify", "--target", where.url, "--area", "classifications"]
            done = subprocess.run(command, env={**kept, **where.environ}, capture_output=True, text=True, timeout=100)
            assert done.returncode == 0, done.stdout + done.stderr
            assert "drift:" not in done.stdout
            assert "left behind" not in done.stdout
            assert there() == before
        assert sum(method == "POST" for method, _ in where.pose.asked) > 20
