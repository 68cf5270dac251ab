"""The audit trail of vendors: an item for the creation and one for each changed field."""

import pytest

NOWHERE = "00901AAAAAAAAAA00000"


def trail(api, vendor, **query):
    answer = api.get(f"/v3/reports/audit-trail/vendor/{vendor['id']}", query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.json


def edits(api, vendor):
    """What was edited, as (label, previous, current)."""
    items = [item["field"] for item in trail(api, vendor, max=100) if item["type"] == "Edit"]
    return [(field["name"], field["value"].get("previous"), field["value"].get("current")) for field in items]


def test_a_new_vendor_has_one_item_that_names_who_made_it(api, payables):
    vendor = payables.vendor()
    user = api.get("/v3/login/session").json["userId"]
    assert trail(api, vendor) == [
        {
            "source": "API",
            "type": "Create",
            "createdTime": vendor["createdTime"],
            "user": {"id": user, "name": "Ada Marsh"},
            "field": {},
        }
    ]


def test_each_changed_field_is_an_item_oldest_first(api, payables):
    vendor = payables.vendor(phone="4195550100")
    change = {"phone": "4195550199", "email": "ar@l.example", "name": "Lakeshore Paper"}
    changed = api.patch(f"/v3/vendors/{vendor['id']}", json=change | {"additionalInfo": {"track1099": True}}).json
    assert edits(api, vendor) == [
        ("Email", None, "ar@l.example"),
        ("Phone", "4195550100", "4195550199"),
        ("Track 1099", "false", "true"),
    ]
    assert {item["createdTime"] for item in trail(api, vendor)[1:]} == {changed["updatedTime"]}


def test_how_a_vendor_is_paid_is_told_in_the_words_of_the_web_app(api, payables):
    vendor = payables.vendor()
    account = {"accountNumber": "1112223334", "routingNumber": "074000010"}
    assert api.post(f"/v3/vendors/{vendor['id']}/bank-account", json=account).status_code == 200
    assert ("Pay by", "Check", "ePayment") in edits(api, vendor)
    assert ("Bank account number", None, "******3334") in edits(api, vendor)
    assert api.delete(f"/v3/vendors/{vendor['id']}/bank-account").status_code == 204
    assert edits(api, vendor)[-1] == ("Routing number", "074000010", None)


def test_archiving_is_told_once(api, payables):
    vendor = payables.vendor()
    for action in ("archive", "archive", "restore"):
        assert api.post(f"/v3/vendors/{vendor['id']}/{action}").status_code == 200
    assert edits(api, vendor) == [("Archived", "false", "true"), ("Archived", "true", "false")]


def test_another_user_and_an_edit_that_changes_nothing(api, world, payables):
    vendor = payables.vendor()
    email = next(row["email"] for row in world.store.find("user") if row["role"]["type"] == "ACCOUNTANT")
    other = api.as_user(email)
    assert other.patch(f"/v3/vendors/{vendor['id']}", json={"name": vendor["name"]}).status_code == 200
    assert len(trail(api, vendor)) == 1
    assert other.patch(f"/v3/vendors/{vendor['id']}", json={"name": "New"}).status_code == 200
    assert trail(api, vendor)[-1]["user"]["name"] == "Ben Okafor"


def test_a_refused_edit_leaves_no_trace(api, payables):
    vendor = payables.vendor()
    api.refused(api.patch(f"/v3/vendors/{vendor['id']}", json={"name": "x" * 101}), 400)
    assert len(trail(api, vendor)) == 1


def test_a_part_of_the_trail(api, payables):
    vendor = payables.vendor()
    for number in range(24):
        api.patch(f"/v3/vendors/{vendor['id']}", json={"phone": str(number)})
    whole = trail(api, vendor, max=100, includeArchived="true")
    assert len(whole) == 25
    assert trail(api, vendor) == whole[:20]
    assert trail(api, vendor, start=3, max=2) == whole[3:5]
    assert trail(api, vendor, start=25) == []


@pytest.mark.parametrize("query", ["start=-1", "max=0", "max=101", "max=many"])
def test_a_part_that_is_none(api, payables, query):
    api.refused(api.get(f"/v3/reports/audit-trail/vendor/{payables.vendor()['id']}?{query}"), 400)


def test_an_unknown_vendor_has_no_trail(api):
    api.refused(api.get(f"/v3/reports/audit-trail/vendor/{NOWHERE}"), 404, code="BDC_1205")
