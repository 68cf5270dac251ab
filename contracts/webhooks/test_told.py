"""What a notification tells of a vendor that BILL knows more of than was sent, and of the two accounts of a payment."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.consistency import unsaid
from billcontracts.control import Control
from billcontracts.factories import unique
from billcontracts.payings import WAYS, Stage, Way
from billcontracts.receiver import Receiver
from billcontracts.shapes import event_shape
from billcontracts.whole import Whole


@pytest.fixture
def stage(control: Control, whole: Whole) -> Stage:
    return Stage(whole, control)


@contract(
    "WH-EVT-014",
    "A notification of a vendor tells which organization of the network is behind it, and when it was last paid.",
    "D",
    "docs/vendor-webhook-notification-payloads",
)
@pytest.mark.parametrize(("type", "name"), [("BILL", "paymentNetworkId"), ("RPPS", "rppsId")])
def test_vendor(
    stage: Stage, trusted: Client, today: Any, subscribe: Any, receiver: Receiver, type: str, name: str
) -> None:
    vendor = stage.joined(type=type)
    invoice = stage.whole.make.invoice(vendor)
    trusted.bills.record_payment({
        "vendorId": vendor["id"], "processDate": today().isoformat(), "toPrintCheck": False,
        "payments": [{"billId": invoice["id"], "amount": 100.0}],
    })  # fmt: skip
    events = ("vendor.updated", "vendor.archived", "vendor.restored")
    subscribe(*events)
    stood = [
        trusted.vendors.update(vendor["id"], {"name": unique("Renamed")}),
        trusted.vendors.archive(vendor["id"]),
        trusted.vendors.restore(vendor["id"]),
    ]
    stage.control.drain()
    assert tuple(one.json["metadata"]["eventType"] for one in receiver.arrived) == events
    for event, read, came in zip(events, stood, receiver.arrived, strict=True):
        told = came.json["vendor"]
        shape, types = event_shape(event)
        assert list(unsaid(shape["vendor!"], read, told, types)) == []
        assert (told[name], told["archived"]) == (vendor[name], read["archived"])
        assert told["paymentInformation"]["lastPaymentDate"] == today().isoformat()


@contract(
    "WH-EVT-015",
    "A notification of a payment tells from which account it is paid, and to which where the vendor has one, "
    "by name and the last digits.",
    "D",
    "docs/payment-webhook-notification-payloads",
)
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_payment(stage: Stage, trusted: Client, subscribe: Any, receiver: Receiver, way: Way) -> None:
    subscribe("payment.updated")
    made = way.sent(stage)
    stage.control.drain()
    came = [one.json["payment"] for one in receiver.arrived]
    assert {one["id"] for one in came} == {made["id"]} and len(came) > 1
    told, account = came[-1], made["fundingAccount"]
    assert (told["transactionNumber"], told["vendor"]["id"]) == (made["transactionNumber"], made["vendorId"])
    assert {name: told["funding"]["fundingAccount"].get(name) for name in account} == account
    match account["type"]:
        case "BANK_ACCOUNT":
            bank = trusted.banks.get(account["id"])
            assert told["funding"]["fundingAccount"]["name"] == bank["nameOnAccount"]
            assert told["funding"]["fundingAccount"]["accountNumber"][-4:] == bank["accountNumber"][-4:]
        case "CARD_ACCOUNT":
            card = trusted.card_accounts.get(account["id"])
            assert told["funding"]["fundingAccount"]["name"] == card["nameOnAccount"]
            assert told["funding"]["fundingAccount"]["last4"] == card["last4"]
    paid = trusted.vendors.get(made["vendorId"])["paymentInformation"].get("bankAccount")
    paid = None if way.type == "WALLET" else paid  # what goes to a wallet goes to no account
    reached = told["disbursement"]["disbursementAccount"]
    assert reached["type"] == way.type
    assert reached.get("accountNumber", "")[-4:] == (paid["accountNumber"][-4:] if paid else "")


@contract(
    "WH-EVT-016",
    "A notification of a payment abroad tells what arrives in the vendor's currency, and what it takes in US dollars.",
    "I",
    "docs/payment-webhook-notification-payloads",
)
def test_currencies(stage: Stage, subscribe: Any, receiver: Receiver) -> None:
    subscribe("payment.updated")
    made = next(way for way in WAYS if way.name == "abroad").sent(stage)
    stage.control.drain()
    told = receiver.arrived[-1].json["payment"]
    assert (told["disbursement"]["amount"], told["disbursement"]["currency"]) == (made["amount"], "GBP")
    assert (told["funding"]["amount"], told["funding"]["currency"]) == (made["fundingAmount"], "USD")
