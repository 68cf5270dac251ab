"""What the organization pays BILL, what it takes home, and whether BILL is there. Statements and exports come about
outside the API, so those are for mocks.
"""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.refusals import CLIENT_ERROR, judge, refused


@pytest.fixture(scope="module")
def own(bill: Client) -> str:
    """The organization of the session."""
    found: str = bill.session.info()["organizationId"]
    return found


@contract("PL-HEALTH-001", "The health check needs no credential.", "D", "reference/gethealthcheck")
def test_health(stranger: Client) -> None:
    assert stranger.health().keys() == {"appId", "appEnv", "appVersion", "bdcRegion"}


@contract("PL-PLAN-001", "The organization has a price plan with its terms.", "D", "reference/getpriceplan")
def test_price_plan(bill: Client, own: str) -> None:
    plan = bill.organizations.price_plan(own)
    assert plan["id"]
    assert plan["monthlyPrice"] >= 0
    assert plan["planTerms"]
    assert all(term.keys() == {"type", "name", "tier", "quantity", "price"} for term in plan["planTerms"])


@contract("PL-PLAN-002", "The plan of another organization is not shown.", "I", "reference/getpriceplan")
def test_other_plan(bill: Client) -> None:
    with refused(CLIENT_ERROR):
        bill.organizations.price_plan("00801NOSUCHORGAN0000")


@contract("PL-PLAN-003", "Only an administrator sees the price plan.", "D", "reference/getpriceplan")
def test_plan_administrators_only(signed_in: Any, own: str) -> None:
    _, accountant = signed_in("ACCOUNTANT")
    with refused(403, "BDC_1145"):
        accountant.organizations.price_plan(own)


# Statements


@pytest.fixture(scope="module")
def issued(control: Control) -> list[dict[str, Any]]:
    """Two statements of BILL's, the second paid."""
    made = [control.ask("POST", "/billing-statements", {"month": month}) for month in ("2025-10", "2025-11")]
    return [made[0], control.ask("POST", f"/billing-statements/{made[1]['id']}/pay")]


@contract(
    "PL-STATE-001",
    "Statements are listed in pages, with what is paid and when.",
    "D",
    "reference/listbillingstatements",
)
def test_list_statements(bill: Client, own: str, issued: list[dict[str, Any]]) -> None:
    first = bill.request("GET", f"/v3/organizations/{own}/billing-statements", params={"max": 1})
    assert len(first["results"]) == 1
    assert first["nextPage"]
    rows = {row["id"]: row for row in bill.billing_statements(own).list()}
    assert [rows[row["id"]] for row in issued] == issued
    assert ("paymentDate" in issued[0], issued[0]["paymentStatus"]) == (False, "UNPAID")
    assert ("paymentDate" in issued[1], issued[1]["paymentStatus"]) == (True, "PAID")


@contract(
    "PL-STATE-002",
    "Statements are found by their invoice date, and then neither max nor page is taken.",
    "D",
    "reference/listbillingstatements",
)
def test_statement_dates(bill: Client, own: str, issued: list[dict[str, Any]]) -> None:
    days = {"invoiceDateFrom": "2025-11-01", "invoiceDateTo": "2025-11-30"}
    path = f"/v3/organizations/{own}/billing-statements"
    assert bill.request("GET", path, params=days)["results"] == issued[:1]
    judge(bill.raw("GET", path, params={**days, "max": 1}), CLIENT_ERROR)


@contract(
    "PL-STATE-003",
    "A statement has lines that come to its amount, and is fetched as CSV and PDF with the session's id.",
    "D",
    "reference/getbillingstatementdetail",
)
def test_statement(bill: Client, own: str, issued: list[dict[str, Any]]) -> None:
    detail = bill.billing_statements(own).get(issued[0]["id"])
    assert {name: detail[name] for name in issued[0]} == issued[0]
    assert bill.billing_statements(own).get(issued[1]["id"])["paymentDate"] == issued[1]["paymentDate"]
    assert round(sum(line["amount"] for line in detail["statementDetails"]), 2) == detail["amount"]
    assert all(line["quantity"] > 0 and line["type"] for line in detail["statementDetails"])
    table = bill.download(detail["downloadLink"]["csv"])
    assert all(line["description"].encode() in table for line in detail["statementDetails"])
    assert bill.download(detail["downloadLink"]["pdf"]).startswith(b"%PDF-")


@contract("PL-STATE-004", "An unknown statement is 404 BDC_1205.", "I", "reference/getbillingstatementdetail")
def test_unknown_statement(bill: Client, own: str) -> None:
    with refused(404, "BDC_1205"):
        bill.billing_statements(own).get("bst01NOSUCHSTATE0000")


# Exports


@contract("PL-EXPORT-001", "An export is listed by its exportId.", "D", "reference/listexports")
def test_list_exports(bill: Client, control: Control) -> None:
    made = control.ask("POST", "/exports", {"kind": "vendors"})
    assert made["exportId"] in [row["exportId"] for row in bill.exports.list()]


@contract("PL-EXPORT-002", "The link to an export's file needs no credential.", "D", "reference/getdownloadlink")
def test_download_export(bill: Client, stranger: Client, control: Control, make: Make) -> None:
    vendor = make.vendor()
    made = control.ask("POST", "/exports", {"kind": "vendors"})
    link = bill.exports.download_link(made["exportId"])["downloadLink"]
    assert vendor["id"].encode() in stranger.download(link)


@contract("PL-EXPORT-003", "An unknown export is 404 BDC_1205.", "I", "reference/getdownloadlink")
def test_unknown_export(bill: Client) -> None:
    with refused(404, "BDC_1205"):
        bill.exports.download_link("exp01NOSUCHEXPOR0000")


@contract(
    "PL-STATE-005",
    "When a month is over, its statement is there without being asked for.",
    "I",
    "reference/listbillingstatements",
)
def test_monthly(strict, control: Control) -> None:
    world = strict()
    client = world.client(world.session)
    client.session.login()
    world.control.advance(days=32)
    client.session.login()
    found = client.billing_statements(world.session.organizationId).list().results
    assert found
    assert all(
        row["invoiceDate"].endswith("-01") and row["billingPeriod"]["endDate"] < row["invoiceDate"] for row in found
    )
