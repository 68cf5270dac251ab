"""Cards that bills are paid with: who may, what it costs, how a card lives and dies."""

import pytest

CARDS = "/v3/funding-accounts/cards"
USERS = f"{CARDS}/users"
PURPOSES = f"{CARDS}/funding-purposes"


@pytest.fixture
def cards(payer):
    """Adds cards by the control API."""

    def add(**fields):
        answer = payer.api.post("/_mock/cards", json=fields)
        assert answer.status_code == 200, answer.text
        return answer.json

    return add


@pytest.fixture
def told(events):
    return lambda: [(event, row["status"]) for event, row, _ in events if event.startswith("card-account")]


def by_card(card, **more):
    return {
        "fundingAccount": {"type": "CARD_ACCOUNT", "id": card["id"]},
        "cardFundingPurpose": "Office",
    } | more


def listed(api, standing="VERIFIED"):
    return api.get(CARDS, query_string={"cardUserStatus": standing}).json


def user(api, email):
    return api.world.store.find("user", email=email)[0]["id"]


def test_a_new_organization_has_no_card(api):
    assert listed(api) == {"rates": {"funding": {"creditCardRate": 2.9, "debitCardRate": 2.9}}, "cards": []}
    assert api.get(USERS).json == {"results": []}


def test_a_card_is_its_adders_and_told_of(payer, cards, told):
    card = cards(brand="mastercard", type="DEBIT_CARD", last4="4821", default={"payables": True})
    assert card["id"].startswith("cat") and len(card["id"]) == 20
    assert payer.api.get(f"{CARDS}/{card['id']}").json == card
    assert card["expiration"] == {"year": "2029", "month": "05"}
    assert card["default"] == {"payables": True, "receivables": False, "funding": False, "disbursement": False}
    found = listed(payer.api)
    assert found["cards"] == [card] and found["rates"]["defaultCardAccountId"] == card["id"]
    administrator = user(payer.api, "ada@mockbill.test")
    assert payer.api.get(USERS).json["results"] == [
        {"cardAccountId": card["id"], "userId": administrator, "archived": False, "verificationStatus": "VERIFIED"}
    ]
    assert card["createdBy"] == administrator
    assert told() == [("card-account.created", "VERIFIED")]


@pytest.mark.parametrize("query", [{}, {"cardUserStatus": "UNVERIFIED"}, {"cardUserStatus": "x"}])
def test_the_list_needs_a_standing(api, query):
    api.refused(api.get(CARDS, query_string=query), 400, code="BDC_1129" if query else "BDC_1108")


def test_an_unknown_card_is_not_found(api):
    api.refused(api.get(f"{CARDS}/cat01NOSUCHCARDAB0000"), 404, code="BDC_1205")


def test_users_are_listed_by_page_and_by_caller(payer, cards):
    card, other = cards(), user(payer.api, "dana@mockbill.test")
    nominated = payer.api.post(
        f"/_mock/cards/{card['id']}/users", json={"userId": other, "verificationStatus": "NOMINATED"}
    ).json
    dana = payer.api.as_user("dana@mockbill.test")
    assert dana.get(USERS, query_string={"currentUser": "true"}).json["results"] == [nominated]
    assert listed(dana, "NOMINATED")["cards"] == [card] and listed(dana)["cards"] == []
    first = payer.api.get(USERS, query_string={"max": 1, "sort": "archived:asc"}).json
    assert len(first["results"]) == 1 and first["nextPage"]
    payer.api.post(f"/_mock/cards/{card['id']}/users", json={"userId": other})
    assert listed(dana)["cards"] == [card]
    gone = payer.api.post(
        f"/_mock/cards/{card['id']}/users", json={"userId": other, "verificationStatus": "UNVERIFIED"}
    ).json
    assert gone["archived"] is True and listed(dana)["cards"] == []


def test_users_take_the_filter_of_bills_sample_though_they_show_no_id(payer, cards):
    cards()
    assert payer.api.get(USERS, query_string={"filters": "id:eq:x"}).json == {"results": []}
    payer.api.refused(payer.api.get(USERS, query_string={"filters": "userId:eq:x"}), 400, code="BDC_1130")
    payer.api.refused(payer.api.get(USERS, query_string={"filters": "id:ne:x"}), 400, code="BDC_1131")


def test_a_card_that_waits_is_verified(payer, cards, told):
    card = cards(status="PENDING")
    assert listed(payer.api)["cards"] == [] and listed(payer.api, "NOMINATED")["cards"] == [card]
    assert payer.api.post(f"/_mock/cards/{card['id']}/verify").json["status"] == "VERIFIED"
    assert [row["id"] for row in listed(payer.api)["cards"]] == [card["id"]]
    assert payer.api.post(f"/_mock/cards/{card['id']}/verify").status_code == 400
    assert told() == [("card-account.created", "PENDING")]  # only the expiration is told (D)


