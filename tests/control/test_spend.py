"""Card spend at will: what the control API cannot take it says, and changes nothing."""

import pytest

ROUTE = "/_mock/spend/transactions"


@pytest.fixture
def card(api):
    spend = api.spend()
    (budget,) = spend.get("/v3/spend/budgets").json["results"]
    user = spend.get("/v3/spend/users/current").json
    body = {"name": "C", "userId": user["uuid"], "budgetId": budget["uuid"], "limit": 100}
    made = spend.post("/v3/spend/cards", json=body).json
    return spend.post(f"/v3/spend/cards/{made['uuid']}/unfreeze").json


@pytest.fixture
def row(api, card):
    return api.post(ROUTE, json={"cardId": card["id"], "amount": 10}).json


def test_what_makes_no_sense_is_told_and_changes_nothing(api, world, card, row):
    declined = api.post(ROUTE, json={"cardId": card["id"], "amount": 500}).json
    paid = api.post(ROUTE, json={"cardId": card["id"], "amount": 10, "clear": True}).json
    path = f"{ROUTE}/{row['uuid']}"
    before = world.fingerprint()
    for route, body, status, words in (
        (ROUTE, {"cardId": "crd_none", "amount": 1}, 404, "there is no card"),
        (ROUTE, {"cardId": card["id"], "amount": 1, "budgetId": card["budgetId"]}, 400, "this card has a budget"),
        (ROUTE, {"cardId": card["id"], "amount": 1, "challenge": True, "cardPresent": True}, 400, "without the card"),
        (ROUTE, {"cardId": card["id"], "amount": 0.01, "currency": "JPY"}, 400, "less than a cent"),
        (f"{ROUTE}/txr_none/clear", {}, 404, "there is no spend transaction"),
        (f"{path}/reverse", {"amount": 10.01}, 400, "amount is more than the 10.00 held"),
        (f"{path}/split", {"parts": [{"amount": 4}, {"amount": 6}]}, 400, "only a CLEAR that is whole"),
        (f"{ROUTE}/{paid['uuid']}/split", {"parts": [{"amount": 4}, {"amount": 5}]}, 400, "do not make 10.00"),
        (f"{path}/refund", {}, 400, "nothing of this AUTHORIZATION can be refunded"),
        (f"{ROUTE}/{declined['uuid']}/clear", {}, 400, "this DECLINE holds nothing"),
        ("/_mock/spend/cards", {"userId": card["userId"], "type": "VIRTUAL_MEMBER"}, 400, "budgetId is a budget's id"),
        ("/_mock/spend/cards", {"userId": "usr_none", "type": "PHYSICAL"}, 404, "there is no spend user"),
    ):
        answer = api.post(route, json=body)
        assert answer.status_code == status, (route, answer.text)
        assert words in answer.json["error"]
    for body in ({"cardId": card["id"]}, {"cardId": card["id"], "amount": 0}, {"cardId": card["id"], "amount": 1, "x": 1},
                 {"cardId": card["id"], "amount": 1, "currency": "euro"}):  # fmt: skip
        assert api.post(ROUTE, json=body).status_code == 400
    assert world.fingerprint() == before


def test_an_authorization_that_turns_clear_in_place_has_no_more_to_come(api, world, row):
    world.choices.update({"spend.settle": "in_place"})
    answer = api.post(f"{ROUTE}/{row['uuid']}/clear", json={"amount": 1, "more": True})
    assert answer.status_code == 400 and "no more to come" in answer.json["error"]


def test_a_physical_card_spends_from_the_default_budget_unless_told(api, card):
    physical = api.post("/_mock/spend/cards", json={"userId": card["userId"], "type": "PHYSICAL"}).json
    used = api.post(ROUTE, json={"cardId": physical["uuid"], "amount": 1}).json
    assert (used["budgetName"], used["cardType"], used["transactionType"]) == ("Company budget", "PHYSICAL", "DECLINE")
