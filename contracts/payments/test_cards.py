"""Paying by card: the payer's cards and who may use them, what they cost, what they are for."""

from collections.abc import Callable
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.receiver import Receiver
from billcontracts.refusals import CLIENT_ERROR, judge, refused

CARDS = "/v3/funding-accounts/cards"
Add = Callable[..., dict[str, Any]]


@pytest.fixture
def add(control: Control) -> Add:
    """A user of the organization adds a card, which only the web app can."""
    return lambda **fields: control.ask("POST", "/cards", fields)


@pytest.fixture
def card(add: Add) -> dict[str, Any]:
    return add(default={"payables": True})


@pytest.fixture
def by_card(order: Any, make: Make) -> Callable[..., dict[str, Any]]:
    """The body of a payment by card."""

    def body(card: dict[str, Any], **fields: Any) -> dict[str, Any]:
        account = {"type": "CARD_ACCOUNT", "id": card["id"]}
        return order(make.invoice(make.lasting_vendor()), fundingAccount=account, cardFundingPurpose="Office", **fields)

    return body


@contract(
    "PA-CARD-001",
    "The list tells rates and the cards with which the caller has the standing that was asked for.",
    "D",
    "reference/listpayablecardaccounts",
)
def test_list(trusted: Client, card: dict[str, Any]) -> None:
    found = trusted.request("GET", CARDS, params={"cardUserStatus": "VERIFIED"})
    assert card in found["cards"]
    assert found["rates"]["defaultCardAccountId"] == card["id"]
    nominated = trusted.request("GET", CARDS, params={"cardUserStatus": "NOMINATED"})
    assert card["id"] not in [row["id"] for row in nominated["cards"]]


@contract("PA-CARD-002", "cardUserStatus is required.", "D", "reference/listpayablecardaccounts")
def test_list_needs(trusted: Client) -> None:
    judge(trusted.raw("GET", CARDS), 400)
    judge(trusted.raw("GET", CARDS, params={"cardUserStatus": "MAYBE"}), 400)


@contract("PA-CARD-003", "One card is read by id; an unknown one is 404 BDC_1205.", "D", "reference/getcardaccount")
def test_get(trusted: Client, card: dict[str, Any]) -> None:
    assert trusted.card_accounts.get(card["id"]) == card
    assert isinstance(card["expiration"]["year"], str) and isinstance(card["expiration"]["month"], str)
    with refused(404, "BDC_1205"):
        trusted.card_accounts.get("cat01NOSUCHCARDAB000")


@contract(
    "PA-CARD-004",
    "Card users are listed by page; currentUser narrows to the caller.",
    "D",
    "reference/listcardaccountusers",
)
def test_users(trusted: Client, control: Control, world: Any, card: dict[str, Any]) -> None:
    session = world.session
    payer = world.client(
        type(session)("dana@mockbill.test", session.password, session.organizationId, session.devKey)
    ).session.login()
    control.ask("POST", f"/cards/{card['id']}/users", {"userId": payer["userId"], "verificationStatus": "NOMINATED"})
    everyone = [row for row in trusted.card_users.iterate() if row["cardAccountId"] == card["id"]]
    assert {row["verificationStatus"] for row in everyone} == {"VERIFIED", "NOMINATED"}
    mine = [row for row in trusted.card_users.iterate(currentUser=True) if row["cardAccountId"] == card["id"]]
    assert [row["userId"] for row in mine] == [card["createdBy"]]
    assert len(trusted.card_users.list(max=1, sort="archived:asc").results) == 1


@contract(
    "PA-CARD-005", "A card pays a bill, without a process date being asked for.", "D", "docs/ap-payment-funding-methods"
)
def test_pay(trusted: Client, card: dict[str, Any], by_card: Any) -> None:
    payment = trusted.payments.create(by_card(card))
    assert payment["fundingAccount"] == {"type": "CARD_ACCOUNT", "id": card["id"]}
    assert payment["cardFundingPurpose"] == "Office"
    assert payment["processDate"]