def test_a_card_expires_after_its_last_month_and_is_renewed(payer, cards, told):
    card = cards(expiration={"year": "2026", "month": "04"})
    payer.later(days=58)  # the evening of April 29
    assert payer.api.get(f"{CARDS}/{card['id']}").json["status"] == "VERIFIED"
    payer.later(days=2)
    assert payer.api.get(f"{CARDS}/{card['id']}").json["status"] == "EXPIRED"
    renewed = payer.api.post(f"/_mock/cards/{card['id']}/renew", json={"year": "2030", "month": "01"}).json
    assert (renewed["status"], renewed["expiration"]) == ("VERIFIED", {"year": "2030", "month": "01"})
    assert told() == [("card-account.created", "VERIFIED"), ("card-account.updated", "VERIFIED")]
    payer.api.post(f"/_mock/cards/{card['id']}/renew", json={"year": "2030", "month": "01"})
    assert len(told()) == 2
    payer.later(days=365)
    assert payer.api.get(f"{CARDS}/{card['id']}").json["status"] == "VERIFIED"


def test_any_change_is_told_if_so_chosen(payer, cards, told, world):
    world.choices.update({"card.updated_on": "any"})
    card = cards(status="PENDING")
    for action in ("verify", "block", "archive"):
        assert payer.api.post(f"/_mock/cards/{card['id']}/{action}").status_code == 200
    assert [status for _, status in told()] == ["PENDING", "VERIFIED", "BLOCKED", "BLOCKED"]


def test_an_archived_card_is_gone_from_the_list_and_does_not_expire(payer, cards):
    card = cards(expiration={"year": "2026", "month": "03"})
    assert payer.api.post(f"/_mock/cards/{card['id']}/archive").json["archived"] is True
    assert listed(payer.api)["cards"] == []
    payer.later(days=40)
    assert payer.api.get(f"{CARDS}/{card['id']}").json["status"] == "VERIFIED"
    assert payer.api.post(f"/_mock/cards/{card['id']}/renew", json={}).status_code == 400


def test_one_card_is_the_default(payer, cards):
    first, second = cards(default={"payables": True}), cards(default={"payables": True, "funding": True})
    assert payer.api.get(f"{CARDS}/{first['id']}").json["default"]["payables"] is False
    assert listed(payer.api)["rates"]["defaultCardAccountId"] == second["id"]


@pytest.mark.parametrize(
    "body", [{"brand": "diners"}, {"last4": "42"}, {"expiration": {"year": "29"}}, {"x": 1}, {"status": "EXPIRED"}]
)
def test_a_senseless_card_is_a_clear_400(payer, world, body):
    before = world.fingerprint()
    answer = payer.api.post("/_mock/cards", json=body)
    assert answer.status_code == 400 and answer.json
    assert world.fingerprint() == before
    assert payer.api.post("/_mock/cards", json={"userId": "006x"}).status_code == 404


# Rates


def test_a_promotion_lowers_the_rates_for_its_time(payer, cards):
    card, debit = cards(), cards(type="DEBIT_CARD")
    body = {"startDate": "2026-03-03T00:00:00Z", "endDate": "2026-03-10T00:00:00Z"}
    payer.api.post("/_mock/cards/promotion", json=body | {"creditCardRate": 1.5, "debitCardRate": 1})
    assert "activePromotion" not in listed(payer.api)["rates"]
    payer.later(days=1)
    found = listed(payer.api)["rates"]
    assert found["activePromotion"] == {
        "startDate": "2026-03-03T00:00:00.000+00:00",
        "endDate": "2026-03-10T00:00:00.000+00:00",
        "creditCardRate": 1.5,
        "debitCardRate": 1.0,
    }
    assert found["funding"] == {"creditCardRate": 2.9, "debitCardRate": 2.9}
    fees = {row["id"]: row["feeInfo"] for row in options(payer, payer.vendor(), 200)}
    assert fees == {card["id"]: {"amount": 3.0, "rate": 1.5}, debit["id"]: {"amount": 2.0, "rate": 1.0}}
    payer.later(days=7)
    assert "activePromotion" not in listed(payer.api)["rates"]


def options(payer, vendor, amount):
    query = {"vendorId": vendor["id"], "amount": amount}
    return payer.api.get("/v3/payments/options", query_string=query).json["fundingOptions"]["cards"]


def test_options_show_each_card_with_its_fee(payer, cards):
    card = cards(issuingBankName="Mock Trust")
    assert options(payer, payer.vendor(), 200) == [
        {
            "available": True, "deliveryDate": "2026-03-10", "processDate": "2026-03-03", "conditions": [],
            "id": card["id"], "name": "Mock Trust", "brand": "visa", "feeInfo": {"amount": 5.8, "rate": 2.9},
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "action", "reason"),
    [
        ({"brand": "amex"}, None, "Vendor does not support AMEX card payments."),
        ({"status": "PENDING"}, None, "Card account is inactive."),
        ({}, "expire", "Card account is inactive."),
        ({}, "block", "Card account is inactive."),
    ],
)
def test_options_say_why_a_card_cannot_pay_and_a_payment_is_refused_so(payer, cards, events, fields, action, reason):
    card = cards(**fields)
    if action:
        payer.api.post(f"/_mock/cards/{card['id']}/{action}")
    bill = payer.bill()
    (found,) = options(payer, {"id": bill["vendorId"]}, 100)
    assert (found["available"], found["reason"]) == (False, reason)
    payer.api.refused(payer.order(bill, **by_card(card)), 422, reason, f"{bill['id']} : {reason}")
    assert [event for event, *_ in events][-1] == "payment.failed"


