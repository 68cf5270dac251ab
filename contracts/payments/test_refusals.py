"""Payments that are refused, and in which words."""

from datetime import date, timedelta
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make, fresh, unique
from billcontracts.refusals import CLIENT_ERROR, judge, refused

PROCESS_DATE = "Invalid Process Date : ${paramName0}."


@contract("PA-PAY-007", "billId goes with createBill false, and not with createBill true.", "O", "observed")
def test_bill_or_create_bill(bill: Client, trusted: Client, order: Any, make: Make) -> None:
    body = order(make.invoice())
    without = {name: value for name, value in body.items() if name != "billId"}
    judge(bill.raw("POST", "/v3/payments", json=without), 400)
    judge(bill.raw("POST", "/v3/payments", json={**body, "processingOptions": {"createBill": True}}), 400)


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
    with refused(422, "BDC_1159") as found:
        trusted.payments.create(order(invoice, 100.01))
    assert "Cannot overpay a bill" in found.messages[0]
    assert trusted.bills.get(invoice["id"]) == invoice


@contract(
    "PA-PAY-031",
    "What is scheduled already is no longer due: a payment beyond the rest is BDC_1159.",
    "D",
    "docs/ap-bills",
)
def test_overpay_the_rest(trusted: Client, order: Any, pay: Any, make: Make) -> None:
    invoice = make.invoice()
    pay(invoice, 60.0)
    with refused(422, "BDC_1159"):
        trusted.payments.create(order(invoice, 40.01))
    assert pay(invoice, 40.0)["amount"] == 40.0


@contract("PA-PAY-012", "An unknown bill or payment is BDC_1205.", "O", "observed")
def test_unknown(trusted: Client, order: Any) -> None:
    with refused(404, "BDC_1205"):
        trusted.payments.create(order({"id": "00n01NOSUCHBILLAB000", "dueAmount": 1.0}))
    with refused(404, "BDC_1205"):
        trusted.payments.get("stp01NOSUCHPAYMEN000")


@contract("PA-PAY-013", "A bank account that is not verified pays nothing: BDC_1151.", "O", "observed")
def test_unverified_account(trusted: Client, control: Control, order: Any, make: Make) -> None:
    made = trusted.banks.create({
        "nameOnAccount": "Rae", "routingNumber": "074000010", "accountNumber": "999888777", "type": "CHECKING",
        "ownerType": "BUSINESS", "bankName": "Fresh bank",
    })  # fmt: skip
    with refused(422, "BDC_1151"):
        trusted.payments.create(order(make.invoice(), fundingAccount={"type": "BANK_ACCOUNT", "id": made["id"]}))


@contract("PA-PAY-029", "Who may not pay is told BDC_1150.", "D", "docs/common-api-error-codes")
def test_role(world: Any, control: Control, order: Any, make: Make) -> None:
    session = world.session
    clerk = world.client(type(session)("eli@mockbill.test", session.password, session.organizationId, session.devKey))
    clerk.mfa.trust("123456")
    with refused(422, "BDC_1150", "User cannot make online payments."):
        clerk.payments.create(order(make.invoice()))


@contract(
    "PA-PAY-034",
    "A vendor that cannot be paid electronically is refused in BILL's sentence, told twice.",
    "O",
    "observed",
)
def test_epayments(trusted: Client, control: Control, order: Any, make: Make) -> None:
    abroad = {"line1": "1 Gasse", "city": "Bern", "zipOrPostalCode": "3000", "country": "CH"}
    invoice = make.invoice(make.vendor(address=abroad))
    with refused(CLIENT_ERROR) as found:
        trusted.payments.create(order(invoice))
    plain, named = found.messages
    assert plain.startswith("This vendor is unable to receive ePayments")
    assert named == f"{invoice['id']} : {plain}"


