"""Receivable payments: charges of a customer, and how they end."""

from datetime import date, timedelta
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make, unique
from billcontracts.properties import properties
from billcontracts.receiver import Receiver
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from hypothesis import given
from hypothesis import strategies as st

PATH = "/v3/receivable-payments"


@contract(
    "AR-RCV-001",
    "A charge is scheduled for the day it was asked for, of the customer's account, by ACH.",
    "D",
    "reference/chargecustomer",
)
def test_charge(bill: Client, payer: Any, today: Any) -> None:
    invoice, day = payer.sale(100.0), (today() + timedelta(days=3)).isoformat()
    made = payer.charge((invoice, 100.0), paymentDate=day, description="September dues")
    assert (made["status"], made["onlinePayment"], made["receivablesType"]) == ("SCHEDULED", True, "ACH")
    assert made["invoicePayments"] == [{"invoiceId": invoice["id"], "amount": 100, "paymentDate": day}]
    assert made["fundingAccount"] == {"id": payer.account["id"], "type": "BANK_ACCOUNT"}
    assert (made["amount"], made["unappliedAmount"], made["description"]) == (100, 0, "September dues")
    assert bill.receivable_payments.get(made["id"]) == made


@contract(
    "AR-RCV-002",
    "What is charged is scheduled on the invoice, due no longer, and one of its payments.",
    "D",
    "docs/ar-charge-customer",
)
def test_on_invoice(bill: Client, payer: Any) -> None:
    invoice = payer.sale(100.0)
    payer.charge((invoice, 40.0))
    read = bill.invoices.get(invoice["id"])
    assert (read["scheduledAmount"], read["dueAmount"]) == (40, 60)
    assert [(one["amount"], one["status"]) for one in read["payments"]] == [(40, "SCHEDULED")]


@contract("AR-RCV-003", "One charge may pay several invoices.", "D", "reference/chargecustomer")
def test_several(bill: Client, payer: Any) -> None:
    one, two = payer.sale(100.0), payer.sale(50.0)
    assert payer.charge((one, 100.0), (two, 20.0))["amount"] == 120
    assert [bill.invoices.get(invoice["id"])["dueAmount"] for invoice in (one, two)] == [0, 30]


@contract("AR-RCV-004", "Without a date a charge is made within days.", "I", "reference/chargecustomer")
def test_default_date(payer: Any, today: Any) -> None:
    day = date.fromisoformat(payer.charge((payer.sale(10.0), 10.0))["paymentDate"])
    assert today() <= day <= today() + timedelta(days=5)


@contract("AR-RCV-005", "A customer that has not authorized charges is not charged.", "D", "docs/ar-charge-customer")
def test_needs_authorization(bill: Client, new: Any) -> None:
    payer = new()
    bill.customers.authorize_charge(payer.customer["id"], {"authorizedToCharge": False})
    invoice = payer.sale(10.0)
    with refused(CLIENT_ERROR):
        payer.charge((invoice, 10.0))
    assert bill.invoices.get(invoice["id"])["dueAmount"] == 10


@contract(
    "AR-RCV-006",
    "A charge needs a bank account that is the customer's, and not archived.",
    "D",
    "docs/ar-charge-customer",
)
def test_needs_account(bill: Client, payer: Any, make: Make, account: dict[str, Any]) -> None:
    invoice = payer.sale(10.0)
    accounts = bill.customer_bank_accounts(payer.customer["id"])
    archived = accounts.create({**account, "nickname": "Old"})["id"]
    accounts.archive(archived)
    foreign = bill.customer_bank_accounts(make.customer()["id"]).create(account)["id"]
    for id in ("cba01NOSUCHACCOU0000", archived, foreign):
        with refused(CLIENT_ERROR):
            payer.charge((invoice, 10.0), fundingAccount={"type": "BANK_ACCOUNT", "id": id})


@contract(
    "AR-RCV-007", "Another customer's invoice, or an archived one, is not charged.", "I", "docs/ar-charge-customer"
)
def test_wrong_invoice(bill: Client, payer: Any, make: Make) -> None:
    archived = payer.sale(10.0)
    bill.invoices.archive(archived["id"])
    for invoice in (make.sale(None, 10.0), archived, {"id": "00e01NOSUCHINVOI0000"}):
        with refused(CLIENT_ERROR):
            payer.charge((invoice, 10.0))


@contract("AR-RCV-008", "No more is charged than is due, however it is divided.", "I", "docs/ar-charge-customer")
def test_no_more_than_due(bill: Client, payer: Any) -> None:
    invoice = payer.sale(100.0)
    for parts in ([(invoice, 100.01)], [(invoice, 60.0), (invoice, 40.01)]):
        with refused(CLIENT_ERROR):
            payer.charge(*parts)
    payer.charge((invoice, 70.0))
    with refused(CLIENT_ERROR):
        payer.charge((invoice, 30.01))
    assert bill.invoices.get(invoice["id"])["dueAmount"] == 30


