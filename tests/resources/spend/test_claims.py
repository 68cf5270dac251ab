"""The life of a reimbursement: the clock pays what was approved, the web app undoes, the bank fails."""

import pytest

CLAIMS = "/v3/spend/reimbursements"


@pytest.fixture
def approve(spend):
    def decide(claim, action="APPROVE"):
        return spend.post(f"{CLAIMS}/{claim['uuid']}/action", json={"action": action}).json

    return decide


@pytest.fixture
def move(spend):
    def ask(claim, status, **more):
        return spend.post(f"/_mock/spend/reimbursements/{claim['uuid']}/move", json={"status": status, **more})

    return ask


def test_the_clock_pays_an_approved_claim_in_three_days(spend, make_claim, approve):
    claim = make_claim()
    approve(claim)
    path, seen = f"{CLAIMS}/{claim['uuid']}", []
    for _ in range(5):
        seen.append(spend.get(path).json["status"])
        spend.advance(hours=24)
    assert seen == ["APPROVED", "READY_TO_PAY", "PAYMENT_PENDING", "PAID", "PAID"]
    paid = spend.get(path).json
    assert (paid["fulfillmentType"], paid["batchAmount"]) == ("ACH", 27.5)
    assert paid["batchId"]
    assert [entry["status"] for entry in paid["statusHistory"]] == ["CREATED", "AWAITING_APPROVAL", *seen[:4]]
    assert "actorId" not in paid["statusHistory"][-1]


def test_a_pay_run_takes_all_that_is_ready_of_one_user(spend, make_claim, approve, make_user, world):
    world.choices.update({"spend.fulfillment_type": "PAYROLL"})
    user = make_user()
    claims = [make_claim(amount=10.1), make_claim(amount=20.2), make_claim(amount=5, userId=user["uuid"])]
    for claim in claims:
        approve(claim)
        spend.advance(hours=1)
    spend.advance(hours=46)
    first, second, other = (spend.get(f"{CLAIMS}/{claim['uuid']}").json for claim in claims)
    assert (first["status"], second["status"], other["status"]) == (
        "PAYMENT_PENDING",
        "PAYMENT_PENDING",
        "READY_TO_PAY",
    )
    assert first["batchId"] == second["batchId"]
    assert (first["batchAmount"], second["batchAmount"]) == (30.3, 30.3)
    assert first["fulfillmentType"] == "PAYROLL"
    spend.advance(hours=2)
    other = spend.get(f"{CLAIMS}/{other['uuid']}").json
    assert (other["status"], other["batchAmount"]) == ("PAYMENT_PENDING", 5)
    assert other["batchId"] != first["batchId"]
    spend.advance(days=1)
    assert {row["status"] for row in spend.get(CLAIMS).json["results"]} == {"PAID"}


def test_without_steps_only_the_control_api_pays(spend, make_claim, approve, move, world):
    world.choices.update({"spend.reimbursement_step_hours": 0})
    claim = make_claim()
    approve(claim)
    spend.advance(days=30)
    assert spend.get(f"{CLAIMS}/{claim['uuid']}").json["status"] == "APPROVED"
    paid = move(claim, "PAID").json
    assert [entry["status"] for entry in paid["statusHistory"][3:]] == ["READY_TO_PAY", "PAYMENT_PENDING", "PAID"]
    assert paid["batchAmount"] == 27.5


def test_a_decision_can_be_undone_and_made_again(spend, make_claim, approve, move):
    claim = make_claim()
    approve(claim)
    undone = move(claim, "APPROVAL_UNDONE", note="Too soon").json
    assert (undone["status"], undone["statusHistory"][-1]["note"]) == ("APPROVAL_UNDONE", "Too soon")
    spend.advance(days=5)
    assert spend.get(f"{CLAIMS}/{claim['uuid']}").json["status"] == "APPROVAL_UNDONE"
    assert spend.patch(f"{CLAIMS}/{claim['uuid']}", json={"amount": 5}).json["amount"] == 5
    assert approve(claim, "DENY")["status"] == "DENIED"
    assert move(claim, "DENIAL_UNDONE").json["status"] == "DENIAL_UNDONE"
    assert approve(claim)["status"] == "APPROVED"


def test_the_second_tier_is_undone_to_be_decided_again(make_claim, approve, move, world):
    world.choices.update({"spend.reimbursement_tiers": 2})
    claim = make_claim()
    approve(claim)
    assert approve(claim)["status"] == "APPROVED"
    assert move(claim, "TIER2_APPROVAL_UNDONE").status_code == 200
    assert approve(claim)["status"] == "APPROVED"


def test_a_payment_fails_and_is_made_again_or_is_canceled(spend, make_claim, approve, move):
    claim = make_claim()
    approve(claim)
    failed = move(claim, "PAYMENT_FAILED").json
    assert [entry["status"] for entry in failed["statusHistory"][3:]] == [
        "READY_TO_PAY",
        "PAYMENT_PENDING",
        "PAYMENT_FAILED",
    ]
    spend.advance(days=9)
    assert spend.get(f"{CLAIMS}/{claim['uuid']}").json["status"] == "PAYMENT_FAILED"
    assert move(claim, "READY_TO_PAY").status_code == 200
    spend.advance(days=1)
    assert move(claim, "CANCEL_PAYMENT").json["status"] == "CANCEL_PAYMENT"
    spend.advance(days=9)
    assert move(claim, "ARCHIVED").json["status"] == "ARCHIVED"


def test_a_paid_claim_may_come_back(make_claim, approve, move):
    claim = make_claim()
    approve(claim)
    assert move(claim, "PAID").status_code == 200
    assert move(claim, "PAYMENT_FAILED").json["status"] == "PAYMENT_FAILED"


@pytest.mark.parametrize("status", ["BUDGET_APPROVAL", "ADMIN_APPROVAL"])
def test_a_claim_may_wait_for_others_and_is_then_decided(make_claim, approve, move, status):
    claim = make_claim()
    assert move(claim, status).json["status"] == status
    assert approve(claim)["status"] == "APPROVED"


def test_a_senseless_move_is_told_and_changes_nothing(spend, make_claim, move):
    claim = make_claim()
    for status in ("PAID", "PAYMENT_FAILED", "DENIED", "DELETED", "AWAITING_TIER2_APPROVAL"):
        answer = move(claim, status)
        assert answer.status_code == 400
        assert answer.json["error"] == f"no way leads from AWAITING_APPROVAL to {status}"
    assert move(claim, "LOST").status_code == 400
    assert move({"uuid": "rmb_none"}, "PAID").status_code == 404
    assert spend.get(f"{CLAIMS}/{claim['uuid']}").json == claim


def test_a_deleted_claim_is_not_paid(spend, make_claim, approve, move):
    claim = make_claim()
    approve(claim)
    spend.delete(f"{CLAIMS}/{claim['uuid']}")
    spend.advance(days=9)
    assert spend.get(f"{CLAIMS}/{claim['uuid']}").json["status"] == "DELETED"
    assert move(claim, "PAID").status_code == 404
