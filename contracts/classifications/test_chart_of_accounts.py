"""Chart of accounts: what only this kind of label has."""

from typing import Any

from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make, unique
from billcontracts.properties import properties
from billcontracts.refusals import judge
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


@contract("CL-COA-003", "An unknown type of account is 400.", "I", "reference/createclassificationchartofaccounts")
def test_type(bill: Client) -> None:
    judge(bill.raw("POST", PATH, json={"name": "Odd", "account": {"type": "PIRATE"}}), 400)


@contract(
    "CL-COA-004",
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


@contract("CL-COA-005", "An account has a type also when none was sent.", "O", "observed")
def test_type_unsaid(bill: Client, make: Make) -> None:
    made = make.keep(bill.chart_of_accounts, bill.chart_of_accounts.create({"name": unique("Sundry")}))
    assert bill.chart_of_accounts.get(made["id"])["account"]["type"]
