"""Budgets: rules between fields, periods the clock renews, delete."""

import pytest


def read(spend, budget):
    return spend.get(f"/v3/spend/budgets/{budget['uuid']}").json


def member_of(spend, budget, user):
    return spend.get(f"/v3/spend/budgets/{budget['uuid']}/members/{user['uuid']}").json


def test_the_default_budget_is_there_from_the_start(spend, admin):
    budget = spend.get("/v3/spend/budgets").json["results"][0]
    assert budget["default"] is True
    assert [member["budgetRole"] for member in spend.get(f"/v3/spend/budgets/{budget['id']}/members").json["results"]] == [
        "OWNER", "MEMBER", "MEMBER",
    ]  # fmt: skip
    spend.refused(spend.delete(f"/v3/spend/budgets/{budget['uuid']}"), 400)


def test_a_new_budget_shows_its_limit_in_the_current_period_only(make_budget):
    budget = make_budget(receiptRequired=True, limit="750.005")
    assert budget == {
        "id": budget["id"],
        "uuid": budget["uuid"],
        "name": "Field crew",
        "retired": False,
        "startDate": "2026-03-01",
        "recurringInterval": "MONTHLY",
        "timezone": "US/Eastern",
        "autoAddUsers": False,
        "receiptRequired": True,
        "carryOver": False,
        "default": False,
        "budgetGroup": False,
        "shareFunds": "DO_NOT_SHARE",
        "recurringLimit": 600.0,
        "limitlessOverspend": False,
        "currentPeriod": {
            "startDate": "2026-03-01",
            "endDate": "2026-04-01",
            "limit": 750.01,
            "assigned": 0.0,
            "spent": {"cleared": 0.0, "pending": 0.0, "total": 0.0},
        },
    }


def test_a_name_may_be_used_twice(spend, make_budget):
    assert make_budget()["uuid"] != make_budget()["uuid"]


def test_without_recurrence_a_budget_has_no_end_and_no_recurring_limit(make_budget):
    budget = make_budget(recurringInterval="NONE", recurringLimit=...)
    assert budget["recurringLimit"] == 0
    assert budget["startDate"] == "2026-03-02"
    assert "endDate" not in budget["currentPeriod"]


def test_all_that_is_missing_is_told(spend):
    answer = spend.post("/v3/spend/budgets", json={"owners": []})
    spend.refused(answer, 400)
    assert {entry["message"] for entry in answer.json} == {
        "name: must not be blank", "owners: must not be empty", "recurringInterval: must not be null",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"limit": ...}, ["limit"]),
        ({"recurringLimit": ...}, ["recurringLimit"]),
        ({"limit": ..., "recurringLimit": ...}, ["limit", "recurringLimit"]),
        ({"limitlessOverspend": True, "recurringInterval": "WEEKLY"}, ["limitlessOverspend"]),
        ({"limitlessGoal": 10}, ["limitlessGoal"]),
        ({"limitlessOverspend": True, "overspendBuffer": 5}, ["overspendBuffer"]),
        ({"overspendBuffer": 5, "recurringInterval": "DAILY"}, ["overspendBuffer"]),
        ({"recurMonth": 4}, ["recurMonth"]),
        ({"recurMonth": 13, "recurringInterval": "YEARLY"}, ["recurMonth"]),
        ({"limit": -0.01}, ["limit"]),
        ({"timezone": "Europe/Berlin"}, ["timezone"]),
        ({"shareFunds": "SHARE_WITH_ALL_MEMBERS"}, ["shareFunds"]),
        ({"recurringInterval": "HOURLY"}, ["recurringInterval"]),
        ({"expirationDate": "2026-02-30"}, ["expirationDate"]),
    ],
)
def test_rules_between_fields(spend, world, admin, change, fields):
    body = {
        "name": "B",
        "owners": [admin["id"]],
        "recurringInterval": "MONTHLY",
        "limit": 1,
        "recurringLimit": 1,
        **change,
    }
    body = {name: value for name, value in body.items() if value is not ...}
    before = world.fingerprint()
    answer = spend.post("/v3/spend/budgets", json=body)
    spend.refused(answer, 400)
    assert [entry["message"].split(":")[0] for entry in answer.json] == fields
    assert world.fingerprint() == before


def test_a_limitless_budget_needs_no_limit_and_may_have_a_goal(make_budget):
    budget = make_budget(limitlessOverspend=True, limitlessGoal=900, limit=...)
    assert (budget["limitlessGoal"], budget["currentPeriod"]["limit"]) == (900, 0)


def test_who_is_named_must_exist_and_the_parent_be_a_group(spend, admin, make_user, make_budget):
    gone = make_user()
    spend.delete(f"/v3/spend/users/{gone['uuid']}")
    lone = make_budget("Lone")
    body = {"name": "B", "owners": [admin["uuid"]], "recurringInterval": "NONE", "limit": 1}
    spend.refused(spend.post("/v3/spend/budgets", json=body | {"owners": ["usr_x"]}), 422, code="BDC_1205")
    spend.refused(spend.post("/v3/spend/budgets", json=body | {"members": [gone["uuid"]]}), 422, code="BDC_1205")
    spend.refused(spend.post("/v3/spend/budgets", json=body | {"parentBudgetId": "bgt_x"}), 422, code="BDC_1205")
    spend.refused(spend.post("/v3/spend/budgets", json=body | {"parentBudgetId": lone["id"]}), 400)
    assert len(spend.get("/v3/spend/budgets").json["results"]) == 2


