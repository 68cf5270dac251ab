"""Vendor cards: their funds, their states, their ends with budget, user and membership."""

import pytest

GOOD = {"name": "Annual hosting", "limit": 120, "recurringLimit": 90}


@pytest.fixture
def make_card(spend, admin, budget):
    def make(**fields):
        body = {**GOOD, "userId": admin["uuid"], "budgetId": budget["uuid"], **fields}
        answer = spend.post("/v3/spend/cards", json={name: value for name, value in body.items() if value is not ...})
        assert answer.status_code == 200, answer.text
        return answer.json

    return make


@pytest.fixture
def read(spend):
    return lambda card: spend.get(f"/v3/spend/cards/{card['uuid']}").json


@pytest.fixture
def assigned(spend):
    return lambda budget: spend.get(f"/v3/spend/budgets/{budget['uuid']}").json["currentPeriod"]["assigned"]


def test_a_new_card_answers_all_it_has(spend, admin, budget, make_card, read):
    card = make_card(limit="120", expirationDate="2026-12-31")
    assert card["lastFour"].isdigit() and len(card["lastFour"]) == 4
    assert card == {
        "id": card["id"], "uuid": card["uuid"], "name": "Annual hosting", "userId": admin["id"], "userUuid": admin["uuid"],
        "budgetId": budget["id"], "budgetUuid": budget["uuid"], "lastFour": card["lastFour"], "validThru": "2029-03-31",
        "expirationDate": "2026-12-31", "status": "FROZEN", "type": "VIRTUAL", "shareBudgetFunds": False, "recurring": True,
        "recurringLimit": 90.0, "currentPeriod": {"limit": 120.0, "spent": 0.0},
        "createdTime": card["createdTime"], "updatedTime": card["createdTime"],
    }  # fmt: skip
    assert list(card) == list(read(card))
    assert spend.get(f"/v3/spend/cards/{card['id']}").json == card


def test_a_card_takes_its_limit_out_of_the_budget(spend, budget, make_card, assigned):
    card = make_card()
    assert assigned(budget) == 120.0
    spend.patch(f"/v3/spend/cards/{card['uuid']}", json={"limit": "50.5"})
    assert assigned(budget) == 50.5
    spend.delete(f"/v3/spend/cards/{card['uuid']}")
    assert assigned(budget) == 0.0


def test_both_names_of_user_and_budget_are_taken_the_reference_s_first(spend, admin, make_user, budget, make_card):
    user = make_user()
    card = make_card(userId=..., budgetId=..., userUuid=user["id"], budgetUuid=budget["id"])
    assert (card["userUuid"], card["budgetUuid"]) == (user["uuid"], budget["uuid"])
    assert make_card(userUuid=user["uuid"])["userUuid"] == admin["uuid"]


def test_what_a_card_lacks_is_refused_and_changes_nothing(spend, world, admin, budget):
    whole = {**GOOD, "userId": admin["uuid"], "budgetId": budget["uuid"]}
    before = world.fingerprint()

    def refused(change, *messages, status=400):
        body = {name: value for name, value in (whole | change).items() if value is not ...}
        spend.refused(spend.post("/v3/spend/cards", json=body), status, *messages)

    refused({"name": ...}, "name: must not be blank")
    refused({"name": ""}, "name: must not be blank")
    refused({"userId": ..., "budgetId": ...}, "userId: must not be blank", "budgetId: must not be blank")
    refused({"limit": ...}, "limit: must not be null")
    refused({"limit": -1}, "limit: must be greater than or equal to 0")
    rule = "must be null when shareBudgetFunds is true"
    refused({"shareBudgetFunds": True}, f"limit: {rule}", f"recurringLimit: {rule}")
    refused({"userId": "usr_nobody"}, status=422)
    refused({"budgetId": "bgt_none"}, status=422)
    refused({"expirationDate": "2026-03-02"}, "expirationDate: must be a future date")
    refused({"expirationDate": "31.12.2026"}, status=400)
    assert world.fingerprint() == before


def test_the_holder_may_be_anyone_unless_the_world_is_strict(spend, world, make_user, make_card, budget):
    user = make_user()
    make_card(userId=user["uuid"])
    world.choices.update({"spend.card_holder": "member"})
    body = {**GOOD, "userId": user["uuid"], "budgetId": budget["uuid"]}
    spend.refused(spend.post("/v3/spend/cards", json=body), 400, "userId: must be a member of the budget")
    zero = {"limit": 0, "recurringLimit": 0}
    spend.put(f"/v3/spend/budgets/{budget['uuid']}/members/{user['uuid']}", json=zero)
    assert spend.post("/v3/spend/cards", json=body).status_code == 200


