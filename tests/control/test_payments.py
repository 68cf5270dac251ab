"""The control API brings outcomes of payments about at once, and refuses what makes no sense."""

import pytest

from tests.resources.payments.conftest import Payer, events, payer, statuses

__all__ = ["Payer", "events", "payer", "statuses"]

FUNDED = ["SCHEDULED", "READY_TO_FUND", "FUNDING_STARTED", "PROCESSED"]


@pytest.fixture
def payment(payer, statuses):
    return payer.pays(payer.bill(payer.ach(), 100))


@pytest.mark.parametrize(
    ("actions", "way"),
    [
        (["process"], FUNDED),
        (["clear"], [*FUNDED, "SENT", "CLEARED"]),
        (["process", "clear"], [*FUNDED, "SENT", "CLEARED"]),
        (["fail"], [*FUNDED[:3], "FUNDING_FAILED_ACTION_NEEDED"]),
        (["return"], [*FUNDED, "SENT", "DISBURSEMENT_FAILED_ACTION_NEEDED"]),
        (["clear", "return"], [*FUNDED, "SENT", "CLEARED", "DISBURSEMENT_FAILED_ACTION_NEEDED"]),
        (["hold", "process"], [*FUNDED, "DISBURSEMENT_ON_HOLD", "SENT"]),
        (["hold", "clear"], [*FUNDED, "DISBURSEMENT_ON_HOLD", "SENT", "CLEARED"]),
        (["process", "void"], [*FUNDED, "VOIDED"]),
        (["fail", "void"], [*FUNDED[:3], "FUNDING_FAILED_ACTION_NEEDED", "FUNDING_FAILED_VOIDED"]),
    ],
)
def test_each_status_is_passed_and_told_once(payer, payment, statuses, actions, way):
    for action in actions:
        answer = payer.steer(payment, action)
        assert answer.status_code == 200, answer.text
    assert statuses == way and answer.json == payer.now(payment)


@pytest.mark.parametrize(
    ("actions", "last"),
    [
        ([], "void"), (["clear"], "process"), (["clear"], "fail"), (["clear"], "void"), (["fail"], "clear"),
        (["process"], "fail"), (["process", "void"], "return"), (["return"], "return"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_a_clear_400(payer, payment, world, actions, last):
    for action in actions:
        payer.steer(payment, action)
    before = world.fingerprint()
    answer = payer.steer(payment, last)
    assert answer.status_code == 400 and answer.json["error"]
    assert world.fingerprint() == before


def test_the_kind_of_failure_may_be_chosen(payer, payment):
    assert payer.steer(payment, "fail").json["singleStatus"] == "FUNDING_FAILED_ACTION_NEEDED"
    assert payer.steer(payment, "fail", "FUNDING_FAILED_VOIDED").json["status"] == "VOID"
    assert payer.bill_now(payment) == (100, 0, 0, "UNPAID")
    other = payer.pays(payer.bill(payer.ach(), 100))
    rejected = "DISBURSEMENT_FAILED_VENDOR_BANK_REJECTED"
    assert payer.steer(other, "return", rejected).json["singleStatus"] == rejected


def test_wrong_words_are_told(payer, payment):
    answer = payer.steer(payment, "fail", "SENT")
    assert answer.status_code == 400 and "FUNDING_FAILED_VOIDED" in answer.json["error"]
    assert payer.api.post(f"/_mock/payments/{payment['id']}/fail", json={"x": 1}).status_code == 400
    assert payer.steer({"id": "stp01X"}, "clear").status_code == 404


def test_what_is_sent_early_is_sent_today_and_the_clock_goes_on(payer, payment, statuses):
    early = payer.pays(payer.bill(payer.ach(), 100), processDate="2026-03-20")
    payer.steer(early, "hold")
    sent = payer.steer(early, "process").json
    assert sent["disbursementInfo"]["achDisbursement"]["sentDate"] == "2026-03-02"
    payer.later(days=30)
    assert payer.now(early)["singleStatus"] == "CLEARED"


def test_a_pending_void_is_granted(payer, payment, world):
    world.choices.update({"payment.void": "requested"})
    payer.steer(payment, "process")
    payer.api.post(f"/v3/payments/{payment['id']}/void", json={"type": "VOID_AND_CREDIT", "reason": "x"})
    assert payer.steer(payment, "void").json["singleStatus"] == "VOIDED"
    payer.later(days=5)
    assert payer.now(payment)["singleStatus"] == "VOIDED"


def test_a_recorded_payment_has_no_way_to_go(payer):
    bill = payer.bill()
    body = {"vendorId": bill["vendorId"], "processDate": "2026-03-01", "toPrintCheck": False,
            "payments": [{"billId": bill["id"], "amount": 1}]}  # fmt: skip
    made = payer.api.post("/v3/bills/record-payment", json=body).json
    for action in ("process", "clear", "fail", "return", "hold"):
        assert payer.steer(made, action).status_code == 400
    assert payer.steer(made, "void").json["singleStatus"] == "VOIDED"
