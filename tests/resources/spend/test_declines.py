"""Why a card declines, and that nothing is spent then."""


def declined(shop, card, amount, code, text, **fields):
    row = shop.swipe(card, amount, **fields)
    assert (row["transactionType"], row["status"], row["receiptStatus"]) == ("DECLINE", "DECLINED", "NOT_REQUIRED")
    assert (row["declineInternalReasonCode"], row["declineReason"]) == (code, text)


def test_a_card_that_is_not_active_declines(shop, budget, card):
    path = f"/v3/spend/cards/{card['uuid']}"
    shop.spend.post(f"{path}/freeze")
    declined(shop, card, 1, "CARD_FROZEN", "Card is frozen.")
    shop.spend.delete(path)
    declined(shop, card, 1, "CARD_CLOSED", "Card is closed.")
    sleeping = {"userId": card["userUuid"], "type": "PHYSICAL", "status": "NOT_ACTIVATED"}
    physical = shop.spend.post("/_mock/spend/cards", json=sleeping).json
    declined(shop, physical, 1, "CARD_NOT_ACTIVATED", "Card is not activated.", budgetId=budget["uuid"])
    assert shop.spent(budget) == (0.0, 0.0, 0.0)


def test_more_than_a_card_has_left_declines(shop, budget, card):
    shop.swipe(card, 60)
    declined(shop, card, 40.01, "CARD_LIMIT", "Insufficient card funds.")
    assert shop.swipe(card, 40)["transactionType"] == "AUTHORIZATION"
    assert shop.spent(budget) == (0.0, 100.0, 100.0)


def test_more_than_a_budget_has_left_declines_but_for_buffer_and_the_limitless(shop, make_budget):
    budget = make_budget(limit=50, overspendBuffer=10)
    sharing = shop.card(budget, shareBudgetFunds=True)
    declined(shop, sharing, 60.01, "BUDGET_LIMIT", "Insufficient budget funds.")
    assert shop.swipe(sharing, 60)["transactionType"] == "AUTHORIZATION"
    free = make_budget(limitlessOverspend=True, limit=...)
    assert shop.swipe(shop.card(free, limit=9000), 8000)["transactionType"] == "AUTHORIZATION"


def test_who_shares_spends_what_is_assigned_to_nobody(shop, make_budget):
    budget = make_budget(limit=100)
    own, sharing = shop.card(budget, limit=70), shop.card(budget, shareBudgetFunds=True)
    declined(shop, sharing, 30.01, "BUDGET_LIMIT", "Insufficient budget funds.")
    paid = shop.swipe(sharing, 25, clear=True)
    declined(shop, sharing, 5.01, "BUDGET_LIMIT", "Insufficient budget funds.")
    assert shop.swipe(own, 70)["transactionType"] == "AUTHORIZATION"
    assert shop.swipe(sharing, 5)["transactionType"] == "AUTHORIZATION"
    shop.steer(paid, "refund", amount=10)
    assert shop.swipe(sharing, 10)["transactionType"] == "AUTHORIZATION"
    shop.spend.post("/_mock/clock", json={"set": "2026-04-02T12:00:00Z"})
    assert shop.swipe(sharing, 600)["transactionType"] == "AUTHORIZATION"


def test_a_budget_may_forbid_large_amounts_end_or_be_closed(shop, make_budget, world):
    budget = make_budget(maxTxSize=20, expirationDate="2026-03-05", timezone="US/Mountain")
    card = shop.card(budget)
    declined(shop, card, 20.01, "TRANSACTION_TOO_LARGE", "Amount exceeds the budget's transaction limit.")
    assert shop.swipe(card, 20)["transactionType"] == "AUTHORIZATION"
    shop.spend.post("/_mock/clock", json={"set": "2026-03-05T06:59:00Z"})  # midnight in Denver is 07:00 UTC
    assert shop.swipe(card, 1)["transactionType"] == "AUTHORIZATION"
    shop.spend.advance(minutes=2)
    declined(shop, card, 1, "BUDGET_EXPIRED", "Budget has expired.")
    world.choices.update({"spend.expired_budget": "allow"})
    assert shop.swipe(card, 1)["transactionType"] == "AUTHORIZATION"
    physical = shop.spend.post("/_mock/spend/cards", json={"userId": card["userUuid"], "type": "PHYSICAL"}).json
    shop.spend.delete(f"/v3/spend/budgets/{budget['uuid']}")
    declined(shop, physical, 1, "BUDGET_CLOSED", "Budget is closed.", budgetId=budget["uuid"])
    declined(shop, card, 1, "CARD_CLOSED", "Card is closed.")


def test_the_network_declines_for_reasons_of_its_own(shop, card):
    declined(shop, card, 1, "NETWORK", "CVV is invalid.", decline="CVV is invalid.")


def test_member_cards_spend_what_their_user_has(shop, spend, make_user, budget):
    user = make_user()
    members = f"/v3/spend/budgets/{budget['uuid']}/members/{user['uuid']}"
    spend.put(members, json={"limit": 30, "recurringLimit": 0})
    body = {"userId": user["id"], "type": "VIRTUAL_MEMBER", "budgetId": budget["id"]}
    own = spend.post("/_mock/spend/cards", json=body).json
    assert (own["type"], own["budgetUuid"], "name" in own, own["status"]) == (
        "VIRTUAL_MEMBER", budget["uuid"], False, "ACTIVATED",
    )  # fmt: skip
    physical = spend.post("/_mock/spend/cards", json={"userId": user["id"], "type": "PHYSICAL"}).json
    assert not physical.keys() & {"name", "budgetId", "budgetUuid", "currentPeriod"}
    shop.swipe(own, 20)
    declined(shop, physical, 10.01, "MEMBER_LIMIT", "Insufficient member funds.", budgetId=budget["uuid"])
    assert shop.swipe(physical, 10, budgetId=budget["uuid"])["cardType"] == "PHYSICAL"
    assert shop.of_member(budget, user) == 30.0
    spend.put(members, json={"shareBudgetFunds": True})
    shop.swipe(physical, 100, budgetId=budget["uuid"])
    spend.delete(members)
    declined(shop, physical, 1, "NOT_A_MEMBER", "User is not a member of the budget.", budgetId=budget["uuid"])
    assert shop.spent(budget) == (0.0, 130.0, 130.0)
    spend.refused(
        spend.patch(f"/v3/spend/cards/{physical['uuid']}", json={"name": "x"}), 400, "cardId: is not a vendor card"
    )
    assert shop.read(own, "cards")["status"] == "DELETED"
    kinds = {"PHYSICAL": [physical], "VIRTUAL_MEMBER": []}
    for kind, found in kinds.items():
        assert spend.get(f"/v3/spend/cards?filters=types:eq:{kind}").json["results"] == found
