"""Custom fields and their values: selectors that are made, changed, retired; values that come and go."""

import base64
import re

import pytest

FIELDS = "/v3/spend/custom-fields"


def values_path(field):
    return f"{FIELDS}/{field['uuid']}/values"


def test_a_field_is_a_selector_with_what_is_unset_false_or_absent(spend):
    answer = spend.post(FIELDS, json={"name": "Job site", "allowCustomValues": True, "global": False})
    assert answer.status_code == 200
    field = answer.json
    assert field == {
        "id": field["id"], "uuid": field["uuid"], "name": "Job site", "type": "CUSTOM_SELECTOR", "multiSelect": False,
        "allowCustomValues": True, "required": False, "retired": False, "createdTime": field["createdTime"],
        "selectedBudgetIds": [], "selectedBudgetUuids": [], "requiredBudgetIds": [], "requiredBudgetUuids": [], "global": False,
    }  # fmt: skip
    assert re.fullmatch(r"tty_[0-9a-v]{26}", field["uuid"])
    assert re.fullmatch(r"TagType:\d+", base64.b64decode(field["id"]).decode())
    for key in (field["id"], field["uuid"]):
        assert spend.get(f"{FIELDS}/{key}").json == field


def test_all_that_is_given_is_kept_and_budgets_are_told_by_both_ids(spend, make_budget):
    one, two = make_budget("One"), make_budget("Two")
    body = {
        "name": "Job site", "allowCustomValues": False, "global": False, "required": True, "description": "Where",
        "multiSelect": True, "minimumAmountForRequirement": "25", "values": ["North", "South", "North"],
        "selectedBudgetIds": [one["id"], two["uuid"], one["uuid"]], "requiredBudgetIds": [two["id"]],
    }  # fmt: skip
    field = spend.post(FIELDS, json=body).json
    assert (field["description"], field["required"], field["multiSelect"]) == ("Where", True, True)
    assert field["minimumAmountForRequirement"] == 25
    assert field["selectedBudgetIds"] == [one["id"], two["id"]]
    assert field["selectedBudgetUuids"] == [one["uuid"], two["uuid"]]
    assert (field["requiredBudgetIds"], field["requiredBudgetUuids"]) == ([two["id"]], [two["uuid"]])
    assert "values" not in field
    assert [row["value"] for row in spend.get(values_path(field)).json["results"]] == ["North", "South"]


def test_what_is_wrong_with_a_field_is_told_at_once_and_nothing_is_made(spend):
    answer = spend.post(FIELDS, json={"description": "x", "minimumAmountForRequirement": -1})
    spend.refused(answer, 400)
    wrong = {entry["message"].split(":")[0] for entry in answer.json}
    assert wrong == {"name", "allowCustomValues", "global", "minimumAmountForRequirement"}
    unknown = {"name": "x", "allowCustomValues": False, "global": False, "selectedBudgetIds": ["bgt_none"]}
    spend.refused(spend.post(FIELDS, json=unknown), 422, code="BDC_1205")
    assert spend.get(FIELDS).json["results"] == []


def test_a_patch_changes_all_but_the_kind_of_choice_and_the_values(spend, make_field, make_budget, values_of):
    field, budget = make_field(description="Where", values=["North"]), make_budget()
    change = {"name": "Site", "description": "", "global": False, "required": True, "allowCustomValues": True}
    change |= {"minimumAmountForRequirement": 10, "requiredBudgetIds": [budget["uuid"]]}
    ignored = {"multiSelect": True, "values": ["South"], "type": "NOTE", "retired": True}
    answer = spend.patch(f"{FIELDS}/{field['id']}", json=change | ignored)
    assert answer.status_code == 200
    expected = {**field, **change, "requiredBudgetIds": [budget["id"]], "requiredBudgetUuids": [budget["uuid"]]}
    del expected["description"]
    assert answer.json == expected == spend.get(f"{FIELDS}/{field['uuid']}").json
    assert list(values_of(field)) == ["North"]
    assert spend.patch(f"{FIELDS}/{field['id']}", json={"requiredBudgetIds": []}).json["requiredBudgetUuids"] == []


