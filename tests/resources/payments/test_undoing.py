"""Cancelling and voiding: what they allow, what they leave of payment and bill."""

import pytest

REASON = {"reason": "lost in the mail"}


def cancel(payer, payment):
    return payer.api.post(f"/v3/payments/{payment['id']}/cancel")


def void(payer, payment, type="VOID_AND_CREDIT"):
    return payer.api.post(f"/v3/payments/{payment['id']}/void", json={"type": type} | REASON)


def test_a_scheduled_payment_is_cancelled(payer, statuses):
    payment = payer.pays(payer.bill(None, 100), 60)
    answer = cancel(payer, payment)
    assert answer.status_code == 200
    assert (answer.json["status"], answer.json["singleStatus"]) == ("CANCELLED", "CANCELED")
    assert answer.json["cancelRequestSubmitted"] is True and "disbursementInfo" not in answer.json
    assert payer.bill_now(payment) == (100, 0, 0, "UNPAID")
    payer.later(days=20)
    assert statuses == ["SCHEDULED", "CANCELED"]


def test_only_a_scheduled_payment_is_cancelled(payer, world):
    payment = payer.pays()
    cancel(payer, payment)
    payer.api.refused(cancel(payer, payment), 422)
    other = payer.pays()
    payer.later(hours=17.5)
    before = world.fingerprint()
    payer.api.refused(cancel(payer, other), 422)
    assert world.fingerprint() == before
    payer.api.refused(cancel(payer, {"id": "stp01NOSUCHPAYM00001"}), 404, code="BDC_1205")


def test_a_cancel_may_take_its_time(payer, world, statuses):
    world.choices.update({"payment.cancel": "requested"})
    payment = payer.pays()
    assert cancel(payer, payment).json["singleStatus"] == "CANCELLATION_IN_PROGRESS"
    assert payer.bill_now(payment) == (0, 100, 0, "SCHEDULED")
    payer.later(hours=2)
    assert payer.bill_now(payment) == (100, 0, 0, "UNPAID")
    assert statuses == ["SCHEDULED", "CANCELLATION_IN_PROGRESS", "CANCELED"]


@pytest.mark.parametrize("type", ["VOID_AND_CREDIT", "VOID_ONLY"])
def test_a_void_makes_the_bill_due_again(payer, world, type):
    payment = payer.pays(payer.bill(None, 100), 60)
    payer.steer(payment, "process")
    answer = void(payer, payment, type)
    assert (answer.json["status"], answer.json["singleStatus"]) == ("VOID", "VOIDED")
    [info] = answer.json["voidInfo"]
    assert info.pop("id").startswith("vdi") and info.pop("createdTime") == info.pop("updatedTime")
    user = world.store.find("user", email="ada@mockbill.test")[0]["id"]
    assert info == {"requestedBy": user, "type": type, "status": "ACCEPTED", "reason": REASON["reason"]}
    assert payer.bill_now(payment) == (100, 0, 0, "UNPAID")
    assert answer.json["disbursementInfo"]["isVoidable"] is False


def test_what_cannot_be_voided(payer, world):
    payment = payer.pays()
    payer.api.refused(void(payer, payment), 422)
    payer.steer(payment, "clear")
    before = world.fingerprint()
    payer.api.refused(void(payer, payment), 422)
    assert world.fingerprint() == before
    other = payer.pays()
    payer.steer(other, "process")
    void(payer, other)
    payer.api.refused(void(payer, other), 422)


@pytest.mark.parametrize(
    "body",
    [{}, {"type": "VOID_ONLY"}, {"reason": "x"}, {"type": "NO", "reason": "x"}, {"type": "VOID_ONLY", "reason": ""}],
)
def test_a_void_needs_type_and_reason(payer, body):
    payment = payer.pays()
    payer.steer(payment, "process")
    payer.api.refused(payer.api.post(f"/v3/payments/{payment['id']}/void", json=body), 400)


def test_a_reason_has_a_limit(payer):
    payment = payer.pays()
    payer.steer(payment, "process")
    path = f"/v3/payments/{payment['id']}/void"
    payer.api.refused(payer.api.post(path, json={"type": "VOID_ONLY", "reason": "x" * 4001}), 400, code="BDC_1143")
    assert payer.api.post(path, json={"type": "VOID_ONLY", "reason": "x" * 4000}).status_code == 200


