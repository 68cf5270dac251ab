"""Drift: each way in which a target answers otherwise is found, once for each place and kind, and nothing else is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from billcontracts.drift import Drift, deviations, refusals
from billcontracts.exchanges import told

from mockbill.gateway.errors import CODES
from tests.contracts.posing import Answer, posing

REFUSAL = {
    "timestamp": "2026-03-02T17:00:00.000+00:00", "code": "BDC_1205", "severity": "ERROR", "category": "DOWNSTREAM",
    "message": "No data found for object with given ID.",
}  # fmt: skip
CONTRACTS = """
from billcontracts import contract
from billcontracts.refusals import refused

@contract("AP-VEND-001", "A vendor is made, read and listed.", "D", "docs/ap-vendors")
def test_vendor(bill, make):
    made = make.vendor(phone="4195550100")
    bill.vendors.get(made["id"])
    bill.vendors.list(max=2)
    bill.vendors.list(max=2)

@contract("AP-VEND-002", "A bill is made and read.", "D", "docs/ap-bills")
def test_bill(make):
    make.invoice()

@contract("AP-VEND-003", "A customer is made.", "D", "docs/ar-customers")
def test_customer(make):
    make.customer()

@contract("AP-VEND-004", "An unknown customer is refused.", "D", "docs/ar-customers")
def test_refused(bill):
    with refused(404, "BDC_1205"):
        bill.customers.get("0cu01NOSUCHCUSTOMER0")

@contract("AP-VEND-005", "An unknown item is refused.", "D", "docs/items")
def test_other_code(bill):
    with refused(404, "BDC_1205"):
        bill.items.get("0ii01NOSUCHITEM00000")

@contract("AP-VEND-006", "The phones are listed.", "D", "docs/mfa")
def test_phones(bill):
    bill.mfa.phones()
