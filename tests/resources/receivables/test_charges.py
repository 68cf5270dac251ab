"""Charging a customer: who may be charged, from what to what, when, and for how much at most."""

import pytest

from .conftest import ACCOUNT, ADDRESS

UNKNOWN = {"customer": "0cu01AAAAAAAAAA00000", "account": "cba01AAAAAAAAAA00000", "invoice": "00e01AAAAAAAAAA00000"}


def refused_with(api, body, text, code=None):
    """The charge is refused with 422 and these words, and changes nothing."""
    before = api.world.fingerprint(frozenset({"session"}))
    answer = api.post("/v3/receivable-payments", json=body)
    api.refused(answer, 422)
    assert text in answer.json[0]["message"]
    assert code in (None, answer.json[0]["code"])
    assert api.world.fingerprint(frozenset({"session"})) == before


def test_a_charge_is_scheduled_and_complete(receivables, payer, world):
    one, two = receivables.invoice(payer.customer), receivables.invoice(payer.customer)
    payment = payer.charge((one, 250.25), (two, 100), description="September dues", paymentDate="2026-03-05")
    bank = world.store.find("bank_account")[0]
    assert payment == receivables.read("receivable-payments", payment)
    assert payment == {
        "id": payment["id"], "customerId": payer.customer["id"],
        "invoicePayments": [
            {"invoiceId": one["id"], "amount": 250.25, "paymentDate": "2026-03-05"},
            {"invoiceId": two["id"], "amount": 100, "paymentDate": "2026-03-05"},
        ],
        "description": "September dues", "paymentDate": "2026-03-05", "amount": 350.25, "unappliedAmount": 0,
        "convenienceFeeAmount": 0, "fundingAccount": {"id": payer.account["id"], "type": "BANK_ACCOUNT"},
        "receivablesAccount": {"id": bank["id"], "type": "BANK_ACCOUNT"}, "receivablesType": "ACH", "status": "SCHEDULED",
        "onlinePayment": True, "createdTime": payment["createdTime"], "updatedTime": payment["createdTime"],
    }  # fmt: skip
    assert payment["id"].startswith("0rp")


def test_a_charge_holds_its_invoices_and_tells_of_them(receivables, payer, events):
    invoice = receivables.invoice(payer.customer)
    del events[:]
    payer.charge((invoice, 100))
    read = receivables.read("invoices", invoice)
    assert (read["scheduledAmount"], read["dueAmount"], read["status"]) == (100, 150.25, "SCHEDULED")
    [share] = read["payments"]
    assert share == {"id": share["id"], "amount": 100, "status": "SCHEDULED", "date": "2026-03-02"}
    assert share["id"].startswith("0ip")
    assert [(event, row["id"]) for event, row in events] == [("invoice.updated", invoice["id"])]
    assert receivables.owed(payer.customer) == 150.25


def test_what_is_missing_is_told_at_once(api):
    texts = ["customerId: must not be blank", "fundingAccount: must not be null", "invoicePayments: must not be empty"]
    api.refused(api.post("/v3/receivable-payments", json={}), 400, *texts, code=None)
    wrong = {
        "customerId": "c", "fundingAccount": {"type": "CARD_ACCOUNT", "id": ""}, "paymentDate": "tomorrow",
        "invoicePayments": [{"invoiceId": "", "amount": 0}],
    }  # fmt: skip
    answer = api.post("/v3/receivable-payments", json=wrong)
    api.refused(answer, 400, code=None)
    told = {entry["message"].partition(":")[0] for entry in answer.json}
    assert told == {
        "fundingAccount.type", "fundingAccount.id", "paymentDate", "invoicePayments[0].invoiceId", "invoicePayments[0].amount",
    }  # fmt: skip


def test_no_one_is_charged_without_leave(api, receivables, payer):
    invoice = receivables.invoice(payer.customer)
    payer.allow(False)
    refused_with(api, payer.body((invoice, 10)), "Customer has not authorized charges.")


def test_what_is_unknown_is_422(api, receivables, payer):
    invoice = receivables.invoice(payer.customer)
    body = payer.body((invoice, 10))
    for changes in (
        {"customerId": UNKNOWN["customer"]},
        {"fundingAccount": {"type": "BANK_ACCOUNT", "id": UNKNOWN["account"]}},
        {"invoicePayments": [{"invoiceId": UNKNOWN["invoice"], "amount": 1}]},
    ):
        refused_with(api, body | changes, "", code="BDC_1205")


def test_only_a_live_verified_account_of_the_customer_is_charged(api, receivables, payer):
    body = payer.body((receivables.invoice(payer.customer), 10))
    other = receivables.customer(billingAddress=ADDRESS)
    foreign = receivables.made(f"/v3/customers/{other['id']}/bank-accounts", ACCOUNT)
    account = {"fundingAccount": {"type": "BANK_ACCOUNT", "id": foreign["id"]}}
    refused_with(api, body | account, "The bank account belongs to another customer.")
    api.post(f"/_mock/customer-bank-accounts/{payer.account['id']}/reject")
    refused_with(api, body, "Bank account is not verified.")
    api.post(f"/_mock/customer-bank-accounts/{payer.account['id']}/verify")
    api.post(f"/v3/customers/{payer.customer['id']}/bank-accounts/{payer.account['id']}/archive")
    refused_with(api, body, "The bank account is archived.")