@contract("AR-RCV-009", "What is missing in a charge is told at once, with 400.", "I", "reference/chargecustomer")
def test_required(bill: Client) -> None:
    entries = judge(bill.raw("POST", PATH, json={}), 400)
    told = {entry["message"].partition(":")[0] for entry in entries}
    assert told == {"customerId", "fundingAccount", "invoicePayments"}


@contract(
    "AR-RCV-010", "A charge for an unknown customer, or dated in the past, is refused.", "I", "reference/chargecustomer"
)
def test_bad_charge(payer: Any, today: Any) -> None:
    invoice = payer.sale(10.0)
    for wrong in (
        {"customerId": "0cu01NOSUCHCUSTO0000"}, {"paymentDate": (today() - timedelta(days=3)).isoformat()},
    ):  # fmt: skip
        with refused(CLIENT_ERROR):
            payer.charge((invoice, 10.0), **wrong)


@contract("AR-RCV-011", "An unknown payment is 404 BDC_1205.", "O", "observed")
def test_unknown(bill: Client) -> None:
    with refused(404, "BDC_1205"):
        bill.receivable_payments.get("0rp01NOSUCHPAYME0000")


@contract("AR-RCV-012", "No operation changes, cancels or voids a receivable payment.", "D", "reference/chargecustomer")
@pytest.mark.parametrize(("method", "rest"), [("PATCH", ""), ("DELETE", ""), ("POST", "/void"), ("POST", "/cancel")])
def test_no_change(bill: Client, payer: Any, method: str, rest: str) -> None:
    id = payer.charge((payer.sale(10.0), 10.0))["id"]
    judge(bill.raw(method, f"{PATH}/{id}{rest}", json={}), (404, 405), "BDC_1121")
    assert bill.receivable_payments.get(id)["status"] == "SCHEDULED"


@contract("AR-RCV-013", "Payments are found by id and by time, the newest first if asked.", "O", "observed")
def test_list(bill: Client, payer: Any) -> None:
    first, second = (payer.charge((payer.sale(10.0), 10.0)) for _ in range(2))
    found = bill.receivable_payments.list(filters=f"id:eq:{first['id']}", sort="createdTime:desc", max=10)
    assert list(found) == [first]
    since = f'updatedTime:gte:"{second["updatedTime"].replace("+00:00", "Z")}"'
    assert [row["id"] for row in bill.receivable_payments.list(filters=since, sort="updatedTime:desc")] == [
        second["id"]
    ]


@contract("AR-RCV-014", "Payments are found by customer and by status.", "I", "docs/search-op-with-lists")
def test_filters(bill: Client, payer: Any) -> None:
    made = payer.charge((payer.sale(10.0), 10.0))
    mine = f"customerId:eq:{payer.customer['id']}"
    assert made["id"] in [row["id"] for row in bill.receivable_payments.iterate(filters=f"{mine},status:eq:SCHEDULED")]
    assert list(bill.receivable_payments.list(filters=f"{mine},status:eq:ESCHEATED")) == []


@contract("AR-RCV-015", "Leave to read is no leave to charge.", "I", "docs/organizations-users")
def test_auditor(world: Any, control: Control, payer: Any) -> None:
    session = world.session
    auditor = world.client(type(session)("fay@mockbill.test", session.password, session.organizationId, session.devKey))
    assert auditor.receivable_payments.list(max=1) is not None
    order = payer.order((payer.sale(10.0), 10.0))
    with refused(403):
        auditor.receivable_payments.charge(order)


@contract("AR-RCV-016", "A charge clears some banking days later; its invoice is paid.", "I", "docs/ar-charge-customer")
def test_clears(strict: Any, new: Any) -> None:
    bill, control, payer = alone(strict, new)
    invoice = payer.sale(100.0)
    id = payer.charge((invoice, 100.0))["id"]
    control.advance(days=10)
    bill.session.login()
    assert bill.receivable_payments.get(id)["status"] == "PAID"
    read = bill.invoices.get(invoice["id"])
    assert (read["status"], read["scheduledAmount"], read["dueAmount"]) == ("PAID_IN_FULL", 0, 0)


@contract(
    "AR-RCV-017",
    "A charge that fails, and money that goes back, leave the invoice due.",
    "I",
    "docs/ar-charge-customer",
)
@pytest.mark.parametrize(("ways", "status"), [(["fail"], "CANCELED"), (["settle", "return"], "VOID")])
def test_goes_back(bill: Client, control: Control, payer: Any, ways: list[str], status: str) -> None:
    invoice = payer.sale(100.0)
    id = payer.charge((invoice, 100.0))["id"]
    for way in ways:
        control.ask("POST", f"/receivable-payments/{id}/{way}")
    assert bill.receivable_payments.get(id)["status"] == status
    read = bill.invoices.get(invoice["id"])
    assert (read["status"], read["dueAmount"], read["payments"][0]["status"]) == ("OPEN", 100, status)


