"""The custom fields that a row shows: what is offered, what is taken of a body, what stays."""

import pytest

CLAIMS = "/v3/spend/reimbursements"


@pytest.fixture
def code(spend):
    """Lays customFields over a claim by PATCH; answers the claim."""

    def patch(claim, *entries):
        answer = spend.patch(f"{CLAIMS}/{claim['uuid']}", json={"customFields": list(entries)})
        assert answer.status_code == 200, answer.text
        return answer.json

    return patch


def chosen(claim, field):
    (entry,) = [entry for entry in claim["customFields"] if entry["uuid"] == field["uuid"]]
    return [value["value"] for value in entry["selectedValues"]]


def test_a_row_shows_what_its_budget_offers(make_field, make_budget, make_claim):
    mine, other = make_budget("Mine"), make_budget("Other")
    everywhere = make_field("Everywhere")
    here = make_field("Here", **{"global": False, "selectedBudgetIds": [mine["uuid"]]})
    make_field("There", **{"global": False, "selectedBudgetIds": [other["uuid"]]})
    wanted = make_field("Wanted", **{"global": False, "requiredBudgetIds": [mine["id"]]})
    claim = make_claim(budgetId=mine["uuid"])
    assert claim["customFields"] == [
        {"id": field["id"], "uuid": field["uuid"], "name": field["name"], "isRequired": required, "selectedValues": []}
        for field, required in ((everywhere, False), (here, False), (wanted, True))
    ]


@pytest.mark.parametrize(("amount", "required"), [(24.99, False), (25, True)])
def test_a_field_is_required_from_its_minimum_on(make_field, make_claim, amount, required):
    make_field(required=True, minimumAmountForRequirement=25)
    assert make_claim(amount=amount)["customFields"][0]["isRequired"] is required


def test_values_are_chosen_by_either_id_and_shown_with_both(spend, make_field, values_of, make_claim, code):
    field = make_field(values=["North", "South"], multiSelect=True)
    known = values_of(field)
    claim = make_claim(
        customFields=[{"customFieldId": field["id"], "selectedValues": [known["North"]["uuid"], known["South"]["id"]]}]
    )
    assert claim["customFields"][0]["selectedValues"] == [
        {name: known[text][name] for name in ("id", "uuid", "value")} for text in ("North", "South")
    ]
    bare = {"customFieldId": field["uuid"], "selectedValues": known["South"]["id"]}
    assert chosen(code(claim, bare), field) == ["South"]
    assert chosen(code(claim, {"customFieldId": field["uuid"], "selectedValues": []}), field) == []
    assert chosen(spend.get(f"{CLAIMS}/{claim['id']}").json, field) == []


def test_a_field_that_is_not_named_keeps_its_values(make_field, values_of, make_claim, code):
    one, two = make_field("One", values=["a"]), make_field("Two", values=["b"])
    claim = make_claim()
    code(claim, {"customFieldId": one["id"], "selectedValues": [values_of(one)["a"]["uuid"]]})
    claim = code(claim, {"customFieldId": two["id"], "selectedValues": [values_of(two)["b"]["uuid"]]})
    assert (chosen(claim, one), chosen(claim, two)) == (["a"], ["b"])
    assert chosen(code(claim, {"customFieldId": one["id"]}), one) == ["a"]


def test_what_bill_ignores_is_ignored_without_a_word(spend, make_field, make_budget, values_of, make_claim, code):
    field = make_field(values=["North", "South", "Gone"])
    known = values_of(field)
    elsewhere = make_field(
        "Elsewhere", values=["x"], **{"global": False, "selectedBudgetIds": [make_budget("B")["uuid"]]}
    )
    spend.delete(
        f"/v3/spend/custom-fields/{field['uuid']}/values", json={"customFieldValueIds": [known["Gone"]["uuid"]]}
    )
    claim = make_claim(customFields=[{"customFieldId": field["id"], "selectedValues": [known["North"]["id"]]}])
    for entry in (
        {"customFieldId": "tty_none", "selectedValues": [known["South"]["id"]]},
        {"customFieldId": elsewhere["id"], "selectedValues": [values_of(elsewhere)["x"]["id"]]},
        {"customFieldId": field["id"], "selectedValues": [known["North"]["id"], known["South"]["id"]]},  # one only
        {"customFieldId": field["id"], "note": "free text", "value": "South"},
    ):
        assert code(claim, entry)["customFields"] == claim["customFields"]
    assert chosen(code(claim, {"customFieldId": field["id"], "selectedValues": [known["Gone"]["id"]]}), field) == []


