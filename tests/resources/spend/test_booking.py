"""Card money: what each step does to its transaction, to budget, member and card."""

import pytest


def types(rows):
    return [(row["transactionType"], row["amount"]) for row in rows]


def test_an_allowed_use_is_an_authorization_that_holds_its_amount(shop, budget, card, admin):
    row = shop.swipe(card, 41.2, merchantName="Larch Hardware", rawMerchantName="LARCH HDWE 0081", network="MASTERCARD",
                     merchantCategoryCode="5251", merchantLocation={"city": "Provo", "state": "UT"}, cardPresent=True)  # fmt: skip
    assert row == shop.read(row)
    assert list(row) == list(shop.read(row))
    told = {
        "transactionType": "AUTHORIZATION", "status": "COMPLETE", "amount": 41.2, "transactedAmount": 41.2, "fees": 0.0,
        "isCredit": False, "merchantName": "Larch Hardware", "rawMerchantName": "LARCH HDWE 0081", "network": "MASTERCARD",
        "merchantCategoryCode": "5251", "merchantLocation": {"city": "Provo", "state": "UT"}, "cardPresent": True,
        "cardId": card["id"], "cardUuid": card["uuid"], "cardLastFour": card["lastFour"], "cardType": "VIRTUAL",
        "userId": admin["id"], "userUuid": admin["uuid"], "userName": "Ada Marsh", "budgetId": budget["id"],
        "budgetUuid": budget["uuid"], "budgetName": budget["name"], "originalAuthTransactionId": None,
        "originalAuthTransactionUuid": None, "isParent": False, "complete": True, "isLocked": False, "isReconciled": False,
        "receiptRequired": False, "reviewRequired": False, "receiptStatus": "NOT_ATTACHED",
        "receiptSyncStatus": "NO_ATTACHMENTS", "accountingIntegrationTransactions": None,
        "occurredTime": row["updatedTime"], "authorizedTime": row["updatedTime"], "updatedTime": row["updatedTime"],
    }  # fmt: skip
    assert row == told | {"id": row["id"], "uuid": row["uuid"]}
    assert shop.spent(budget) == (0.0, 41.2, 41.2)
    assert (shop.of_card(card), shop.of_member(budget, admin)) == (41.2, 41.2)


def test_money_that_leaves_is_a_clear_of_its_own_that_names_the_authorization(shop, budget, card, admin):
    authorization = shop.swipe(card, 41.2)
    shop.spend.advance(days=2)
    cleared = shop.steer(authorization, "clear")
    assert types([cleared]) == [("CLEAR", 41.2)]
    assert (cleared["originalAuthTransactionId"], cleared["originalAuthTransactionUuid"]) == (
        authorization["id"],
        authorization["uuid"],
    )
    assert cleared["occurredTime"] == authorization["occurredTime"] < cleared["updatedTime"]
    before = shop.read(authorization)
    assert (before["matchedClearTransactionId"], before["matchedClearTransactionUuid"]) == (
        cleared["id"],
        cleared["uuid"],
    )
    assert shop.spent(budget) == (41.2, 0.0, 41.2)
    assert (shop.of_card(card), shop.of_member(budget, admin)) == (41.2, 41.2)
    shop.spend.advance(days=20)
    assert len(shop.all()) == 2


def test_the_same_row_turns_clear_if_the_world_says_so(shop, world, budget, card):
    world.choices.update({"spend.settle": "in_place"})
    authorization = shop.swipe(card, 40)
    cleared = shop.steer(authorization, "clear", amount=30)
    assert (cleared["uuid"], cleared["transactionType"], cleared["amount"]) == (authorization["uuid"], "CLEAR", 30.0)
    assert cleared["originalAuthTransactionUuid"] is None and len(shop.all()) == 1
    assert (shop.spent(budget), shop.of_card(card)) == ((30.0, 0.0, 30.0), 30.0)
    assert types([shop.steer(cleared, "refund")]) == [("CLEAR", -30.0)]
    assert shop.spent(budget) == (0.0, 0.0, 0.0)
    shop.spend.advance(days=9)
    assert len(shop.all()) == 2


