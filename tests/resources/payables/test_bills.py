"""Bills: totals and lines, edits, what states forbid, what they move on the vendor, what is told."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mockbill.gateway.wire import NONE, cents
from mockbill.resources.payables.bill_shapes import Bill

from .conftest import ADDRESS, assert_takes_or_refuses, bill_body, spoiled, vendor_body, walk

NOWHERE = "00n01AAAAAAAAAA00000"
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


# Create


def test_a_new_bill_owes_all_of_it(payables):
    vendor = payables.vendor()
    bill = payables.bill(vendor, 60, 40.5)
    assert bill["id"].startswith("00n") and len(bill["id"]) == 20
    assert [line["id"][:3] for line in bill["billLineItems"]] == ["bli", "bli"]
    assert {name: bill[name] for name in bill if name.endswith(("Amount", "Status")) or name == "amount"} == {
        "fundingAmount": 100.5,
        "amount": 100.5,
        "paidAmount": 0,
        "dueAmount": 100.5,
        "scheduledAmount": 0,
        "creditAmount": 0,
        "paymentStatus": "UNPAID",
        "approvalStatus": "UNASSIGNED",
    }
    assert "exchangeRate" not in bill and "classifications" not in bill and bill["archived"] is False
    assert payables.balance(vendor) == 100.5


def test_all_members_come_back_in_bills_order(api, payables):
    account = payables.account()
    labels = {"chartOfAccountId": account, **payables.labels("departmentId")}
    line = {
        "amount": 7,
        "quantity": 2,
        "price": 3.5,
        "description": "A4",
        "classifications": {**labels, **payables.labels("jobId")},
    }
    extra = {
        "description": "Copy paper",
        "payFromChartOfAccountId": payables.account("BANK"),
        "classifications": labels,
        "purchaseOrderNumber": "PO-118",
    }
    bill = payables.bill(None, billApprovals=False, billLineItems=[line], **extra)
    read = payables.read("bills", bill)
    assert list(read) == [name for name in Bill.model_fields if name in read]
    assert extra.items() <= read.items()
    assert {**line, "id": bill["billLineItems"][0]["id"]} == read["billLineItems"][0]
    assert read["invoice"] == {"invoiceNumber": "LP-1", "invoiceDate": "2026-03-01"}


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ({"amount": 10, "quantity": 3, "price": 99}, 10),
        ({"quantity": 15, "price": 27.5}, 412.5),
        ({"quantity": 3, "price": 0.335}, 1.01),
        ({"quantity": 1, "price": 0.005}, 0.01),
        ({"quantity": 1, "price": 1.004999}, 1),
        ({"amount": "14.99"}, 14.99),
        ({"amount": 0.125}, 0.13),
    ],
)
def test_an_amount_wins_over_quantity_times_price_and_cents_are_rounded_half_up(payables, line, amount):
    bill = payables.bill(None, billLineItems=[line])
    assert bill["billLineItems"][0]["amount"] == bill["amount"] == amount


@pytest.mark.parametrize("line", [{}, {"quantity": 2}, {"price": 2}, {"description": "nothing to pay"}])
def test_a_line_needs_an_amount_or_quantity_and_price(api, payables, line):
    body = bill_body(payables.vendor()["id"], billLineItems=[{"amount": 1}, line])
    api.refused(api.post("/v3/bills", json=body), 400, "billLineItems[1].amount: must not be null", code=None)


def test_every_missing_member_is_named_at_once(api):
    api.refused(
        api.post("/v3/bills", json={}),
        400,
        "vendorId: must not be blank",
        "dueDate: must not be null",
        "billLineItems: must not be empty",
        "invoice: must not be null",
        code=None,
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"billLineItems": []}, "billLineItems: must not be empty"),
        ({"dueDate": "01.04.2026"}, "dueDate: must be a date in the format yyyy-MM-dd"),
        ({"invoice": {"invoiceDate": "2026-03-01"}}, "invoice.invoiceNumber: must not be blank"),
        ({"invoice": {"invoiceNumber": "1"}}, "invoice.invoiceDate: must not be null"),
    ],
)
def test_bean_validation_of_a_bill(api, payables, changes, message):
    answer = api.post("/v3/bills", json=bill_body(payables.vendor()["id"], **changes))
    api.refused(answer, 400, message, code=None)


def test_an_invoice_number_has_at_most_21_characters(api, payables):
    vendor = payables.vendor()
    invoice = {"invoiceNumber": "9" * 21, "invoiceDate": "2026-03-01"}
    bill = payables.bill(vendor, invoice=invoice)
    invoice["invoiceNumber"] += "9"
    text = "Invalid entity data. invoiceNumber: Maximum length cannot be greater than 21 characters."
    for answer in (
        api.post("/v3/bills", json=bill_body(vendor["id"], invoice=invoice)),
        api.put(f"/v3/bills/{bill['id']}", json=bill_body(vendor["id"], invoice=invoice)),
        api.patch(f"/v3/bills/{bill['id']}", json={"invoice": {"invoiceNumber": "9" * 22}}),
    ):
        api.refused(answer, 400, text, code="BDC_1143")


def test_a_description_has_at_most_4000_characters(api, payables):
    answer = api.post("/v3/bills", json=bill_body(payables.vendor()["id"], description="x" * 4001))
    text = "Invalid entity data. description: Maximum length cannot be greater than 4000 characters."
    api.refused(answer, 400, text, code="BDC_1143")


def test_a_used_number_is_taken_unless_the_choice_says_no(api, world, payables):
    vendor, other = payables.vendor(), payables.vendor()
    payables.bill(vendor)
    payables.bill(vendor)
    world.choices.update({"bill.duplicate_number": "refuse"})
    api.refused(api.post("/v3/bills", json=bill_body(vendor["id"])), 422, "Duplicate number: LP-1.", code="BDC_1171")
    payables.bill(other)


def test_an_edit_may_keep_a_duplicate_number(api, world, payables):
    vendor = payables.vendor()
    payables.bill(vendor)
    twin = payables.bill(vendor)
    world.choices.update({"bill.duplicate_number": "refuse"})
    assert api.patch(f"/v3/bills/{twin['id']}", json={"description": "same number"}).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"vendorId": "00901AAAAAAAAAA00000"},
        {"vendorId": NOWHERE},
        {"payFromChartOfAccountId": "0ca01AAAAAAAAAA00000"},
        {"classifications": {"chartOfAccountId": "0ca01AAAAAAAAAA00000"}},
        {"billLineItems": [{"amount": 1, "classifications": {"chartOfAccountId": "0ca01AAAAAAAAAA00000"}}]},
        {"vendorCredits": [{"id": "vcr01AAAAAAAAAA00000", "amount": 1}]},
    ],
)
def test_what_a_body_refers_to_must_exist(api, payables, changes):
    bill = payables.bill()
    body = bill_body(bill["vendorId"], **changes)
    patch = {**changes}
    if "billLineItems" in patch:
        patch["billLineItems"] = [{**changes["billLineItems"][0], "id": bill["billLineItems"][0]["id"]}]
    for answer in (
        api.post("/v3/bills", json=body),
        api.put(f"/v3/bills/{bill['id']}", json=body),
        api.patch(f"/v3/bills/{bill['id']}", json=patch),
    ):
        api.refused(answer, 422, code="BDC_1205")


def test_an_archived_vendor_takes_bills_by_choice(api, world, payables):
    vendor = payables.vendor()
    api.post(f"/v3/vendors/{vendor['id']}/archive")
    text = "Invalid entity data. vendorId: The vendor is archived."
    api.refused(api.post("/v3/bills", json=bill_body(vendor["id"])), 422, text)
    world.choices.update({"vendor.archived_takes_bills": True})
    payables.bill(vendor)


def test_negative_lines_and_zero_totals_are_choices_and_a_negative_total_is_refused(api, world, payables):
    vendor = payables.vendor()
    assert payables.bill(vendor, 10, -4)["amount"] == 6
    assert payables.bill(vendor, 10, -10)["paymentStatus"] == "UNPAID"
    below = api.post("/v3/bills", json=bill_body(vendor["id"], 10, -11))
    api.refused(below, 422, "Invalid entity data. amount: The amount of a bill must be positive.")
    world.choices.update({"bill.negative_line": "refuse", "bill.zero_total": "refuse"})
    api.refused(api.post("/v3/bills", json=bill_body(vendor["id"], 10, -4)), 422)
    api.refused(api.post("/v3/bills", json=bill_body(vendor["id"], 0)), 422)


@pytest.mark.parametrize(
    "lines", [[{"amount": 9e11}] * 2, [{"quantity": 9e11, "price": 9e11}], [{"quantity": 1e9, "price": 1e9}]]
)
def test_a_total_beyond_what_can_be_kept_is_refused(api, payables, lines):
    answer = api.post("/v3/bills", json=bill_body(payables.vendor()["id"], billLineItems=lines))
    api.refused(answer, 400, code="BDC_1143")


def test_a_vendor_in_another_currency_has_a_rate_and_a_funding_amount_in_dollars(payables):
    vendor = payables.vendor(billCurrency="EUR", address={**ADDRESS, "country": "DE"})
    bill = payables.bill(vendor, 84)
    assert (bill["amount"], bill["exchangeRate"], bill["fundingAmount"], bill["dueAmount"]) == (84, 0.84, 100, 84)


# Bulk


def test_bulk_takes_a_bare_array_and_answers_one(api, payables):
    vendors = [payables.vendor(), payables.vendor()]
    answer = api.post("/v3/bills/bulk", json=[bill_body(vendor["id"], 5) for vendor in vendors])
    assert answer.status_code == 201
    assert [bill["vendorId"] for bill in answer.json] == [vendor["id"] for vendor in vendors]
    assert [payables.balance(vendor) for vendor in vendors] == [5, 5]


def test_bulk_is_all_or_nothing(api, world, payables):
    vendor = payables.vendor()
    good, bad = bill_body(vendor["id"]), bill_body("00901AAAAAAAAAA00000")
    before = world.fingerprint(frozenset({"session"}))
    answer = api.post("/v3/bills/bulk", json=[good, bad, good])
    assert answer.status_code == 422
    assert [entry["code"] for entry in answer.json] == ["BDC_1246", "BDC_1205", "BDC_1246"]
    assert world.fingerprint(frozenset({"session"})) == before


@pytest.mark.parametrize(("count", "status"), [(0, 400), (1, 201), (100, 201), (101, 400)])
def test_bulk_takes_1_to_100(api, payables, count, status):
    answer = api.post("/v3/bills/bulk", json=[bill_body(payables.vendor()["id"])] * count)
    assert answer.status_code == status
    if status == 400:
        api.refused(answer, 400, "items: size must be between 1 and 100", code=None)


# Read


def test_only_reads_name_the_vendor(api, payables):
    vendor = payables.vendor()
    bill = payables.bill(vendor)
    path = f"/v3/bills/{bill['id']}"
    written = [
        bill,
        api.patch(path, json={"description": "x"}).json,
        api.put(path, json=bill_body(vendor["id"])).json,
        api.post(f"{path}/archive").json,
        api.post(f"{path}/archive").json,
        api.post(f"{path}/restore").json,
        *api.post("/v3/bills/bulk", json=[bill_body(vendor["id"])]).json,
    ]
    assert all("vendorName" not in answer for answer in written)
    assert payables.read("bills", bill)["vendorName"] == vendor["name"]
    assert {row["vendorName"] for row in api.get("/v3/bills").json["results"]} == {vendor["name"]}


def test_a_renamed_vendor_is_renamed_on_its_bills(api, payables):
    vendor = payables.vendor()
    bill = payables.bill(vendor)
    api.patch(f"/v3/vendors/{vendor['id']}", json={"name": "Lakeside"})
    read = payables.read("bills", bill)
    assert read["vendorName"] == "Lakeside" and read["updatedTime"] == bill["updatedTime"]


@pytest.mark.parametrize("method", ["GET", "PATCH", "PUT", "archive", "restore"])
def test_an_unknown_bill_is_404(api, payables, method):
    body = {"PATCH": {}, "PUT": bill_body(payables.vendor()["id"])}
    path = f"/v3/bills/{NOWHERE}"
    answer = api.post(f"{path}/{method}") if method.islower() else api.call(method, path, json=body.get(method))
    api.refused(answer, 404, code="BDC_1205")


@pytest.mark.parametrize("asked", ["true", "false"])
def test_approvers_may_be_asked_for_and_a_bill_without_any_shows_none(api, payables, asked):
    bill = payables.bill()
    read = api.get(f"/v3/bills/{bill['id']}?billApprovals={asked}").json
    assert read["approvalStatus"] == "UNASSIGNED" and "approvers" not in read
    assert api.get(f"/v3/bills?billApprovals={asked}").json["results"] == [read]


def test_filters_find_by_every_documented_field(api, payables):
    vendor, other = payables.vendor(), payables.vendor()
    account, bank = payables.account(), payables.account("BANK")
    labels = payables.labels("accountingClassId", "departmentId", "locationId", "itemId")
    bill = payables.bill(
        vendor,
        invoice={"invoiceNumber": "A,7:b", "invoiceDate": "2026-03-01"},
        dueDate="2026-05-05",
        classifications={**labels, "chartOfAccountId": account},
        payFromChartOfAccountId=bank,
    )
    twin = payables.bill(other)
    payables.pay(twin, paid=10000)
    api.post(f"/v3/bills/{bill['id']}/archive")
    bill = payables.read("bills", bill)
    for term in [
        f"id:eq:{bill['id']}", f"id:ne:{twin['id']}", f'id:in:"{bill["id"]},x"', "archived:eq:true", "archived:ne:false",
        f"vendorId:eq:{vendor['id']}", f'vendorId:in:"{vendor["id"]}"', "dueDate:gt:2026-05-04", 'dueDate:gte:"2026-05-05"',
        "paymentStatus:eq:UNPAID", "paymentStatus:ne:PAID", 'paymentStatus:in:"UNPAID,SCHEDULED"',
        f'updatedTime:gte:"{bill["updatedTime"]}"', f'createdTime:lte:"{bill["createdTime"]}"',
        'invoice.invoiceNumber:eq:"A,7:b"', f"payFromChartOfAccountId:eq:{bank}",
        f"classifications.chartOfAccountId:eq:{account}", f"classifications.accountingClassId:eq:{labels['accountingClassId']}",
        "classifications.departmentId:ne:", f'classifications.locationId:in:"{labels["locationId"]},loc2"',
        f"classifications.itemId:eq:{labels['itemId']}",
    ]:  # fmt: skip
        answer = api.get("/v3/bills", query_string={"filters": term})
        assert answer.status_code == 200, (term, answer.text)
        assert [row["id"] for row in answer.json["results"]] == [bill["id"]], term
    both = api.get("/v3/bills?filters=approvalStatus:eq:UNASSIGNED").json["results"]
    assert [row["id"] for row in both] == [bill["id"], twin["id"]]


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ("approvalStatus:eq:PENDING", "BDC_1129"),
        ("paymentStatus:eq:PARTIAL", "BDC_1129"),
        ("dueDate:gt:soon", "BDC_1129"),
        ("amount:gt:1", "BDC_1130"),
        ("vendorId:ne:x", "BDC_1131"),
        ("dueDate:eq:2026-01-01", "BDC_1131"),
    ],
)
def test_a_filter_that_is_none_is_400(api, term, code):
    api.refused(api.get("/v3/bills", query_string={"filters": term}), 400, code=code)


@pytest.mark.parametrize("field", ["vendorId", "paymentStatus", "amount"])
def test_what_cannot_be_sorted_by_is_400(api, field):
    api.refused(api.get(f"/v3/bills?sort={field}:asc"), 400)


def test_every_documented_sort_is_taken(api, payables):
    vendor = payables.vendor()
    first, second = (
        payables.bill(vendor, 1, description="a"),
        payables.bill(vendor, 2, description="b", dueDate="2026-06-01"),
    )
    for field in ("fundingAmount", "description", "dueDate", "createdTime", "updatedTime"):
        rows = api.get(f"/v3/bills?sort={field}:desc").json["results"]
        assert [row["id"] for row in rows] == [second["id"], first["id"]], field
    for field in ("archived", "exchangeRate"):
        assert api.get(f"/v3/bills?sort={field}").status_code == 200


# PATCH


def test_patch_changes_what_is_sent_and_keeps_the_rest(api, payables):
    bill = payables.bill(None, 60, 40, description="old", purchaseOrderNumber="PO")
    sent = {"description": "new", "invoice": {"invoiceNumber": "LP-2"}, "purchaseOrderNumber": ""}
    answer = api.patch(f"/v3/bills/{bill['id']}", json=sent)
    assert answer.status_code == 200
    expected = {**bill, "description": "new", "invoice": {**bill["invoice"], "invoiceNumber": "LP-2"}}
    del expected["purchaseOrderNumber"]
    assert answer.json == {**expected, "updatedTime": answer.json["updatedTime"]}
    assert answer.json["updatedTime"] > bill["updatedTime"]


def test_a_patched_line_is_replaced_and_loses_its_labels_when_they_are_not_sent_again(api, payables):
    labels = payables.labels("departmentId")
    lines = [{"amount": 60, "description": "a", "classifications": labels}, {"amount": 40, "classifications": labels}]
    bill = payables.bill(None, billLineItems=lines)
    first, second = bill["billLineItems"]
    answer = api.patch(f"/v3/bills/{bill['id']}", json={"billLineItems": [{"id": first["id"], "amount": 61}]})
    assert answer.json["billLineItems"] == [{"id": first["id"], "amount": 61}, second]
    assert answer.json["amount"] == answer.json["dueAmount"] == 101


def test_a_patched_line_without_id_is_400(api, payables):
    bill = payables.bill()
    answer = api.patch(f"/v3/bills/{bill['id']}", json={"billLineItems": [{"amount": 1}]})
    api.refused(answer, 400, "billLineItems[0].id: must not be blank", code=None)


def test_a_line_of_another_bill_is_422(api, payables):
    bill, other = payables.bill(), payables.bill()
    line = {"id": other["billLineItems"][0]["id"], "amount": 1}
    api.refused(api.patch(f"/v3/bills/{bill['id']}", json={"billLineItems": [line]}), 422, code="BDC_1205")
    body = bill_body(bill["vendorId"], billLineItems=[line])
    api.refused(api.put(f"/v3/bills/{bill['id']}", json=body), 422, code="BDC_1205")


def test_a_line_given_twice_is_refused(api, payables):
    bill = payables.bill()
    line = {"id": bill["billLineItems"][0]["id"], "amount": 1}
    api.refused(api.patch(f"/v3/bills/{bill['id']}", json={"billLineItems": [line, line]}), 422)
    body = bill_body(bill["vendorId"], billLineItems=[line, line])
    api.refused(api.put(f"/v3/bills/{bill['id']}", json=body), 422)


def test_a_patched_line_needs_its_amount_unless_the_choice_keeps_it(api, world, payables):
    bill = payables.bill(None, billLineItems=[{"quantity": 2, "price": 3, "description": "a"}])
    sent = {"billLineItems": [{"id": bill["billLineItems"][0]["id"], "description": "b"}]}
    answer = api.patch(f"/v3/bills/{bill['id']}", json=sent)
    api.refused(answer, 400, "billLineItems[0].amount: must not be null", code=None)
    world.choices.update({"bill.patched_line_amount": "kept"})
    [line] = api.patch(f"/v3/bills/{bill['id']}", json=sent).json["billLineItems"]
    assert line == {**bill["billLineItems"][0], "description": "b"}


def test_another_vendor_takes_over_what_is_owed(api, payables):
    old, new = payables.vendor(), payables.vendor(name="New")
    bill = payables.bill(old)
    assert api.patch(f"/v3/bills/{bill['id']}", json={"vendorId": new["id"]}).status_code == 200
    assert payables.read("bills", bill)["vendorName"] == "New"
    assert (payables.balance(old), payables.balance(new)) == (0, 100)


# PUT


def test_put_adds_removes_and_keeps_lines(api, payables):
    bill = payables.bill(None, 60, 40)
    kept = bill["billLineItems"][1]
    lines = [{"amount": 5}, {"id": kept["id"], "amount": 41}]
    answer = api.put(f"/v3/bills/{bill['id']}", json=bill_body(bill["vendorId"], billLineItems=lines))
    assert answer.status_code == 200
    added, changed = answer.json["billLineItems"]
    assert added["id"] not in {line["id"] for line in bill["billLineItems"]}
    assert changed == {"id": kept["id"], "amount": 41}
    assert answer.json["amount"] == 46


def test_put_clears_what_is_left_out(api, payables):
    labels = payables.labels("departmentId")
    bill = payables.bill(None, description="x", purchaseOrderNumber="PO", classifications=labels)
    answer = api.put(f"/v3/bills/{bill['id']}", json=bill_body(bill["vendorId"]))
    assert not {"description", "purchaseOrderNumber", "classifications"} & answer.json.keys()
    assert (answer.json["id"], answer.json["createdTime"]) == (bill["id"], bill["createdTime"])


def test_put_needs_the_whole_bill(api, payables):
    bill = payables.bill()
    answer = api.put(f"/v3/bills/{bill['id']}", json={"vendorId": bill["vendorId"], "dueDate": "2026-04-01"})
    api.refused(answer, 400, "billLineItems: must not be empty", "invoice: must not be null")


# States


def test_archive_and_restore_take_the_debt_away_and_back_once(api, payables, events):
    vendor = payables.vendor()
    bill = payables.bill(vendor)
    told_before = len(events)
    path = f"/v3/bills/{bill['id']}"
    archived = api.post(f"{path}/archive")
    assert archived.json["archived"] is True and payables.balance(vendor) == 0
    assert api.post(f"{path}/archive").json == archived.json and payables.balance(vendor) == 0
    assert api.post(f"{path}/restore").json["archived"] is False and payables.balance(vendor) == 100
    api.post(f"{path}/restore")
    assert payables.balance(vendor) == 100
    assert [event for event, *_ in events[told_before:]] == ["bill.archived", "bill.restored"]


def test_an_edit_of_an_archived_bill_leaves_the_balance(api, payables):
    vendor = payables.vendor()
    bill = payables.bill(vendor)
    api.post(f"/v3/bills/{bill['id']}/archive")
    line = {"id": bill["billLineItems"][0]["id"], "amount": 7}
    assert api.patch(f"/v3/bills/{bill['id']}", json={"billLineItems": [line]}).status_code == 200
    assert payables.balance(vendor) == 0
    api.post(f"/v3/bills/{bill['id']}/restore")
    assert payables.balance(vendor) == 7


@pytest.mark.parametrize("moved", [{"scheduled": 10000}, {"scheduled": 1}, {"paid": 10000}, {"paid": 1}])
def test_a_bill_with_payments_is_neither_archived_nor_changed_in_vendor_or_amount(api, payables, moved):
    other = payables.vendor()
    bill = payables.bill()
    payables.pay(bill, **moved)
    path = f"/v3/bills/{bill['id']}"
    line = {"id": bill["billLineItems"][0]["id"], "amount": 99}
    text = "Invalid entity data. {}: Cannot be changed once a payment is scheduled or made."
    api.refused(
        api.post(f"{path}/archive"), 422, "Invalid entity data. archived: A bill with payments cannot be archived."
    )
    api.refused(api.patch(path, json={"billLineItems": [line]}), 422, text.format("amount"))
    api.refused(api.patch(path, json={"vendorId": other["id"]}), 422, text.format("vendorId"))
    api.refused(api.put(path, json=bill_body(bill["vendorId"], 99)), 422, text.format("amount"))
    assert api.patch(path, json={"description": "still free"}).status_code == 200
    assert api.put(path, json=bill_body(bill["vendorId"], 60, 40)).status_code == 200


def test_payments_move_amounts_status_and_balance(payables):
    vendor = payables.vendor()
    bill = payables.bill(vendor)

    def now():
        row = payables.read("bills", bill)
        amounts = row["dueAmount"], row["scheduledAmount"], row["paidAmount"]
        assert payables.balance(vendor) == row["dueAmount"]
        return *amounts, row["paymentStatus"]

    for moved, expected in [
        ({"scheduled": 3000}, (70, 30, 0, "SCHEDULED")),
        ({"in_process": True}, (70, 30, 0, "IN_PROCESS")),
        ({"scheduled": 2000}, (50, 50, 0, "IN_PROCESS")),
        ({"in_process": False}, (50, 50, 0, "SCHEDULED")),
        ({"scheduled": -3000, "paid": 3000}, (50, 20, 30, "SCHEDULED")),
        ({"scheduled": -2000}, (70, 0, 30, "PARTIALLY_PAID")),
        ({"paid": 7000}, (0, 0, 100, "PAID")),
        ({"paid": -10000}, (100, 0, 0, "UNPAID")),
    ]:
        payables.pay(bill, **moved)
        assert now() == expected, moved


# Events


def test_what_is_told_of_a_new_bill(api, payables, events):
    vendor = payables.vendor()
    bill = payables.bill(vendor)
    api.post("/v3/bills/bulk", json=[bill_body(vendor["id"])] * 2)
    assert [event for event, *_ in events] == ["vendor.created"] + ["bill.created"] * 3
    _, row, hidden = events[1]
    assert row == payables.read("bills", bill)
    assert hidden["createdBy"] == api.get("/v3/login/session").json["userId"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"invoice": {"invoiceNumber": "LP-2"}}, True),
        ({"invoice": {"invoiceDate": "2026-03-05"}}, True),
        ({"vendorId": "other"}, True),
        ({"billLineItems": [{"id": "first", "amount": 5}]}, True),
        ({"billLineItems": [{"id": "first", "amount": 100, "description": "same sum"}]}, False),
        ({"description": "x"}, False),
        ({"dueDate": "2026-05-01"}, False),
        ({}, False),
    ],
)
@pytest.mark.parametrize("choice", ["documented", "any"])
def test_an_edit_is_told_of_when_a_documented_member_changed_or_by_choice(
    api, world, payables, events, change, told, choice
):
    world.choices.update({"bill.updated_on": choice})
    bill = payables.bill()
    change = dict(change)
    if "vendorId" in change:
        change["vendorId"] = payables.vendor()["id"]
    if "billLineItems" in change:
        change["billLineItems"] = [{**change["billLineItems"][0], "id": bill["billLineItems"][0]["id"]}]
    events.clear()
    assert api.patch(f"/v3/bills/{bill['id']}", json=change).status_code == 200
    assert [event for event, *_ in events] == (["bill.updated"] if told or choice == "any" else [])


def test_a_refused_edit_tells_nobody(api, payables, events):
    bill = payables.bill()
    events.clear()
    api.refused(api.patch(f"/v3/bills/{bill['id']}", json={"vendorId": "00901AAAAAAAAAA00000"}), 422)
    assert events == []


@pytest.mark.parametrize("role", ["AUDITOR", "PAYER", "APPROVER"])
def test_who_does_not_keep_the_books_may_read_only(api, world, payables, role):
    bill = payables.bill()
    email = next(row["email"] for row in world.store.find("user") if row["role"]["type"] == role)
    other = api.as_user(email)
    assert other.get(f"/v3/bills/{bill['id']}").status_code == 200
    api.refused(other.post("/v3/bills", json=bill_body(bill["vendorId"])), 403, code="BDC_1145")


# Properties

AMOUNT = st.integers(-5_000_000, 5_000_000).map(lambda amount: amount / 100)
LINE = st.fixed_dictionaries({"amount": AMOUNT}) | st.fixed_dictionaries(
    {"quantity": st.integers(0, 1000), "price": st.integers(0, 100_000).map(lambda price: price / 1000)}
)


@QUICK
@given(lines=st.lists(LINE, min_size=1, max_size=6), more=st.lists(LINE, min_size=1, max_size=6))
def test_totals_follow_the_lines_and_the_balance_follows_the_totals(callers, lines, more):
    with callers() as payables:
        vendor = payables.vendor()
        created = payables.api.post("/v3/bills", json=bill_body(vendor["id"], billLineItems=lines))
        assume(created.status_code == 201)
        bill = created.json
        replaced = payables.api.put(f"/v3/bills/{bill['id']}", json=bill_body(vendor["id"], billLineItems=more))
        for answer in (created, replaced):
            if answer.status_code == 200 or answer is created:
                total = sum(cents(line["amount"]) for line in answer.json["billLineItems"])
                assert cents(answer.json["amount"]) == cents(answer.json["dueAmount"]) == total
            else:
                payables.api.refused(answer, 422, "Invalid entity data. amount: The amount of a bill must be positive.")
        assert payables.balance(vendor) == payables.read("bills", bill)["dueAmount"]


@QUICK
@given(
    days=st.lists(st.integers(1, 9), max_size=12),
    split=st.integers(1, 9),
    size=st.integers(1, 5),
    sort=st.sampled_from(["", "dueDate:desc", "fundingAmount:asc", "description", "dueDate:asc,updatedTime:desc"]),
)
def test_pages_partition_the_bills_under_any_filter_and_sort(callers, days, split, size, sort):
    with callers() as payables:
        vendor = payables.vendor()
        made = [payables.bill(vendor, day % 3 + 1, dueDate=f"2026-05-0{day}", description=f"{day % 2}") for day in days]
        query = {"sort": sort} if sort else {}
        early = walk(payables.api, "/v3/bills", size, filters=f"dueDate:lt:2026-05-0{split}", **query)
        late = walk(payables.api, "/v3/bills", size, filters=f"dueDate:gte:2026-05-0{split}", **query)
        assert sorted(early) == sorted(bill["id"] for bill in made if bill["dueDate"] < f"2026-05-0{split}")
        assert sorted(early + late) == sorted(bill["id"] for bill in made)
        assert walk(payables.api, "/v3/bills", size, **query) == walk(payables.api, "/v3/bills", 100, **query)


@QUICK
@given(
    change=st.fixed_dictionaries(
        {},
        optional={
            "description": st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=50),
            "dueDate": st.dates().map(str),
            "purchaseOrderNumber": st.text("AB1", max_size=5),
            "invoice": st.fixed_dictionaries({"invoiceNumber": st.text("AB1", min_size=1, max_size=21)}),
            "classifications": st.fixed_dictionaries({}, optional={"itemId": st.sampled_from(["", NONE, "other"])}),
        },
    )
)
def test_a_patch_and_the_next_read_agree(callers, change):
    with callers() as payables:
        labels = payables.labels("departmentId", "itemId")
        bill = payables.bill(None, description="was", classifications=labels)
        wanted = change.get("classifications", {})
        if wanted.get("itemId") == "other":
            wanted["itemId"] = payables.labels("itemId")["itemId"]
        answer = payables.api.patch(f"/v3/bills/{bill['id']}", json=change)
        assert answer.status_code == 200, answer.text
        read = payables.read("bills", bill)
        del read["vendorName"]
        assert read == answer.json
        for name in ("description", "dueDate", "purchaseOrderNumber"):
            assert read.get(name, "") == change.get(name, bill.get(name, ""))
        left = {name: id for name, id in {**labels, **wanted}.items() if id not in ("", NONE)}
        assert read["classifications"] == left


WHOLE = bill_body(
    "VENDOR", description="d", purchaseOrderNumber="p", classifications={"itemId": NONE}, vendorCredits=[]
)
WHOLE["billLineItems"] = [{"id": "LINE", "amount": 1, "quantity": 1, "price": 1, "description": "l"}]


@settings(QUICK, max_examples=150)
@given(data=st.data(), route=st.sampled_from(["POST", "bulk", "PATCH", "PUT"]))
def test_any_body_is_taken_or_refused_whole(callers, data, route):
    with callers() as payables:
        vendor = payables.vendor()
        bill = payables.bill(vendor)
        body = {**WHOLE, "vendorId": vendor["id"]}
        body["billLineItems"] = [{**WHOLE["billLineItems"][0], "id": bill["billLineItems"][0]["id"]}]
        method, path = {
            "POST": ("POST", "/v3/bills"),
            "bulk": ("POST", "/v3/bills/bulk"),
            "PATCH": ("PATCH", f"/v3/bills/{bill['id']}"),
            "PUT": ("PUT", f"/v3/bills/{bill['id']}"),
        }[route]
        assert_takes_or_refuses(
            payables.api, method, path, data.draw(spoiled([body, body] if route == "bulk" else body))
        )


def test_the_bodies_that_are_spoiled_are_good_ones(api, payables):
    vendor = payables.vendor()
    body = {**WHOLE, "vendorId": vendor["id"]}
    assert api.post("/v3/bills", json=body).status_code == 201
    assert api.post("/v3/vendors", json=vendor_body()).status_code == 201