@contract(
    "PA-CARD-006",
    "Purposes are categories with sub-categories; the last one used of a vendor is told.",
    "D",
    "reference/listcardfundingpurposes",
)
def test_purposes(trusted: Client, card: dict[str, Any], by_card: Any) -> None:
    body = by_card(card)
    vendor = trusted.bills.get(body["billId"])["vendorId"]
    trusted.payments.create(body)
    found = trusted.card_accounts.funding_purposes(vendorId=vendor, brand="visa")
    assert found["results"][0]["category"]
    assert found["lastUsedPurpose"] == "Office"


@contract("PA-CARD-007", "Purposes need a vendor and a brand.", "S", "reference/listcardfundingpurposes")
def test_purposes_need(trusted: Client, make: Make) -> None:
    judge(trusted.raw("GET", f"{CARDS}/funding-purposes"), 400)
    judge(trusted.raw("GET", f"{CARDS}/funding-purposes", params={"brand": "visa"}), 400)


@contract(
    "PA-CARD-008",
    "Where the vendor's industry is known the purposes are an empty 200, and a payment needs none.",
    "D",
    "reference/listcardfundingpurposes",
)
def test_known_industry(trusted: Client, control: Control, card: dict[str, Any], by_card: Any) -> None:
    control.choose(card__vendor_industry="known")
    try:
        body = by_card(card)
        del body["cardFundingPurpose"]
        vendor = trusted.bills.get(body["billId"])["vendorId"]
        answer = trusted.raw("GET", f"{CARDS}/funding-purposes", params={"vendorId": vendor, "brand": "visa"})
        assert (answer.status_code, answer.content) == (200, b"")
        assert trusted.payments.create(body)["singleStatus"] == "SCHEDULED"
    finally:
        control.choose(card__vendor_industry="unknown")


@contract("PA-CARD-009", "A purpose that is asked for and not given is refused.", "S", "reference/createpayment")
def test_purpose_missing(trusted: Client, card: dict[str, Any], by_card: Any) -> None:
    body = by_card(card)
    del body["cardFundingPurpose"]
    with refused(CLIENT_ERROR):
        trusted.payments.create(body)


@contract("PA-CARD-010", "A purpose that is none of those listed is refused.", "I", "reference/createpayment")
def test_purpose_unknown(trusted: Client, card: dict[str, Any], by_card: Any) -> None:
    with refused(CLIENT_ERROR):
        trusted.payments.create(by_card(card) | {"cardFundingPurpose": "Gambling"})


@contract(
    "PA-CARD-011",
    "The options show each card with its brand and a fee in percent of the amount.",
    "D",
    "docs/vendor-payment-options",
)
def test_options(trusted: Client, card: dict[str, Any], make: Make) -> None:
    found = trusted.payments.options(vendorId=make.lasting_vendor()["id"], amount=200)["fundingOptions"]["cards"]
    ours = next(row for row in found if row["id"] == card["id"])
    assert (ours["available"], ours["brand"]) == (True, "visa")
    assert ours["feeInfo"]["amount"] == pytest.approx(200 * ours["feeInfo"]["rate"] / 100, abs=0.005)


@contract(
    "PA-CARD-012",
    "The options say why a card cannot pay: AMEX, or a user who is not verified for it.",
    "D",
    "docs/vendor-payment-options",
)
@pytest.mark.parametrize(
    ("fields", "standing", "reason"),
    [
        ({"brand": "amex"}, "VERIFIED", "Vendor does not support AMEX card payments."),
        ({}, "NOMINATED", "User verification required for payments with card account."),
    ],
)
def test_reasons(
    trusted: Client, control: Control, add: Add, make: Make, fields: dict[str, Any], standing: str, reason: str
) -> None:
    card = add(**fields)
    control.ask("POST", f"/cards/{card['id']}/users", {"userId": card["createdBy"], "verificationStatus": standing})
    found = trusted.payments.options(vendorId=make.lasting_vendor()["id"], amount=200)["fundingOptions"]["cards"]
    ours = next(row for row in found if row["id"] == card["id"])
    assert (ours["available"], ours["reason"]) == (False, reason)