def test_a_retired_field_is_read_and_listed_on_request_only(spend, make_field):
    field = make_field()
    answer = spend.delete(f"{FIELDS}/{field['id']}")
    assert (answer.status_code, answer.data) == (200, b"")
    assert spend.get(FIELDS).json["results"] == []
    assert spend.get(f"{FIELDS}?filters=retired:eq:true").json["results"] == [{**field, "retired": True}]
    assert spend.get(f"{FIELDS}/{field['uuid']}").json["retired"] is True
    assert spend.get(values_path(field)).status_code == 200
    for refusal in (
        spend.delete(f"{FIELDS}/{field['uuid']}"),
        spend.patch(f"{FIELDS}/{field['uuid']}", json={"name": "x"}),
        spend.post(values_path(field), json={"values": ["x"]}),
        spend.delete(values_path(field), json={"customFieldValueIds": ["x"]}),
    ):
        spend.refused(refusal, 404, code="BDC_1205")


def test_fields_are_found_by_name_and_sorted(spend, make_field):
    for name in ("Job", "Joiner", "Area"):
        make_field(name)

    def names(query):
        return [row["name"] for row in spend.get(f"{FIELDS}?{query}").json["results"]]

    assert names("sort=name:asc") == ["Area", "Job", "Joiner"]
    assert names("sort=createdTime:desc") == ["Area", "Joiner", "Job"]
    assert names("filters=name:sw:Jo") == ["Job", "Joiner"]
    assert names("filters=name:eq:Job") == ["Job"]
    spend.refused(spend.get(f"{FIELDS}?filters=type:eq:NOTE"), 400)
    spend.refused(spend.get(f"{FIELDS}?sort=required:asc"), 400)
    spend.refused(spend.get(f"{FIELDS}?max=101"), 400, "max: must be less than or equal to 100")
    first = spend.get(f"{FIELDS}?max=2").json
    assert base64.b64decode(first["nextPage"]) == b"arrayconnection:1"
    assert [row["name"] for row in spend.get(f"{FIELDS}?max=2&nextPage={first['nextPage']}").json["results"]] == [
        "Area"
    ]


def test_new_values_are_answered_by_the_first_and_one_text_is_one_value(spend, make_field, values_of):
    field = make_field(values=["North"])
    answer = spend.post(values_path(field), json={"values": ["South", "North", "South"]})
    assert answer.status_code == 200
    assert answer.json == values_of(field)["South"]
    assert answer.json.keys() == {"id", "uuid", "value", "deleted"}
    assert re.fullmatch(r"tvl_[0-9a-v]{26}", answer.json["uuid"])
    assert re.fullmatch(r"TagValue:\d+", base64.b64decode(answer.json["id"]).decode())
    assert list(values_of(field)) == ["North", "South"]
    assert spend.post(values_path(field), json={"values": ["North"]}).json == values_of(field)["North"]


@pytest.mark.parametrize("body", [{}, {"values": []}, {"values": [" "]}, {"values": "x"}, []])
def test_a_wrong_body_of_values_is_refused(spend, make_field, body):
    spend.refused(spend.post(values_path(make_field()), json=body), 400)


def test_values_are_deleted_by_a_body_and_stay_readable(spend, make_field, values_of):
    field = make_field(values=["North", "South", "East"])
    known = values_of(field)
    gone = {"customFieldValueIds": [known["North"]["uuid"], known["South"]["id"], known["North"]["id"]]}
    answer = spend.delete(values_path(field), json=gone)
    assert (answer.status_code, answer.data) == (200, b"")
    assert list(values_of(field)) == ["East"]
    listed = spend.get(f"{values_path(field)}?filters=retired:eq:true").json["results"]
    assert listed == [{**known["North"], "deleted": True}, {**known["South"], "deleted": True}]
    assert spend.get(f"{values_path(field)}/{known['North']['id']}").json["deleted"] is True
    again = spend.post(values_path(field), json={"values": ["North"]}).json
    assert again["uuid"] != known["North"]["uuid"]


