"""The chart of accounts, as the model of all classifications: ten operations, parents, bulk."""

import pytest

PATH = "/v3/classifications/chart-of-accounts"


@pytest.fixture
def make(api):
    def create(name="Boat upkeep", **more):
        answer = api.post(PATH, json={"name": name, **more})
        assert answer.status_code == 201, answer.text
        return answer.json

    return create


def codes(answer):
    return [entry["code"] for entry in answer.json]


def test_an_account_is_made_and_read_with_unset_members_left_out(api, make):
    made = make(account={"type": "EXPENSE", "number": "6-210"})
    assert made == {
        "id": made["id"],
        "archived": False,
        "name": "Boat upkeep",
        "account": {"type": "EXPENSE", "number": "6-210"},
        "createdTime": made["createdTime"],
        "updatedTime": made["createdTime"],
    }
    assert made["id"].startswith("0ca")
    assert api.get(f"{PATH}/{made['id']}").json == made
    api.refused(api.get(f"{PATH}/0ca01AAAAAAAAAAAAAAA"), 404, code="BDC_1205")


def test_names_are_required_and_may_repeat(api, make):
    make()
    make()
    api.refused(api.post(PATH, json={}), 400, "name: must not be blank")
    answer = api.post(PATH, json={"name": "x", "account": {"type": "TOY"}})
    api.refused(answer, 400)
    assert answer.json[0]["message"].startswith("account.type: ")


def test_a_patch_merges_the_account(api, make):
    made = make(account={"type": "EXPENSE", "number": "6-210"}, description="repairs")
    changed = api.patch(f"{PATH}/{made['id']}", json={"account": {"number": "7"}, "archived": True}).json
    assert changed["account"] == {"type": "EXPENSE", "number": "7"}
    assert (changed["archived"], changed["description"]) == (False, "repairs")
    assert changed["updatedTime"] > made["updatedTime"]


def test_archive_and_restore_twice_change_nothing_more(api, make):
    made = make()
    archived = api.post(f"{PATH}/{made['id']}/archive").json
    assert archived["archived"] is True
    assert api.post(f"{PATH}/{made['id']}/archive").json == archived
    assert made["id"] not in api.get(f"{PATH}?filters=archived:eq:false&max=100").text
    restored = api.post(f"{PATH}/{made['id']}/restore").json
    assert (restored["archived"], api.post(f"{PATH}/{made['id']}/restore").json) == (False, restored)


def test_a_parent_must_be_a_known_account(api, make, world):
    top = make("Top")
    child = make("Child", parentId=top["id"])
    assert child["parentId"] == top["id"]
    vendor = api.post(
        "/v3/vendors",
        json={"name": "V", "address": {"line1": "1 A St", "city": "B", "zipOrPostalCode": "1", "country": "US"}},
    ).json
    before = world.fingerprint()
    for unknown in ("0ca01AAAAAAAAAAAAAAA", "x", vendor["id"]):
        api.refused(api.post(PATH, json={"name": "x", "parentId": unknown}), 422, code="BDC_1205")
        api.refused(api.patch(f"{PATH}/{child['id']}", json={"parentId": unknown}), 422, code="BDC_1205")
    assert world.fingerprint() == before


def test_no_account_is_below_itself(api, make):
    top = make("Top")
    middle = make("Middle", parentId=top["id"])
    low = make("Low", parentId=middle["id"])
    for parent in (top, middle, low):
        answer = api.patch(f"{PATH}/{top['id']}", json={"parentId": parent["id"]})
        api.refused(answer, 422)
        assert "parentId" in answer.json[0]["message"]
    assert "parentId" not in api.patch(f"{PATH}/{middle['id']}", json={"parentId": ""}).json
    assert api.patch(f"{PATH}/{top['id']}", json={"parentId": low["id"]}).json["parentId"] == low["id"]


