"""Bills: lines that make a total, PUT and PATCH, bulk, archive."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from hypothesis import given
from hypothesis import strategies as st

CENTS = st.integers(1, 1_000_000).map(lambda cents: cents / 100)


@pytest.fixture(scope="module")
def vendor(make: Make) -> dict[str, Any]:
    return make.vendor()


@contract("AP-BILL-001", "A new bill is unpaid, its total the sum of its lines, all of it due.", "D", "docs/ap-bills")
def test_new_bill(make: Make) -> None:
    bill = make.invoice(None, 10.10, 20.20)
    assert bill["amount"] == bill["dueAmount"] == 30.30
    assert bill["paidAmount"] == bill["scheduledAmount"] == bill["creditAmount"] == 0
    assert bill["paymentStatus"] == "UNPAID"
    assert bill["archived"] is False


@contract("AP-BILL-002", "The totals follow the lines, whatever they are.", "D", "docs/ap-bills")
@properties
@given(amounts=st.lists(CENTS, min_size=1, max_size=6))
def test_totals(bill: Client, make: Make, vendor: dict[str, Any], amounts: list[float]) -> None:
    made = make.keep(bill.bills, bill.bills.create(make.bill_body(vendor, *amounts)))
    assert round(made["amount"] * 100) == sum(round(amount * 100) for amount in amounts)
    assert [line["amount"] for line in made["billLineItems"]] == amounts


@contract("AP-BILL-003", "A line without an amount is quantity times price; a given amount wins.", "D", "docs/ap-bills")
def test_quantity_and_price(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    lines = [{"quantity": 3, "price": 2.5}, {"quantity": 3, "price": 2.5, "amount": 9.99}]
    made = make.keep(bill.bills, bill.bills.create(make.bill_body(vendor, billLineItems=lines)))
    assert [line["amount"] for line in made["billLineItems"]] == [7.5, 9.99]


@contract("AP-BILL-004", "vendorName is in reads, not in the answers to writes.", "D", "changelog/2025-04-02")
def test_vendor_name(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    made = make.keep(bill.bills, bill.bills.create(make.bill_body(vendor)))
    assert "vendorName" not in made
    assert bill.bills.get(made["id"])["vendorName"] == vendor["name"]
    assert bill.bills.list(filters=f'id:in:"{made["id"]}"').results[0]["vendorName"] == vendor["name"]


@contract("AP-BILL-005", "A bill's members are read back as they were sent.", "O", "observed")
def test_read_back(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    account = make.account()["id"]
    sent = make.bill_body(vendor, 5.0, description="Paper", purchaseOrderNumber="PO-118", payFromChartOfAccountId=account,
                          classifications={"chartOfAccountId": account})  # fmt: skip
    made = make.keep(bill.bills, bill.bills.create(sent))
    read = bill.bills.get(made["id"])
    for name in (
        "dueDate",
        "invoice",
        "description",
        "purchaseOrderNumber",
        "payFromChartOfAccountId",
        "classifications",
    ):
        assert read[name] == sent[name]


@contract(
    "AP-BILL-006",
    "An invoice number takes 21 characters; a longer one is 400 BDC_1143 with this text.",
    "O",
    "observed",
)
def test_invoice_number(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    body = make.bill_body(vendor)
    body["invoice"]["invoiceNumber"] = "N" * 21
    make.keep(bill.bills, bill.bills.create(body))
    body["invoice"]["invoiceNumber"] = "N" * 22
    with refused(
        400, "BDC_1143", "Invalid entity data. invoiceNumber: Maximum length cannot be greater than 21 characters."
    ):
        bill.bills.create(body)


@contract("AP-BILL-007", "A bill without lines is refused.", "O", "observed")
def test_no_lines(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    judge(bill.raw("POST", "/v3/bills", json=make.bill_body(vendor, billLineItems=[])), 400)


@contract("AP-BILL-008", "A bill of an unknown vendor is refused as BDC_1205.", "D", "docs/ap-bills")
def test_unknown_vendor(bill: Client, make: Make) -> None:
    with refused(CLIENT_ERROR, "BDC_1205"):
        bill.bills.create(make.bill_body({"id": "00901NOSUCHVENDO0000"}))


@contract("AP-BILL-009", "Bulk bills answer a bare array, of several vendors if need be.", "D", "docs/ap-bills")
def test_bulk(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    made = bill.bills.bulk_create([make.bill_body(vendor, 1.0), make.bill_body(make.vendor(), 2.0)])
    assert [make.keep(bill.bills, row)["amount"] for row in made] == [1.0, 2.0]


@contract(
    "AP-BILL-010",
    "One bad bill of a bulk: its own code for it, BDC_1246 for each other, and none is made.",
    "D",
    "docs/ap-bills",
)
def test_bulk_is_atomic(bill: Client, make: Make) -> None:
    vendor = make.vendor()
    bodies = [make.bill_body(vendor), make.bill_body({"id": "00901NOSUCHVENDO0000"}), make.bill_body(vendor)]
    with refused(422, "BDC_1246") as found:
        bill.bills.bulk_create(bodies)
    assert found.codes == ["BDC_1246", "BDC_1205", "BDC_1246"]
    assert bill.bills.list(filters=f"vendorId:eq:{vendor['id']}").results == []


@contract("AP-BILL-011", "At most 100 bills are made at once.", "D", "docs/ap-bills")
def test_bulk_limit(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    with refused(400):
        bill.bills.bulk_create([make.bill_body(vendor)] * 101)


@contract(
    "AP-BILL-012", "PATCH finds lines by id; those not named stay, and the total follows.", "D", "reference/updatebill"
)
def test_patch_line(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    made = make.invoice(vendor, 10.0, 20.0)
    first, second = (line["id"] for line in made["billLineItems"])
    changed = bill.bills.update(made["id"], {"billLineItems": [{"id": second, "amount": 25.0}]})
    assert [(line["id"], line["amount"]) for line in changed["billLineItems"]] == [(first, 10.0), (second, 25.0)]
    assert changed["amount"] == changed["dueAmount"] == 35.0


@contract("AP-BILL-013", "A line that is patched without classifications loses them.", "O", "observed")
def test_patched_line_is_replaced(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    line = {"amount": 5.0, "classifications": {"chartOfAccountId": make.account()["id"]}}
    made = make.invoice(vendor, billLineItems=[line])
    id = made["billLineItems"][0]["id"]
    changed = bill.bills.update(made["id"], {"billLineItems": [{"id": id, "amount": 6.0}]})
    assert "classifications" not in changed["billLineItems"][0]


@contract("AP-BILL-014", "PATCH cannot add a line: one without an id is refused.", "I", "reference/updatebill")
def test_patch_adds_no_line(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    made = make.invoice(vendor)
    judge(bill.raw("PATCH", f"/v3/bills/{made['id']}", json={"billLineItems": [{"amount": 1.0}]}), 400)


@contract(
    "AP-BILL-015",
    "PUT keeps lines that carry their id, adds those that have none, drops those left out.",
    "D",
    "reference/replacebill",
)
def test_put_lines(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    made = make.invoice(vendor, 10.0, 20.0)
    kept = made["billLineItems"][0]
    body = make.bill_body(vendor, billLineItems=[{"id": kept["id"], "amount": 11.0}, {"amount": 5.0}])
    replaced = bill.bills.replace(made["id"], body)
    assert replaced["billLineItems"][0]["id"] == kept["id"]
    assert replaced["billLineItems"][1]["id"] not in [line["id"] for line in made["billLineItems"]]
    assert replaced["amount"] == 16.0
    assert len(replaced["billLineItems"]) == 2


@contract("AP-BILL-016", "PUT clears the optional members that it leaves out.", "I", "reference/replacebill")
def test_put_clears(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    made = make.invoice(vendor, description="Paper", purchaseOrderNumber="PO-1")
    replaced = bill.bills.replace(made["id"], make.bill_body(vendor))
    assert "description" not in replaced
    assert "purchaseOrderNumber" not in replaced


@contract("AP-BILL-017", "PUT needs the whole bill: what is missing is told with 400.", "D", "reference/replacebill")
def test_put_needs_all(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    made = make.invoice(vendor)
    judge(bill.raw("PUT", f"/v3/bills/{made['id']}", json={"dueDate": made["dueDate"]}), 400)


@contract("AP-BILL-018", "Whatever a PATCH changes, the next GET agrees with its answer.", "I", "reference/updatebill")
@properties
@given(
    change=st.fixed_dictionaries({}, optional={
        "description": st.text(st.characters(categories=["L", "N"]), max_size=60), "dueDate": st.dates().map(lambda day: day.replace(year=2027).isoformat() if (day.month, day.day) != (2, 29) else "2027-02-28"),
        "purchaseOrderNumber": st.text(st.characters(categories=["N"]), max_size=10),
        "invoice": st.fixed_dictionaries({"invoiceNumber": st.text(st.characters(categories=["N"]), min_size=1, max_size=21)}),
    })
)  # fmt: skip
def test_patch_then_get(bill: Client, lasting: str, change: dict[str, Any]) -> None:
    changed = bill.bills.update(lasting, change)
    read = bill.bills.get(lasting)
    assert {name: read[name] for name in changed} == changed


@pytest.fixture(scope="module")
def lasting(make: Make, vendor: dict[str, Any]) -> str:
    return make.invoice(vendor)["id"]


@contract(
    "AP-BILL-019",
    "Archive and restore answer 200 with the bill, the second time as well.",
    "D",
    "reference/archivebill",
)
def test_archive_and_restore(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    id = make.invoice(vendor)["id"]
    assert [bill.bills.archive(id)["archived"] for _ in range(2)] == [True, True]
    assert [bill.bills.restore(id)["archived"] for _ in range(2)] == [False, False]


@contract(
    "AP-BILL-020",
    "Bills are found by vendor, due date, payment status and the account they are paid from.",
    "D",
    "docs/filterable-fields",
)
def test_filters(bill: Client, make: Make) -> None:
    vendor, account = make.vendor(), make.account()["id"]
    made = make.invoice(vendor, payFromChartOfAccountId=account)
    for term in (
        f'dueDate:gte:"{made["dueDate"]}"',
        "paymentStatus:eq:UNPAID",
        f"payFromChartOfAccountId:eq:{account}",
        "archived:eq:false",
    ):
        found = bill.bills.list(filters=f"vendorId:eq:{vendor['id']},{term}")
        assert [row["id"] for row in found] == [made["id"]], term
    assert bill.bills.list(filters=f"vendorId:eq:{vendor['id']},paymentStatus:ne:UNPAID").results == []


@contract("AP-BILL-021", "approvalStatus takes the members of its enumeration and no other word.", "O", "observed")
def test_approval_status_filter(bill: Client) -> None:
    assert bill.bills.list(filters="approvalStatus:eq:ASSIGNED") is not None
    with refused(400):
        bill.bills.list(filters="approvalStatus:eq:PENDING")


@contract(
    "AP-BILL-022",
    "Bills sort by due date; vendorId, paymentStatus and amount are no sort fields.",
    "D",
    "docs/sortable-fields",
)
def test_sort(bill: Client, make: Make) -> None:
    vendor = make.vendor()
    days = ["2027-03-01", "2027-01-01", "2027-02-01"]
    for day in days:
        make.invoice(vendor, dueDate=day)
    found = bill.bills.list(filters=f"vendorId:eq:{vendor['id']}", sort="dueDate:desc")
    assert [row["dueDate"] for row in found] == sorted(days, reverse=True)
    for field in ("vendorId", "paymentStatus", "amount"):
        with refused(400):
            bill.bills.list(sort=f"{field}:asc")


@contract("AP-BILL-023", "Whatever the size of a page, the pages of bills partition them.", "O", "observed")
@properties
@given(size=st.integers(1, 7), sort=st.sampled_from([None, "dueDate:asc", "createdTime:desc", "description:asc"]))
def test_pages(bill: Client, several: str, size: int, sort: str | None) -> None:
    query = {"filters": f"vendorId:eq:{several}", "sort": sort}
    whole = [row["id"] for row in bill.bills.list(max=100, **query)]
    page = bill.bills.list(max=size, **query)
    met = [row["id"] for row in page]
    while page.next_page:
        page = bill.bills.list(max=size, page=page.next_page)
        met += [row["id"] for row in page]
    assert met == whole
    assert len(set(whole)) == 5


@pytest.fixture(scope="module")
def several(make: Make) -> str:
    vendor = make.vendor()
    for day in range(1, 6):
        make.invoice(vendor, dueDate=f"2027-05-{day:02}", description="b" if day % 2 else "a")
    return vendor["id"]


@contract("AP-BILL-024", "A bill that names an unknown account is refused as BDC_1205.", "I", "docs/ap-bills")
def test_unknown_account(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR, "BDC_1205"):
        bill.bills.create(make.bill_body(vendor, payFromChartOfAccountId="0ca01NOSUCHACCOU0000"))


@contract("AP-BILL-025", "One invoice number may stand on two bills of a vendor.", "I", "changelog/2024-05-20")
def test_duplicate_number(bill: Client, make: Make, vendor: dict[str, Any]) -> None:
    body = make.bill_body(vendor)
    first, second = (make.keep(bill.bills, bill.bills.create(body)) for _ in range(2))
    assert first["id"] != second["id"]