def test_a_card_that_shares_has_no_limits_and_takes_nothing(spend, make_card, assigned, budget, read):
    card = make_card(limit=..., recurringLimit=..., shareBudgetFunds=True)
    assert (card["currentPeriod"], "recurringLimit" in card) == ({"spent": 0.0}, False)
    path = f"/v3/spend/cards/{card['uuid']}"
    spend.refused(spend.patch(path, json={"limit": 5}), 400, "limit: must be null when shareBudgetFunds is true")
    spend.refused(spend.patch(path, json={"shareBudgetFunds": False}), 400, "limit: must not be null")
    changed = spend.patch(path, json={"shareBudgetFunds": False, "limit": 5}).json
    assert (changed["currentPeriod"], changed["recurringLimit"], assigned(budget)) == (
        {"limit": 5.0, "spent": 0.0},
        0.0,
        5.0,
    )
    spend.patch(path, json={"shareBudgetFunds": True})
    assert (read(card)["currentPeriod"], assigned(budget)) == ({"spent": 0.0}, 0.0)


def test_a_card_moves_with_its_money_to_another_budget(spend, make_card, make_budget, assigned, budget):
    card, other = make_card(), make_budget("Other")
    moved = spend.patch(f"/v3/spend/cards/{card['uuid']}", json={"budgetId": other["id"], "limit": 70}).json
    assert (moved["budgetId"], moved["budgetUuid"]) == (other["id"], other["uuid"])
    assert (assigned(budget), assigned(other)) == (0.0, 70.0)
    spend.refused(spend.patch(f"/v3/spend/cards/{card['uuid']}", json={"budgetId": "bgt_none"}), 422)


def test_a_patch_changes_what_it_names_and_nothing_else(spend, make_card, read):
    card = make_card(expirationDate="2026-12-31")
    path = f"/v3/spend/cards/{card['uuid']}"
    sent = {"name": "Hosting", "recurring": False, "status": "ACTIVATED", "userId": "usr_x"}
    assert spend.patch(path, json=sent).status_code == 200
    changed = read(card)
    told = {"name": "Hosting", "recurring": False, "updatedTime": changed["updatedTime"]}
    assert changed == card | told and changed["updatedTime"] > card["updatedTime"]
    assert "expirationDate" not in spend.patch(path, json={"expirationDate": None}).json


def test_cards_freeze_and_thaw_a_second_time_for_nothing(spend, world, make_card):
    world.choices.update({"spend.new_card_status": "ACTIVATED"})
    card = make_card()
    assert card["status"] == "ACTIVATED"
    path = f"/v3/spend/cards/{card['uuid']}"
    assert spend.post(f"{path}/unfreeze").json == card
    frozen = spend.post(f"{path}/freeze").json
    assert frozen["status"] == "FROZEN" and frozen["updatedTime"] > card["updatedTime"]
    assert spend.post(f"{path}/freeze").json == frozen
    assert spend.post(f"{path}/unfreeze").json["status"] == "ACTIVATED"


def test_a_deleted_card_can_be_read_and_nothing_else(spend, world, make_card, read):
    card = make_card()
    path = f"/v3/spend/cards/{card['uuid']}"
    spend.refused(spend.delete(f"{path}?reason=BORED"), 400)
    answer = spend.delete(f"{path}?reason=LOST")
    assert (answer.status_code, answer.data) == (200, b"")
    assert (read(card)["status"], read(card)["deletedReason"]) == ("DELETED", "LOST")
    before = world.fingerprint()
    spend.refused(spend.delete(path), 404)
    for answer in (
        spend.patch(path, json={"name": "x"}), spend.post(f"{path}/freeze"), spend.post(f"{path}/unfreeze"),
        spend.get(f"{path}/pan-jwt"),
    ):  # fmt: skip
        spend.refused(answer, 400, "cardId: the card is deleted")
    assert world.fingerprint() == before
    for method, suffix in (("GET", ""), ("POST", "/freeze"), ("DELETE", ""), ("GET", "/pan-jwt")):
        spend.refused(spend.call(method, f"/v3/spend/cards/crd_none{suffix}"), 404)


def test_lists_leave_deleted_cards_out_and_filter_and_sort(spend, make_user, make_budget, make_card):
    user, other = make_user(), make_budget("Other")
    first, second, third = make_card(name="b"), make_card(name="a", userId=user["uuid"]), make_card(name="c")
    make_card(name="d", budgetId=other["uuid"])
    spend.delete(f"/v3/spend/cards/{third['uuid']}")
    spend.post(f"/v3/spend/cards/{second['uuid']}/unfreeze")

    def names(query=""):
        answer = spend.get(f"/v3/spend/cards?{query}")
        assert answer.status_code == 200, answer.text
        return "".join(row["name"] for row in answer.json["results"])

    assert names() == "bad"
    assert names("sort=name:desc") == "dba"
    assert names("sort=status") == "abd"
    assert names("filters=status:eq:DELETED") == "c"
    assert names("filters=status:eq:FROZEN") == "bd"
    assert names(f"filters=budgetIds:eq:{other['id']}") == "d"
    assert names(f'filters=cardIds:in:"{first["id"]},{second["uuid"]}"') in ("a", "ba")
    assert names(f'filters=cardIds:in:"{first["uuid"]},{second["uuid"]}"') == "ba"
    assert names(f"filters=userIds:eq:{user['id']}") == "a"
    assert names("filters=types:eq:VIRTUAL_VENDOR") == "bad"
    assert names('filters=types:in:"PHYSICAL,VIRTUAL_MEMBER"') == ""
    assert names("bogus=1&page=2") == "bad"
    for bad in ("types:eq:VIRTUAL", "types:sw:P", "budgetId:eq:x", "status:ne:FROZEN", "name:eq:x", "status:eq:LOST"):
        spend.refused(spend.get(f"/v3/spend/cards?filters={bad}"), 400)
    spend.refused(spend.get("/v3/spend/cards?max=101"), 400, "max: must be less than or equal to 100")
    spend.refused(spend.get("/v3/spend/cards?sort=limit:asc"), 400)