def test_a_delete_is_all_or_nothing(spend, make_field, values_of):
    field, other = make_field(values=["North"]), make_field("Other", values=["East"])
    north, east = values_of(field)["North"]["uuid"], values_of(other)["East"]["uuid"]
    for keys in ([north, "tvl_none"], [north, east]):
        answer = spend.delete(values_path(field), json={"customFieldValueIds": keys})
        spend.refused(answer, 422, code="BDC_1205")
    assert list(values_of(field)) == ["North"]
    assert spend.delete(values_path(field), json={"customFieldValueIds": [north]}).status_code == 200
    spend.refused(spend.delete(values_path(field), json={"customFieldValueIds": [north]}), 422)
    for body in ({}, {"customFieldValueIds": []}, {"values": [north]}):
        spend.refused(spend.delete(values_path(field), json=body), 400)
    spend.refused(spend.delete(values_path(field)), 400)


def test_a_value_belongs_to_its_field(spend, make_field, values_of):
    field, other = make_field(values=["North"]), make_field("Other")
    value = values_of(field)["North"]
    assert spend.get(f"{values_path(field)}/{value['uuid']}").json == value
    spend.refused(spend.get(f"{values_path(other)}/{value['uuid']}"), 404)
    spend.refused(spend.get(f"{FIELDS}/tty_none/values/{value['uuid']}"), 404)
    assert spend.get(values_path(other)).json == {"results": []}


def test_values_are_found_by_name_though_it_is_called_value(spend, make_field):
    field = make_field(values=["North yard", "South yard", "Northern"])

    def texts(query):
        return [row["value"] for row in spend.get(f"{values_path(field)}?{query}").json["results"]]

    assert texts("filters=name:sw:North") == ["North yard", "Northern"]
    assert texts('filters=name:eq:"South yard"') == ["South yard"]
    assert texts("sort=bogus") == ["North yard", "South yard", "Northern"]
    spend.refused(spend.get(f"{values_path(field)}?filters=value:eq:x"), 400)
    page = spend.get(f"{values_path(field)}?max=1").json
    assert texts(f"max=1&nextPage={page['nextPage']}") == ["South yard"]


def test_an_admins_app_with_accounting_scope_writes(make_user, bearer):
    make_user(first="Ben", email="ben@mockbill.test", role="ADMIN")
    body = {"name": "x", "allowCustomValues": False, "global": True}
    assert bearer("ben@mockbill.test", "accounting_data_access").post(FIELDS, json=body).status_code == 200


def test_only_an_admin_writes(spend, make_user, bearer, make_field, values_of):
    field = make_field(values=["North"])
    make_user(first="Ben", email="ben@mockbill.test", role="BOOKKEEPER")
    app = bearer("ben@mockbill.test", "full_access")
    body = {"name": "x", "allowCustomValues": False, "global": True}
    gone = {"customFieldValueIds": [values_of(field)["North"]["uuid"]]}
    for refusal in (
        app.post(FIELDS, json=body),
        app.patch(f"{FIELDS}/{field['uuid']}", json={"name": "y"}),
        app.delete(f"{FIELDS}/{field['uuid']}"),
        app.post(values_path(field), json={"values": ["x"]}),
        app.delete(values_path(field), json=gone),
    ):
        spend.refused(refusal, 403)
    assert app.get(f"{values_path(field)}/{gone['customFieldValueIds'][0]}").status_code == 200


def test_a_note_is_made_by_the_control_api_and_has_no_values(spend):
    note = spend.post("/_mock/spend/notes", json={"name": "Purpose", "required": True}).json
    assert (note["type"], note["global"], note["required"]) == ("NOTE", True, True)
    assert spend.get(FIELDS).json["results"] == [note]
    spend.refused(spend.post(values_path(note), json={"values": ["x"]}), 400, "customFieldId: a NOTE has no values")
    assert spend.post("/_mock/spend/notes", json={"name": " "}).status_code == 400