@pytest.mark.parametrize(("more", "pending"), [(True, 30.0), (False, 0.0)])
def test_a_part_clears_and_the_rest_stays_held_only_if_more_is_to_come(shop, budget, card, more, pending):
    authorization = shop.swipe(card, 50)
    shop.steer(authorization, "clear", amount=20, more=more)
    assert shop.spent(budget) == (20.0, pending, 20 + pending)
    assert shop.of_card(card) == 20 + pending
    if more:
        shop.steer(authorization, "clear")
        assert shop.spent(budget) == (50.0, 0.0, 50.0)


def test_more_than_was_held_may_clear(shop, budget, card):
    shop.steer(shop.swipe(card, 50), "clear", amount=60)
    assert (shop.spent(budget), shop.of_card(card)) == ((60.0, 0.0, 60.0), 60.0)


def test_a_reversal_is_an_authorization_below_zero(shop, budget, card, admin):
    authorization = shop.swipe(card, 50)
    part = shop.steer(authorization, "reverse", amount=20)
    assert types([part]) == [("AUTHORIZATION", -20.0)]
    assert (part["isCredit"], part["originalAuthTransactionUuid"]) == (True, authorization["uuid"])
    assert shop.spent(budget) == (0.0, 30.0, 30.0)
    shop.steer(authorization, "reverse")
    assert (shop.spent(budget), shop.of_card(card), shop.of_member(budget, admin)) == ((0.0, 0.0, 0.0), 0.0, 0.0)
    assert sum(row["amount"] for row in shop.all()) == 0


def test_an_authorization_that_nobody_clears_is_let_go_by_the_clock(shop, world, budget, card):
    authorization = shop.swipe(card, 50)
    shop.steer(authorization, "clear", amount=20, more=True)
    shop.spend.advance(days=6, hours=23)
    assert shop.spent(budget) == (20.0, 30.0, 50.0)
    shop.spend.advance(hours=2)
    assert shop.spent(budget) == (20.0, 0.0, 20.0)
    assert types(shop.all())[0] == ("AUTHORIZATION", -30.0)
    world.choices.update({"spend.authorization_days": 1})
    shop.swipe(card, 5)
    shop.spend.advance(days=1, minutes=1)
    assert shop.spent(budget)[1] == 0.0


def test_a_refund_is_a_clear_below_zero_and_no_more_than_was_paid(shop, budget, card):
    cleared = shop.swipe(card, 50, clear=True)
    back = shop.steer(cleared, "refund", amount=20)
    assert (types([back]), back["isCredit"], back["occurredTime"]) == ([("CLEAR", -20.0)], True, back["updatedTime"])
    assert (shop.spent(budget), shop.of_card(card)) == ((30.0, 0.0, 30.0), 30.0)
    path = f"/_mock/spend/transactions/{cleared['uuid']}/refund"
    assert shop.spend.post(path, json={"amount": 30.01}).status_code == 400
    shop.steer(cleared, "refund")
    assert shop.spend.post(path).status_code == 400
    assert shop.spent(budget) == (0.0, 0.0, 0.0)