def test_filters_and_sorts(api, make):
    top = make("Alpha")
    make("Beta", parentId=top["id"])

    def names(query):
        answer = api.get(PATH, query_string=query)
        assert answer.status_code == 200, answer.text
        return [row["name"] for row in answer.json["results"]]

    assert names({"filters": f"parentId:eq:{top['id']}"}) == ["Beta"]
    assert names({"filters": f'id:in:"{top["id"]},x"'}) == ["Alpha"]
    assert names({"filters": 'name:sw:"Be"'}) == ["Beta"]
    assert names({"sort": "name:asc", "max": "1", "filters": "name:ne:Accounts Payable"}) == ["Accounts Receivable"]
    assert names({"sort": "createdTime:desc", "max": "1"}) == ["Beta"]
    api.refused(api.get(f"{PATH}?filters=description:eq:x"), 400, code="BDC_1130")


def test_bulk_makes_all_under_the_plural_name(api):
    answer = api.post(f"{PATH}/bulk", json=[{"name": "One"}, {"name": "Two"}])
    assert answer.status_code == 201
    assert list(answer.json) == ["chartOfAccounts"]
    assert [row["name"] for row in answer.json["chartOfAccounts"]] == ["One", "Two"]


def test_bulk_makes_none_when_one_is_refused(api, world):
    before = world.fingerprint()
    body = [{"name": "One"}, {"name": "Two", "parentId": "0ca01AAAAAAAAAAAAAAA"}, {"name": "Three"}]
    answer = api.post(f"{PATH}/bulk", json=body)
    api.refused(answer, 422)
    assert codes(answer) == ["BDC_1246", "BDC_1205", "BDC_1246"]
    api.refused(api.post(f"{PATH}/bulk", json=[{"name": "One"}, {}]), 400, "[1].name: must not be blank")
    assert world.fingerprint() == before


@pytest.mark.parametrize("count", [0, 51])
def test_bulk_takes_one_to_fifty(api, make, count):
    api.refused(api.post(f"{PATH}/bulk", json=[{"name": "x"}] * count), 400)
    id = make()["id"]
    api.refused(api.patch(f"{PATH}/bulk", json=[{"id": id, "name": "x"}] * count), 400)
    api.refused(api.post(f"{PATH}/bulk/archive?ids={','.join([id] * count)}"), 400)


def test_bulk_changes_by_id(api, make):
    one, two = make("One"), make("Two")
    body = [{"id": one["id"], "name": "Uno"}, {"id": two["id"], "parentId": one["id"]}]
    answer = api.patch(f"{PATH}/bulk", json=body)
    assert answer.status_code == 200
    assert [(row["name"], row.get("parentId")) for row in answer.json["chartOfAccounts"]] == [
        ("Uno", None),
        ("Two", one["id"]),
    ]
    api.refused(api.patch(f"{PATH}/bulk", json=[{"name": "x"}]), 400, "[0].id: must not be blank")
    cycle = [{"id": two["id"], "name": "Deux"}, {"id": one["id"], "parentId": two["id"]}]
    answer = api.patch(f"{PATH}/bulk", json=cycle)
    assert codes(answer)[0] == "BDC_1246"
    assert api.get(f"{PATH}/{two['id']}").json["name"] == "Two"


def test_bulk_archives_by_a_comma_list_or_a_repeated_parameter(api, make):
    one, two = make("One")["id"], make("Two")["id"]
    answer = api.post(f"{PATH}/bulk/archive?ids={one},{two}")
    assert answer.status_code == 200
    assert [row["archived"] for row in answer.json["chartOfAccounts"]] == [True, True]
    answer = api.post(f"{PATH}/bulk/restore?ids={one}&ids={two}")
    assert [row["archived"] for row in answer.json["chartOfAccounts"]] == [False, False]
    answer = api.post(f"{PATH}/bulk/archive?ids={one},0ca01AAAAAAAAAAAAAAA")
    assert codes(answer) == ["BDC_1246", "BDC_1205"]
    assert api.get(f"{PATH}/{one}").json["archived"] is False
    for missing in ("", "?ids=", "?ids=,"):
        api.refused(api.post(f"{PATH}/bulk/restore{missing}"), 400, code="BDC_1108")


def test_auditors_read_and_do_not_write(api):
    auditor = api.as_user("fay@mockbill.test")
    assert auditor.get(PATH).status_code == 200
    auditor.refused(auditor.post(PATH, json={"name": "x"}), 403)