def test_a_budget_begins_with_its_people(spend, admin, make_user, make_budget):
    owner, member, watcher = make_user("Ole"), make_user("Mia"), make_user("Wim")
    budget = make_budget(
        owners=[owner["id"], admin["uuid"]],
        members=[member["uuid"], owner["uuid"]],
        observers=[watcher["uuid"]],
    )
    rows = spend.get(f"/v3/spend/budgets/{budget['uuid']}/members").json["results"]
    assert [(row["name"], row["budgetRole"]) for row in rows] == [
        ("Ole Blum", "OWNER"), ("Ada Marsh", "OWNER"), ("Mia Blum", "MEMBER"), ("Wim Blum", "OBSERVER"),
    ]  # fmt: skip


def test_a_patch_merges_and_null_takes_the_expiration_away(spend, make_budget):
    budget = make_budget(expirationDate="2026-12-31", description="Tools")
    path = f"/v3/spend/budgets/{budget['id']}"
    changed = spend.patch(path, json={"limit": 300, "name": "Crew", "retired": True, "budgetGroup": True}).json
    assert changed == {**budget, "name": "Crew", "currentPeriod": {**budget["currentPeriod"], "limit": 300.0}}
    assert "expirationDate" not in spend.patch(path, json={"expirationDate": None, "description": ""}).json
    assert "description" not in read(spend, budget)
    assert spend.patch(path, json={"expirationDate": "2027-01-01"}).json["expirationDate"] == "2027-01-01"
    spend.refused(spend.patch(path, json={"expirationDate": "soon"}), 400)
    spend.refused(spend.patch(path, json={"name": " "}), 400, "name: must not be blank")


def test_a_patch_keeps_the_rules_with_what_was_set_before(spend, make_budget):
    budget = make_budget(limitlessOverspend=True, limitlessGoal=5, limit=...)
    path = f"/v3/spend/budgets/{budget['uuid']}"
    spend.refused(spend.patch(path, json={"recurringInterval": "DAILY"}), 400)
    spend.refused(spend.patch(path, json={"overspendBuffer": 4}), 400)
    spend.refused(spend.patch(path, json={"limitlessOverspend": False}), 400, "limit: must not be null")
    changed = spend.patch(path, json={"limitlessOverspend": False, "limit": 8, "overspendBuffer": 2}).json
    assert "limitlessGoal" not in changed
    assert (changed["currentPeriod"]["limit"], changed["currentPeriod"]["overspendBuffer"]) == (8.0, 2.0)
    assert "overspendBuffer" not in spend.patch(path, json={"recurringInterval": "DAILY"}).json["currentPeriod"]


def test_a_one_time_budget_needs_a_recurring_limit_to_recur(spend, make_budget):
    budget = make_budget(recurringInterval="NONE", recurringLimit=...)
    path = f"/v3/spend/budgets/{budget['uuid']}"
    spend.refused(spend.patch(path, json={"recurringInterval": "WEEKLY"}), 400, "recurringLimit: must not be null")
    changed = spend.patch(path, json={"recurringInterval": "WEEKLY", "recurringLimit": 70}).json
    assert (changed["currentPeriod"]["endDate"], changed["recurringLimit"]) == ("2026-03-09", 70.0)
    stopped = spend.patch(path, json={"recurringInterval": "NONE"}).json
    assert (stopped["recurringLimit"], "endDate" in stopped["currentPeriod"]) == (0.0, False)
    spend.advance(days=30)
    assert read(spend, budget) == stopped


def test_the_month_a_year_begins_in(spend, make_budget):
    assert make_budget(recurringInterval="YEARLY", recurMonth=7)["currentPeriod"] | {"spent": 0} == {
        "startDate": "2025-07-01", "endDate": "2026-07-01", "limit": 750.0, "assigned": 0.0, "spent": 0,
    }  # fmt: skip
    assert make_budget(recurringInterval="QUARTERLY")["currentPeriod"]["endDate"] == "2026-06-01"
    monthly = make_budget()
    path = f"/v3/spend/budgets/{monthly['uuid']}"
    assert spend.patch(path, json={"recurringInterval": "QUARTERLY", "recurMonth": 2}).json["currentPeriod"][
        "endDate"
    ] == ("2026-05-01")


