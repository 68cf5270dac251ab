"""Vendor credits that are refused, and what holds one that is applied."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make, unique
from billcontracts.refusals import CLIENT_ERROR, judge, refused

CREDITS = "/v3/vendor-credits"


@pytest.fixture(scope="module")
def vendor(make: Make) -> dict[str, Any]:
    return make.vendor()


@pytest.fixture
def body(make: Make, vendor: dict[str, Any]) -> dict[str, Any]:
    return {
        "vendorId": vendor["id"],
        "referenceNumber": unique("RET"),
        "creditDate": make.today().isoformat(),
        "vendorCreditLineItems": [{"amount": 55.0}],
    }


@pytest.fixture
def credit(bill: Client, make: Make, body: dict[str, Any]) -> dict[str, Any]:
    return make.keep(bill.vendor_credits, bill.vendor_credits.create(body))


@pytest.fixture
def applied(bill: Client, make: Make, vendor: dict[str, Any], credit: dict[str, Any]) -> dict[str, Any]:
    """A credit of which a bill uses 20."""
    make.invoice(vendor, 100.0, vendorCredits=[{"id": credit["id"], "amount": 20}])
    return credit


@contract("AP-CRED-020", "An unknown vendor, account or bank account is refused.", "I", "reference/createvendorcredit")
@pytest.mark.parametrize(
    "change",
    [
        {"vendorId": "00901NOSUCHVENDOR000"},
        {"applyToChartOfAccountId": "0ca01NOSUCHACCOUN000"},
        {"applyToBankAccountId": "bac01NOSUCHACCOUN000"},
        {"vendorCreditLineItems": [{"amount": 1, "classifications": {"chartOfAccountId": "0ca01NOSUCHACCOUN000"}}]},
    ],
)
def test_unknown(bill: Client, body: dict[str, Any], change: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR, "BDC_1205"):
        bill.vendor_credits.create(body | change)


@contract("AP-CRED-021", "A reference number takes 100 characters.", "D", "reference/createvendorcredit")
def test_reference_number(bill: Client, make: Make, body: dict[str, Any]) -> None:
    with refused(400, "BDC_1143"):
        bill.vendor_credits.create(body | {"referenceNumber": "x" * 101})
    made = make.keep(bill.vendor_credits, bill.vendor_credits.create(body | {"referenceNumber": "x" * 100}))
    assert len(made["referenceNumber"]) == 100


@contract("AP-CRED-022", "A line needs an amount.", "D", "reference/createvendorcredit")
def test_line_amount(bill: Client, body: dict[str, Any]) -> None:
    judge(bill.raw("POST", CREDITS, json=body | {"vendorCreditLineItems": [{"description": "x"}]}), 400)


@contract(
    "AP-CRED-023",
    "A credit that is applied is not archived, and cannot fall below what is applied.",
    "I",
    "docs/ap-vendor-credits",
)
def test_applied_holds(bill: Client, applied: dict[str, Any]) -> None:
    line = applied["vendorCreditLineItems"][0]["id"]
    with refused(CLIENT_ERROR):
        bill.vendor_credits.archive(applied["id"])
    with refused(CLIENT_ERROR):
        bill.vendor_credits.update(applied["id"], {"vendorCreditLineItems": [{"id": line, "amount": 19.99}]})
    assert (
        bill.vendor_credits.update(applied["id"], {"vendorCreditLineItems": [{"id": line, "amount": 20}]})["status"]
        == "FULLY_APPLIED"
    )


@contract("AP-CRED-024", "An archived credit has no way back.", "D", "reference/archivevendorcredit")
def test_no_restore(bill: Client, credit: dict[str, Any]) -> None:
    bill.vendor_credits.archive(credit["id"])
    judge(bill.raw("POST", f"{CREDITS}/{credit['id']}/restore"), 404, "BDC_1121")
    assert bill.vendor_credits.get(credit["id"])["archived"] is True


@contract("AP-CRED-025", "No more credit is applied to a bill than is due on it.", "I", "docs/ap-vendor-credits")
def test_more_than_due(bill: Client, make: Make, vendor: dict[str, Any], credit: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR):
        make.invoice(vendor, 10.0, vendorCredits=[{"id": credit["id"], "amount": 10.01}])


@contract("AP-CRED-026", "An unknown credit is applied to nothing.", "I", "docs/ap-vendor-credits")
def test_unknown_credit(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR, "BDC_1205"):
        make.invoice(vendor, 10.0, vendorCredits=[{"id": "vcr01NOSUCHCREDIT000", "amount": 1}])


@contract("AP-CRED-027", "A bulk archive names its credits in the query.", "D", "reference/bulkarchivevendorcredit")
def test_ids_required(bill: Client) -> None:
    judge(bill.raw("POST", f"{CREDITS}/bulk/archive"), 400)


@contract(
    "AP-CRED-028",
    "While a payment that uses it is under way a credit is IN_PROCESS, after that as far applied as it is.",
    "I",
    "docs/ap-vendor-credits",
)
def test_in_process(trusted: Client, control: Any, make: Make, vendor: dict[str, Any], credit: dict[str, Any]) -> None:
    account = trusted.banks.list(filters="status:eq:VERIFIED,archived:eq:false").results[0]
    payment = trusted.payments.create({
        "billId": make.invoice(vendor)["id"], "amount": 80.0, "processingOptions": {},
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": account["id"]},
        "vendorCredits": [{"id": credit["id"], "amount": 20.0}],
    })  # fmt: skip
    assert trusted.vendor_credits.get(credit["id"])["status"] == "IN_PROCESS"
    control.ask("POST", f"/payments/{payment['id']}/clear")
    assert trusted.vendor_credits.get(credit["id"])["status"] == "PARTIALLY_APPLIED"
