"""Chart of accounts: labels, alone and in bulk."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make, unique
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from hypothesis import given
from hypothesis import strategies as st

PATH = "/v3/classifications/chart-of-accounts"


@contract(
    "CL-COA-001",
    "An account is made with a name, and keeps type, number and parent.",
    "S",
    "reference/createclassificationchartofaccounts",
)
def test_create(bill: Client, make: Make) -> None:
    parent = make.account()
    made = make.account(description="repairs", parentId=parent["id"], account={"type": "EXPENSE", "number": "6-210"})
    assert bill.chart_of_accounts.get(made["id"]) == made
    assert made["account"] == {"type": "EXPENSE", "number": "6-210"}
    assert made["parentId"] == parent["id"]


@contract("CL-COA-002", "A name is required.", "S", "reference/createclassificationchartofaccounts")
def test_name(bill: Client) -> None:
    entries = judge(bill.raw("POST", PATH, json={"description": "nameless"}), 400)
    assert entries[0]["message"].startswith("name")


@contract(
    "CL-COA-003", "PATCH changes what is sent and keeps the rest.", "D", "reference/updateclassificationchartofaccounts"
)
def test_patch(bill: Client, make: Make) -> None:
    made = make.account(description="before")
    changed = bill.chart_of_accounts.update(made["id"], {"description": "after"})
    assert (changed["name"], changed["description"]) == (made["name"], "after")
    assert bill.chart_of_accounts.get(made["id"]) == changed


@contract("CL-COA-004", "Archive and restore are idempotent.", "D", "reference/archiveclassificationchartofaccounts")
def test_archive(bill: Client, make: Make) -> None:
    id = make.account()["id"]
    assert [bill.chart_of_accounts.archive(id)["archived"] for _ in range(2)] == [True, True]
    assert [bill.chart_of_accounts.restore(id)["archived"] for _ in range(2)] == [False, False]


@contract(
    "CL-COA-005",
    "Bulk create, update, archive and restore answer the accounts under chartOfAccounts, in order.",
    "D",
    "reference/bulkcreateclassificationchartofaccounts",
)
def test_bulk(bill: Client, make: Make) -> None:
    accounts = bill.chart_of_accounts
    names = [unique("Boat") for _ in range(3)]
    made = [make.keep(accounts, row) for row in accounts.bulk_create([{"name": name} for name in names])]
    assert [row["name"] for row in made] == names
    ids = [row["id"] for row in made]
    changed = accounts.bulk_update([{"id": id, "description": "new"} for id in ids])
    assert [(row["id"], row["description"]) for row in changed] == [(id, "new") for id in ids]
    assert [row["archived"] for row in accounts.bulk_archive(ids)] == [True] * 3
    assert [row["archived"] for row in accounts.bulk_restore(ids)] == [False] * 3


@contract(
    "CL-COA-006", "More than 50 in one bulk call are refused.", "D", "reference/bulkcreateclassificationchartofaccounts"
)
def test_bulk_limit(bill: Client) -> None:
    with refused(CLIENT_ERROR):
        bill.chart_of_accounts.bulk_create([{"name": "x"}] * 51)


@contract("CL-COA-007", "One bad row of a bulk call keeps all from being done.", "I", "docs/ap-bills")
def test_bulk_is_atomic(bill: Client, make: Make) -> None:
    made = make.account()
    with refused(CLIENT_ERROR):
        bill.chart_of_accounts.bulk_archive([made["id"], "0ca01NOSUCHACCOU0000"])
    assert bill.chart_of_accounts.get(made["id"])["archived"] is False


@contract("CL-COA-008", "An unknown type of account is 400.", "I", "reference/createclassificationchartofaccounts")
def test_type(bill: Client) -> None:
    judge(bill.raw("POST", PATH, json={"name": "Odd", "account": {"type": "PIRATE"}}), 400)


@contract(
    "CL-COA-009",
    "BILL's own sample query (max, sort, filter on id) finds the account.",
    "D",
    "reference/listclassificationchartofaccounts",
)
def test_list(bill: Client, make: Make) -> None:
    made = make.account()
    found = bill.chart_of_accounts.list(max=10, sort="createdTime:desc", filters=f"id:eq:{made['id']}")
    assert found.results == [made]


@contract("CL-COA-010", "An unknown account is 404 BDC_1205.", "I", "reference/getclassificationchartofaccounts")
def test_unknown(bill: Client) -> None:
    with refused(404, "BDC_1205"):
        bill.chart_of_accounts.get("0ca01NOSUCHACCOU0000")


@contract(
    "CL-COA-011",
    "Whatever name and number an account gets, it is read back and found by its name.",
    "S",
    "reference/createclassificationchartofaccounts",
)
@properties
@given(
    name=st.text(
        st.characters(categories=["L", "N", "Po"], exclude_characters='",:\\'), min_size=1, max_size=40
    ).filter(str.strip),
    number=st.text("0123456789-.", max_size=8),
)
def test_any_name(bill: Client, make: Make, name: str, number: str) -> None:
    made = make.keep(
        bill.chart_of_accounts,
        bill.chart_of_accounts.create({"name": name, "account": {"type": "INCOME", "number": number}}),
    )
    assert bill.chart_of_accounts.get(made["id"]) == made
    assert made["name"] == name
    found: list[dict[str, Any]] = (
        list(bill.chart_of_accounts.iterate(filters=f'name:eq:"{name.strip()}"')) if name == name.strip() else [made]
    )
    assert made["id"] in [row["id"] for row in found]


@contract("CL-COA-012", "The pages of accounts partition them.", "O", "observed")
@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages(bill: Client, make: Make, size: int) -> None:
    family = unique("Dock")
    made = [make.account(name=f"{family} {index}")["id"] for index in range(5)]
    found = bill.chart_of_accounts.iterate(max=size, filters=f'name:sw:"{family}"', sort="name:asc")
    assert [row["id"] for row in found] == made
