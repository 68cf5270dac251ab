"""Payments: scheduled one by one or in bulk, cancelled, voided, refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from hypothesis import given
from hypothesis import strategies as st

PROCESS_DATE = "Invalid Process Date : ${paramName0}."


@contract(
    "PA-PAY-001",
    "A payment of a bill is 201, SCHEDULED, online, for the bill's vendor, from the account named.",
    "D",
    "docs/ap-payments",
)
def test_create(pay: Any, make: Make, bank: dict[str, Any]) -> None:
    invoice = make.invoice(None, 412.5)
    payment = pay(invoice, description="March flyers")
    assert (payment["status"], payment["singleStatus"], payment["onlinePayment"]) == ("SCHEDULED", "SCHEDULED", True)
    assert (payment["vendorId"], payment["billId"], payment["amount"]) == (invoice["vendorId"], invoice["id"], 412.5)
    assert payment["fundingAccount"] == {"type": "BANK_ACCOUNT", "id": bank["id"]}
    assert payment["description"] == "March flyers"
    assert payment["cancelRequestSubmitted"] is False
    assert payment["voidInfo"] == []


@contract(
    "PA-PAY-002",
    "Defaults are filled in: processing options, process date on a coming weekday, a transaction number.",
    "D",
    "docs/ap-payments",
)
def test_defaults(pay: Any, make: Make, today: Any) -> None:
    payment = pay(make.invoice())
    assert payment["processingOptions"] == {
        "requestPayFaster": False,
        "createBill": False,
        "requestCheckDeliveryType": "STANDARD",
    }
    day = date.fromisoformat(payment["processDate"])
    assert day > today()
    assert day.weekday() < 5
    assert payment["transactionNumber"]


@contract(
    "PA-PAY-003",
    "A scheduled payment moves the bill's amount from due to scheduled, and its status to SCHEDULED.",
    "D",
    "docs/ap-bills",
)
def test_bill_is_scheduled(bill: Client, pay: Any, make: Make) -> None:
    invoice = make.invoice(None, 60.0, 40.0)
    pay(invoice, 70.0)
    read = bill.bills.get(invoice["id"])
    assert (read["scheduledAmount"], read["dueAmount"], read["paidAmount"]) == (70.0, 30.0, 0)
    assert read["paymentStatus"] == "SCHEDULED"


@contract("PA-PAY-004", "A payment is read back as it was answered.", "D", "reference/getpayment")
def test_read_back(bill: Client, pay: Any, make: Make) -> None:
    payment = pay(make.invoice())
    read = bill.payments.get(payment["id"])
    assert {name: read[name] for name in payment} == payment


@contract(
    "PA-PAY-005",
    "How the vendor is paid follows from the vendor: ACH with a bank account, a check with only an address.",
    "D",
    "docs/ap-payment-disbursement-methods",
)
def test_disbursement_type(pay: Any, make: Make, ach: dict[str, Any]) -> None:
    assert pay(make.invoice(ach))["disbursementType"] == "ACH"
    assert pay(make.invoice())["disbursementType"] == "CHECK"


@contract("PA-PAY-006", "createBill makes the bill with the payment, and billId names it.", "D", "docs/ap-payments")
def test_create_bill(trusted: Client, order: Any, make: Make) -> None:
    vendor = make.vendor()
    body = order({"id": "", "dueAmount": 75.25}, vendorId=vendor["id"], processingOptions={"createBill": True})
    del body["billId"]
    payment = trusted.payments.create(body)
    made = trusted.bills.get(payment["billId"])
    assert (made["vendorId"], made["amount"], made["scheduledAmount"]) == (vendor["id"], 75.25, 75.25)


@contract("PA-PAY-007", "billId goes with createBill false, and not with createBill true.", "O", "observed")
def test_bill_or_create_bill(bill: Client, trusted: Client, order: Any, make: Make) -> None:
    body = order(make.invoice())
    without = {name: value for name, value in body.items() if name != "billId"}
    judge(bill.raw("POST", "/v3/payments", json=without), 400)
    judge(bill.raw("POST", "/v3/payments", json={**body, "processingOptions": {"createBill": True}}), CLIENT_ERROR)


@contract(
    "PA-PAY-008",
    "fundingAccount, processingOptions and amount are required; each is told as `must not be null`.",
    "O",
    "observed",
)
def test_required(trusted: Client, make: Make) -> None:
    entries = judge(trusted.raw("POST", "/v3/payments", json={"billId": make.invoice()["id"]}), 400)
    told = {entry["message"] for entry in entries}
    assert told >= {f"{name}: must not be null" for name in ("fundingAccount", "processingOptions", "amount")}


@contract(
    "PA-PAY-009",
    "A process date of today, in the past or at a weekend is 422 BDC_1152, told twice, its placeholder unfilled.",
    "O",
    "observed",
)
@pytest.mark.parametrize("when", ["today", "past", "saturday"])
def test_process_date(trusted: Client, order: Any, make: Make, today: Any, when: str) -> None:
    now = today()
    day = {"today": now, "past": now - timedelta(days=7), "saturday": now + timedelta(days=12 - now.weekday())}[when]
    invoice = make.invoice()
    with refused(422, "BDC_1152", PROCESS_DATE, f"{invoice['id']} : {PROCESS_DATE}"):
        trusted.payments.create(order(invoice, processDate=day.isoformat()))
    assert trusted.bills.get(invoice["id"])["scheduledAmount"] == 0


@contract("PA-PAY-010", "A bank holiday is refused as BDC_1152, though it is a weekday.", "O", "observed")
def test_holiday(trusted: Client, order: Any, make: Make, today: Any) -> None:
    year = today().year + 1
    labour_day = next(day for day in (date(year, 9, n) for n in range(1, 8)) if day.weekday() == 0)
    with refused(422, "BDC_1152"):
        trusted.payments.create(order(make.invoice(), processDate=labour_day.isoformat()))


@contract(
    "PA-PAY-011",
    "More than is due is BDC_1159 `Cannot overpay a bill`, and the bill is as it was.",
    "D",
    "docs/common-api-error-codes",
)
def test_overpay(trusted: Client, order: Any, make: Make) -> None:
    invoice = make.invoice()
    with refused(CLIENT_ERROR, "BDC_1159") as found:
        trusted.payments.create(order(invoice, 100.01))
    assert "Cannot overpay a bill" in found.messages[0]
    assert trusted.bills.get(invoice["id"]) == invoice


@contract("PA-PAY-012", "An unknown bill or payment is BDC_1205.", "O", "observed")
def test_unknown(trusted: Client, order: Any) -> None:
    with refused(CLIENT_ERROR, "BDC_1205"):
        trusted.payments.create(order({"id": "00n01NOSUCHBILLAB000", "dueAmount": 1.0}))
    with refused(404, "BDC_1205"):
        trusted.payments.get("stp01NOSUCHPAYMEN000")


@contract("PA-PAY-013", "A bank account that is not verified pays nothing: BDC_1151.", "O", "observed")
def test_unverified_account(trusted: Client, control: Control, order: Any, make: Make) -> None:
    made = trusted.banks.create({
        "nameOnAccount": "Rae", "routingNumber": "074000010", "accountNumber": "999888777", "type": "CHECKING",
        "ownerType": "BUSINESS", "bankName": "Fresh bank",
    })  # fmt: skip
    with refused(CLIENT_ERROR, "BDC_1151"):
        trusted.payments.create(order(make.invoice(), fundingAccount={"type": "BANK_ACCOUNT", "id": made["id"]}))


@contract("PA-PAY-014", "A payment cannot be changed.", "D", "docs/ap-payments")
@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
def test_immutable(trusted: Client, pay: Any, make: Make, method: str) -> None:
    payment = pay(make.invoice())
    judge(trusted.raw(method, f"/v3/payments/{payment['id']}", json={"amount": 1}), CLIENT_ERROR)
    assert trusted.payments.get(payment["id"])["amount"] == payment["amount"]


@contract(
    "PA-PAY-015",
    "A cancelled payment is CANCELLED in status and CANCELED in singleStatus, and the bill is due again.",
    "D",
    "reference/cancelpayment",
)
def test_cancel(trusted: Client, pay: Any, make: Make) -> None:
    invoice = make.invoice()
    cancelled = trusted.payments.cancel(pay(invoice)["id"])
    assert cancelled["cancelRequestSubmitted"] is True
    read = trusted.payments.get(cancelled["id"])
    assert (read["status"], read["singleStatus"]) == ("CANCELLED", "CANCELED")
    bill = trusted.bills.get(invoice["id"])
    assert (bill["paymentStatus"], bill["dueAmount"], bill["scheduledAmount"]) == ("UNPAID", 100.0, 0)


@contract("PA-PAY-016", "A payment is cancelled once.", "I", "reference/cancelpayment")
def test_cancel_twice(trusted: Client, pay: Any, make: Make) -> None:
    id = pay(make.invoice())["id"]
    trusted.payments.cancel(id)
    with refused(CLIENT_ERROR):
        trusted.payments.cancel(id)


@contract("PA-PAY-017", "A payment that is only scheduled is not voided.", "I", "reference/voidpayment")
def test_void_scheduled(trusted: Client, pay: Any, make: Make) -> None:
    with refused(CLIENT_ERROR):
        trusted.payments.void(pay(make.invoice())["id"], {"type": "VOID_ONLY", "reason": "changed our mind"})


@contract("PA-PAY-018", "A void needs type and reason.", "S", "reference/voidpayment")
def test_void_needs(trusted: Client, pay: Any, make: Make) -> None:
    id = pay(make.invoice())["id"]
    judge(trusted.raw("POST", f"/v3/payments/{id}/void", json={}), 400)
    judge(trusted.raw("POST", f"/v3/payments/{id}/void", json={"type": "SHRED", "reason": "x"}), 400)


@contract(
    "PA-PAY-019",
    "Bulk pays bills of several vendors, a payment for each vendor at least, under `payments`.",
    "D",
    "docs/ap-bulk-payments",
)
def test_bulk(trusted: Client, bank: dict[str, Any], make: Make) -> None:
    bills = [make.invoice(), make.invoice(None, 25.0)]
    made = trusted.payments.bulk(bulk(bank, bills))["payments"]
    assert sorted((row["billId"], row["amount"]) for row in made) == sorted((row["id"], row["amount"]) for row in bills)


def bulk(bank: dict[str, Any], bills: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    parts = [{"billId": row["id"], "amount": row["dueAmount"]} for row in bills]
    return {"payments": parts, "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank["id"]}, **fields}


@contract(
    "PA-PAY-020",
    "A vendor that combines payments gets one for several bills; another gets one for each.",
    "D",
    "reference/createbulkpayment",
)
@pytest.mark.parametrize(("combine", "count"), [(True, 1), (False, 3)])
def test_combine(trusted: Client, bank: dict[str, Any], make: Make, combine: bool, count: int) -> None:
    vendor = make.vendor(additionalInfo={"combinePayments": combine})
    made = trusted.payments.bulk(bulk(bank, [make.invoice(vendor) for _ in range(3)]))["payments"]
    assert len(made) == count
    assert sum(len(row["billPayments"]) for row in made) == 3
    assert sum(row["amount"] for row in made) == 300.0


@contract(
    "PA-PAY-021",
    "One bad bill of a bulk payment: its own code for it, BDC_1246 for the others, and nothing is paid.",
    "D",
    "changelog/2024-05-31",
)
def test_bulk_is_atomic(trusted: Client, bank: dict[str, Any], make: Make) -> None:
    good, bad = make.invoice(), make.invoice()
    with refused(CLIENT_ERROR) as found:
        trusted.payments.bulk(bulk(bank, [good, {**bad, "dueAmount": 1_000.0}]))
    assert {"BDC_1246", "BDC_1159"} <= set(found.codes)
    assert trusted.bills.get(good["id"])["scheduledAmount"] == 0


@contract("PA-PAY-022", "At most 50 bills are paid at once.", "D", "reference/createbulkpayment")
def test_bulk_limit(trusted: Client, bank: dict[str, Any], make: Make) -> None:
    with refused(CLIENT_ERROR):
        trusted.payments.bulk(bulk(bank, [make.invoice()] * 51))


@contract(
    "PA-PAY-023",
    "The options of a vendor and amount name the accounts, with process and delivery dates.",
    "D",
    "docs/vendor-payment-options",
)
def test_options(trusted: Client, bank: dict[str, Any], make: Make) -> None:
    vendor = make.vendor()
    options = trusted.payments.options(vendorId=vendor["id"], amount=200)
    assert options["vendorId"] == vendor["id"]
    ours = next(row for row in options["fundingOptions"]["banks"] if row["id"] == bank["id"])
    assert ours["available"] is True
    assert ours["deliveryDate"] >= ours["processDate"]


@contract(
    "PA-PAY-024",
    "The process date that the options name is one that a payment takes.",
    "I",
    "docs/vendor-payment-options",
)
def test_options_date(trusted: Client, bank: dict[str, Any], pay: Any, make: Make) -> None:
    invoice = make.invoice()
    options = trusted.payments.options(vendorId=invoice["vendorId"], amount=100)
    day = next(row["processDate"] for row in options["fundingOptions"]["banks"] if row["id"] == bank["id"])
    assert pay(invoice, processDate=day)["processDate"] == day


@contract("PA-PAY-025", "Options need a vendor and an amount.", "S", "reference/listpaymentoptions")
def test_options_need(trusted: Client) -> None:
    judge(trusted.raw("GET", "/v3/payments/options"), 400)


@contract(
    "PA-PAY-026",
    "Payments are found by vendor, status and process date, and sorted by amount.",
    "D",
    "docs/filterable-fields",
)
def test_list(trusted: Client, pay: Any, make: Make) -> None:
    vendor = make.vendor()
    paid = [pay(make.invoice(vendor, amount)) for amount in (30.0, 10.0, 20.0)]
    trusted.payments.cancel(paid[1]["id"])
    ours = f"vendorId:eq:{vendor['id']}"
    assert [row["amount"] for row in trusted.payments.list(filters=ours, sort="amount:asc")] == [10.0, 20.0, 30.0]
    assert len(trusted.payments.list(filters=f"{ours},status:eq:SCHEDULED")) == 2
    assert len(trusted.payments.list(filters=f'{ours},processDate:gte:"{paid[0]["processDate"]}"')) == 3


@contract(
    "PA-PAY-027", "Whatever part of a bill is paid, due plus scheduled plus paid stay its amount.", "D", "docs/ap-bills"
)
@properties
@given(cents=st.lists(st.integers(1, 4_000), min_size=1, max_size=4))
def test_amounts_add_up(trusted: Client, pay: Any, make: Make, cents: list[int]) -> None:
    invoice = make.invoice(make.lasting_vendor(), 200.0)
    made = [pay(invoice, part / 100) for part in cents]
    read = trusted.bills.get(invoice["id"])
    assert round(read["scheduledAmount"] * 100) == sum(cents)
    assert round((read["dueAmount"] + read["scheduledAmount"] + read["paidAmount"]) * 100) == 20_000
    trusted.payments.cancel(made[0]["id"])
    assert round(trusted.bills.get(invoice["id"])["dueAmount"] * 100) == 20_000 - sum(cents[1:])


@contract("PA-PAY-028", "A bill with a payment is not archived, and its amount is frozen.", "I", "help.bill.com")
def test_frozen_bill(trusted: Client, pay: Any, make: Make) -> None:
    invoice = make.invoice()
    pay(invoice)
    with refused(CLIENT_ERROR):
        trusted.bills.archive(invoice["id"])
    with refused(CLIENT_ERROR):
        trusted.bills.update(
            invoice["id"], {"billLineItems": [{"id": invoice["billLineItems"][0]["id"], "amount": 1.0}]}
        )
    assert trusted.bills.get(invoice["id"])["amount"] == 100.0


@contract("PA-PAY-029", "Who may not pay is told BDC_1150.", "D", "docs/common-api-error-codes")
def test_role(world: Any, control: Control, order: Any, make: Make) -> None:
    session = world.session
    clerk = world.client(type(session)("eli@mockbill.test", session.password, session.organizationId, session.devKey))
    clerk.mfa.trust("123456")
    with refused(CLIENT_ERROR, "BDC_1150", "User cannot make online payments."):
        clerk.payments.create(order(make.invoice()))


@contract(
    "PA-PAY-030",
    "A member of the request that BILL does not know changes nothing: billPayments, createBill at the top.",
    "O",
    "observed",
)
def test_ignored_members(trusted: Client, order: Any, make: Make) -> None:
    invoice = make.invoice()
    payment = trusted.payments.create(order(invoice, createBill=True, billPayments=[{"billId": "x", "amount": 1}]))
    assert payment["billId"] == invoice["id"]


@contract(
    "PA-PAY-031",
    "What is scheduled already is no longer due: a payment beyond the rest is BDC_1159.",
    "D",
    "docs/ap-bills",
)
def test_overpay_the_rest(trusted: Client, order: Any, pay: Any, make: Make) -> None:
    invoice = make.invoice()
    pay(invoice, 60.0)
    with refused(CLIENT_ERROR, "BDC_1159"):
        trusted.payments.create(order(invoice, 40.01))
    assert pay(invoice, 40.0)["amount"] == 40.0


# Vendor credits


def credit_of(trusted: Client, make: Make, vendor: dict[str, Any], today: Any) -> dict[str, Any]:
    return make.keep(trusted.vendor_credits, trusted.vendor_credits.create({
        "vendorId": vendor["id"], "referenceNumber": "RET-0093", "creditDate": today().isoformat(),
        "vendorCreditLineItems": [{"amount": 30.0}],
    }))  # fmt: skip


@contract(
    "PA-PAY-032",
    "A payment with vendor credits pays the rest in money; the credits' usage names it.",
    "D",
    "docs/ap-vendor-credits",
)
def test_credit(trusted: Client, pay: Any, make: Make, today: Any) -> None:
    vendor = make.vendor()
    credit, invoice = credit_of(trusted, make, vendor, today), make.invoice(vendor)
    payment = pay(invoice, 80.0, vendorCredits=[{"id": credit["id"], "amount": 20}])
    assert payment["amount"] == 80
    assert payment["billPayments"][0]["vendorCredits"] == [{"id": credit["id"], "amount": 20}]
    read = trusted.bills.get(invoice["id"])
    assert (read["creditAmount"], read["dueAmount"], read["scheduledAmount"]) == (20, 0, 80)
    used = trusted.vendor_credits.get(credit["id"])["usage"]
    assert used == [{"billId": invoice["id"], "paymentId": payment["id"], "amount": 20}]


@contract("PA-PAY-033", "A payment that is cancelled gives its vendor credits back.", "I", "docs/ap-vendor-credits")
def test_credit_given_back(trusted: Client, pay: Any, make: Make, today: Any) -> None:
    vendor = make.vendor()
    credit, invoice = credit_of(trusted, make, vendor, today), make.invoice(vendor)
    payment = pay(invoice, 80.0, vendorCredits=[{"id": credit["id"], "amount": 20}])
    trusted.payments.cancel(payment["id"])
    assert trusted.vendor_credits.get(credit["id"])["appliedAmount"] == 0
    assert trusted.bills.get(invoice["id"])["dueAmount"] == 100
