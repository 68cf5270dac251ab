"""AP Cards and the wallet: what may be paid from them, and what is left."""

import pytest

AP_CARDS = "/v3/funding-accounts/ap-cards"
DAY = {"processDate": "2026-03-10"}


@pytest.fixture
def card(payer):
    return payer.api.post("/_mock/ap-cards", json={"limit": 1000, "balance": 250.75}).json


@pytest.fixture
def vendor(payer, enrol):
    return enrol(payer.vendor())


@pytest.fixture
def enrol(payer):
    """Has a vendor take virtual cards."""

    def enrol(vendor, status="ENROLLED"):
        answer = payer.api.post(f"/_mock/vendors/{vendor['id']}/virtual-card", json={"status": status})
        assert answer.status_code == 200, answer.text
        return answer.json

    return enrol


def by_ap_card(card):
    return {"fundingAccount": {"type": "AP_CARD", "id": card["id"]}, **DAY}


def balance(payer):
    return payer.api.get(AP_CARDS).json[0]["balance"]


def test_the_list_is_a_bare_array(payer, card):
    assert payer.api.get(AP_CARDS).json == [card]
    assert card.keys() == {"id", "status", "nameOnAccount", "createdTime", "updatedTime", "balance", "limit"}
    assert (card["status"], card["limit"], card["balance"]) == ("ACTIVE", 1000.0, 250.75)


def test_a_new_organization_has_none(api):
    assert api.get(AP_CARDS).json == []


def test_a_payment_goes_by_virtual_card_and_counts_at_once(payer, card, vendor):
    payment = payer.pays(payer.bill(vendor, 300), **by_ap_card(card))
    assert (payment["disbursementType"], payment["fundingAccount"]) == (
        "VIRTUAL_CARD",
        {"type": "AP_CARD", "id": card["id"]},
    )
    assert balance(payer) == 550.75
    payer.api.post(f"/v3/payments/{payment['id']}/cancel")
    assert balance(payer) == 250.75


def test_a_cleared_payment_stays_owed_and_a_voided_one_does_not(payer, card, vendor):
    kept, undone = (payer.pays(payer.bill(vendor, 100), **by_ap_card(card)) for _ in range(2))
    payer.steer(kept, "clear")
    payer.steer(undone, "process")
    payer.api.post(f"/v3/payments/{undone['id']}/void", json={"type": "VOID_AND_CREDIT", "reason": "x"})
    assert balance(payer) == 350.75


def test_no_more_than_what_is_left(payer, card, vendor):
    bill = payer.bill(vendor, 749.26)
    assert "limit" in payer.order(bill, **by_ap_card(card)).json[0]["message"]
    payer.pays(bill, 749.25, **by_ap_card(card))
    assert payer.order(bill, 0.01, **by_ap_card(card)).status_code == 422
    payer.api.post(f"/_mock/ap-cards/{card['id']}", json={"limit": 1000.01})
    assert payer.order(bill, 0.01, **by_ap_card(card)).status_code == 201


def test_bulk_payments_share_what_is_left(payer, card, vendor):
    """Each part is checked against what the others of the call take."""
    parts = [{"billId": payer.bill(vendor, 400)["id"], "amount": 400} for _ in range(2)]
    answer = payer.api.post("/v3/payments/bulk", json={"payments": parts, **by_ap_card(card)})
    assert answer.status_code == 422, answer.text
    assert balance(payer) == 250.75


@pytest.mark.parametrize("status", ["DRAFT", "INACTIVE"])
def test_only_an_active_card_pays(payer, card, vendor, status):
    payer.api.post(f"/_mock/ap-cards/{card['id']}", json={"status": status})
    assert payer.order(payer.bill(vendor), **by_ap_card(card)).status_code == 422


def test_only_a_vendor_that_takes_virtual_cards_is_paid(payer, card, vendor, enrol):
    assert payer.order(payer.bill(), **by_ap_card(card)).status_code == 422
    enrol(vendor, "DECLINED")
    assert payer.order(payer.bill(vendor), **by_ap_card(card)).status_code == 422


def test_an_unknown_ap_card(payer, vendor):
    payer.api.refused(payer.order(payer.bill(vendor), **by_ap_card({"id": "apc01X"})), 422, code="BDC_1205")


@pytest.mark.parametrize("kind", ["AP_CARD", "WALLET"])
def test_a_process_date_is_required(payer, card, kind):
    bill, account = payer.bill(), {"type": kind, "id": card["id"]}
    payer.api.refused(payer.order(bill, fundingAccount=account), 400, "processDate: must not be null")
    many = {"payments": [{"billId": bill["id"], "amount": 1}], "fundingAccount": account}
    for path in ("bulk", "mass"):
        payer.api.refused(payer.api.post(f"/v3/payments/{path}", json=many), 400, "processDate: must not be null")


def test_a_virtual_card_enrolment_is_told_and_steers_the_vendor(payer, enrol, events):
    vendor = enrol(payer.vendor())
    assert vendor["paymentInformation"]["payByType"] == "VIRTUAL_CARD"
    assert vendor["paymentInformation"]["virtualCard"] == {"status": "ENROLLED", "enrollDate": vendor["updatedTime"]}
    assert events[-1][0] == "vendor.updated"
    assert enrol(vendor, "OPEN")["paymentInformation"]["payByType"] == "CHECK"


# The wallet


def test_a_wallet_pays_where_the_organization_has_one(payer, world):
    bill = payer.bill()
    order = {"fundingAccount": {"type": "WALLET"}, **DAY}
    assert payer.order(bill, **order).status_code == 422
    world.choices.update({"wallet.funding_enabled": True})
    payment = payer.pays(bill, **order)
    assert payment["fundingAccount"] == {"type": "WALLET"}
    assert payer.api.get("/v3/funding-accounts/permissions").json["organization"]["wallet"] == {"fundingEnabled": True}


def test_a_wallet_has_no_id_even_if_one_is_given(payer, world):
    world.choices.update({"wallet.funding_enabled": True})
    payment = payer.pays(fundingAccount={"type": "WALLET", "id": "x"}, **DAY)
    assert payment["fundingAccount"] == {"type": "WALLET"}