def test_uuids_are_dropped_silently_by_choice(make_field, values_of, make_claim, code, world):
    world.choices.update({"spend.custom_field_ids": "older"})
    field = make_field(values=["North"])
    north, claim = values_of(field)["North"], make_claim()
    for entry in (
        {"customFieldId": field["uuid"], "selectedValues": [north["id"]]},
        {"customFieldId": field["id"], "selectedValues": [north["uuid"]]},
    ):
        assert chosen(code(claim, entry), field) == []
    assert chosen(code(claim, {"customFieldId": field["id"], "selectedValues": north["id"]}), field) == ["North"]


def test_a_note_takes_text_and_no_values(spend, make_claim, code):
    note = spend.post("/_mock/spend/notes", json={"name": "Purpose"}).json
    claim = code(make_claim(), {"customFieldId": note["uuid"], "note": "Samples", "selectedValues": ["tvl_x"]})
    assert claim["customFields"][0]["note"] == "Samples"
    assert chosen(claim, note) == []
    assert "note" not in code(claim, {"customFieldId": note["uuid"], "note": ""})["customFields"][0]


def test_what_was_chosen_outlives_its_value_and_its_field(spend, make_field, values_of, make_claim, code):
    field, empty = make_field(values=["North"]), make_field("Empty")
    north = values_of(field)["North"]
    claim = make_claim(customFields=[{"customFieldId": field["id"], "selectedValues": [north["id"]]}])
    spend.delete(f"/v3/spend/custom-fields/{field['uuid']}/values", json={"customFieldValueIds": [north["uuid"]]})
    assert chosen(code(claim, {"customFieldId": field["id"], "selectedValues": [north["id"]]}), field) == ["North"]
    for gone in (field, empty):
        spend.delete(f"/v3/spend/custom-fields/{gone['uuid']}")
    after = code(claim)
    assert [entry["uuid"] for entry in after["customFields"]] == [field["uuid"]]
    assert chosen(code(after, {"customFieldId": field["id"], "selectedValues": []}), field) == ["North"]


def test_a_new_name_is_shown_at_once(spend, make_field, make_claim):
    field, claim = make_field(), make_claim()
    spend.patch(f"/v3/spend/custom-fields/{field['uuid']}", json={"name": "Site"})
    assert spend.get(f"{CLAIMS}/{claim['uuid']}").json["customFields"][0]["name"] == "Site"
    assert spend.get(CLAIMS).json["results"][0]["customFields"][0]["name"] == "Site"


def test_a_field_that_comes_later_is_shown_by_the_next_write(spend, make_field, make_claim, code, values_of):
    claim = make_claim()
    assert "customFields" not in claim
    field = make_field(values=["North"])
    told = code(claim, {"customFieldId": field["id"], "selectedValues": [values_of(field)["North"]["id"]]})
    assert chosen(told, field) == ["North"]
    listed = spend.get(f"{CLAIMS}?filters=customFieldValueIds:eq:{values_of(field)['North']['uuid']}").json["results"]
    assert listed == [told]
    code(claim, {"customFieldId": field["id"], "selectedValues": []})
    empty = spend.get(f"{CLAIMS}?filters=customFieldValueIds:eq:{values_of(field)['North']['uuid']}").json["results"]
    assert empty == []


@pytest.mark.parametrize("entry", [{}, {"customFieldId": " "}, {"customFieldId": "x", "selectedValues": [{}]}, "x"])
def test_a_wrong_entry_is_refused(spend, make_claim, entry):
    spend.refused(spend.patch(f"{CLAIMS}/{make_claim()['uuid']}", json={"customFields": [entry]}), 400)