@contract("AR-RCV-018", "What a customer owes is the sum of what its live invoices have due.", "I", "docs/ar-customers")
@properties
@given(data=st.data())
def test_balance(bill: Client, new: Any, data: Any) -> None:
    own = new()
    cents = st.sampled_from([100, 250, 1000])
    sales = [own.sale(*(price / 100 for price in data.draw(st.lists(cents, min_size=1, max_size=3)))) for _ in range(2)]
    for _ in range(data.draw(st.integers(0, 4))):
        sale = bill.invoices.get(data.draw(st.sampled_from(sales))["id"])
        if data.draw(st.booleans()):
            (bill.invoices.restore if sale["archived"] else bill.invoices.archive)(sale["id"])
            continue
        amount = data.draw(cents)
        if not sale["archived"] and amount <= round(sale["dueAmount"] * 100):
            own.charge((sale, amount / 100))
        else:
            with refused(CLIENT_ERROR):
                own.charge((sale, amount / 100))
    rows = [bill.invoices.get(sale["id"]) for sale in sales]
    owed = sum(round(row["dueAmount"] * 100) for row in rows if not row["archived"])
    assert round(bill.customers.get(own.customer["id"])["balance"]["amount"] * 100) == owed


@contract(
    "AR-RCV-019", "What is charged in the mock can be told by its amount to fail.", "I", "docs/ar-charge-customer"
)
def test_magic_amounts(strict: Any, new: Any) -> None:
    bill, control, payer = alone(strict, new)
    failing, returned = (payer.charge((payer.sale(20.0), amount))["id"] for amount in (13.91, 13.92))
    control.advance(days=20)
    bill.session.login()
    assert [bill.receivable_payments.get(id)["status"] for id in (failing, returned)] == ["CANCELED", "VOID"]


def alone(strict: Any, new: Any) -> tuple[Client, Control, Any]:
    """A client of a world of one's own, its levers, and a customer to charge."""
    own = strict()
    bill = own.client(own.session)
    return bill, own.control, new(bill, Make(bill, own.control.today, tidy=False))


@contract(
    "AR-RCV-020", "A charge needs an account of the organization that takes the money.", "I", "docs/ar-charge-customer"
)
def test_needs_receivables_account(strict: Any, new: Any) -> None:
    bill, control, payer = alone(strict, new)
    invoice = payer.sale(10.0)
    control.choose(charge__receiving_account="default")
    with refused(CLIENT_ERROR):
        payer.charge((invoice, 10.0))
    assert bill.receivable_payments.list().results == []


@contract("AR-RCV-021", "A charge needs no session that has passed MFA.", "I", "docs/ar-charge-customer")
def test_needs_no_trust(untrusted: Client, payer: Any) -> None:
    order = payer.order((payer.sale(10.0), 10.0))
    assert untrusted.receivable_payments.charge(order)["status"] == "SCHEDULED"


@contract(
    "AR-RCV-022", "A token with accounting scope does not charge anyone.", "I", "docs/oauth-api-scope-capabilities"
)
def test_accounting_scope(strict: Any, new: Any) -> None:
    own = strict()
    bill = own.client(own.session)
    payer = new(bill, Make(bill, own.control.today, tidy=False))
    order = payer.order((payer.sale(10.0), 10.0))
    app = own.control.ask("POST", "/apps", {"scope": "accounting_data_access"})
    client = own.client(type(own.oauth)(app["clientId"], app["clientSecret"]))
    assert client.receivable_payments.list() is not None
    with refused(403):
        client.receivable_payments.charge(order)
    with refused(403):
        client.customers.authorize_charge(payer.customer["id"], {"authorizedToCharge": False})


@contract(
    "AR-RCV-023",
    "A charge is told as invoice.updated, which does not name it; nothing else tells of money that comes in.",
    "I",
    "docs/invoice-webhook-notification-payloads",
)
def test_told(bill: Client, control: Control, receiver: Receiver, payer: Any) -> None:
    invoice = payer.sale(100.0)
    types = ["invoice.created", "invoice.updated", "invoice.archived", "invoice.restored", "payment.updated"]
    subscription = bill.webhooks.subscribe(
        {
            "name": unique("charges"),
            "status": {"enabled": True},
            "events": [{"type": type, "version": "1"} for type in types],
            "notificationUrl": receiver.url,
        }
    )
    id = payer.charge((invoice, 40.0))["id"]
    control.ask("POST", f"/receivable-payments/{id}/settle")
    control.drain()
    bill.webhooks.subscriptions.delete(subscription["id"])
    told = [one.json for one in receiver.arrived]
    assert [one["metadata"]["eventType"] for one in told] == ["invoice.updated"] * 2
    assert [(one["invoice"]["scheduledAmount"], one["invoice"]["dueAmount"]) for one in told] == [(40, 60), (0, 60)]
    assert id not in str(told)
