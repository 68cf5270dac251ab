"""AP Cards and the wallet: what may be paid from them."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.refusals import CLIENT_ERROR, judge, refused


@pytest.fixture
def day(trusted: Client, make: Make, bank: dict[str, Any]) -> str:
    """A process date that any payment takes."""
    options = trusted.payments.options(vendorId=make.lasting_vendor()["id"], amount=1)["fundingOptions"]["banks"]
    return next(row["processDate"] for row in options if row["id"] == bank["id"])


@pytest.fixture
def taker(control: Control, make: Make) -> dict[str, Any]:
    """A vendor that takes virtual cards."""
    return control.ask("POST", f"/vendors/{make.vendor()['id']}/virtual-card", {})


@contract("PA-APC-001", "AP Cards are a bare array with limit and balance.", "D", "reference/listpayableapcards")
def test_ap_cards(trusted: Client, control: Control) -> None:
    card = control.ask("POST", "/ap-cards", {"limit": 10_000, "balance": 1250.75})
    assert card in trusted.request("GET", "/v3/funding-accounts/ap-cards")


@contract(
    "PA-APC-002",
    "An AP Card pays a vendor that takes virtual cards, by virtual card.",
    "D",
    "docs/ap-payment-funding-methods",
)
def test_pay_by_ap_card(
    trusted: Client, control: Control, order: Any, make: Make, taker: dict[str, Any], day: str
) -> None:
    account = {"type": "AP_CARD", "id": control.ask("POST", "/ap-cards", {})["id"]}
    payment = trusted.payments.create(order(make.invoice(taker), fundingAccount=account, processDate=day))
    assert (payment["disbursementType"], payment["fundingAccount"]) == ("VIRTUAL_CARD", account)


@contract(
    "PA-APC-003", "A vendor that takes no virtual cards is not paid by AP Card.", "D", "docs/ap-payment-funding-methods"
)
def test_vendor_without_virtual_cards(trusted: Client, control: Control, order: Any, make: Make, day: str) -> None:
    account = {"type": "AP_CARD", "id": control.ask("POST", "/ap-cards", {})["id"]}
    with refused(CLIENT_ERROR):
        trusted.payments.create(order(make.invoice(), fundingAccount=account, processDate=day))


@contract("PA-APC-004", "No more is paid than what is left of the limit.", "I", "reference/listpayableapcards")
def test_limit(trusted: Client, control: Control, order: Any, make: Make, taker: dict[str, Any], day: str) -> None:
    account = {"type": "AP_CARD", "id": control.ask("POST", "/ap-cards", {"limit": 50})["id"]}
    with refused(CLIENT_ERROR):
        trusted.payments.create(order(make.invoice(taker), fundingAccount=account, processDate=day))
    assert trusted.payments.create(order(make.invoice(taker), 50, fundingAccount=account, processDate=day))


@contract("PA-APC-005", "A card that is not active pays nothing.", "I", "reference/listpayableapcards")
def test_inactive_ap_card(
    trusted: Client, control: Control, order: Any, make: Make, taker: dict[str, Any], day: str
) -> None:
    account = {"type": "AP_CARD", "id": control.ask("POST", "/ap-cards", {"status": "DRAFT"})["id"]}
    with refused(CLIENT_ERROR):
        trusted.payments.create(order(make.invoice(taker), fundingAccount=account, processDate=day))


@contract("PA-APC-006", "AP Card and wallet need a process date.", "D", "reference/createpayment")
@pytest.mark.parametrize("account", [{"type": "WALLET"}, {"type": "AP_CARD", "id": "apc01NOSUCHCARDAB000"}])
def test_process_date(trusted: Client, order: Any, make: Make, account: dict[str, Any]) -> None:
    body = order(make.invoice(make.lasting_vendor()), fundingAccount=account)
    judge(trusted.raw("POST", "/v3/payments", json=body), 400)


@contract(
    "PA-WAL-001",
    "An organization whose wallet may fund payments pays from it; the payment shows no id.",
    "S",
    "reference/createpayment",
)
def test_wallet(trusted: Client, control: Control, order: Any, make: Make, day: str) -> None:
    body = order(make.invoice(), fundingAccount={"type": "WALLET"}, processDate=day)
    control.choose(wallet__funding_enabled=True)
    try:
        assert trusted.funding.permissions()["organization"]["wallet"] == {"fundingEnabled": True}
        assert trusted.payments.create(body)["fundingAccount"] == {"type": "WALLET"}
    finally:
        control.choose(wallet__funding_enabled=False)


@contract(
    "PA-WAL-002",
    "An organization without a wallet does not pay from one; an account that is not a wallet has an id.",
    "I",
    "reference/createpayment",
)
def test_no_wallet(trusted: Client, control: Control, order: Any, make: Make, day: str) -> None:
    with refused(CLIENT_ERROR):
        trusted.payments.create(order(make.invoice(), fundingAccount={"type": "WALLET"}, processDate=day))
    with refused(400):
        trusted.payments.create(order(make.invoice(), fundingAccount={"type": "CARD_ACCOUNT"}))