@contract(
    "PA-CARD-013",
    "A card that is not verified, expired or blocked pays nothing.",
    "D",
    "docs/payment-failed-notification-payloads",
)
@pytest.mark.parametrize("action", ["expire", "block", "archive"])
def test_inactive(trusted: Client, control: Control, card: dict[str, Any], by_card: Any, action: str) -> None:
    control.ask("POST", f"/cards/{card['id']}/{action}")
    with refused(CLIENT_ERROR) as found:
        trusted.payments.create(by_card(card))
    assert "inactive" in found.messages[0]


@contract(
    "PA-CARD-014",
    "A user who is not verified for a card cannot pay with it.",
    "D",
    "docs/ap-payment-funding-methods",
)
def test_user_not_verified(trusted: Client, control: Control, card: dict[str, Any], by_card: Any) -> None:
    control.ask("POST", f"/cards/{card['id']}/users", {"userId": card["createdBy"], "verificationStatus": "NOMINATED"})
    with refused(CLIENT_ERROR):
        trusted.payments.create(by_card(card))


@contract("PA-CARD-015", "An unknown card is BDC_1205.", "O", "observed")
def test_unknown(trusted: Client, order: Any, make: Make) -> None:
    account = {"type": "CARD_ACCOUNT", "id": "cat01NOSUCHCARDAB000"}
    with refused(CLIENT_ERROR, "BDC_1205"):
        trusted.payments.create(order(make.invoice(make.lasting_vendor()), fundingAccount=account))


@contract(
    "PA-CARD-016",
    "A promotion in force is told with its rates, and lowers the fee.",
    "D",
    "reference/listpayablecardaccounts",
)
def test_promotion(strict: Any) -> None:
    own = strict()
    client, control = own.client(own.session), own.control
    client.mfa.trust("123456")
    card = control.ask("POST", "/cards", {})
    body = {"creditCardRate": 1.5, "debitCardRate": 1.0}
    control.ask(
        "POST", "/cards/promotion", {**body, "startDate": "2026-03-01T00:00:00Z", "endDate": "2026-04-01T00:00:00Z"}
    )
    promotion = client.request("GET", CARDS, params={"cardUserStatus": "VERIFIED"})["rates"]["activePromotion"]
    assert (promotion["creditCardRate"], promotion["debitCardRate"]) == (1.5, 1.0)
    address = {"line1": "1 Pier", "city": "Toledo", "zipOrPostalCode": "43604", "country": "US"}
    vendor = client.vendors.create({"name": "Heron", "address": address})
    (option,) = client.payments.options(vendorId=vendor["id"], amount=200)["fundingOptions"]["cards"]
    assert (option["id"], option["feeInfo"]) == (card["id"], {"amount": 3.0, "rate": 1.5})


@contract(
    "PA-CARD-017",
    "card-account.created tells of a new card, card-account.updated of another expiration and of nothing else.",
    "D",
    "docs/card-account-notification-payloads",
)
def test_events(control: Control, subscribe: Any, receiver: Receiver, add: Add) -> None:
    subscribe("card-account.created", "card-account.updated")
    card = add(brand="mastercard")
    control.ask("POST", f"/cards/{card['id']}/block")
    control.ask("POST", f"/cards/{card['id']}/renew", {"year": "2031", "month": "07"})
    control.drain()
    created, updated = (one.json for one in receiver.arrived)
    assert created["metadata"]["eventType"] == "card-account.created"
    assert (created["card-account"]["id"], created["card-account"]["brand"]) == (card["id"], "Mastercard")
    assert updated["metadata"]["eventType"] == "card-account.updated"
    assert updated["card-account"]["expiration"] == {"year": "2031", "month": "07"}