def test_a_check_is_reissued_under_the_same_payment(payer, statuses):
    payment = payer.pays(payer.bill(None, 100))
    payer.later(days=3)
    number = payer.now(payment)["disbursementInfo"]["checkDisbursement"]["checkNumber"]
    payer.later(days=6)
    answer = void(payer, payment, "VOID_AND_REISSUE")
    assert (answer.json["singleStatus"], answer.json["status"]) == ("SENT", "PAID")
    info = answer.json["disbursementInfo"]["checkDisbursement"]
    assert info["checkNumber"] != number
    assert (info["sentDate"], info["arrivesByDate"]) == ("2026-03-11", "2026-03-17")
    assert payer.bill_now(payment) == (0, 100, 0, "IN_PROCESS")
    payer.later(days=20)
    assert statuses.list()[-3:] == ["SENT", "DELIVERED", "CLEARED"]
    assert payer.bill_now(payment) == (0, 0, 100, "PAID")


def test_a_returned_payment_is_reissued_and_arrives(payer):
    payment = payer.pays(payer.bill(payer.ach(), 100), 13.92)
    payer.later(days=10)
    assert payer.now(payment)["singleStatus"] == "DISBURSEMENT_FAILED_ACTION_NEEDED"
    void(payer, payment, "VOID_AND_REISSUE")
    payer.later(days=10)
    assert payer.now(payment)["singleStatus"] == "CLEARED"


def test_what_cannot_be_reissued(payer, world):
    payment = payer.pays()
    payer.steer(payment, "process")
    payer.api.refused(void(payer, payment, "VOID_AND_REISSUE"), 422)
    world.choices.update({"payment.failure_restores_due": True})
    payer.steer(payment, "return")
    payer.api.refused(void(payer, payment, "VOID_AND_REISSUE_VCARD"), 422)
    payer.api.refused(void(payer, payment, "VOID_AND_REISSUE"), 422)
    assert payer.bill_now(payment) == (100, 0, 0, "UNPAID")


def test_the_void_of_a_failed_funding_brings_no_credit(payer):
    payment = payer.pays(payer.bill(None, 100))
    payer.steer(payment, "fail")
    assert void(payer, payment, "VOID_ONLY").json["singleStatus"] == "FUNDING_FAILED_VOIDED"
    assert payer.bill_now(payment) == (100, 0, 0, "UNPAID")


def test_a_void_may_be_a_request_until_four_in_the_afternoon(payer, world, statuses):
    world.choices.update({"payment.void": "requested"})
    payment = payer.pays(payer.bill(None, 100))
    payer.steer(payment, "process")
    asked = void(payer, payment).json
    assert (asked["singleStatus"], asked["voidInfo"][0]["status"]) == ("VOID_PENDING", "TO_BE_PROCESSED")
    assert payer.bill_now(payment) == (0, 100, 0, "IN_PROCESS")
    payer.api.refused(void(payer, payment), 422)
    payer.later(hours=6.9)
    assert payer.now(payment)["singleStatus"] == "VOID_PENDING"
    payer.later(hours=0.2)
    done = payer.now(payment)
    assert (done["singleStatus"], done["voidInfo"][0]["status"]) == ("VOIDED", "ACCEPTED")
    assert payer.bill_now(payment) == (100, 0, 0, "UNPAID")


def test_a_void_asked_for_late_is_worked_the_next_banking_day(payer, world):
    world.choices.update({"payment.void": "requested"})
    payment = payer.pays()
    payer.steer(payment, "process")
    payer.later(hours=7.5)
    void(payer, payment)
    payer.later(hours=23)
    assert payer.now(payment)["singleStatus"] == "VOID_PENDING"
    payer.later(hours=1)
    assert payer.now(payment)["singleStatus"] == "VOIDED"


def test_a_rejected_void_lets_the_payment_go_on(payer, world):
    world.choices.update({"payment.void": "requested"})
    payment = payer.pays()
    payer.steer(payment, "process")
    void(payer, payment)
    back = payer.steer(payment, "void", "REJECTED").json
    assert (back["singleStatus"], back["voidInfo"][0]["status"]) == ("PROCESSED", "REJECTED")
    payer.later(days=20)
    assert payer.now(payment)["singleStatus"] == "CLEARED"


def test_who_may_not_pay_may_not_undo(payer):
    payment = payer.pays()
    clerk = payer.api.as_user("eli@mockbill.test")
    clerk.refused(clerk.post(f"/v3/payments/{payment['id']}/cancel"), 422, code="BDC_1150")
    body = {"type": "VOID_ONLY", "reason": "x"}
    clerk.refused(clerk.post(f"/v3/payments/{payment['id']}/void", json=body), 422, code="BDC_1150")
