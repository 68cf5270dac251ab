"""What is open about vendors and bills."""

from typing import Any

from ..asking import Asking
from ..probe import Seen, outcome, probe, told, whole
from .payments import ACCOUNT
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
    return Seen(whole(response), response.status_code, response.status_code in (422, 400))


@probe("P-BILL-6", "Does a patched line need its amount?", "reference/updatebill", "bill.patched_line_amount")
def patched_line(asking: Asking) -> Seen:
    bill = asking.make.invoice()
    line = {"id": bill["billLineItems"][0]["id"], "description": "Probe"}
    response = asking.bill.raw("PATCH", f"/v3/bills/{bill['id']}", json={"billLineItems": [line]})
    return outcome(response, "kept", "required")


@probe("P-VEND-1", "Is a vendor's account number masked?", "reference/getvendor", "vendor.mask_account_number")
def masked_account(asking: Asking) -> Seen:
    vendor = asking.make.vendor(paymentInformation={"bankAccount": ACCOUNT})
    shown = asking.bill.vendors.get(vendor["id"])["paymentInformation"]["bankAccount"]["accountNumber"]
    return Seen("masked" if "8844" not in shown else "whole", "8844" not in shown)


@probe("P-BILL-11", "May a PATCH give a bill the number of another?", "reference/updatebill")
def patched_number(asking: Asking) -> Seen:
    vendor = asking.make.vendor()
    first, second = asking.make.invoice(vendor), asking.make.invoice(vendor)
    number = {"invoice": {"invoiceNumber": first["invoice"]["invoiceNumber"]}}
    return Seen(told(asking.bill.raw("PATCH", f"/v3/bills/{second['id']}", json=number)))


@probe("P-BILL-12", "May two bills of a bulk share a number?", "docs/ap-bills")
def bulk_number(asking: Asking) -> Seen:
    body = asking.make.bill_body()
    response = asking.bill.raw("POST", "/v3/bills/bulk", json=[body, body])
    if response.is_success:
        for made in response.json():
            asking.make.keep(asking.bill.bills, made)
    return Seen(whole(response))


@probe("P-BILL-13", "Does a patched line keep the classifications that are not sent?", "observed")
def lost_label(asking: Asking) -> Seen:
    line = {"amount": 5.0, "classifications": {"departmentId": asking.make.label("departments")["id"]}}
    bill = asking.make.invoice(asking.make.lasting_vendor(), billLineItems=[line])
    patch = {"billLineItems": [{"id": bill["billLineItems"][0]["id"], "amount": 6.0}]}
    asking.bill.raw("PATCH", f"/v3/bills/{bill['id']}", json=patch).raise_for_status()
    (now,) = asking.bill.bills.get(bill["id"])["billLineItems"]
    return Seen("kept" if now.get("classifications", {}).get("departmentId") else "lost")


@probe("P-BILL-14", "What does a PATCH do with a line that has no id?", "observed")
def line_without_id(asking: Asking) -> Seen:
    bill = asking.make.invoice(asking.make.lasting_vendor(), 5.0, 6.0)
    response = asking.bill.raw("PATCH", f"/v3/bills/{bill['id']}", json={"billLineItems": [{"amount": 7.0}]})
    now = [line["amount"] for line in asking.bill.bills.get(bill["id"])["billLineItems"]]
    return Seen(f"{told(response)}, and of the lines 5 and 6 came {now}")


@probe("P-BILL-15", "Does nextPage of bills go on?", "docs/pagination")
def two_pages(asking: Asking) -> Seen:
    vendor = asking.make.vendor()
    ids = {asking.make.invoice(vendor)["id"] for _ in range(2)}
    ask = {"max": 1, "filters": f'vendorId:eq:"{vendor["id"]}"'}
    first = asking.bill.raw("GET", "/v3/bills", params=ask).json()
    second = asking.bill.raw("GET", "/v3/bills", params={**ask, "page": first.get("nextPage")}).json()
    found = {row["id"] for page in (first, second) for row in page["results"]}
    last = second.get("nextPage", "absent")
    return Seen(
        f"{'yes' if found == ids else 'no'}; on the last page it is {last if last in ('absent', None) else 'there'}"
    )


@probe("P-VEND-5", "What becomes of a vendor's bank account, and of a second one?", "reference/createvendorbankaccount")
def second_account(asking: Asking) -> Seen:
    path = f"/v3/vendors/{asking.make.vendor()['id']}/bank-account"
    first, second = (asking.bill.raw("POST", path, json=ACCOUNT) for _ in range(2))
    return Seen(f"{whole(first)}; {told(second)}")


@probe(
    "P-VEND-6",
    "Does a vendor's bank account need MFA?",
    "reference/createvendorbankaccount",
    "vendor.bank_account_needs_trust",
)
def account_without_trust(asking: Asking) -> Seen:
    path = f"/v3/vendors/{asking.make.vendor()['id']}/bank-account"
    return outcome(asking.untrusted.raw("POST", path, json=ACCOUNT), False, True)
