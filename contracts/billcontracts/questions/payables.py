"""What is open about vendors, bills, credits and documents."""

from typing import Any

from ..probe import Asking, Seen, outcome, probe, told
from .rows import NOBODY


def bill_of(asking: Asking, vendor: dict[str, Any] | None = None, *amounts: float, **fields: Any) -> Any:
    """What a bill is answered with; one that is made is archived at the end."""
    response = asking.bill.raw("POST", "/v3/bills", json=asking.make.bill_body(vendor, *amounts, **fields))
    if response.is_success:
        asking.make.keep(asking.bill.bills, response.json())
    return response


@probe("P-BILL-1", "May a vendor's bills share an invoice number?", "reference/createbill", "bill.duplicate_number")
def same_number(asking: Asking) -> Seen:
    vendor = asking.make.vendor()
    number = asking.make.invoice(vendor)["invoice"]
    return outcome(bill_of(asking, vendor, invoice=number), "allow", "refuse")


@probe("P-BILL-2", "May a line be below zero?", "reference/createbill", "bill.negative_line")
def negative_line(asking: Asking) -> Seen:
    return outcome(bill_of(asking, None, 100.0, -20.0), "allow", "refuse")


@probe("P-BILL-3", "May a bill come to nothing?", "reference/createbill", "bill.zero_total")
def zero_total(asking: Asking) -> Seen:
    return outcome(bill_of(asking, None, 0.0), "allow", "refuse")


@probe("P-BILL-4", "Is a bill taken for an archived vendor?", "reference/createbill", "vendor.archived_takes_bills")
def archived_vendor(asking: Asking) -> Seen:
    vendor = asking.make.vendor()
    asking.bill.vendors.archive(vendor["id"])
    return outcome(bill_of(asking, vendor), True, False)


@probe("P-BILL-5", "Which status has a bulk in which the core refuses one row?", "docs/ap-bills", "bulk.status")
def bad_row(asking: Asking) -> Seen:
    vendor = asking.make.vendor()
    asking.bill.vendors.archive(vendor["id"])
    response = asking.bill.raw(
        "POST", "/v3/bills/bulk", json=[asking.make.bill_body(), asking.make.bill_body({"id": NOBODY})]
    )
    return Seen(told(response), response.status_code, response.status_code in (422, 400))


@probe("P-BILL-6", "Does a patched line need its amount?", "reference/updatebill", "bill.patched_line_amount")
def patched_line(asking: Asking) -> Seen:
    bill = asking.make.invoice()
    line = {"id": bill["billLineItems"][0]["id"], "description": "Probe"}
    response = asking.bill.raw("PATCH", f"/v3/bills/{bill['id']}", json={"billLineItems": [line]})
    return outcome(response, "kept", "required")


@probe("P-VEND-1", "Is a vendor's account number masked?", "reference/getvendor", "vendor.mask_account_number")
def masked_account(asking: Asking) -> Seen:
    account = {
        "nameOnAccount": "Probe", "accountNumber": "8844002211", "routingNumber": "021000021", "type": "CHECKING",
        "ownerType": "BUSINESS",
    }  # fmt: skip
    vendor = asking.make.vendor(paymentInformation={"bankAccount": account})
    shown = asking.bill.vendors.get(vendor["id"])["paymentInformation"]["bankAccount"]["accountNumber"]
    return Seen("masked" if "8844" not in shown else "whole", "8844" not in shown)


@probe("P-CRED-1", "May a vendor credit come to nothing?", "reference/createvendorcredit", "credit.total")
def zero_credit(asking: Asking) -> Seen:
    response = credit_of(asking, {"amount": 0})
    return outcome(response, "any", "positive")


@probe("P-CRED-2", "How does an unused credit show its usage?", "reference/getvendorcredit", "credit.unused_usage")
def unused_credit(asking: Asking) -> Seen:
    response = credit_of(asking, {"amount": 5})
    response.raise_for_status()
    row = asking.bill.raw("GET", f"/v3/vendor-credits/{response.json()['id']}").json()
    return Seen("usage: []" if "usage" in row else "no usage", "empty" if "usage" in row else "absent")


def credit_of(asking: Asking, line: dict[str, Any]) -> Any:
    body = {
        "vendorId": asking.make.vendor()["id"], "referenceNumber": "Probe", "creditDate": asking.today().isoformat(),
        "vendorCreditLineItems": [line],
    }  # fmt: skip
    response = asking.bill.raw("POST", "/v3/vendor-credits", json=body)
    if response.is_success:
        asking.make.keep(asking.bill.vendor_credits, response.json())
    return response


@probe("P-DOC-1", "Is an unknown upload refused, or left out?", "reference/uploadstatus", "document.unknown_upload")
def unknown_upload(asking: Asking) -> Seen:
    response = asking.bill.raw("GET", "/v3/documents/upload-status", params={"ids": "0du01AAAAAAAAAAAAAAA"})
    return outcome(response, "omit", "refuse")
