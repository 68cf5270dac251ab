"""Expenses of which all is said that may be: whatever is done to one, it tells all of it, alike wherever it is told."""

from datetime import timedelta
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import unique
from billcontracts.furnish_spend import SETTINGS, Spending, paid_claim
from billcontracts.whole import Whole
from billcontracts.whole_spend import coded_budget, reimbursement

OF_BUDGET = {
    "budgetId", "budgetUuid", "budgetName", "parentBudgetUuid", "receiptRequired", "updatedTime", "receiptStatus", "complete",
    "status",
}  # fmt: skip
"""What may be another once a charge is another budget's."""
USES = ("noted", "held", "split", "part", "declined")


@pytest.fixture(scope="module")
def purpose(control: Control) -> str:
    """A custom field for notes."""
    return str(control.ask("POST", "/spend/notes", {"name": unique("Purpose")})["uuid"])


@pytest.fixture
def spending(whole: Whole, control: Control, purpose: str) -> Spending:
    return Spending(whole, control, purpose)


@pytest.fixture
def used(spending: Spending) -> Any:
    """Makes a transaction of a sort, and reads it."""

    def make(sort: str) -> dict[str, Any]:
        get = spending.spend.transactions.get
        if sort == "declined":
            return get(spending.buy(decline="CVV is invalid.")["uuid"])
        if sort in ("split", "part"):
            return get(spending.split()[sort == "part"]["uuid"])
        row = get(spending.noted()["uuid"])
        return get(row["originalAuthTransactionUuid"]) if sort == "held" else row

    return make


@contract(
    "SE-WHOLE-001",
    "A charge that moves to another budget tells all that it told, but what its budget says.",
    "I",
    "reference/updatetransaction",
)
@pytest.mark.parametrize("sort", USES)
def test_move(spend: Client, whole: Whole, used: Any, sort: str) -> None:
    row, (budget, _) = used(sort), coded_budget(whole)
    moved = spend.spend.transactions.update(row["uuid"], {"budgetId": budget})
    assert moved["budgetUuid"] == budget
    assert moved["parentBudgetUuid"] == spend.spend.budgets.get(budget)["parentBudgetUuid"]
    assert {name for name in row.keys() | moved.keys() if row.get(name) != moved.get(name)} <= {
        *OF_BUDGET,
        "customFields",
    }
    chosen = [code for code in row["customFields"] if code["selectedValues"] or "note" in code]
    assert [code for code in moved["customFields"] if code["selectedValues"] or "note" in code] == chosen
    assert spend.spend.transactions.get(row["uuid"]) == moved


@contract(
    "SE-WHOLE-002",
    "With includeReceipts a transaction is listed as it reads alone; the parts of one that is split are not listed.",
    "D",
    "reference/listtransactions",
)
@pytest.mark.parametrize("sort", USES)
def test_listed(spend: Client, used: Any, sort: str) -> None:
    row = used(sort)
    found = spend.spend.transactions.list(filters=f"transactionIds:eq:{row['uuid']}", includeReceipts="true").results
    assert found == ([] if sort == "part" else [row])


@contract(
    "SE-WHOLE-003",
    "What is noted on a transaction names who may do what, when and in which words.",
    "D",
    "docs/transaction-management",
)
def test_noted(spending: Spending, used: Any) -> None:
    row = used("noted")
    user = spending.spend.users.current()
    who = {"userId": user["id"], "userUuid": user["uuid"], "userName": f"{user['firstName']} {user['lastName']}"}
    (reviewer,) = row["reviewers"]
    assert reviewer.items() >= {"approverType": "BUDGET_OWNER", "status": "APPROVED", **who}.items()
    denied, approved = row["reviews"]
    assert (denied["isApproved"], denied["note"], approved["isApproved"]) == (False, "What for?", True)
    assert denied["deletedTime"] and "deletedTime" not in approved
    assert {one["reviewerUuid"] for one in row["reviews"]} == {user["uuid"]}
    (sync,) = row["accountingIntegrationTransactions"]
    assert (sync["syncStatus"], sync["syncMessage"]) == ("synced", "Taken over")
    assert (row["disputeStatus"], row["pointsAwarded"]) == ("SUBMITTED", 108)
    assert row["merchantLocation"] == {"city": "Bern", "state": "BE", "postalCode": "3011", "country": "CHE"}
    assert [code["note"] for code in row["customFields"] if "note" in code] == ["A new lock"]
    assert row["receipts"][0]["url"]


@contract(
    "SE-WHOLE-004",
    "The custom fields of a transaction read as it tells them; a filter finds one of them.",
    "D",
    "reference/listtransactioncustomfields",
)
def test_codes(spend: Client, used: Any) -> None:
    row = used("noted")
    codes = row["customFields"]
    assert spend.spend.transactions.custom_fields(row["uuid"])["results"] == codes
    for code in codes:
        found = spend.spend.transactions.custom_fields(row["uuid"], filters=f"customFieldIds:eq:{code['uuid']}")
        assert found["results"] == [code]