def test_a_user_must_be_verified_for_the_card(payer, cards):
    card, bill = cards(), payer.bill()
    reason = "User verification required for payments with card account."
    dana = type(payer)(payer.api.as_user("dana@mockbill.test"))
    assert options(dana, {"id": bill["vendorId"]}, 100)[0]["reason"] == reason
    payer.api.refused(dana.order(bill, **by_card(card)), 422, reason, f"{bill['id']} : {reason}")
    who = user(payer.api, "dana@mockbill.test")
    payer.api.post(f"/_mock/cards/{card['id']}/users", json={"userId": who, "verificationStatus": "NOMINATED"})
    assert dana.order(bill, **by_card(card)).status_code == 422
    payer.api.post(f"/_mock/cards/{card['id']}/users", json={"userId": who})
    assert dana.order(bill, **by_card(card)).status_code == 201


def test_amex_and_cards_at_all_are_choices(payer, cards, world):
    card = cards(brand="amex")
    world.choices.update({"card.amex_allowed": True})
    assert payer.order(payer.bill(), **by_card(card)).status_code == 201
    assert payer.api.get("/v3/funding-accounts/permissions").json["organization"]["card"]["amexAllowed"] is True
    world.choices.update({"card.pay_by_card": False})
    assert payer.order(payer.bill(), **by_card(card)).status_code == 422
    assert payer.api.get("/v3/funding-accounts/permissions").json["organization"]["card"]["payByCard"] is False


# Paying


def test_a_card_pays_and_the_payment_shows_it(payer, cards, statuses):
    card, bill = cards(), payer.bill(payer.ach())
    payment = payer.pays(bill, **by_card(card, cardFundingPurpose="Supplies"))
    assert payment["fundingAccount"] == {"type": "CARD_ACCOUNT", "id": card["id"]}
    assert (payment["cardFundingPurpose"], payment["disbursementType"]) == ("Supplies", "ACH")
    assert payment["processDate"] == "2026-03-03"  # not asked for a card (D)
    payer.later(days=9)
    assert payer.now(payment)["singleStatus"] == "CLEARED" and payer.bill_now(payment)[3] == "PAID"


def test_an_unknown_card_is_refused(payer):
    payer.api.refused(payer.order(payer.bill(), **by_card({"id": "cat01X"})), 422, code="BDC_1205")


def test_bulk_takes_a_card_for_all(payer, cards):
    card, bills = cards(), [payer.bill(), payer.bill()]
    parts = [{"billId": bill["id"], "amount": 10} for bill in bills]
    made = payer.api.post("/v3/payments/bulk", json={"payments": parts, **by_card(card)})
    assert made.status_code == 201, made.text
    assert {row["fundingAccount"]["id"] for row in made.json["payments"]} == {card["id"]}


# Purposes


def test_purposes_are_listed_with_the_last_one_used(payer, cards):
    card, bill = cards(), payer.bill()
    query = {"vendorId": bill["vendorId"], "brand": "visa"}
    found = payer.api.get(PURPOSES, query_string=query).json
    assert found.keys() == {"results"}
    assert all(row["category"] and row["subCategories"] for row in found["results"])
    payer.pays(bill, 10, **by_card(card, cardFundingPurpose=found["results"][0]["subCategories"][0]))
    payer.pays(bill, 10, **by_card(card, cardFundingPurpose=found["results"][1]["category"]))
    again = payer.api.get(PURPOSES, query_string=query).json
    assert again == {"lastUsedPurpose": found["results"][1]["category"], "results": found["results"]}


def test_a_purpose_is_needed_and_one_of_those_listed(payer, cards):
    card, bill = cards(), payer.bill()
    without = {name: value for name, value in by_card(card).items() if name != "cardFundingPurpose"}
    assert "cardFundingPurpose" in payer.order(bill, **without).json[0]["message"]
    assert payer.order(bill, **by_card(card, cardFundingPurpose="Gambling")).status_code == 422


def test_a_known_industry_needs_no_purpose(payer, cards, world):
    world.choices.update({"card.vendor_industry": "known"})
    card, bill = cards(), payer.bill()
    answer = payer.api.get(PURPOSES, query_string={"vendorId": bill["vendorId"], "brand": "visa"})
    assert (answer.status_code, answer.data) == (200, b"")
    assert payer.order(bill, **by_card(card) | {"cardFundingPurpose": None}).status_code == 201


@pytest.mark.parametrize(("query", "code"), [({}, "BDC_1108"), ({"vendorId": "x", "brand": "diners"}, "BDC_1129")])
def test_purposes_need_a_vendor_and_a_brand(api, query, code):
    api.refused(api.get(PURPOSES, query_string=query), 400, code=code)


def test_purposes_of_an_unknown_vendor(api):
    answer = api.get(PURPOSES, query_string={"vendorId": "00901X", "brand": "visa"})
    api.refused(answer, 404, code="BDC_1205")
