"""Budgets and their members."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import unique
from billcontracts.properties import properties
from billcontracts.refusals import lacking, refused
from hypothesis import given
from hypothesis import strategies as st


@contract(
    "SE-BUDG-001",
    "The limit of a new budget comes back in its current period, not at the top.",
    "D",
    "reference/createbudget",
)
def test_create(spend: Client, budget: dict[str, Any]) -> None:
    assert budget["currentPeriod"]["limit"] == 750
    assert budget["recurringLimit"] == 600
    assert "limit" not in budget
    assert budget["currentPeriod"]["spent"] == {"cleared": 0, "pending": 0, "total": 0}
    assert spend.spend.budgets.get(budget["uuid"]) == spend.spend.budgets.get(budget["id"]) == budget


@contract(
    "SE-BUDG-002",
    "Name, owners and interval are required; a limit unless overspending is limitless; a recurring one where it recurs.",
    "D",
    "reference/createbudget",
)
@pytest.mark.parametrize("missing", ["name", "owners", "recurringInterval", "limit", "recurringLimit"])
def test_required(spend: Client, me: dict[str, Any], missing: str) -> None:
    body = {"name": "x", "owners": [me["uuid"]], "recurringInterval": "MONTHLY", "limit": 7, "recurringLimit": 6}
    del body[missing]
    lacking(spend.raw("POST", "/v3/spend/budgets", json=body), missing)


@contract("SE-BUDG-003", "Two budgets may have one name.", "O", "observed")
def test_same_name(make_budget: Any) -> None:
    name = unique("Twin")
    assert make_budget(name=name)["uuid"] != make_budget(name=name)["uuid"]


@contract("SE-BUDG-004", "PATCH of the limit changes the current period.", "D", "reference/updatebudget")
def test_patch(spend: Client, budget: dict[str, Any]) -> None:
    changed = spend.spend.budgets.update(budget["uuid"], {"limit": 300})
    assert changed["currentPeriod"]["limit"] == 300
    assert changed["name"] == budget["name"]


@contract(
    "SE-BUDG-005",
    "A deleted budget is answered with nothing, reads retired, and is listed only when asked for.",
    "O",
    "observed",
)
def test_delete(spend: Client, budget: dict[str, Any]) -> None:
    assert spend.spend.budgets.delete(budget["uuid"]) is None
    assert spend.spend.budgets.get(budget["uuid"])["retired"] is True
    assert budget["uuid"] not in [row["uuid"] for row in spend.spend.budgets.iterate()]
    assert budget["uuid"] in [row["uuid"] for row in spend.spend.budgets.iterate(filters="retired:eq:true")]


@contract(
    "SE-BUDG-006",
    "Budgets are found by budgetIds (budgetId is 400) and by name, and sorted by name or limit.",
    "O",
    "observed",
)
def test_list(spend: Client, make_budget: Any) -> None:
    family = unique("Yard")
    made = [make_budget(name=f"{family} {letter}", limit=limit) for letter, limit in (("b", 10), ("a", 20))]
    budgets = spend.spend.budgets
    assert [row["uuid"] for row in budgets.list(filters=f"budgetIds:eq:{made[0]['uuid']}")] == [made[0]["uuid"]]
    ours = f'name:sw:"{family}"'
    assert [row["name"][-1] for row in budgets.list(filters=ours, sort="name:asc")] == ["a", "b"]
    assert [row["name"][-1] for row in budgets.list(filters=ours, sort="limit:desc")] == ["a", "b"]
    with refused(400):
        budgets.list(filters=f"budgetId:eq:{made[0]['uuid']}")


@contract("SE-BUDG-007", "A number may be sent as a text.", "D", "reference/upsertbudgetmember")
def test_text_numbers(spend: Client, budget: dict[str, Any], someone: dict[str, Any]) -> None:
    member = spend.spend.budget_members(budget["uuid"]).upsert(
        someone["uuid"], {"limit": "50", "recurringLimit": "100"}
    )
    assert (member["limit"], member["recurringLimit"]) == (50, 100)


@contract(
    "SE-BUDG-008", "Whatever the size of a page, the pages of budgets partition them.", "D", "reference/listbudgets"
)
@properties
@given(size=st.integers(1, 6), sort=st.sampled_from(["name:asc", "name:desc", "limit:asc"]))
def test_pages(spend: Client, yard: str, size: int, sort: str) -> None:
    query = {"filters": f'name:sw:"{yard}"', "sort": sort}
    whole = [row["uuid"] for row in spend.spend.budgets.list(max=100, **query)]
    assert [row["uuid"] for row in spend.spend.budgets.iterate(max=size, **query)] == whole
    assert len(set(whole)) == 4


@pytest.fixture(scope="module")
def yard(make_budget: Any) -> str:
    family = unique("Pier")
    for number in range(4):
        make_budget(name=f"{family} {number}", limit=number * 10)
    return family


@contract("SE-BUDG-009", "Whatever is patched in a budget, the next read agrees.", "I", "reference/updatebudget")
@properties
@given(
    change=st.fixed_dictionaries({}, optional={
        "description": st.text(st.characters(categories=["L"]), min_size=1, max_size=30), "limit": st.integers(0, 10_000),
        "receiptRequired": st.booleans(), "carryOver": st.booleans(), "recurringLimit": st.integers(1, 10_000),
    })
)  # fmt: skip
def test_patch_then_get(spend: Client, lasting: str, change: dict[str, Any]) -> None:
    changed = spend.spend.budgets.update(lasting, change)
    assert spend.spend.budgets.get(lasting) == changed
    sent = {name: value for name, value in change.items() if name != "limit"}
    assert sent.items() <= changed.items()
    assert changed["currentPeriod"]["limit"] == change.get("limit", changed["currentPeriod"]["limit"])


@pytest.fixture(scope="module")
def lasting(make_budget: Any) -> str:
    return make_budget()["uuid"]


@contract(
    "SE-MEMB-001", "Owners are members: listed with their role as budgetRole.", "D", "reference/listbudgetmembers"
)
def test_owner(spend: Client, budget: dict[str, Any], me: dict[str, Any]) -> None:
    (owner,) = spend.spend.budget_members(budget["uuid"]).list().results
    assert (owner["userUuid"], owner["budgetRole"]) == (me["uuid"], "OWNER")


@contract(
    "SE-MEMB-002", "A member with limits of 0 is taken and read back as sent, the role as budgetRole.", "O", "observed"
)
def test_zero_limits(spend: Client, budget: dict[str, Any], someone: dict[str, Any]) -> None:
    members = spend.spend.budget_members(budget["uuid"])
    sent = {"limit": 0, "recurringLimit": 0, "shareBudgetFunds": False}
    made = members.upsert(someone["uuid"], {**sent, "role": "MEMBER"})
    assert sent.items() <= made.items()
    assert made["budgetRole"] == "MEMBER"
    assert members.get(someone["uuid"]) == made


@contract("SE-MEMB-003", "A second upsert changes the member.", "D", "reference/upsertbudgetmember")
def test_upsert(spend: Client, budget: dict[str, Any], someone: dict[str, Any]) -> None:
    members = spend.spend.budget_members(budget["uuid"])
    members.upsert(someone["uuid"], {"limit": 10, "recurringLimit": 10})
    assert members.upsert(someone["uuid"], {"limit": 20, "recurringLimit": 10})["limit"] == 20
    assert len([row for row in members.iterate() if row["userUuid"] == someone["uuid"]]) == 1


@contract(
    "SE-MEMB-004",
    "Who shares the budget's funds has no limits of their own: both together are refused.",
    "I",
    "reference/upsertbudgetmember",
)
def test_sharing(spend: Client, budget: dict[str, Any], someone: dict[str, Any]) -> None:
    members = spend.spend.budget_members(budget["uuid"])
    assert members.upsert(someone["uuid"], {"shareBudgetFunds": True})["shareBudgetFunds"] is True
    with refused(400):
        members.upsert(someone["uuid"], {"shareBudgetFunds": False})


@contract(
    "SE-MEMB-005", "Up to five members in bulk are there when the call has answered.", "D", "changelog/2024-06-28"
)
def test_bulk(spend: Client, budget: dict[str, Any], someone: dict[str, Any]) -> None:
    members = spend.spend.budget_members(budget["uuid"])
    answer = members.bulk_upsert(
        {"members": [{"userId": someone["uuid"], "limit": 5, "recurringLimit": 5, "role": "OBSERVER"}]}
    )
    assert answer["status"]
    assert members.get(someone["uuid"])["budgetRole"] == "OBSERVER"


@contract(
    "SE-MEMB-006",
    "A removed member is answered with nothing, and the budget's list has them no more.",
    "D",
    "reference/deletebudgetmember",
)
def test_remove(spend: Client, budget: dict[str, Any], someone: dict[str, Any]) -> None:
    members = spend.spend.budget_members(budget["uuid"])
    members.upsert(someone["uuid"], {"limit": 1, "recurringLimit": 1})
    assert members.delete(someone["uuid"]) is None
    assert someone["uuid"] not in [row["userUuid"] for row in members.iterate()]


@contract(
    "SE-MEMB-007", "What members are given is what the budget's period has assigned.", "I", "reference/listbudgets"
)
def test_assigned(spend: Client, budget: dict[str, Any], someone: dict[str, Any]) -> None:
    before = budget["currentPeriod"]["assigned"]
    spend.spend.budget_members(budget["uuid"]).upsert(someone["uuid"], {"limit": 120, "recurringLimit": 0})
    assert spend.spend.budgets.get(budget["uuid"])["currentPeriod"]["assigned"] == before + 120


@contract("SE-MEMB-008", "A user that does not exist is no member.", "O", "observed")
def test_unknown(spend: Client, budget: dict[str, Any]) -> None:
    members = spend.spend.budget_members(budget["uuid"])
    with refused(404):
        members.get("usr_00000000000000000000000000")
    with refused(404):
        members.upsert("usr_00000000000000000000000000", {"limit": 1, "recurringLimit": 1})