def test_a_charge_in_another_currency_costs_a_fee_and_tells_the_original(shop, world, budget):
    card = shop.card(budget, limit=700)
    row = shop.swipe(card, 300, currency="EUR", exchangeRate=1.2)
    assert (row["transactedAmount"], row["fees"], row["foreignExchangeFee"], row["amount"]) == (360.0, 3.6, 3.6, 363.6)
    assert row["currencyData"] == {
        "exchangeRate": 1.2, "exponent": 2, "originalCurrencyAmount": "30000", "originalCurrencyCode": "EUR", "symbol": "€",
    }  # fmt: skip
    half = shop.steer(row, "clear", amount=181.8)
    assert (half["transactedAmount"], half["fees"], half["currencyData"]["originalCurrencyAmount"]) == (
        180.0,
        1.8,
        "15000",
    )
    world.choices.update({"spend.foreign_exchange_fee_percent": 0})
    yen = shop.swipe(card, 15500, currency="JPY")
    assert (yen["amount"], yen["fees"], yen["currencyData"]["exponent"]) == (100.01, 0.0, 0)
    assert yen["currencyData"]["originalCurrencyAmount"] == "15500"
    dinar = shop.swipe(card, 1.5, currency="KWD", exchangeRate=3)
    assert (dinar["currencyData"]["originalCurrencyAmount"], dinar["currencyData"]["symbol"]) == ("1500", "KWD")


def test_what_is_held_at_a_period_s_end_stays_behind(shop, budget, card, admin):
    shop.spend.post("/_mock/clock", json={"set": "2026-03-30T12:00:00Z"})
    early, late = shop.swipe(card, 20), shop.swipe(card, 30)
    paid = shop.steer(early, "clear")
    shop.spend.post("/_mock/clock", json={"set": "2026-04-01T12:00:00Z"})
    assert (shop.spent(budget), shop.of_card(card), shop.of_member(budget, admin)) == ((0.0, 0.0, 0.0), 0.0, 0.0)
    shop.steer(late, "clear", amount=25)
    assert (shop.spent(budget), shop.of_card(card)) == ((0.0, 0.0, 0.0), 0.0)
    shop.steer(paid, "refund", amount=5)
    assert (shop.spent(budget), shop.of_card(card), shop.of_member(budget, admin)) == ((-5.0, 0.0, -5.0), -5.0, -5.0)


def test_what_is_held_at_a_period_s_end_comes_along_if_the_world_says_so(shop, world, make_budget, admin):
    world.choices.update({"spend.holds_at_period_end": "carry"})
    budget = make_budget(carryOver=True)
    card = shop.card(budget, limit=100, recurringLimit=10)
    shop.spend.post("/_mock/clock", json={"set": "2026-03-30T12:00:00Z"})
    shop.swipe(card, 20, clear=True)
    late = shop.swipe(card, 30)
    shop.spend.post("/_mock/clock", json={"set": "2026-04-01T12:00:00Z"})
    assert (shop.spent(budget), shop.of_card(card), shop.of_member(budget, admin)) == ((0.0, 30.0, 30.0), 30.0, 30.0)
    assert shop.read(card, "cards")["currentPeriod"]["limit"] == 90.0  # 100 - 20 cleared + 10 new, of which 30 are held
    shop.steer(late, "clear", amount=25)
    assert (shop.spent(budget), shop.of_card(card)) == ((25.0, 0.0, 25.0), 25.0)


def test_a_new_period_gives_a_card_its_money_again(shop, budget):
    card, once = shop.card(budget, limit=50, recurringLimit=40), shop.card(budget, limit=50)
    shop.swipe(card, 50, clear=True)
    assert shop.swipe(card, 1)["declineInternalReasonCode"] == "CARD_LIMIT"
    shop.spend.post("/_mock/clock", json={"set": "2026-04-02T12:00:00Z"})
    assert shop.swipe(card, 40)["transactionType"] == "AUTHORIZATION"
    assert shop.swipe(once, 1)["declineInternalReasonCode"] == "CARD_LIMIT"


def test_a_closed_card_still_pays_what_was_authorized(shop, budget, card):
    authorization = shop.swipe(card, 20)
    shop.spend.delete(f"/v3/spend/cards/{card['uuid']}")
    shop.steer(authorization, "clear")
    assert (shop.spent(budget), shop.of_card(card)) == ((20.0, 0.0, 20.0), 20.0)