@contract(
    "SE-WHOLE-005",
    "The values that may be chosen come in pages.",
    "D",
    "reference/listtransactioncustomfieldvalues",
)
def test_values(spend: Client, spending: Spending) -> None:
    row, field = spending.buy(), spending.codes[0]["customFieldId"]
    known = spend.spend.custom_field_values(field).list().results
    first = spend.spend.transactions.custom_field_values(row["uuid"], field, max=1)
    second = spend.spend.transactions.custom_field_values(row["uuid"], field, max=1, nextPage=first["nextPage"])
    assert [value["uuid"] for value in first["results"] + second["results"]] == [value["uuid"] for value in known]
    back = spend.spend.transactions.custom_field_values(row["uuid"], field, max=1, prevPage=second["prevPage"])
    assert back["results"] == first["results"]


@contract(
    "SE-WHOLE-006",
    "A decision answers the whole claim, as it then reads alone and in the list; so does its payout.",
    "I",
    "reference/approveordenyreimbursement",
)
def test_claim(spend: Client, whole: Whole, control: Control, purpose: str) -> None:
    claims = spend.spend.reimbursements
    made = claims.create(reimbursement(whole))
    decided = claims.act(made["uuid"], {"action": "APPROVE", "note": "Well spent"})
    assert claims.get(made["uuid"]) == decided
    assert {name: decided[name] for name in made.keys() - {"status", "statusHistory"}} == {
        name: made[name] for name in made.keys() - {"status", "statusHistory"}
    }
    assert {entry["actorId"] for entry in decided["statusHistory"]} == {spend.spend.users.current()["id"]}
    assert [entry["actorRole"] for entry in decided["statusHistory"]] == ["SUBMITTER", "SUBMITTER", "BUDGET_OWNER"]
    paid = claims.get(paid_claim(whole, control, purpose)["uuid"])
    assert (paid["status"], paid["batchAmount"], paid["fulfillmentType"]) == ("PAID", paid["amount"], "ACH")
    assert claims.list(filters=f"reimbursementIds:eq:{paid['uuid']}").results == [paid]


@contract(
    "SE-WHOLE-007",
    "A change of a claim keeps its notes, those of its history too.",
    "I",
    "reference/updatereimbursement",
)
def test_change(spend: Client, whole: Whole, control: Control, purpose: str) -> None:
    claims, body = spend.spend.reimbursements, reimbursement(whole)
    body["customFields"].insert(0, {"customFieldId": purpose, "note": "With a client"})
    made = claims.create(body)["uuid"]
    control.ask("POST", f"/spend/reimbursements/{made}/move", {"status": "ADMIN_APPROVAL", "note": "Whose?"})
    changed = claims.update(made, {"note": "Lunch"})
    assert [code["note"] for code in changed["customFields"] if "note" in code] == ["With a client"]
    assert changed["statusHistory"][-1]["note"] == "Whose?"
    assert claims.get(made) == changed
    decided = claims.act(made, {"action": "APPROVE"})
    assert decided["customFields"] == changed["customFields"]


@contract("SE-WHOLE-008", "Freezing and thawing answer the whole card, as it then reads.", "D", "reference/freezecard")
def test_card(spend: Client, make_card: Any, today: Any) -> None:
    made = make_card(recurringLimit=90, expirationDate=(today() + timedelta(days=40)).isoformat())
    for act in (spend.spend.cards.unfreeze, spend.spend.cards.freeze):
        told = act(made["uuid"])
        assert told == {**made, "status": told["status"], "updatedTime": told["updatedTime"]}
        assert spend.spend.cards.get(made["uuid"]) == told


@contract(
    "SE-WHOLE-009",
    "What users set in the web app is told of them wherever they are.",
    "D",
    "reference/getcurrentuser",
)
def test_settings(spend: Client, control: Control, me: dict[str, Any]) -> None:
    control.ask("PATCH", f"/spend/users/{me['uuid']}", SETTINGS)
    changed = spend.spend.users.update(me["uuid"], {"phoneNumber": "5105550177", "dateOfBirth": "1990-05-17"})
    assert changed == {**me, **SETTINGS, "phoneNumber": "5105550177", "hasDateOfBirth": True}
    assert spend.spend.users.current() == spend.spend.users.get(me["uuid"]) == changed
    assert changed in list(spend.spend.users.iterate())


@contract(
    "SE-WHOLE-010",
    "A member reads alike in the budget's list and alone; retired ones are listed only when asked for.",
    "D",
    "reference/listbudgetmembers",
)
def test_members(spend: Client, budget: dict[str, Any], someone: dict[str, Any]) -> None:
    members = spend.spend.budget_members(budget["uuid"])
    made = members.upsert(someone["uuid"], {"limit": 50, "recurringLimit": 100})
    assert members.get(someone["uuid"]) == made
    listed = list(members.iterate())
    assert listed == [members.get(row["userUuid"]) for row in listed] and made in listed
    members.delete(someone["uuid"])
    assert list(members.iterate()) == [row for row in listed if row != made]
    assert [row["userUuid"] for row in members.iterate(filters="retired:eq:true")] == [someone["uuid"]]