"""


def response(status: int, body: object, path: str = "/connect/v3/vendors/00901X", **headers: str) -> httpx.Response:
    request = httpx.Request("GET", f"https://bill.test{path}")
    return httpx.Response(status, json=body, request=request, headers=headers)


def kinds(answer: httpx.Response) -> list[tuple[str, str]]:
    return [(wrong.kind, wrong.at) for wrong in deviations(answer)]


def test_every_refusal_of_the_mock_is_known_to_the_kit() -> None:
    """A status that is added in the mock is added to `fixtures/shapes/refusals.tsv`."""
    assert refusals().keys() - {"null"} == CODES.keys()
    for code, known in CODES.items():
        (way,) = [way for way in refusals()[code] if str(known.status) in way.statuses]
        assert way.evidence == known.evidence, code
        assert way.text in ("*", known.message), code


@pytest.mark.parametrize(
    ("status", "change", "found"),
    [
        (404, {}, []),
        (423, {}, [("status", "refusal BDC_1205")]),
        (404, {"code": "BDC_9999"}, [("code", "refusal BDC_9999")]),
        (400, {"code": None}, []),
        (404, {"code": None}, [("status", "refusal null")]),
        (422, {"code": "BDC_1171", "message": "Duplicate number: A-17."}, []),
        (422, {"code": "BDC_1159", "message": "00n01X : Cannot overpay a bill"}, []),
        (422, {"code": "BDC_1159", "message": "Too much"}, [("text", "refusal BDC_1159")]),
        (404, {"message": None}, [("null", "error[].message")]),
        (404, {"severity": "FATAL"}, [("enum", "error[].severity")]),
        (500, {}, [("server", "answer")]),
    ],
)
def test_a_refusal_is_compared(status: int, change: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert kinds(response(status, [{**REFUSAL, **change}])) == found


def test_what_is_declared_of_the_headers_is_compared_and_no_more() -> None:
    assert kinds(response(404, [REFUSAL], **{"retry-after": "3", "x-request-id": "7"})) == [("header", "retry-after")]
    told = httpx.Response(404, text=json.dumps([REFUSAL]), request=httpx.Request("GET", "https://b/connect/v3/x"))
    assert kinds(told) == [("header", "content-type")]


def test_the_same_thing_twice_is_one_finding_with_the_first_exchange() -> None:
    drift = Drift()
    for contract, code in (("A-1", "BDC_7777"), ("A-2", "BDC_7777")):
        answer = response(404, [{**REFUSAL, "code": code}])
        drift.note(told(answer), deviations(answer), contract)
    (found,) = drift.worst_first()
    assert (found.operation, found.times, found.contracts) == ("getvendor", 2, ["A-1", "A-2"])
    assert found.request == "GET /connect/v3/vendors/00901X"
    again = Drift()
    again.take(json.loads(json.dumps(drift.plain())))
    again.take(drift.plain())
    assert again.worst_first()[0].times == 4


def drop(answer: Answer) -> None:
    del answer.body["name"]


def change_type(answer: Answer) -> None:
    answer.body["archived"] = "false"
    answer.status = 200


def disturb_list(answer: Answer) -> None:
    for row in answer.body["results"]:
        row |= {"rating": 5, "networkStatus": "FRIENDS", "createdTime": "2026-03-02T17:00:00Z"}
    answer.body["nextPage"] = None


def bare_header(answer: Answer) -> None:
    answer.headers["Content-Type"] = "text/plain"


def other_status(answer: Answer) -> None:
    answer.status = 422 if answer.status == 404 else answer.status


def other_code(answer: Answer) -> None:
    answer.body[0]["code"] = "BDC_1120"
    answer.body[0]["message"] = "No data found."


def fail(answer: Answer) -> None:
    answer.status = 503


ALTERED: dict[str, Callable[[Answer], None]] = {
    "getvendor": drop, "createvendor": change_type, "listvendors": disturb_list, "createcustomer": bare_header,
    "getcustomer": other_status, "getclassificationitem": other_code, "listmfaphones": fail,
}  # fmt: skip
WANTED = {
    ("getvendor", "answer.name", "missing"),
    ("createvendor", "answer.archived", "type"),
    ("createvendor", "answer", "status"),
    ("listvendors", "answer.results[].rating", "extra"),
    ("listvendors", "answer.results[].networkStatus", "enum"),
    ("listvendors", "answer.results[].createdTime", "format"),
    ("listvendors", "answer.nextPage", "null"),
    ("createcustomer", "content-type", "header"),
    ("getcustomer", "refusal BDC_1205", "status"),
    ("getclassificationitem", "refusal BDC_1205", "code"),
    ("listmfaphones", "answer", "server"),
}


@pytest.fixture
def short(run_contracts: Any, tmp_path: Path) -> Any:
    """Runs the contracts above against what poses as BILL; answers the process and its report."""

    def run(where: Any, *arguments: str) -> tuple[Any, Any]:
        file = tmp_path / "report.json"
        options = ["--target", where.url, "--contracts-json", str(file), *arguments]
        done = run_contracts(CONTRACTS, *options, environ=where.environ)
        return done, json.loads(file.read_text()) if file.exists() else {}

    return run


def test_every_alteration_is_found_and_nothing_else(short: Any) -> None:
    with posing(ALTERED) as where:
        done, told = short(where)
    assert done.returncode == 1, done.stdout
    assert {(one["operation"], one["at"], one["kind"]) for one in told["drift"]} == WANTED
    listed = next(one for one in told["drift"] if one["at"].endswith("rating"))
    assert listed["times"] == 2
    assert '"rating": 5' in listed["answer"]
    outcomes = {entry["id"]: entry["outcome"] for entry in told["contracts"]}
    assert outcomes == {
        "AP-VEND-001": "drifted", "AP-VEND-002": "drifted", "AP-VEND-003": "drifted", "AP-VEND-004": "failed",
        "AP-VEND-005": "failed", "AP-VEND-006": "failed",
    }  # fmt: skip
    assert "missing getvendor answer.name: expected always there, found absent" in done.stdout


def test_what_is_not_altered_does_not_drift(short: Any) -> None:
    with posing() as where:
        done, told = short(where)
    assert done.returncode == 0, done.stdout
    assert told["drift"] == []
    assert {entry["outcome"] for entry in told["contracts"]} == {"passed"}