def test_the_clock_closes_a_card_on_its_day_in_the_budget_s_zone(spend, make_budget, make_card, assigned, read):
    budget = make_budget(timezone="US/Mountain", recurringInterval="NONE", recurringLimit=...)
    card, kept = (make_card(budgetId=budget["uuid"], expirationDate="2026-03-10") for _ in range(2))
    spend.patch(f"/v3/spend/cards/{kept['uuid']}", json={"expirationDate": None})
    spend.post("/_mock/clock", json={"set": "2026-03-10T05:59:00Z"})  # midnight in Denver is 06:00 UTC
    assert (read(card)["status"], assigned(budget)) == ("FROZEN", 240.0)
    spend.advance(minutes=2)
    assert (read(card)["status"], "deletedReason" in read(card), assigned(budget)) == ("DELETED", False, 120.0)
    assert read(kept)["status"] == "FROZEN"


def test_a_card_whose_day_is_over_is_refused_or_closed_at_once(spend, world, admin, budget, make_card, read):
    body = {**GOOD, "userId": admin["uuid"], "budgetId": budget["uuid"], "expirationDate": "2026-03-01"}
    spend.refused(spend.post("/v3/spend/cards", json=body), 400, "expirationDate: must be a future date")
    world.choices.update({"spend.past_card_expiration": "take"})
    card = make_card(expirationDate="2026-03-01")
    spend.advance(seconds=1)
    assert read(card)["status"] == "DELETED"


@pytest.mark.parametrize(("carry_over", "again", "once"), [(False, 90.0, 0.0), (True, 210.0, 120.0)])
def test_a_new_period_renews_the_limits_of_cards(
    spend, make_budget, make_card, assigned, read, carry_over, again, once
):
    budget = make_budget(carryOver=carry_over)
    renewed, single = make_card(budgetId=budget["uuid"]), make_card(budgetId=budget["uuid"], recurringLimit=...)
    assert (renewed["recurring"], single["recurring"], single["recurringLimit"]) == (True, False, 0.0)
    spend.advance(days=30)
    assert read(renewed)["currentPeriod"] == {"limit": again, "spent": 0.0}
    assert read(single)["currentPeriod"] == {"limit": once, "spent": 0.0}
    assert assigned(budget) == again + once


def test_cards_end_with_their_budget(spend, make_card, make_budget, read):
    budget = make_budget("Short")
    card = make_card(budgetId=budget["uuid"], expirationDate="2026-03-10")
    spend.delete(f"/v3/spend/budgets/{budget['uuid']}")
    gone = read(card)
    assert gone["status"] == "DELETED"
    assert spend.get(f"/v3/spend/budgets/{budget['uuid']}").json["currentPeriod"]["assigned"] == 0.0
    spend.advance(days=40)
    assert read(card) == gone


def test_cards_end_with_their_user_and_with_the_membership(spend, make_user, make_card, budget, assigned, read):
    user, leaver = make_user("Una"), make_user("Olo")
    for person in (user, leaver):
        spend.put(
            f"/v3/spend/budgets/{budget['uuid']}/members/{person['uuid']}", json={"limit": 10, "recurringLimit": 0}
        )
    first, second, own = make_card(userId=user["uuid"]), make_card(userId=leaver["uuid"]), make_card()
    assert assigned(budget) == 380.0
    spend.delete(f"/v3/spend/users/{user['uuid']}")
    assert (read(first)["status"], assigned(budget)) == ("DELETED", 250.0)
    spend.delete(f"/v3/spend/budgets/{budget['uuid']}/members/{leaver['uuid']}")
    assert (read(second)["status"], read(own)["status"], assigned(budget)) == ("DELETED", "FROZEN", 120.0)


def test_only_an_admin_writes_cards_and_sees_their_numbers(spend, bearer, make_user, make_card):
    make_user(first="Ben", email="ben@mockbill.test", role="BOOKKEEPER")
    card, app = make_card(), bearer("ben@mockbill.test")
    path = f"/v3/spend/cards/{card['uuid']}"
    assert app.get(path).json == card
    app.refused(app.post(f"{path}/unfreeze"), 403)
    app.refused(app.get(f"{path}/pan-jwt"), 403)
    app.refused(app.delete(path), 403)
    narrow = bearer(scope="accounting_data_access")
    narrow.refused(narrow.patch(path, json={"name": "x"}), 403)
    assert bearer().patch(path, json={"name": "x"}).status_code == 200
