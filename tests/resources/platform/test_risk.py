"""Risk verification: a phone, the check, BILL's decision, and what it means for money."""

import pytest

from tests.resources.payments.conftest import Payer, events, payer

__all__ = ["Payer", "events", "payer"]

PATH = "/v3/risk-verifications"
PHONE = {"phoneNumber": "4195550100", "phoneType": "MOBILE"}


def begin(api):
    assert api.post(f"{PATH}/phone", json=PHONE).status_code == 200
    answer = api.post(PATH)
    assert answer.status_code == 200, answer.text
    return answer.json


def decisions(events):
    return [row["decision"] for event, row, _ in events if event == "risk-verification.updated"]


def decide(api, decision, **more):
    return api.post("/_mock/risk-verification", json={"decision": decision, **more})


def test_a_phone_comes_first(api):
    assert api.get(PATH).json == {"processingStatus": "NOT_STARTED"}
    assert api.get(f"{PATH}/phone").json == {"hasPhone": False}
    api.refused(api.post(PATH), 422, code="BDC_1143")
    answer = api.post(f"{PATH}/phone", json=PHONE)
    assert (answer.status_code, answer.data) == (200, b"")
    assert api.get(f"{PATH}/phone").json == {"hasPhone": True}
    assert api.as_user("eli@mockbill.test").get(f"{PATH}/phone").json == {"hasPhone": False}


def test_the_check_runs_and_approves(api, events):
    begun = begin(api)
    assert (begun["processingStatus"], begun["decision"]) == ("IN_PROGRESS", "IN_PROGRESS")
    assert api.get(PATH).json == begun
    api.advance(minutes=59)
    api.login()
    assert api.get(PATH).json == begun
    api.advance(minutes=2)
    assert api.get(PATH).json == begun | {"processingStatus": "COMPLETED", "decision": "APPROVE"}
    assert decisions(events) == ["IN_PROGRESS", "APPROVE"]


@pytest.mark.parametrize("word", ["HOLD", "REVIEW", "DECLINE"])
def test_the_name_of_the_organization_may_ask_for_a_decision(api, events, word):
    path = f"/v3/organizations/{api.credentials['organizationId']}"
    assert api.patch(path, json={"name": f"Blue Heron {word.title()}"}).status_code == 200
    begin(api)
    api.advance(minutes=61)
    api.login()
    status = "COMPLETED" if word == "DECLINE" else "IN_PROGRESS"
    assert (api.get(PATH).json["decision"], api.get(PATH).json["processingStatus"]) == (word, status)
    assert decisions(events) == ["IN_PROGRESS", word]


def test_to_begin_again_answers_what_there_is_or_is_refused(api, events, world):
    begun = begin(api)
    assert api.post(PATH).json == begun
    assert decisions(events) == ["IN_PROGRESS"]
    world.choices.update({"risk.initiate_again": "refuse"})
    api.refused(api.post(PATH), 422)


@pytest.mark.parametrize(
    "body",
    [{}, {"phoneNumber": "1"}, {"phoneType": "MOBILE"}, {**PHONE, "phoneType": "X"}, {**PHONE, "phoneNumber": ""}],
)
def test_a_phone_has_a_number_and_a_type(api, body):
    api.refused(api.post(f"{PATH}/phone", json=body), 400)
    assert api.get(f"{PATH}/phone").json == {"hasPhone": False}


def test_administrators_alone(api):
    accountant = api.as_user("ben@mockbill.test")
    for answer in (accountant.post(PATH), accountant.post(f"{PATH}/phone", json=PHONE)):
        accountant.refused(answer, 403)
    assert accountant.get(PATH).status_code == 200


def test_the_control_api_decides_at_once_and_for_good(api, events):
    begin(api)
    assert decide(api, "HOLD").json["decision"] == "HOLD"
    api.advance(hours=5)
    api.login()
    assert api.get(PATH).json["decision"] == "HOLD"
    assert decide(api, "HOLD").status_code == 200
    assert decisions(events) == ["IN_PROGRESS", "HOLD"]
    assert decide(api, "MAYBE").status_code == 400
    assert decide(api, "HOLD", organizationId="008").status_code == 404


@pytest.mark.parametrize(
    ("decision", "allowed"),
    [("IN_PROGRESS", True), ("REVIEW", True), ("APPROVE", True), ("HOLD", False), ("DECLINE", False)],
)
def test_which_decisions_let_money_move(payer, events, decision, allowed):
    bill = payer.bill(payer.ach(), 100)
    decide(payer.api, decision)
    answer = payer.order(bill)
    if allowed:
        assert answer.status_code == 201
        return
    payer.api.refused(answer, 422, code="BDC_1143")
    assert "payment.failed" in [event for event, *_ in events]
    many = {
        "payments": [{"billId": bill["id"], "amount": 1}],
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": payer.bank},
    }
    payer.api.refused(payer.api.post("/v3/payments/bulk", json=many), 422)
    assert payer.read("bills", bill)["paymentStatus"] == "UNPAID"


def test_the_manual_check_is_made_when_a_payment_is(payer, events, world):
    decide(payer.api, "REVIEW")
    payer.later(days=30)
    assert decisions(events) == ["REVIEW"]
    payer.pays(payer.bill(payer.ach(), 100))
    payer.later(days=1)
    payer.pays(payer.bill(payer.ach(), 100))
    payer.later(hours=23)
    assert decisions(events) == ["REVIEW"]
    payer.later(hours=2)
    assert decisions(events) == ["REVIEW", "APPROVE"]
    world.choices.update({"risk.review_hours": 0})
    decide(payer.api, "REVIEW")
    payer.pays(payer.bill(payer.ach(), 100))
    payer.later(days=30)
    assert decisions(events) == ["REVIEW", "APPROVE", "REVIEW"]


def test_whether_decline_holds_money_is_a_choice(payer, world):
    world.choices.update({"risk.decline_holds": False})
    decide(payer.api, "DECLINE")
    assert payer.order(payer.bill(payer.ach(), 100)).status_code == 201


def test_what_is_scheduled_waits_while_money_is_held(payer):
    payment = payer.pays(payer.bill(payer.ach(), 100))
    started = payer.pays(payer.bill(payer.ach(), 100))
    payer.steer(started, "process")
    decide(payer.api, "HOLD")
    payer.later(days=10)
    assert payer.now(payment)["singleStatus"] == "SCHEDULED"
    assert payer.now(started)["singleStatus"] == "CLEARED"
    decide(payer.api, "APPROVE")
    payer.later(days=1)
    assert payer.now(payment)["singleStatus"] in ("READY_TO_FUND", "FUNDING_STARTED", "PROCESSED")
    payer.later(days=7)
    now = payer.now(payment)
    assert now["singleStatus"] == "CLEARED"
    assert now["disbursementInfo"]["achDisbursement"]["sentDate"] > "2026-03-12"


def test_a_payment_that_waits_may_be_cancelled(payer):
    payment = payer.pays(payer.bill(payer.ach(), 100))
    decide(payer.api, "HOLD")
    payer.later(days=10)
    assert payer.api.post(f"/v3/payments/{payment['id']}/cancel").json["singleStatus"] == "CANCELED"
    payer.later(days=10)
    assert payer.now(payment)["singleStatus"] == "CANCELED"
