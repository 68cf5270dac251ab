"""Custom fields of S&E and their values."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import unique
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, judge, lacking, refused
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def make_field(spend: Client) -> Any:
    def make(**fields: Any) -> dict[str, Any]:
        body = {"name": unique("Job site"), "allowCustomValues": False, "global": True}
        return spend.spend.custom_fields.create({**body, **fields})

    return make


@pytest.fixture
def field(make_field: Any) -> dict[str, Any]:
    return make_field(values=["North", "South"])


def by_text(spend: Client, field: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["value"]: row for row in spend.spend.custom_field_values(field["uuid"]).iterate()}


@contract(
    "SE-CUST-001",
    "A custom field is made as a selector, without its values, and found by id and uuid alike.",
    "D",
    "reference/createcustomfield",
)
def test_create(spend: Client, field: dict[str, Any]) -> None:
    assert field["type"] == "CUSTOM_SELECTOR"
    assert (field["global"], field["required"], field["multiSelect"], field["retired"]) == (True, False, False, False)
    assert "values" not in field
    assert spend.spend.custom_fields.get(field["id"]) == spend.spend.custom_fields.get(field["uuid"]) == field


@contract(
    "SE-CUST-002", "Name, allowCustomValues and global are required of a field.", "S", "reference/createcustomfield"
)
@pytest.mark.parametrize("missing", ["name", "allowCustomValues", "global"])
def test_required(spend: Client, missing: str) -> None:
    body = {"name": "x", "allowCustomValues": False, "global": True}
    del body[missing]
    lacking(spend.raw("POST", "/v3/spend/custom-fields", json=body), missing)


@contract(
    "SE-CUST-003",
    "A field names its budgets by both ids, whichever they were given by.",
    "D",
    "reference/createcustomfield",
)
def test_budgets(spend: Client, make_field: Any) -> None:
    budget = spend.spend.budgets.list(max=1).results[0]
    field = make_field(**{"global": False, "selectedBudgetIds": [budget["uuid"]], "requiredBudgetIds": [budget["id"]]})
    assert (field["selectedBudgetIds"], field["selectedBudgetUuids"]) == ([budget["id"]], [budget["uuid"]])
    assert (field["requiredBudgetIds"], field["requiredBudgetUuids"]) == ([budget["id"]], [budget["uuid"]])


@contract(
    "SE-CUST-004", "A budget that does not exist is refused in a custom field.", "I", "reference/createcustomfield"
)
def test_unknown_budget(spend: Client) -> None:
    body = {"name": unique("x"), "allowCustomValues": False, "global": False, "selectedBudgetIds": ["bgt_none"]}
    judge(spend.raw("POST", "/v3/spend/custom-fields", json=body), CLIENT_ERROR)


@contract(
    "SE-CUST-005",
    "PATCH changes what it names, except how many values may be picked and which there are.",
    "S",
    "reference/updatecustomfield",
)
def test_patch(spend: Client, field: dict[str, Any]) -> None:
    change = {"description": "Where", "required": True, "minimumAmountForRequirement": 25}
    changed = spend.spend.custom_fields.update(field["uuid"], {**change, "multiSelect": True, "values": ["East"]})
    assert changed == {**field, **change}
    assert list(by_text(spend, field)) == ["North", "South"]


@contract(
    "SE-CUST-006",
    "A deleted field is answered with nothing, reads retired, and is listed only when asked for.",
    "D",
    "reference/deletecustomfield",
)
def test_delete(spend: Client, field: dict[str, Any]) -> None:
    fields = spend.spend.custom_fields
    assert fields.delete(field["uuid"]) is None
    assert fields.get(field["uuid"])["retired"] is True
    assert field["uuid"] not in [row["uuid"] for row in fields.iterate()]
    assert field["uuid"] in [row["uuid"] for row in fields.iterate(filters="retired:eq:true")]


@contract("SE-CUST-007", "Fields are found by name and sorted by it.", "D", "reference/listcustomfields")
def test_list(spend: Client, make_field: Any) -> None:
    family = unique("Yard")
    made = [make_field(name=f"{family} {letter}")["uuid"] for letter in "bca"]
    listed = spend.spend.custom_fields.list(filters=f'name:sw:"{family}"', sort="name:asc")
    assert [row["uuid"] for row in listed] == [made[2], made[0], made[1]]
    assert [row["uuid"] for row in spend.spend.custom_fields.list(filters=f'name:eq:"{family} c"')] == [made[1]]


@contract("SE-CUST-008", "max beyond 100 is 400 and says so, for fields and for values.", "O", "observed")
def test_max(spend: Client, field: dict[str, Any]) -> None:
    for collection in (spend.spend.custom_fields, spend.spend.custom_field_values(field["uuid"])):
        with refused(400) as found:
            collection.list(max=101)
        assert found.messages == ["max: must be less than or equal to 100"]
        with refused(400):
            collection.list(filters="bogus:eq:1")


@contract("SE-CUST-009", "An unknown field is 404.", "O", "observed")
def test_unknown(spend: Client) -> None:
    for call in (
        lambda: spend.spend.custom_fields.get("tty_00000000000000000000000000"),
        lambda: spend.spend.custom_fields.update("tty_00000000000000000000000000", {"name": "x"}),
        lambda: spend.spend.custom_field_values("tty_00000000000000000000000000").list(),
    ):
        with refused(404):
            call()


@contract("SE-CUST-010", "Whatever is patched in a field, the next read agrees.", "I", "reference/updatecustomfield")
@properties
@given(
    change=st.fixed_dictionaries({}, optional={
        "name": st.text(st.characters(categories=["L"]), min_size=1, max_size=30), "required": st.booleans(),
        "allowCustomValues": st.booleans(), "global": st.booleans(), "minimumAmountForRequirement": st.integers(0, 900),
    })
)  # fmt: skip
def test_patch_then_get(spend: Client, lasting: str, change: dict[str, Any]) -> None:
    changed = spend.spend.custom_fields.update(lasting, change)
    assert change.items() <= changed.items()
    assert spend.spend.custom_fields.get(lasting) == changed


@pytest.fixture(scope="module")
def lasting(make_field: Any) -> str:
    return make_field()["uuid"]


@contract(
    "SE-CVAL-001",
    "Values given to a field are listed and read one by one, by either id.",
    "D",
    "reference/listcustomfieldvalues",
)
def test_values(spend: Client, field: dict[str, Any]) -> None:
    known = by_text(spend, field)
    assert list(known) == ["North", "South"]
    values = spend.spend.custom_field_values(field["uuid"])
    assert values.get(known["North"]["uuid"]) == values.get(known["North"]["id"]) == known["North"]
    assert known["North"]["deleted"] is False


@contract(
    "SE-CVAL-002",
    "Several values are added at once, and one value object is answered.",
    "D",
    "reference/createcustomfieldvalues",
)
def test_add(spend: Client, field: dict[str, Any]) -> None:
    answer = spend.spend.custom_field_values(field["uuid"]).create({"values": ["East", "West"]})
    assert answer["value"] in ("East", "West")
    assert set(by_text(spend, field)) == {"North", "South", "East", "West"}


@contract("SE-CVAL-003", "At least one value must be given.", "S", "reference/createcustomfieldvalues")
@pytest.mark.parametrize("body", [{}, {"values": []}])
def test_add_nothing(spend: Client, field: dict[str, Any], body: dict[str, Any]) -> None:
    judge(spend.raw("POST", f"/v3/spend/custom-fields/{field['uuid']}/values", json=body), 400)


@contract(
    "SE-CVAL-004",
    "Values are deleted by a DELETE with a body; the answer is empty, and only retired:eq:true lists them.",
    "D",
    "reference/deletecustomfieldvalue",
)
def test_remove(spend: Client, field: dict[str, Any]) -> None:
    north = by_text(spend, field)["North"]
    values = spend.spend.custom_field_values(field["uuid"])
    assert values.delete_values({"customFieldValueIds": [north["uuid"]]}) is None
    assert list(by_text(spend, field)) == ["South"]
    assert [row["uuid"] for row in values.iterate(filters="retired:eq:true")] == [north["uuid"]]
    assert values.get(north["uuid"]) == {**north, "deleted": True}


@contract(
    "SE-CVAL-005", "A value that the field does not have is not deleted.", "I", "reference/deletecustomfieldvalue"
)
def test_remove_unknown(spend: Client, field: dict[str, Any], make_field: Any) -> None:
    stranger = by_text(spend, make_field(values=["East"]))["East"]
    values = spend.spend.custom_field_values(field["uuid"])
    with refused(CLIENT_ERROR):
        values.delete_values({"customFieldValueIds": [stranger["uuid"]]})
    with refused(404):
        values.get(stranger["uuid"])


@contract(
    "SE-CVAL-006",
    "Values are found by a filter called name, though the member is called value.",
    "D",
    "reference/listcustomfieldvalues",
)
def test_find_values(spend: Client, field: dict[str, Any]) -> None:
    values = spend.spend.custom_field_values(field["uuid"])
    assert [row["value"] for row in values.list(filters="name:sw:Nor")] == ["North"]
    with refused(400):
        values.list(filters="value:eq:North")


@contract("SE-CVAL-007", "A note, which users make in the web app, has no values to pick.", "I", "observed")
def test_note(spend: Client, control: Control) -> None:
    note = control.ask("POST", "/spend/notes", {"name": unique("Purpose")})
    assert spend.spend.custom_fields.get(note["uuid"])["type"] == "NOTE"
    assert spend.spend.custom_field_values(note["uuid"]).list().results == []