def test_only_live_invoices_of_the_customer_are_paid_and_never_beyond_what_is_due(api, receivables, payer):
    invoice, archived = (receivables.invoice(payer.customer) for _ in range(2))
    api.post(f"/v3/invoices/{archived['id']}/archive")
    refused_with(api, payer.body((receivables.invoice(), 10)), "The invoice belongs to another customer.")
    refused_with(api, payer.body((archived, 10)), "The invoice is archived.")
    refused_with(api, payer.body((invoice, 0.004)), "Amount must be greater than zero.")
    refused_with(api, payer.body((invoice, 250.26)), "More than what is due on the invoice.")
    refused_with(api, payer.body((invoice, 200), (invoice, 50.26)), "More than what is due on the invoice.")
    payer.charge((invoice, 200), (invoice, 50.25))
    refused_with(api, payer.body((invoice, 0.01)), "More than what is due on the invoice.")
    assert receivables.read("invoices", invoice)["scheduledAmount"] == 250.25


@pytest.mark.parametrize(
    ("day", "well"),
    [("2026-03-01", False), ("2026-03-02", True), ("2027-03-02", True), ("2027-03-03", False), ("9999-12-31", False)],
)
def test_a_charge_is_dated_today_or_within_a_year(api, receivables, payer, day, well):
    body = payer.body((receivables.invoice(payer.customer), 10), paymentDate=day)
    if well:
        assert receivables.made("/v3/receivable-payments", body)["paymentDate"] == day
    else:
        refused_with(api, body, "Must be today or later, and within a year.")


def test_without_a_date_the_first_banking_day_is_taken(api, receivables, payer):
    invoice = receivables.invoice(payer.customer)
    assert payer.charge((invoice, 1))["paymentDate"] == "2026-03-02"
    api.advance(days=5)
    api.login()
    assert payer.charge((invoice, 1))["paymentDate"] == "2026-03-09", "a Saturday waits for Monday"


def test_the_money_goes_to_the_default_account_for_receivables(api, world, receivables, payer):
    api.trust()
    invoice, [first] = receivables.invoice(payer.customer), world.store.find("bank_account")
    new = {name: ACCOUNT[name] for name in ("nameOnAccount", "routingNumber", "accountNumber", "type", "ownerType")}
    second = api.post("/v3/funding-accounts/banks", json=new | {"bankName": "Bay"}).json["id"]
    api.post(f"/_mock/bank-accounts/{second}/verify")
    assert payer.charge((invoice, 1))["receivablesAccount"]["id"] == first["id"]
    api.patch(f"/v3/funding-accounts/banks/{second}", json={"default": {"receivables": True}})
    assert payer.charge((invoice, 1))["receivablesAccount"]["id"] == second
    api.post(f"/_mock/bank-accounts/{second}/block")
    world.choices.update({"charge.receiving_account": "default"})
    refused_with(api, payer.body((invoice, 1)), "Organization has no verified bank account for receivables.")
    world.choices.update({"charge.receiving_account": "any"})
    assert api.post(f"/v3/funding-accounts/banks/{first['id']}/archive").json["archived"]
    refused_with(api, payer.body((invoice, 1)), "Organization has no verified bank account for receivables.")


def test_who_keeps_the_books_charges_and_trust_is_a_choice(api, world, receivables, payer):
    body = payer.body((receivables.invoice(payer.customer), 1))
    api.refused(api.as_user("fay@mockbill.test").post("/v3/receivable-payments", json=body), 403)
    assert api.as_user("eli@mockbill.test").post("/v3/receivable-payments", json=body).status_code == 201
    world.choices.update({"charge.needs_trust": True})
    api.refused(api.post("/v3/receivable-payments", json=body), 403, code="BDC_1361")
    assert api.trust().post("/v3/receivable-payments", json=body).status_code == 201


def test_an_accounting_app_reads_what_came_in_and_moves_no_money(api, receivables, payer):
    body = payer.body((receivables.invoice(payer.customer), 1))
    made = api.post("/_mock/apps", json={"scope": "accounting_data_access"}).json
    client = {"grant_type": "client_credentials", "client_id": made["clientId"], "client_secret": made["clientSecret"]}
    token = api.http.post("/authx/token", data=client).json["access_token"]
    api.headers = {"Authorization": f"Bearer {token}"}
    customer = f"/v3/customers/{payer.customer['id']}"
    account = f"{customer}/bank-accounts/{payer.account['id']}"
    for answer in (
        api.post("/v3/receivable-payments", json=body),
        api.post(f"{customer}/bank-accounts", json=ACCOUNT),
        api.patch(account, json={"nickname": "x"}),
        api.post(f"{account}/archive"),
        api.post(f"{customer}/charge-authorization", json={"authorizedToCharge": True}),
    ):
        api.refused(answer, 403)
    for path in ("/v3/receivable-payments", account):
        assert api.get(path).status_code == 200
    assert api.patch(customer, json={"phone": "1"}).status_code == 200


def test_nobody_is_charged_while_money_movement_is_off(api, receivables, payer):
    body = payer.body((receivables.invoice(payer.customer), 100))
    api.post("/_mock/risk-verification", json={"decision": "HOLD"})
    api.refused(api.post("/v3/receivable-payments", json=body), 422, code="BDC_1143")
    api.post("/_mock/risk-verification", json={"decision": "REVIEW"})
    assert api.post("/v3/receivable-payments", json=body).status_code == 201
