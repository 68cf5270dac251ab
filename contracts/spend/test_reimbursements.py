"""Reimbursements: claims with receipts, and their way to approval and payout."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import unique
from billcontracts.refusals import CLIENT_ERROR, judge, lacking, refused

CLAIMS = "/v3/spend/reimbursements"
JPEG = b"\xff\xd8\xff\xe0 receipt"


@pytest.fixture(scope="module")
def me(spend: Client) -> dict[str, Any]:
    return spend.spend.users.current()


@pytest.fixture(scope="module")
def budget(spend: Client, me: dict[str, Any]) -> dict[str, Any]:
    body = {"name": unique("Claims"), "owners": [me["uuid"]], "recurringInterval": "NONE", "limit": 5000}
    return spend.spend.budgets.create(body)


@pytest.fixture(scope="module")
def body(spend: Client, me: dict[str, Any], budget: dict[str, Any]) -> Any:
    def make(**fields: Any) -> dict[str, Any]:
        receipts = fields.pop("receipts", None) or [{**spend.spend.upload_image(JPEG), "filename": "breakfast.jpg"}]
        claim = {"userId": me["uuid"], "budgetId": budget["uuid"], "amount": 27.5, "note": "Client breakfast"}
        return {**claim, "merchantName": "Juniper Cafe", "occurredDate": "2026-02-09", "receipts": receipts, **fields}

    return make


@pytest.fixture
def claim(spend: Client, body: Any) -> dict[str, Any]:
    return spend.spend.reimbursements.create(body())


@contract(
    "SE-REIM-001",
    "A claim is made with an uploaded receipt, as a PURCHASE, with both ids of its user and its budget.",
    "D",
    "reference/createreimbursement",
)
def test_create(spend: Client, claim: dict[str, Any], me: dict[str, Any], budget: dict[str, Any]) -> None:
    assert (claim["amount"], claim["note"], claim["merchantName"]) == (27.5, "Client breakfast", "Juniper Cafe")
    assert (claim["type"], claim["occurredDate"], claim["retired"]) == ("PURCHASE", "2026-02-09", False)
    assert (claim["userId"], claim["userUuid"]) == (me["id"], me["uuid"])
    assert (claim["budgetId"], claim["budgetUuid"]) == (budget["id"], budget["uuid"])
    assert [receipt["filename"] for receipt in claim["receipts"]] == ["breakfast.jpg"]
    assert spend.spend.reimbursements.get(claim["id"]) == spend.spend.reimbursements.get(claim["uuid"]) == claim


@contract("SE-REIM-002", "A new claim awaits approval, and its history begins with CREATED.", "I", "reference/createreimbursement")  # fmt: skip
def test_first_status(claim: dict[str, Any]) -> None:
    assert claim["status"] in ("AWAITING_APPROVAL", "CREATED", "BUDGET_APPROVAL", "ADMIN_APPROVAL")
    assert claim["statusHistory"][0]["status"] == "CREATED"
    assert claim["statusHistory"][-1]["status"] == claim["status"]


@contract(
    "SE-REIM-003",
    "User, budget, amount, note, merchant, date and receipts are required.",
    "S",
    "reference/createreimbursement",
)
@pytest.mark.parametrize(
    "missing", ["userId", "budgetId", "amount", "note", "merchantName", "occurredDate", "receipts"]
)
def test_required(spend: Client, body: Any, missing: str) -> None:
    sent = body()
    del sent[missing]
    lacking(spend.raw("POST", CLAIMS, json=sent), missing)


@contract(
    "SE-REIM-004",
    "No receipt, a URL that was not issued, and an unknown user or budget are refused.",
    "I",
    "reference/createreimbursement",
)
@pytest.mark.parametrize(
    "wrong",
    [
        {"receipts": [{"url": "https://files.example.test/x", "filename": "a.jpg"}]},
        {"userId": "usr_00000000000000000000000000"},
        {"budgetId": "bgt_00000000000000000000000000"},
    ],
)
def test_wrong(spend: Client, body: Any, wrong: dict[str, Any]) -> None:
    judge(spend.raw("POST", CLAIMS, json=body(**wrong)), CLIENT_ERROR)
    judge(spend.raw("POST", CLAIMS, json={**body(), "receipts": []}), CLIENT_ERROR)


@contract("SE-REIM-005", "PATCH changes what it names.", "D", "reference/updatereimbursement")
def test_patch(spend: Client, claim: dict[str, Any]) -> None:
    changed = spend.spend.reimbursements.update(claim["uuid"], {"occurredDate": "2026-02-10", "amount": 30})
    assert (changed["occurredDate"], changed["amount"], changed["note"]) == ("2026-02-10", 30, claim["note"])
    assert spend.spend.reimbursements.get(claim["uuid"]) == changed


@contract(
    "SE-REIM-006",
    "A claim is denied with a note, which its history keeps.",
    "D",
    "reference/approveordenyreimbursement",
)
def test_deny(spend: Client, claim: dict[str, Any]) -> None:
    told = spend.spend.reimbursements.act(claim["uuid"], {"action": "DENY", "note": "Not ours"})
    assert told["status"] == "DENIED"
    assert (told["statusHistory"][-1]["status"], told["statusHistory"][-1]["note"]) == ("DENIED", "Not ours")


@contract("SE-REIM-007", "A claim is approved.", "D", "reference/approveordenyreimbursement")
def test_approve(spend: Client, claim: dict[str, Any]) -> None:
    told = spend.spend.reimbursements.act(claim["uuid"], {"action": "APPROVE"})
    assert told["status"] in ("APPROVED", "AWAITING_TIER2_APPROVAL")


@contract("SE-REIM-008", "The action is APPROVE or DENY, and required.", "S", "reference/approveordenyreimbursement")
@pytest.mark.parametrize("sent", [{}, {"action": "UNDO"}])
def test_action(spend: Client, claim: dict[str, Any], sent: dict[str, Any]) -> None:
    judge(spend.raw("POST", f"{CLAIMS}/{claim['uuid']}/action", json=sent), 400)


@contract(
    "SE-REIM-009",
    "What is decided is decided: no second action, no change.",
    "I",
    "reference/approveordenyreimbursement",
)
def test_settled(spend: Client, claim: dict[str, Any]) -> None:
    spend.spend.reimbursements.act(claim["uuid"], {"action": "DENY"})
    with refused(CLIENT_ERROR):
        spend.spend.reimbursements.act(claim["uuid"], {"action": "APPROVE"})
    with refused(CLIENT_ERROR):
        spend.spend.reimbursements.update(claim["uuid"], {"amount": 1})


@contract(
    "SE-REIM-010",
    "A deleted claim is answered with nothing, and is listed only when asked for.",
    "D",
    "reference/deletereimbursement",
)
def test_delete(spend: Client, claim: dict[str, Any]) -> None:
    claims = spend.spend.reimbursements
    assert claims.delete(claim["uuid"]) is None
    assert claims.get(claim["uuid"])["retired"] is True
    assert claim["uuid"] not in [row["uuid"] for row in claims.iterate()]
    assert claim["uuid"] in [row["uuid"] for row in claims.iterate(filters="retired:eq:true")]


@contract(
    "SE-REIM-011",
    "A receipt is added from its upload URL and taken away again.",
    "D",
    "reference/addreimbursementreceipt",
)
def test_receipts(spend: Client, claim: dict[str, Any]) -> None:
    claims = spend.spend.reimbursements
    receipt = claims.add_receipt(claim["uuid"], {**spend.spend.upload_image(JPEG), "filename": "second.jpg"})
    assert receipt["filename"] == "second.jpg"
    assert receipt in claims.get(claim["uuid"])["receipts"]
    assert claims.delete_receipt(claim["uuid"], receipt["uuid"]) is None
    assert claims.get(claim["uuid"])["receipts"] == claim["receipts"]


@contract(
    "SE-REIM-012",
    "A receipt needs both its URL and its file name; an unknown one is not taken away.",
    "D",
    "reference/addreimbursementreceipt",
)
def test_wrong_receipts(spend: Client, claim: dict[str, Any]) -> None:
    for sent in ({"filename": "a.jpg"}, {"url": "https://files.example.test/x"}):
        judge(spend.raw("POST", f"{CLAIMS}/{claim['uuid']}/receipts", json=sent), 400)
    with refused(404):
        spend.spend.reimbursements.delete_receipt(claim["uuid"], "rct_00000000000000000000000000")


@contract(
    "SE-REIM-013",
    "Claims are found by their ids, user, budget, type and values, and sorted by amount.",
    "D",
    "reference/listreimbursements",
)
def test_list(spend: Client, body: Any, me: dict[str, Any]) -> None:
    field = spend.spend.custom_fields.create(
        {"name": unique("Job site"), "allowCustomValues": False, "global": True, "values": ["North"]}
    )
    (north,) = spend.spend.custom_field_values(field["uuid"]).list()
    mine = {"name": unique("Own"), "owners": [me["uuid"]], "recurringInterval": "NONE", "limit": 5}
    budget = spend.spend.budgets.create(mine)["uuid"]
    code = [{"customFieldId": field["id"], "selectedValues": [north["id"]]}]
    made = [
        spend.spend.reimbursements.create(
            body(budgetId=budget, amount=amount, customFields=code if amount == 2 else [])
        )
        for amount in (3, 1, 2)
    ]

    def amounts(filters: str) -> list[float]:
        listed = spend.spend.reimbursements.list(filters=f"budgetIds:eq:{budget},{filters}", sort="amount:asc")
        return [row["amount"] for row in listed]

    assert amounts(f"userIds:eq:{me['uuid']}") == [1, 2, 3]
    assert amounts(f'reimbursementIds:in:"{made[0]["uuid"]},{made[1]["id"]}"') == [1, 3]
    assert amounts("type:eq:MILEAGE") == []
    assert amounts(f"customFieldValueIds:eq:{north['uuid']}") == [2]
    assert amounts(f'submittedTime:gte:"{made[0]["submittedTime"]}"') == [1, 2, 3]
    (coded,) = [row for row in made if row["amount"] == 2]
    (entry,) = [entry for entry in coded["customFields"] if entry["uuid"] == field["uuid"]]
    assert [value["uuid"] for value in entry["selectedValues"]] == [north["uuid"]]


@contract(
    "SE-REIM-014",
    "max beyond 100 is 400 and says so, and so is a filter on the status.",
    "D",
    "reference/listreimbursements",
)
def test_list_refusals(spend: Client) -> None:
    with refused(400) as found:
        spend.spend.reimbursements.list(max=101)
    assert found.messages == ["max: must be less than or equal to 100"]
    with refused(400):
        spend.spend.reimbursements.list(filters="status:eq:PAID")


@contract("SE-REIM-015", "An unknown claim is 404.", "O", "observed")
def test_unknown(spend: Client) -> None:
    claims, nobody = spend.spend.reimbursements, "rmb_00000000000000000000000000"
    for call in (
        lambda: claims.get(nobody),
        lambda: claims.update(nobody, {"amount": 1}),
        lambda: claims.delete(nobody),
        lambda: claims.act(nobody, {"action": "DENY"}),
    ):
        with refused(404):
            call()


@contract(
    "SE-REIM-016", "What was approved is paid with time, as ACH or PAYROLL, in a batch.", "I", "docs/reimbursements"
)
def test_payout(spend: Client, claim: dict[str, Any], control: Control) -> None:
    spend.spend.reimbursements.act(claim["uuid"], {"action": "APPROVE"})
    control.advance(days=10)
    paid = spend.spend.reimbursements.get(claim["uuid"])
    assert paid["status"] == "PAID"
    assert paid["fulfillmentType"] in ("ACH", "PAYROLL")
    assert paid["batchAmount"] >= paid["amount"]
    assert paid["batchId"]