def test_the_clock_begins_a_new_period_at_midnight_of_the_zone(spend, admin, make_budget, shop):
    budget = make_budget(timezone="US/Mountain", overspendBuffer=20)
    sharing = shop.card(budget, shareBudgetFunds=True)
    shop.swipe(sharing, 41.2, clear=True)
    shop.swipe(sharing, 18)
    assert read(spend, budget)["currentPeriod"]["spent"] == {"cleared": 41.2, "pending": 18.0, "total": 59.2}
    assert member_of(spend, budget, admin)["spent"] == 59.2
    to = {"set": "2026-04-01T05:59:00Z"}  # midnight in Denver is 06:00 UTC
    assert spend.post("/_mock/clock", json=to).status_code == 200
    assert read(spend, budget)["currentPeriod"]["startDate"] == "2026-03-01"
    spend.advance(minutes=2)
    assert read(spend, budget)["currentPeriod"] == {
        "startDate": "2026-04-01",
        "endDate": "2026-05-01",
        "limit": 600.0,
        "overspendBuffer": 20.0,
        "assigned": 0.0,
        "spent": {"cleared": 0.0, "pending": 0.0, "total": 0.0},
    }
    assert member_of(spend, budget, admin)["spent"] == 0
    spend.advance(days=300)
    assert read(spend, budget)["currentPeriod"]["startDate"] == "2027-01-01"
    assert read(spend, budget)["startDate"] == "2026-03-01"


@pytest.mark.parametrize(("carry_over", "limit", "assigned"), [(False, 100.0, 100.0), (True, 140.0, 150.0)])
def test_members_begin_the_new_period_with_their_recurring_limit(
    spend, shop, make_user, make_budget, carry_over, limit, assigned
):
    budget = make_budget(carryOver=carry_over)
    user, once, sharer = make_user("Una"), make_user("Olo"), make_user("Sam")
    path = f"/v3/spend/budgets/{budget['uuid']}/members"
    spend.put(f"{path}/{user['uuid']}", json={"limit": 50, "recurringLimit": 100})
    spend.put(f"{path}/{once['uuid']}", json={"limit": 10, "recurringLimit": 0})
    spend.put(f"{path}/{sharer['uuid']}", json={"shareBudgetFunds": True})
    shop.swipe(shop.card(budget, userId=user["uuid"], shareBudgetFunds=True), 10, clear=True)
    spend.advance(days=30)
    found = member_of(spend, budget, user)
    assert (found["limit"], found["spent"], found["recurringLimit"]) == (limit, 0.0, 100.0)
    assert "limit" not in member_of(spend, budget, sharer)
    assert read(spend, budget)["currentPeriod"]["assigned"] == assigned


def test_a_deleted_budget_is_read_but_not_listed_and_stands_still(spend, world, admin, make_budget):
    budget = make_budget(recurringInterval="DAILY")
    spend.put(
        f"/v3/spend/budgets/{budget['uuid']}/members/{admin['uuid']}",
        json={"limit": 5, "recurringLimit": 5, "role": "OWNER"},
    )
    answer = spend.delete(f"/v3/spend/budgets/{budget['uuid']}")
    assert (answer.status_code, answer.data) == (200, b"")
    assert [row["name"] for row in spend.get("/v3/spend/budgets").json["results"]] == ["Company budget"]
    assert spend.get("/v3/spend/budgets?filters=retired:eq:true").json["results"] == [read(spend, budget)]
    gone = read(spend, budget)
    assert (gone["retired"], gone["currentPeriod"]["assigned"]) == (True, 0.0)
    members = f"/v3/spend/budgets/{budget['uuid']}/members"
    assert spend.get(members).json["results"] == []
    assert spend.get(f"{members}?filters=retired:eq:true").json["results"][0]["name"] == "Ada Marsh"
    spend.refused(spend.delete(f"/v3/spend/budgets/{budget['uuid']}"), 404)
    spend.refused(spend.patch(f"/v3/spend/budgets/{budget['uuid']}", json={"limit": 1}), 404)
    spend.refused(spend.put(f"{members}/{admin['uuid']}", json={"limit": 1, "recurringLimit": 1}), 404)
    spend.advance(days=3)
    assert read(spend, budget) == gone


def test_a_group_goes_after_its_budgets(spend, make_budget):
    group = make_budget("Sites", budgetGroup=True)
    child = make_budget("Site", parentBudgetId=group["uuid"])
    spend.refused(spend.delete(f"/v3/spend/budgets/{group['uuid']}"), 400)
    assert spend.delete(f"/v3/spend/budgets/{child['uuid']}").status_code == 200
    assert spend.delete(f"/v3/spend/budgets/{group['uuid']}").status_code == 200


def test_new_users_join_a_budget_that_adds_them(spend, make_user, make_budget):
    budget, other = make_budget(autoAddUsers=True), make_budget("Other")
    user = make_user()
    found = member_of(spend, budget, user)
    assert (found["budgetRole"], found["limit"], found["recurring"]) == ("MEMBER", 0.0, False)
    spend.refused(spend.get(f"/v3/spend/budgets/{other['uuid']}/members/{user['uuid']}"), 404)


def test_only_an_admin_writes_budgets(spend, bearer, make_user, make_budget):
    make_user(first="Ben", email="ben@mockbill.test", role="BOOKKEEPER")
    budget, app = make_budget(), bearer("ben@mockbill.test")
    assert app.get(f"/v3/spend/budgets/{budget['uuid']}").json == budget
    app.refused(app.patch(f"/v3/spend/budgets/{budget['uuid']}", json={"limit": 1}), 403)
    app.refused(app.delete(f"/v3/spend/budgets/{budget['uuid']}"), 403)