@contract(
    "PA-PAY-035",
    "A description takes 70 characters, a transaction number 50; a longer one is 400 BDC_1143.",
    "D",
    "reference/createpayment",
)
@pytest.mark.parametrize(("name", "most"), [("description", 70), ("transactionNumber", 50)])
def test_lengths(trusted: Client, order: Any, pay: Any, make: Make, name: str, most: int) -> None:
    invoice = make.invoice(make.lasting_vendor())
    with refused(400, "BDC_1143"):
        trusted.payments.create(order(invoice, 1.0, **{name: "7" * (most + 1)}))
    assert len(pay(invoice, 1.0, **{name: fresh() * 2 + "7" * 6 if most == 70 else fresh() + "7" * 18})[name]) == most


@contract("PA-PAY-036", "A payment of nothing, or of less, is refused.", "S", "reference/createpayment")
@pytest.mark.parametrize("amount", [0, -1, 0.001])
def test_no_amount(trusted: Client, order: Any, make: Make, amount: float) -> None:
    with refused(CLIENT_ERROR):
        trusted.payments.create(order(make.invoice(make.lasting_vendor()), amount))


@contract("PA-PAY-037", "vendorId, if given, is the bill's vendor.", "S", "reference/createpayment")
def test_other_vendor(trusted: Client, order: Any, make: Make) -> None:
    with refused(CLIENT_ERROR):
        trusted.payments.create(order(make.invoice(make.lasting_vendor()), vendorId=make.vendor()["id"]))


@contract("PA-PAY-038", "An archived bill, or one of an archived vendor, is not paid.", "I", "help.bill.com")
@pytest.mark.parametrize("which", ["bills", "vendors"])
def test_archived(trusted: Client, order: Any, make: Make, which: str) -> None:
    invoice = make.invoice()
    getattr(trusted, which).archive(invoice["id"] if which == "bills" else invoice["vendorId"])
    with refused(CLIENT_ERROR):
        trusted.payments.create(order(invoice))


@contract(
    "PA-PAY-039",
    "A session that has not passed MFA makes no payment: it is an untrusted one, 403 BDC_1361.",
    "O",
    "observed",
)
@pytest.mark.parametrize("path", ["", "/bulk"])
def test_untrusted(untrusted: Client, order: Any, make: Make, path: str) -> None:
    body = order(make.invoice(make.lasting_vendor()))
    if path:
        body = {"payments": [{"billId": body["billId"], "amount": 1}], "fundingAccount": body["fundingAccount"]}
    judge(untrusted.raw("POST", f"/v3/payments{path}", json=body), 403, "BDC_1361", "Untrusted session.")


@contract(
    "PA-PAY-040",
    "Who is no verified user of a bank account does not pay from it.",
    "D",
    "reference/verifybankaccount",
)
def test_not_a_bank_user(
    world: Any, control: Control, trusted: Client, bank: dict[str, Any], order: Any, make: Make
) -> None:
    session = world.session
    payer = world.client(type(session)("dana@mockbill.test", session.password, session.organizationId, session.devKey))
    payer.mfa.trust("123456")
    account = trusted.banks.create({
        "nameOnAccount": "Rae", "routingNumber": "074000010", "accountNumber": "4440001", "type": "CHECKING",
        "ownerType": "BUSINESS", "bankName": "Second",
    })  # fmt: skip
    trusted.banks.verify(account["id"], {"depositAmount": 0.5})
    body = order(make.invoice(), fundingAccount={"type": "BANK_ACCOUNT", "id": account["id"]})
    with refused(CLIENT_ERROR):
        payer.payments.create(body)
    assert trusted.payments.create(body)["singleStatus"] == "SCHEDULED"


@contract(
    "PA-PAY-041",
    "A vendor whose bank account is just added is paid two business days from today at the earliest: BDC_1402.",
    "D",
    "docs/faq",
)
def test_fresh_vendor_account(trusted: Client, control: Control, order: Any, make: Make) -> None:
    control.choose(vendor__fresh_bank_delays_payment=True)
    account = {"nameOnAccount": "L", "accountNumber": "0011226621", "routingNumber": "071000013"}
    try:
        with refused(400, "BDC_1402") as found:
            trusted.payments.create(order(make.invoice(make.vendor(paymentInformation={"bankAccount": account}))))
        assert found.messages[0] == "Please select a payment processing date two business days out from today."
    finally:
        control.choose(vendor__fresh_bank_delays_payment=False)


