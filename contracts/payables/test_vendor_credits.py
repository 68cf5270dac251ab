"""Vendor credits, alone and in bulk, and applied to bills and to payments made outside BILL."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make, unique
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, lacking, refused
from hypothesis import given
from hypothesis import strategies as st

CENTS = st.integers(1, 1_000_000).map(lambda cents: cents / 100)


@pytest.fixture(scope="module")
def vendor(make: Make) -> dict[str, Any]:
    return make.vendor()


def body(make: Make, vendor: dict[str, Any], *amounts: float, **fields: Any) -> dict[str, Any]:
    return {
        "vendorId": vendor["id"], "referenceNumber": unique("RET"), "creditDate": make.today().isoformat(),
        "vendorCreditLineItems": [{"amount": amount} for amount in amounts or (55.0,)], **fields,
    }  # fmt: skip


def credit_for(bill: Client, make: Make, vendor: dict[str, Any], *amounts: float, **fields: Any) -> dict[str, Any]:
    return make.keep(bill.vendor_credits, bill.vendor_credits.create(body(make, vendor, *amounts, **fields)))


def use(credit: dict[str, Any], amount: float) -> list[dict[str, Any]]:
    return [{"id": credit["id"], "amount": amount}]


def invoiced(make: Make, vendor: dict[str, Any], amount: float = 100.0, **fields: Any) -> dict[str, Any]:
    return make.invoice(vendor, amount, **fields)


@contract("AP-CRED-001", "A new credit is not applied, its amount the sum of its lines.", "D", "docs/ap-vendor-credits")
@properties
@given(amounts=st.lists(CENTS, min_size=1, max_size=4))
def test_new(bill: Client, make: Make, vendor: dict[str, Any], amounts: list[float]) -> None:
    made = credit_for(bill, make, vendor, *amounts)
    assert round(made["amount"] * 100) == sum(round(amount * 100) for amount in amounts)
    assert (made["appliedAmount"], made["status"], made["archived"]) == (0, "NOT_APPLIED", False)
    assert [line["amount"] for line in made["vendorCreditLineItems"]] == amounts


@contract("AP-CRED-002", "usage is in reads, not in the answers to writes.", "D", "reference/getvendorcredit")
def test_usage_in_reads(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    credit = credit_for(bill, make, vendor)
    invoice = invoiced(make, vendor, vendorCredits=use(credit, 20))
    used = [{"billId": invoice["id"], "amount": 20}]
    assert bill.vendor_credits.get(credit["id"])["usage"] == used
    assert bill.vendor_credits.list(filters=f"id:eq:{credit['id']}").results[0]["usage"] == used
    assert "usage" not in bill.vendor_credits.update(credit["id"], {"description": "x"})


@contract("AP-CRED-003", "vendor, number, date and lines must be told.", "D", "reference/createvendorcredit")
@pytest.mark.parametrize("missing", ["vendorId", "referenceNumber", "creditDate", "vendorCreditLineItems"])
def test_required(bill: Client, make: Make, vendor: dict[str, Any], missing: str) -> None:
    sent = body(make, vendor)
    del sent[missing]
    lacking(bill.raw("POST", "/v3/vendor-credits", json=sent), missing)


@contract(
    "AP-CRED-004", "A credit goes to a chart of account or to a bank account, not both.", "I", "docs/ap-vendor-credits"
)
def test_one_account(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    both = {"applyToChartOfAccountId": make.account()["id"], "applyToBankAccountId": "bac01NOSUCHACCOU0000"}
    with refused(CLIENT_ERROR):
        bill.vendor_credits.create(body(make, vendor, **both))


@contract("AP-CRED-005", "A PATCH changes what it names, lines by their ids.", "D", "reference/updatevendorcredit")
def test_patch(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    credit = credit_for(bill, make, vendor, 10.0, 20.0)
    first, second = credit["vendorCreditLineItems"]
    line = {"id": second["id"], "amount": 25.0}
    changed = bill.vendor_credits.update(credit["id"], {"vendorCreditLineItems": [line], "description": "more"})
    assert [item["id"] for item in changed["vendorCreditLineItems"]] == [first["id"], second["id"]]
    assert (changed["amount"], changed["description"]) == (35, "more")
    assert changed["referenceNumber"] == credit["referenceNumber"]


@contract(
    "AP-CRED-006", "A PUT leaves the lines it names and adds those without id.", "D", "reference/replacevendorcredit"
)
def test_put(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    credit = credit_for(bill, make, vendor, 10.0, 20.0)
    kept = credit["vendorCreditLineItems"][1]["id"]
    sent = body(make, vendor, vendorCreditLineItems=[{"id": kept, "amount": 21.0}, {"amount": 4.0}])
    changed = bill.vendor_credits.replace(credit["id"], sent)
    assert [line["amount"] for line in changed["vendorCreditLineItems"]] == [21, 4]
    assert changed["vendorCreditLineItems"][0]["id"] == kept
    assert changed["amount"] == 25


@contract("AP-CRED-007", "An archived credit reads as archived, and applies to nothing.", "I", "docs/ap-vendor-credits")
def test_archive(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    credit = bill.vendor_credits.create(body(make, vendor))
    assert bill.vendor_credits.archive(credit["id"])["archived"] is True
    with refused(CLIENT_ERROR):
        invoiced(make, vendor, vendorCredits=use(credit, 1))


@contract("AP-CRED-008", "Bulk answers stand under vendorCredits.", "D", "reference/bulkcreatevendorcredit")
def test_bulk(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    made = bill.vendor_credits.bulk_create([body(make, vendor, 1.0), body(make, vendor, 2.0)])
    ids = [row["id"] for row in made]
    patched = bill.vendor_credits.bulk_update([{"id": id, "description": "p"} for id in ids])
    assert [row["description"] for row in patched] == ["p", "p"]
    replaced = bill.vendor_credits.bulk_replace([{"id": id, **body(make, vendor, 9.0)} for id in ids])
    assert [row["amount"] for row in replaced] == [9, 9]
    assert [row["archived"] for row in bill.vendor_credits.bulk_archive(ids)] == [True, True]


@contract("AP-CRED-009", "A bulk call takes at most 50 credits.", "D", "reference/bulkcreatevendorcredit")
def test_bulk_limit(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    with refused(400):
        bill.vendor_credits.bulk_create([body(make, vendor)] * 51)


@contract("AP-CRED-010", "A bulk call does all or none.", "I", "docs/ap-vendor-credits")
def test_bulk_is_atomic(bill: Client, make: Make) -> None:
    vendor = make.vendor()
    with refused(422, "BDC_1246"):
        bill.vendor_credits.bulk_create([body(make, vendor), body(make, {"id": "00901NOSUCHVENDO0000"})])
    assert bill.vendor_credits.list(filters=f"vendorId:eq:{vendor['id']}").results == []


@contract("AP-CRED-011", "Credits are listed by their sort fields.", "D", "docs/sortable-fields")
@pytest.mark.parametrize("field", ["archived", "creditDate", "amount", "appliedAmount", "createdTime", "updatedTime"])
def test_sort(bill: Client, make: Make, vendor: dict[str, Any], field: str) -> None:
    for amount in (2.0, 1.0):
        credit_for(bill, make, vendor, amount)
    found = [row[field] for row in bill.vendor_credits.list(sort=f"{field}:desc", max=5).results]
    assert found == sorted(found, reverse=True)


@contract("AP-CRED-012", "An unknown credit is 404 BDC_1205.", "O", "observed")
def test_unknown(bill: Client) -> None:
    with refused(404, "BDC_1205"):
        bill.vendor_credits.get("vcr01NOSUCHCREDIT000")


# Applied


@contract(
    "AP-CRED-013",
    "A bill may use a credit: its creditAmount and the appliedAmount rise.",
    "D",
    "docs/ap-vendor-credits",
)
def test_apply_by_patch(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    credit, invoice = credit_for(bill, make, vendor), invoiced(make, vendor)
    changed = bill.bills.update(invoice["id"], {"vendorCredits": use(credit, 20)})
    assert (changed["creditAmount"], changed["dueAmount"], changed["paidAmount"]) == (20, 80, 20)
    read = bill.vendor_credits.get(credit["id"])
    assert (read["appliedAmount"], read["status"]) == (20, "PARTIALLY_APPLIED")


@contract("AP-CRED-014", "A credit that is used up is fully applied.", "D", "docs/ap-vendor-credits")
def test_fully_applied(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    credit = credit_for(bill, make, vendor, 55.0)
    invoiced(make, vendor, vendorCredits=use(credit, 55.0))
    assert bill.vendor_credits.get(credit["id"])["status"] == "FULLY_APPLIED"


@contract("AP-CRED-015", "A PUT of the whole bill without credits gives them back.", "D", "docs/ap-vendor-credits")
def test_unapply(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    credit = credit_for(bill, make, vendor)
    invoice = invoiced(make, vendor, vendorCredits=use(credit, 20))
    names = ("vendorId", "dueDate", "invoice", "billLineItems")
    changed = bill.bills.replace(invoice["id"], {name: invoice[name] for name in names})
    assert (changed["creditAmount"], changed["dueAmount"]) == (0, 100)
    read = bill.vendor_credits.get(credit["id"])
    assert (read["appliedAmount"], read["status"]) == (0, "NOT_APPLIED")


@contract("AP-CRED-016", "A PATCH cannot give credits back.", "D", "docs/ap-vendor-credits")
def test_patch_keeps(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    credit = credit_for(bill, make, vendor)
    invoice = invoiced(make, vendor, vendorCredits=use(credit, 20))
    assert bill.bills.update(invoice["id"], {"vendorCredits": []})["creditAmount"] == 20


@contract("AP-CRED-017", "No more is applied than is left of a credit.", "I", "docs/ap-vendor-credits")
def test_overdrawn(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    credit, invoice = credit_for(bill, make, vendor, 55.0), invoiced(make, vendor)
    with refused(CLIENT_ERROR):
        bill.bills.update(invoice["id"], {"vendorCredits": use(credit, 55.01)})
    assert bill.vendor_credits.get(credit["id"])["appliedAmount"] == 0


@contract("AP-CRED-018", "A credit is for bills of its vendor.", "I", "docs/ap-vendor-credits")
def test_other_vendor(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    credit = credit_for(bill, make, vendor)
    with refused(CLIENT_ERROR):
        invoiced(make, make.vendor(), vendorCredits=use(credit, 1))


@contract("AP-CRED-019", "A recorded payment may use a credit beside money.", "D", "changelog/2025-08-29")
def test_recorded(bill: Client, make: Make, vendor: dict[str, Any], today: Any) -> None:
    credit, invoice = credit_for(bill, make, vendor), invoiced(make, vendor)
    part = {"billId": invoice["id"], "amount": 80.0, "vendorCredits": use(credit, 20)}
    paid = bill.bills.record_payment({
        "vendorId": vendor["id"], "processDate": today().isoformat(), "toPrintCheck": False, "payments": [part],
    })  # fmt: skip
    assert paid["amount"] == 80
    read = bill.bills.get(invoice["id"])
    assert (read["paymentStatus"], read["creditAmount"], read["dueAmount"]) == ("PAID", 20, 0)
    used = bill.vendor_credits.get(credit["id"])["usage"]
    assert used == [{"billId": invoice["id"], "paymentId": paid["id"], "amount": 20}]
    assert bill.vendor_credits.list(filters=f"id:eq:{credit['id']}").results[0]["usage"] == used
