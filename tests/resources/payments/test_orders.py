"""Making payments: the answer, the bill, every refusal, and payments in bulk."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import Payer, amounts, spoiled

DATE = "Invalid Process Date : ${paramName0}."


def test_the_answer_has_what_bill_documents(payer):
    vendor = payer.ach()
    bill = payer.bill(vendor, 412.5)
    answer = payer.order(bill, description="March flyers", transactionNumber="MB000042")
    payment = answer.json
    assert answer.status_code == 201
    assert payment["id"].startswith("stp") and payment["billPayments"][0].pop("id").startswith("blp")
    assert payment["confirmationNumber"].startswith("P26030301 - ") and len(payment["confirmationNumber"]) == 19
    expected = {
        "vendorId": vendor["id"], "vendorName": "Lakeshore Paper", "billId": bill["id"],
        "billPayments": [{"billId": bill["id"], "amount": 412.5}], "processDate": "2026-03-03",
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": payer.bank}, "amount": 412.5, "description": "March flyers",
        "processingOptions": {"requestPayFaster": False, "createBill": False, "requestCheckDeliveryType": "STANDARD"},
        "transactionNumber": "MB000042", "status": "SCHEDULED", "singleStatus": "SCHEDULED", "onlinePayment": True,
        "disbursementType": "ACH", "voidInfo": [], "cancelRequestSubmitted": False,
    }  # fmt: skip
    assert payment | expected == payment
    assert payment.keys() - expected.keys() == {"id", "confirmationNumber", "createdBy", "createdTime", "updatedTime"}
    assert payer.now(payment) == answer.json | {"billPayments": payer.now(payment)["billPayments"]}


def test_numbers_are_made_when_not_given(payer):
    one, other = payer.pays(), payer.pays()
    assert len(one["transactionNumber"]) == 20 and one["transactionNumber"].isupper()
    assert one["transactionNumber"] != other["transactionNumber"]
    assert one["confirmationNumber"] != other["confirmationNumber"]


def test_the_amount_moves_from_due_to_scheduled(payer):
    vendor = payer.vendor()
    bill = payer.bill(vendor, 100)
    payment = payer.pays(bill, 40)
    assert payer.bill_now(payment) == (60, 40, 0, "SCHEDULED")
    payer.pays(bill, 60)
    assert payer.bill_now(payment) == (0, 100, 0, "SCHEDULED")
    assert payer.balance(vendor) == 0


def test_a_bill_can_be_made_with_its_payment(payer, events):
    vendor = payer.vendor()
    payment = payer.order(None, 75.5, vendorId=vendor["id"], processingOptions={"createBill": True}).json
    bill = payer.read("bills", {"id": payment["billId"]})
    assert amounts(bill) == (0, 75.5, 0, "SCHEDULED")
    assert bill["invoice"] == {"invoiceNumber": payment["transactionNumber"][:21], "invoiceDate": "2026-03-02"}
    assert bill["dueDate"] == payment["processDate"]
    assert [event for event, _, _ in events] == ["vendor.created", "bill.created", "payment.updated"]


# Refusals


def test_an_untrusted_session_is_refused(api):
    payer = Payer(api)
    body = payer.body(payer.bill())
    api.refused(api.login().post("/v3/payments", json=body), 403, "Untrusted session.", code="BDC_1361")


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("fundingAccount", "fundingAccount: must not be null"),
        ("processingOptions", "processingOptions: must not be null"),
        ("amount", "amount: must not be null"),
        ("billId", "billId must be provided if createBill is false"),
    ],
)
def test_a_missing_member_is_named(payer, missing, message):
    body = payer.body(payer.bill())
    del body[missing]
    payer.api.refused(payer.api.post("/v3/payments", json=body), 400, message, code=None)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"processingOptions": {"createBill": True}}, "billId must not be provided if createBill is true"),
        ({"fundingAccount": {"type": "BANK_ACCOUNT"}}, "fundingAccount.id: must not be blank"),
        ({"amount": 0}, "amount: must be greater than 0"),
        ({"fundingAccount": {"type": "WALLET"}}, "processDate: must not be null"),
    ],
)
def test_what_cannot_be_is_named(payer, changes, message):
    answer = payer.order(payer.bill(), **changes)
    payer.api.refused(answer, 400)
    assert message in [entry["message"] for entry in answer.json]


@pytest.mark.parametrize("day", ["2026-03-02", "2026-02-27", "2026-03-07", "2026-03-08", "2026-05-25", "9999-12-31"])
def test_a_process_date_is_a_coming_banking_day(payer, day):
    bill = payer.bill()
    answer = payer.order(bill, processDate=day)
    payer.api.refused(answer, 422, DATE, f"{bill['id']} : {DATE}", code="BDC_1152")


def test_today_is_told_in_pacific_time(payer):
    payer.later(hours=12)  # 2026-03-03T05:00Z is still the evening of the 2nd in California
    assert payer.order(payer.bill(), processDate="2026-03-03").status_code == 201
    payer.later(hours=4)
    assert payer.order(payer.bill(), processDate="2026-03-03").status_code == 422


def test_a_bill_cannot_be_overpaid(payer):
    bill = payer.bill(None, 100)
    payer.pays(bill, 60)
    text = "Cannot overpay a bill"
    payer.api.refused(payer.order(bill, 40.01), 422, text, f"{bill['id']} : {text}", code="BDC_1159")


def test_unknown_ids(payer):
    vendor, bill = payer.vendor(), payer.bill()
    payer.api.refused(payer.order({"id": "00n01NOSUCHBILL00001"}, 1), 404, code="BDC_1205")
    account = {"type": "BANK_ACCOUNT", "id": "bac01NOSUCHBANK00001"}
    payer.api.refused(payer.order(bill, fundingAccount=account), 422, code="BDC_1205")
    made = payer.order(None, 5, vendorId="00901NOSUCHVEND00001", processingOptions={"createBill": True})
    payer.api.refused(made, 404, code="BDC_1205")
    payer.api.refused(payer.order(bill, vendorId=vendor["id"]), 422)
    payer.api.refused(payer.api.get("/v3/payments/stp01NOSUCHPAYM00001"), 404, code="BDC_1205")


@pytest.mark.parametrize("type", ["CARD_ACCOUNT", "AP_CARD", "WALLET"])
def test_what_the_organization_has_not_cannot_pay(payer, type):
    answer = payer.order(
        payer.bill(), fundingAccount={"type": type, "id": "cat01ZZZZZZZZZZ00001"}, processDate="2026-03-04"
    )
    payer.api.refused(answer, 422)


def test_only_a_verified_account_and_a_verified_user_pay(payer, world):
    bill = payer.bill()
    text = "Bank account cannot make online payments."
    second = Payer(payer.api.as_user("dana@mockbill.test"))
    assert second.order(bill, 1).status_code == 201
    user = world.store.find("bank_user", userId=world.store.find("user", email="dana@mockbill.test")[0]["id"])[0]
    payer.api.post(f"/v3/funding-accounts/banks/users/{user['id']}/archive")
    payer.api.refused(second.order(bill, 1), 422, text, f"{bill['id']} : {text}", code="BDC_1151")
    payer.api.post(f"/_mock/bank-accounts/{payer.bank}/block")
    payer.api.refused(payer.order(bill, 1), 422, code="BDC_1151")


def test_an_account_open_to_administrators_takes_any_of_them(payer, world):
    own = world.store.find("bank_user", userId=world.store.find("user", email="ada@mockbill.test")[0]["id"])[0]
    payer.api.patch(f"/v3/funding-accounts/banks/{payer.bank}", json={"accessToAdmins": True})
    payer.api.post(f"/v3/funding-accounts/banks/users/{own['id']}/archive")
    assert payer.order(payer.bill()).status_code == 201


def test_who_may_not_pay(payer):
    body = payer.body(payer.bill())
    clerk = payer.api.as_user("eli@mockbill.test").trust()
    clerk.refused(clerk.post("/v3/payments", json=body), 422, "User cannot make online payments.", code="BDC_1150")


def test_archived_bills_and_vendors_are_not_paid(payer):
    vendor = payer.vendor()
    bill, other = payer.bill(vendor), payer.bill(vendor)
    payer.api.post(f"/v3/bills/{bill['id']}/archive")
    payer.api.refused(payer.order(bill), 422)
    payer.api.post(f"/v3/vendors/{vendor['id']}/archive")
    payer.api.refused(payer.order(other), 422)


@pytest.mark.parametrize(
    ("status", "allowed", "expected"),
    [
        ("ASSIGNED", False, 422),
        ("APPROVING", False, 422),
        ("DENIED", False, 422),
        ("APPROVED", False, 201),
        ("ASSIGNED", True, 201),
    ],
)
def test_an_unapproved_bill_is_not_paid(payer, world, status, allowed, expected):
    bill = payer.bill()
    with world.transaction():
        row = world.store.get("bill", bill["id"])
        row["approvalStatus"] = status
        world.store.update("bill", row)
    world.choices.update({"bill.administrator_pays_unapproved": allowed})
    assert payer.order(bill).status_code == expected


def test_a_foreign_vendor_without_an_account_cannot_be_paid(payer):
    vendor = payer.vendor(
        address={"line1": "1 King Street", "city": "Leeds", "zipOrPostalCode": "LS1", "country": "GB"}
    )
    answer = payer.order(payer.bill(vendor))
    payer.api.refused(answer, 422)
    assert answer.json[0]["message"] == "This vendor is unable to receive ePayments."


def test_another_currency_asks_for_the_next_banking_day_and_a_rate(payer):
    vendor = payer.vendor(
        billCurrency="GBP",
        address={"line1": "1 King Street", "city": "Leeds", "zipOrPostalCode": "LS1", "country": "GB"},
        paymentInformation={"bankAccount": {"accountNumber": "11122233"}},
    )
    bill = payer.bill(vendor, 74)
    payer.api.refused(payer.order(bill), 422)
    asked = {"vendorId": vendor["id"], "amount": 74}
    batch = payer.api.get("/v3/payments/exchange-rate", query_string=asked).json["exchangeRateBatchId"]
    payer.api.refused(payer.order(bill, exchangeRateBatchId=batch, processDate="2026-03-04"), 422, code="BDC_1152")
    payer.api.refused(payer.order(bill, exchangeRateBatchId=batch - 1), 422, code="BDC_1143")
    payment = payer.pays(bill, exchangeRateBatchId=batch)
    assert (payment["disbursementType"], payment["exchangeRate"], payment["fundingAmount"]) == (
        "INTERNATIONAL",
        0.74,
        100,
    )


def test_a_fresh_vendor_account_may_delay_the_payment(payer, world):
    world.choices.update({"vendor.fresh_bank_delays_payment": True})
    bill = payer.bill(payer.ach())
    payer.api.refused(payer.order(bill), 400, code="BDC_1402")
    assert payer.order(bill, processDate="2026-03-04").status_code == 201


def test_a_repeated_transaction_number(payer, world):
    payer.pays(transactionNumber="ONE")
    payer.pays(transactionNumber="ONE")
    world.choices.update({"payment.repeat_transaction_number": "refuse"})
    payer.api.refused(payer.order(payer.bill(), transactionNumber="ONE"), 422)


def test_a_transaction_number_of_other_than_letters_and_digits(payer, world):
    assert payer.pays(transactionNumber="MB-000042")["transactionNumber"] == "MB-000042"
    world.choices.update({"payment.transaction_number_form": "alphanumeric"})
    payer.api.refused(payer.order(payer.bill(), transactionNumber="MB-000043"), 422, code="BDC_1143")
    assert payer.order(payer.bill(), transactionNumber="MB000043").status_code == 201


@pytest.mark.parametrize(("field", "most"), [("description", 70), ("transactionNumber", 50)])
def test_texts_have_a_limit(payer, field, most):
    bill = payer.bill()
    payer.api.refused(payer.order(bill, **{field: "x" * (most + 1)}), 400, code="BDC_1143")
    assert payer.order(bill, **{field: "x" * most}).json[field] == "x" * most


def test_a_refusal_is_told_and_changes_nothing(payer, world, events):
    bill = payer.bill()
    before = world.fingerprint()
    payer.order(bill, 100.01, transactionNumber="MB-43")
    event, row, _ = events[-1]
    assert event == "payment.failed" and world.fingerprint() == before
    assert row["bills"] == [{"id": bill["id"], "amount": 100.01}]
    assert row["vendor"] == {"id": bill["vendorId"], "name": "Lakeshore Paper"}
    assert (row["transactionNumber"], row["fundingAccount"]["id"]) == ("MB-43", payer.bank)


def test_a_refusal_reaches_the_outbox_though_the_payment_was_undone(payer, world):
    body = {"name": "p", "events": [{"type": "payment.failed", "version": "1"}], "notificationUrl": "https://127.0.0.1:9/x",
            "status": {"enabled": True}}  # fmt: skip
    made = payer.api.post(
        "/connect-events/v3/subscriptions",
        json=body,
        headers={"X-Idempotent-Key": "6f1c2f0e-1d3a-4a51-8d8c-5f6d0c9a4b11"},
    )
    assert made.status_code in (200, 201), made.text
    bill = payer.bill()
    payer.order(bill, 500)
    told = payer.api.get(f"/connect-events/v3/events/subscription/{made.json['id']}").text
    assert "payment.failed" in told


def test_a_shape_error_is_not_told(payer, events):
    bill = payer.bill()
    told = len(events)
    payer.order(bill, 0)
    assert len(events) == told


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_body_breaks_it(payer, world, data):
    bill = payer.bill()
    body = payer.body(
        bill, 5, processDate="2026-03-09", description="d", transactionNumber="T", vendorId=bill["vendorId"]
    )
    before = world.fingerprint()
    answer = payer.api.post("/v3/payments", json=data.draw(spoiled(body)))
    assert answer.status_code < 500
    if answer.status_code != 201:
        payer.api.refused(answer, answer.status_code)
        assert world.fingerprint() == before


# Bulk


def bulk(payer, *parts, **changes):
    body = {
        "payments": [{"billId": bill["id"], "amount": amount} for bill, amount in parts],
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": payer.bank},
    }
    return payer.api.post("/v3/payments/bulk", json=body | changes)


def test_bills_of_a_vendor_that_combines_go_in_one_payment(payer):
    vendor, apart = payer.vendor(), payer.vendor(additionalInfo={"combinePayments": False})
    bills = [payer.bill(vendor, 10), payer.bill(apart, 20), payer.bill(vendor, 30), payer.bill(apart, 40)]
    answer = bulk(payer, *[(bill, bill["dueAmount"]) for bill in bills])
    assert answer.status_code == 201
    made = answer.json["payments"]
    assert [(row["amount"], len(row["billPayments"]), "billId" in row) for row in made] == [
        (40, 2, False), (20, 1, True), (40, 1, True)
    ]  # fmt: skip
    assert {amounts(payer.read("bills", bill))[3] for bill in bills} == {"SCHEDULED"}


def test_thirty_five_bills_fit_in_a_payment(payer):
    vendor = payer.vendor()
    made = bulk(payer, *[(payer.bill(vendor, 1), 1) for _ in range(36)]).json["payments"]
    assert [len(row["billPayments"]) for row in made] == [35, 1]


def test_one_bad_bill_undoes_all(payer, world, events):
    good, bad = payer.bill(None, 10), payer.bill(None, 10)
    before = world.fingerprint()
    answer = bulk(payer, (good, 10), (bad, 11))
    payer.api.refused(answer, 422)
    assert [entry["code"] for entry in answer.json] == ["BDC_1246", "BDC_1159", "BDC_1159"]
    assert world.fingerprint() == before
    assert [bill["id"] for bill in events[-1][1]["bills"]] == [good["id"], bad["id"]]


def test_an_unknown_bill_in_bulk_is_400(payer):
    answer = bulk(payer, (payer.bill(None, 10), 10), ({"id": "00n01NOSUCHBILL00001"}, 1))
    payer.api.refused(answer, 400)
    assert [entry["code"] for entry in answer.json] == ["BDC_1246", "BDC_1205"]


def test_a_bill_named_twice_is_not_overpaid(payer):
    bill = payer.bill(None, 10)
    assert [entry["code"] for entry in bulk(payer, (bill, 6), (bill, 6)).json] == ["BDC_1246", "BDC_1159", "BDC_1159"]
    assert bulk(payer, (bill, 6), (bill, 4)).status_code == 201
    assert amounts(payer.read("bills", bill)) == (0, 10, 0, "SCHEDULED")


def test_limits_of_bulk(payer):
    bill = payer.bill(None, 100)
    text = "payments: size must be between 1 and 50"
    payer.api.refused(bulk(payer, *[(bill, 1)] * 51), 400, text)
    assert bulk(payer).status_code == 400
    assert bulk(payer, (bill, -1)).status_code == 400
    assert bulk(payer, (bill, 0)).status_code == 422
    assert bulk(payer, (bill, 1), processingOptions={"createBill": True}).status_code == 400
    assert bulk(payer, *[(bill, 1)] * 50).status_code == 201


def test_bulk_defaults_and_foreign_vendor_id(payer):
    bill, other = payer.bill(None, 5), payer.bill(None, 5)
    assert bulk(payer, (bill, 5), (other, 5), vendorId=bill["vendorId"]).status_code == 422
    made = bulk(payer, (bill, 5), vendorId=bill["vendorId"], transactionNumber="B1", processDate="2026-03-05").json
    assert [(row["transactionNumber"], row["processDate"]) for row in made["payments"]] == [("B1", "2026-03-05")]


# Purposes of international payments


def abroad(payer, country, **information):
    address = {"line1": "1", "city": "X", "zipOrPostalCode": "50000", "country": country}
    account = {"accountNumber": "BR15000000000000109328408", "nameOnAccount": "V", "paymentCurrency": "USD"}
    return payer.vendor(address=address, paymentInformation={"bankAccount": account, **information})


SERVICES = {"code": {"name": "Payment for services", "value": "SRV"}}


@pytest.mark.parametrize(
    ("country", "purpose", "status"),
    [
        ("BR", None, 422),
        ("BR", {"text": "services"}, 422),
        ("BR", {"code": {"name": "x", "value": "XXX"}}, 422),
        ("BR", SERVICES, 201),
        ("DE", None, 201),
        ("DE", {"text": "paper"}, 201),
    ],
)
def test_a_purpose_is_asked_for_where_the_country_wants_one(payer, country, purpose, status):
    answer = payer.order(payer.bill(abroad(payer, country)), paymentPurpose=purpose)
    assert answer.status_code == status, answer.text
    assert (
        answer.json.get("paymentPurpose") == purpose if status == 201 else "paymentPurpose" in answer.json[0]["message"]
    )


def test_the_vendors_own_purpose_stands_in(payer):
    bill = payer.bill(abroad(payer, "BR", paymentPurpose=SERVICES))
    assert payer.pays(bill, 10)["paymentPurpose"] == SERVICES
    goods = {"code": {"name": "Payment for goods", "value": "GDS"}}
    assert payer.pays(bill, 10, paymentPurpose=goods)["paymentPurpose"] == goods
    parts = {
        "payments": [{"billId": bill["id"], "amount": 10}],
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": payer.bank},
    }
    assert payer.api.post("/v3/payments/bulk", json=parts).json["payments"][0]["paymentPurpose"] == SERVICES
