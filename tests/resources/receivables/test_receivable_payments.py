"""Receivable payments: what the clock and a bank do to them, and what that does to invoices and customers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockbill.gateway.errors import Refusal
from mockbill.gateway.wire import NONE, cents
from mockbill.resources.receivables.receivable_payments import record

FAILING, RETURNED = 13.91, 13.92


@pytest.fixture
def invoice(receivables, payer):
    return receivables.invoice(payer.customer)


@pytest.fixture
def stand(receivables, payer):
    """Where things stand: status of the payment, of its share, of the invoice, what is due and what the customer owes."""

    def told(payment, invoice):
        read = receivables.read("invoices", invoice)
        share = next(one for one in read["payments"] if one["amount"] == payment["amount"])
        status = receivables.read("receivable-payments", payment)["status"]
        return status, share["status"], read["status"], read["dueAmount"], receivables.owed(payer.customer)

    return told


def test_a_charge_clears_some_banking_days_after_its_date(api, payer, invoice, stand):
    payment = payer.charge((invoice, 250.25), paymentDate="2026-03-05")
    assert stand(payment, invoice) == ("SCHEDULED", "SCHEDULED", "SCHEDULED", 0, 0)
    api.advance(days=7)
    api.login()
    assert stand(payment, invoice)[0] == "SCHEDULED", "Thursday and three banking days are Tuesday"
    api.advance(days=1)
    api.login()
    assert stand(payment, invoice) == ("PAID", "PAID", "PAID_IN_FULL", 0, 0)


def test_a_part_leaves_the_invoice_open_with_the_rest(api, payer, invoice, stand):
    payment = payer.charge((invoice, 100))
    api.advance(days=4)
    api.login()
    assert stand(payment, invoice) == ("PAID", "PAID", "PARTIAL_PAYMENT", 150.25, 150.25)


def test_a_charge_that_fails_is_canceled_and_due_again(api, payer, invoice, stand, events):
    payment = payer.charge((invoice, 100))
    del events[:]
    failed = api.post(f"/_mock/receivable-payments/{payment['id']}/fail").json
    assert failed["status"] == "CANCELED" and failed["updatedTime"] > payment["updatedTime"]
    assert stand(payment, invoice) == ("CANCELED", "CANCELED", "OPEN", 250.25, 250.25)
    assert [(event, row["dueAmount"]) for event, row in events] == [("invoice.updated", 250.25)]
    api.advance(days=30)
    api.login()
    assert stand(payment, invoice)[0] == "CANCELED", "the clock has nothing left to bring"


def test_money_that_came_in_goes_back(api, payer, invoice, stand):
    payment = payer.charge((invoice, 100))
    assert api.post(f"/_mock/receivable-payments/{payment['id']}/return").status_code == 400
    assert api.post(f"/_mock/receivable-payments/{payment['id']}/settle").json["status"] == "PAID"
    assert stand(payment, invoice) == ("PAID", "PAID", "PARTIAL_PAYMENT", 150.25, 150.25)
    assert api.post(f"/_mock/receivable-payments/{payment['id']}/return").json["status"] == "VOID"
    assert stand(payment, invoice) == ("VOID", "VOID", "OPEN", 250.25, 250.25)


def test_unclaimed_money_leaves_the_invoice_paid(api, payer, invoice, stand):
    payment = payer.charge((invoice, 250.25))
    api.post(f"/_mock/receivable-payments/{payment['id']}/settle")
    assert api.post(f"/_mock/receivable-payments/{payment['id']}/escheat").json["status"] == "ESCHEATED"
    assert stand(payment, invoice) == ("ESCHEATED", "PAID", "PAID_IN_FULL", 0, 0)


@pytest.mark.parametrize("done", ["fail", "return", "escheat"])
def test_what_has_ended_goes_nowhere(api, payer, invoice, done):
    path = f"/_mock/receivable-payments/{payer.charge((invoice, 100))['id']}"
    if done != "fail":
        api.post(f"{path}/settle")
    assert api.post(f"{path}/{done}").status_code == 200
    for other in ("settle", "fail", "return", "escheat"):
        answer = api.post(f"{path}/{other}")
        assert answer.status_code == 400 and "cannot follow" in answer.text
    assert api.post("/_mock/receivable-payments/0rp0/fail").status_code == 404


def test_some_amounts_fail_or_come_back_by_themselves(api, world, payer, invoice, stand):
    failing, returned = payer.charge((invoice, FAILING)), payer.charge((invoice, RETURNED))
    api.advance(days=4)
    api.login()
    assert [stand(payment, invoice)[0] for payment in (failing, returned)] == ["CANCELED", "PAID"]
    api.advance(days=4)
    api.login()
    assert [stand(payment, invoice)[0] for payment in (failing, returned)] == ["CANCELED", "VOID"]
    assert stand(returned, invoice)[3:] == (250.25, 250.25)
    world.choices.update({"charge.magic_amounts": False, "charge.clearing_days": 0})
    plain = payer.charge((invoice, FAILING))
    api.advance(minutes=1)
    assert payer.api.get(f"/v3/receivable-payments/{plain['id']}").json["status"] == "PAID"


# Money taken outside BILL


def recorded(receivables, payer, parts, unapplied=0):
    call = receivables.inside()
    rows = [(receivables.api.world.store.get("invoice", invoice["id"]), amount) for invoice, amount in parts]
    said = {"customerId": payer.customer["id"], "paymentDate": "2026-02-20", "receivablesType": "CHECK"}
    with call.world.transaction():
        return record(call, rows, {**said, "referenceNumber": "2201"}, unapplied)


def test_a_recorded_receipt_is_paid_at_once_and_from_nowhere(receivables, payer, invoice, stand):
    row = recorded(receivables, payer, [(invoice, 10000)], unapplied=500)
    payment = receivables.read("receivable-payments", row)
    assert payment == {
        "id": row["id"], "customerId": payer.customer["id"],
        "invoicePayments": [{"invoiceId": invoice["id"], "amount": 100, "paymentDate": "2026-02-20"}],
        "paymentDate": "2026-02-20", "amount": 105, "unappliedAmount": 5, "convenienceFeeAmount": 0, "fundingAccount": {},
        "receivablesAccount": {"id": NONE}, "receivablesType": "CHECK", "status": "PAID", "referenceNumber": "2201",
        "onlinePayment": False, "createdTime": payment["createdTime"], "updatedTime": payment["createdTime"],
    }  # fmt: skip
    [share] = receivables.read("invoices", invoice)["payments"]
    assert row.hidden["shares"] == [{"invoiceId": invoice["id"], "id": share["id"]}]
    assert receivables.owed(payer.customer) == 150.25


def test_a_receipt_beyond_what_is_due_is_refused(receivables, payer, invoice):
    with pytest.raises(Refusal, match="More than what is due"):
        recorded(receivables, payer, [(invoice, 25026)])
    assert receivables.api.get("/v3/receivable-payments").json["results"] == []


def test_what_is_for_no_invoice_lowers_what_is_owed_if_chosen(receivables, world, payer, invoice):
    world.choices.update({"customer.balance_nets_unapplied": True})
    row = recorded(receivables, payer, [(invoice, 10000)], unapplied=500)
    assert receivables.owed(payer.customer) == 145.25
    world.choices.update({"customer.balance_nets_unapplied": False})
    receivables.api.post(f"/_mock/receivable-payments/{row['id']}/return")
    assert receivables.owed(payer.customer) == 250.25


# Lists


def test_the_list_filters_and_sorts(api, receivables, payer, invoice):
    early, late = (payer.charge((invoice, 10), paymentDate=day) for day in ("2026-03-05", "2026-03-09"))
    api.post(f"/_mock/receivable-payments/{early['id']}/fail")

    def found(**query):
        answer = api.get("/v3/receivable-payments", query_string=query)
        assert answer.status_code == 200, answer.text
        return [row["id"] for row in answer.json["results"]]

    assert found(sort="createdTime:desc") == [late["id"], early["id"]]
    assert found(sort="updatedTime:desc") == [early["id"], late["id"]]
    assert found(filters="status:eq:CANCELED") == [early["id"]]
    assert found(filters="paymentDate:gt:2026-03-05") == [late["id"]]
    assert found(filters=f'customerId:eq:{payer.customer["id"]},id:in:"{late["id"]}"') == [late["id"]]
    assert found(filters=f'updatedTime:gte:"{late["updatedTime"].replace("+00:00", "Z")}"') == [early["id"], late["id"]]
    api.refused(api.get("/v3/receivable-payments/0rp01AAAAAAAAAA00000"), 404, code="BDC_1205")


# Any order of deeds

DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["charge", "settle", "fail", "return", "escheat", "archive", "restore", "wait"]),
        st.integers(0, 2),
        st.sampled_from([5000, 12525, 25025, 25026, 1391, 1392]),
    ),
    max_size=14,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(deeds=DEEDS)
def test_a_balance_is_the_sum_of_what_is_due_and_no_more_is_charged_than_due(api, receivables, payer, deeds):
    api.login()
    mine = [receivables.invoice(payer.customer) for _ in range(3)]
    payments = []
    for deed, which, amount in deeds:
        invoice = receivables.read("invoices", mine[which])
        if deed == "charge":
            answer = api.post("/v3/receivable-payments", json=payer.body((invoice, amount / 100)))
            fits = not invoice["archived"] and amount <= cents(invoice["dueAmount"])
            assert answer.status_code == (201 if fits else 422), answer.text
            payments += [answer.json["id"]] if fits else []
        elif deed in ("archive", "restore"):
            assert api.post(f"/v3/invoices/{invoice['id']}/{deed}").status_code == 200
        elif deed == "wait":
            api.advance(days=2)
            api.login()
        elif payments:
            api.post(f"/_mock/receivable-payments/{payments[which % len(payments)]}/{deed}")
        rows = [
            receivables.read("invoices", row)
            for row in api.world.store.find("invoice", customerId=payer.customer["id"])
        ]
        for row in rows:
            held = [cents(one["amount"]) for one in row.get("payments", ()) if one["status"] in ("SCHEDULED", "PAID")]
            assert cents(row["dueAmount"]) == cents(row["totalAmount"]) - sum(held) >= 0
        assert cents(receivables.owed(payer.customer)) == sum(
            cents(row["dueAmount"]) for row in rows if not row["archived"]
        )