def test_whoever_is_no_member_spends_for_the_budget_alone(shop, make_user, budget):
    user = make_user()
    card = shop.card(budget, userId=user["uuid"], limit=40)
    late = shop.swipe(card, 20)
    zero = {"limit": 0, "recurringLimit": 0}
    shop.spend.put(f"/v3/spend/budgets/{budget['uuid']}/members/{user['uuid']}", json=zero)
    shop.steer(late, "clear")
    assert (shop.spent(budget), shop.of_member(budget, user)) == ((20.0, 0.0, 20.0), 0.0)


def test_a_member_who_comes_back_has_spent_nothing_in_a_new_period(shop, make_user, budget):
    user = make_user()
    path, zero = f"/v3/spend/budgets/{budget['uuid']}/members/{user['uuid']}", {"limit": 0, "recurringLimit": 0}
    shop.spend.put(path, json=zero)
    shop.swipe(shop.card(budget, userId=user["uuid"]), 20)
    assert shop.of_member(budget, user) == 20.0
    shop.spend.delete(path)
    shop.spend.post("/_mock/clock", json={"set": "2026-04-02T12:00:00Z"})
    assert shop.spend.put(path, json=zero).json["spent"] == 0.0


def test_what_has_cleared_may_be_split_among_budgets_and_counts_once(shop, make_budget, budget, card, admin):
    other = make_budget("Other")
    whole = shop.swipe(card, 50, clear=True)
    parts = [{"amount": 20}, {"amount": 30, "budgetId": other["id"]}]
    first, second = shop.steer(whole, "split", parts=parts)["children"]
    parent = shop.read(whole)
    assert parent["isParent"] is True and first["isParent"] is False
    assert parent["childTransactionIds"] == [first["id"], second["id"]]
    assert parent["childTransactionUuids"] == [first["uuid"], second["uuid"]]
    assert (first["amount"], first["parentTransactionId"], second["budgetUuid"]) == (20.0, parent["id"], other["uuid"])
    assert first["originalAuthTransactionUuid"] == parent["originalAuthTransactionUuid"]
    assert (shop.spent(budget), shop.spent(other)) == ((20.0, 0.0, 20.0), (30.0, 0.0, 30.0))
    assert (shop.of_card(card), shop.of_member(budget, admin), shop.of_member(other, admin)) == (50.0, 20.0, 30.0)
    assert [row["uuid"] for row in shop.all("filters=type:eq:CLEAR")] == [parent["uuid"]]
    assert shop.read(second) == second
    shop.spend.put(f"/v3/spend/transactions/{whole['uuid']}", json={"budgetId": other["uuid"]})
    assert (shop.spent(budget), shop.spent(other)) == ((20.0, 0.0, 20.0), (30.0, 0.0, 30.0))
    shop.spend.put(f"/v3/spend/transactions/{first['uuid']}", json={"budgetId": other["uuid"]})
    assert (shop.spent(budget), shop.spent(other)) == ((0.0, 0.0, 0.0), (50.0, 0.0, 50.0))


def test_the_fees_of_a_split_are_shared_to_the_cent(shop, card):
    whole = shop.swipe(card, 8, currency="EUR", exchangeRate=1.25, clear=True)
    assert whole["fees"] == whole["foreignExchangeFee"] > 0
    parts = [{"amount": part} for part in (3.33, 3.33, round(whole["amount"] - 6.66, 2))]
    children = shop.steer(whole, "split", parts=parts)["children"]
    for name in ("fees", "foreignExchangeFee", "transactedAmount"):
        assert round(sum(child[name] for child in children), 2) == whole[name]
    assert sum(int(child["currencyData"]["originalCurrencyAmount"]) for child in children) == 800


def test_a_split_after_its_period_moves_no_figures(shop, budget, card):
    whole = shop.swipe(card, 50, clear=True)
    shop.spend.post("/_mock/clock", json={"set": "2026-04-02T12:00:00Z"})
    shop.steer(whole, "split", parts=[{"amount": 20}, {"amount": 30}])
    assert (shop.spent(budget), shop.of_card(card)) == ((0.0, 0.0, 0.0), 0.0)
