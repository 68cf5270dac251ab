"""What BILL comes to know of a vendor by itself, and what it tells of its bank account and country."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import ADDRESS, Make
from billcontracts.payings import Stage
from billcontracts.whole import ACCOUNT, Whole


def told(bill: Client, id: str) -> dict[str, Any]:
    """A vendor by its id; it reads alike in the list, or the watch over the answers fails."""
    assert [row["id"] for row in bill.vendors.list(filters=f"id:eq:{id}")] == [id]
    return bill.vendors.get(id)


@contract(
    "AP-VEND-028",
    "Whether a vendor takes virtual cards, since when and what else it takes, stays through each change of it.",
    "D",
    "docs/ap-vendors",
)
@pytest.mark.parametrize(("status", "day"), [("ENROLLED", "enrollDate"), ("DECLINED", "declineDate")])
def test_virtual_card(bill: Client, control: Control, make: Make, status: str, day: str) -> None:
    enrolment = {"status": status, "remitEmail": "cards@heron.example", "alternatePayByType": "ACH"}
    id = make.vendor()["id"]
    control.ask("POST", f"/vendors/{id}/virtual-card", enrolment)
    card = told(bill, id)["paymentInformation"]["virtualCard"]
    assert card == {**enrolment, day: card[day]}
    for change in (
        lambda: bill.vendors.update(id, {"phone": "4195550100"}),
        lambda: bill.vendors.archive(id),
        lambda: bill.vendors.restore(id),
    ):
        assert change()["paymentInformation"]["virtualCard"] == card
        assert told(bill, id)["paymentInformation"]["virtualCard"] == card


@contract(
    "AP-VEND-029",
    "Which organization of the network is behind a vendor, and when it was last paid, stays through each change of it.",
    "D",
    "docs/ap-vendors",
)
@pytest.mark.parametrize(("type", "name"), [("BILL", "paymentNetworkId"), ("RPPS", "rppsId")])
def test_network(trusted: Client, whole: Whole, control: Control, make: Make, today: Any, type: str, name: str) -> None:
    vendor = Stage(whole, control).joined(type=type)
    invoice = make.invoice(vendor)
    trusted.bills.record_payment({
        "vendorId": vendor["id"], "processDate": today().isoformat(), "toPrintCheck": False,
        "payments": [{"billId": invoice["id"], "amount": 100.0}],
    })  # fmt: skip
    for change in (
        lambda: trusted.vendors.update(vendor["id"], {"shortName": "Heron"}),
        lambda: trusted.vendors.archive(vendor["id"]),
        lambda: trusted.vendors.restore(vendor["id"]),
    ):
        for row in (change(), told(trusted, vendor["id"])):
            assert row[name] == vendor[name]
            assert row["paymentInformation"]["lastPaymentDate"] == today().isoformat()


@contract(
    "AP-VEND-030",
    "All that is said of a bank account is told, but of its number the last four digits alone.",
    "S",
    "reference/createvendorbankaccount",
)
@pytest.mark.parametrize("country", ["US", "GB"])
def test_bank_account(bill: Client, make: Make, country: str) -> None:
    sent = dict(ACCOUNT)
    if country == "GB":
        sent = {**sent, "accountNumber": "11122233", "paymentCurrency": "GBP"}
        sent["regulatoryFields"] = [{"name": "sortCode", "value": "200000"}]
        del sent["routingNumber"]
    vendor = make.vendor(address={**ADDRESS, "country": country}, billCurrency=sent.get("paymentCurrency", "USD"))
    made = bill.vendors.create_bank_account(vendor["id"], sent)
    assert {**made, "accountNumber": ""} == {**made, **sent, "accountNumber": ""}
    assert made["accountNumber"][-4:] == sent["accountNumber"][-4:]
    assert bill.vendors.get_bank_account(vendor["id"]) == made
    assert bill.vendors.get(vendor["id"])["paymentInformation"]["bankAccount"] == made


@contract(
    "AP-VEND-031",
    "What a country asks for is the same whether asked of the country or of a vendor there: each field with its rule, "
    "and for Brazil a purpose by its code.",
    "D",
    "docs/creating-an-international-vendor",
)
def test_configuration(bill: Client, make: Make) -> None:
    bare = bill.vendors.international_configuration(country="BR", billCurrency="BRL", accountType="BUSINESS")
    vendor = make.vendor(address={**ADDRESS, "country": "BR"}, accountType="BUSINESS", billCurrency="BRL")
    assert bill.vendors.configuration(vendor["id"]) == {"internationalPayments": bare}
    purpose, fields = bare["paymentPurpose"], bare["validations"]["fields"]
    assert (purpose["required"], purpose["type"]) == (True, "CODE")
    assert purpose["codes"] and all(code.keys() == {"name", "value"} for code in purpose["codes"])
    members = {"name", "description", "regularExpression", "required"}
    assert fields and all(field.keys() == members for field in fields)
