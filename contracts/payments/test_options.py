"""What a vendor could be paid with."""

from typing import Any

from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.refusals import judge


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


BANK = {
    "nameOnAccount": "Rae Mock", "routingNumber": "074000010", "accountNumber": "111222333", "type": "CHECKING",
    "ownerType": "BUSINESS", "bankName": "Kit bank",
}  # fmt: skip
OPTION = {"available", "deliveryDate", "processDate", "conditions", "id", "name"}


@contract(
    "PA-PAY-062",
    "An option has a name, dates, conditions and its price: of a bank account a fee, of a card its brand and rate; "
    "one that is not to be had says why.",
    "D",
    "docs/vendor-payment-options",
)
def test_told(trusted: Client, control: Control, world: Any, make: Make) -> None:
    card = control.ask("POST", "/cards", {"issuingBankName": "Harbor Trust", "brand": "visa"})
    account = trusted.banks.create(BANK)
    trusted.banks.verify(account["id"], {"depositAmount": 0.5})
    vendor, session = make.vendor()["id"], world.session
    other = world.client(type(session)("dana@mockbill.test", session.password, session.organizationId, session.devKey))

    def told(client: Client) -> tuple[dict[str, Any], dict[str, Any]]:
        found = client.payments.options(vendorId=vendor, amount=200)["fundingOptions"]
        by_id = {row["id"]: row for kind in ("banks", "cards") for row in found[kind]}
        return by_id[account["id"]], by_id[card["id"]]

    by_bank, by_card = told(trusted)
    assert (by_bank.keys(), by_bank["name"]) == (OPTION | {"fee"}, "Kit bank")
    assert (by_card.keys(), by_card["name"]) == (OPTION | {"brand", "feeInfo"}, "Harbor Trust")
    assert by_card["feeInfo"] == {"amount": 2 * by_card["feeInfo"]["rate"], "rate": by_card["feeInfo"]["rate"]}
    for option, reason in zip(told(other), ("bank", "card"), strict=True):
        assert option["available"] is False
        assert option["reason"].startswith("User verification required") and reason in option["reason"]