@contract(
    "PA-PAY-042",
    "createBill needs a vendorId; an account that is no wallet needs an id.",
    "I",
    "reference/createpayment",
)
def test_what_must_stand_together(trusted: Client, order: Any, make: Make) -> None:
    body = order(make.invoice(make.lasting_vendor()))
    made = {**body, "processingOptions": {"createBill": True}}
    del made["billId"]
    judge(trusted.raw("POST", "/v3/payments", json=made), 400)
    judge(trusted.raw("POST", "/v3/payments", json={**body, "fundingAccount": {"type": "BANK_ACCOUNT"}}), 400)


@contract("PA-PAY-043", "Only verified national vendors are paid instantly.", "D", "docs/ap-payments")
def test_instantly(trusted: Client, order: Any, make: Make) -> None:
    options = {"requestPayFaster": True, "requestCheckDeliveryType": "RTP_DELIVERY"}
    with refused(CLIENT_ERROR):
        trusted.payments.create(order(make.invoice(), processingOptions=options))


@contract("PA-PAY-044", "A funding account of an unknown kind is refused with 400.", "S", "reference/createpayment")
def test_funding_kind(trusted: Client, order: Any, make: Make) -> None:
    body = order(make.invoice(make.lasting_vendor()), fundingAccount={"type": "PIGGY_BANK", "id": "x"})
    judge(trusted.raw("POST", "/v3/payments", json=body), 400)


@contract(
    "PA-PAY-045", "A bill that is not approved yet is not paid, nor one that was denied.", "D", "docs/ap-bill-approvals"
)
@pytest.mark.parametrize("action", ["", "DENY"])
def test_unapproved(trusted: Client, control: Control, order: Any, make: Make, action: str) -> None:
    vendor = make.vendor()
    own = trusted.session.info()["userId"]
    policy = trusted.approval_policies.create({
        "policyName": unique("Kit"), "rules": [{"key": "VENDOR_ID", "op": "eq", "values": [vendor["id"]]}],
        "approvers": [own],
    })  # fmt: skip
    try:
        invoice = make.invoice(vendor, billApprovals=True)
        if action:
            trusted.approvals.act([{"billId": invoice["id"], "action": action}])
        with refused(CLIENT_ERROR):
            trusted.payments.create(order(invoice))
    finally:
        trusted.approval_policies.delete(policy["id"])


@contract("PA-PAY-060", "A check is of $99,999,999.99 at most.", "D", "help.bill.com")
def test_largest_check(trusted: Client, order: Any, pay: Any, make: Make) -> None:
    invoice = make.invoice(None, 100_000_000.0)
    with refused(CLIENT_ERROR):
        trusted.payments.create(order(invoice))
    assert pay(invoice, 99_999_999.99)["disbursementType"] == "CHECK"


@contract(
    "PA-PAY-061",
    "Where the vendor's configuration requires it an international payment says what it is for, by a code of that list.",
    "D",
    "docs/ap-international-payments",
)
def test_purpose(trusted: Client, order: Any, make: Make) -> None:
    address = {"line1": "Rua 1", "city": "Recife", "zipOrPostalCode": "50000", "country": "BR"}
    account = {"nameOnAccount": "R", "accountNumber": "BR1500000000000010932840814P2", "paymentCurrency": "BRL"}
    vendor = make.vendor(address=address, paymentInformation={"bankAccount": account, "bankCountry": "BR"})
    rule = trusted.vendors.configuration(vendor["id"])["internationalPayments"]["paymentPurpose"]
    assert (rule["required"], rule["type"]) == (True, "CODE")
    invoice = make.invoice(vendor)
    for purpose in (None, {"text": "goods"}, {"code": {"name": "x", "value": "NO SUCH CODE"}}):
        with refused(CLIENT_ERROR):
            trusted.payments.create(order(invoice, paymentPurpose=purpose))
    code = {"code": rule["codes"][0]}
    assert trusted.payments.create(order(invoice, paymentPurpose=code))["paymentPurpose"] == code
