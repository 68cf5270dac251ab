"""What the issuer of a card brings about: fees of its own, disputes, points."""

import pytest

from tests.control.test_spend import ROUTE, card

__all__ = ["card"]


@pytest.fixture
def bought(api, card):
    return api.post(ROUTE, json={"cardId": card["id"], "amount": 40, "clear": True}).json


def spent(api):
    (budget,) = api.spend().get("/v3/spend/budgets").json["results"]
    return budget["currentPeriod"]["spent"]


def test_a_fee_is_an_other_that_counts_and_needs_nothing(api, card):
    made = api.post("/_mock/spend/fees", json={"cardId": card["uuid"], "amount": 2.5}).json
    assert (made["transactionType"], made["amount"], made["merchantName"]) == ("OTHER", 2.5, "BILL")
    assert (made["isCredit"], made["complete"], made["originalAuthTransactionUuid"]) == (False, True, None)
    assert spent(api) == {"cleared": 2.5, "pending": 0, "total": 2.5}
    back = api.post("/_mock/spend/fees", json={"cardId": card["uuid"], "amount": 1, "credit": True}).json
    assert (back["amount"], back["isCredit"]) == (-1, True) and spent(api)["total"] == 1.5
    listed = api.spend().get("/v3/spend/transactions?filters=type:eq:OTHER").json["results"]
    assert [row["uuid"] for row in listed] == [back["uuid"], made["uuid"]]
    moved = api.spend().put(f"/v3/spend/transactions/{made['uuid']}", json={"budgetId": made["budgetUuid"]})
    assert moved.status_code == 200


def test_a_dispute_goes_its_way_once(api, bought):
    path = f"{ROUTE}/{bought['uuid']}/dispute"
    assert "disputeStatus" not in bought
    assert api.post(path, json={"status": "CLOSED_WON"}).status_code == 400
    assert api.post(path).json["disputeStatus"] == "SUBMITTED"
    assert api.post(path).status_code == 400
    assert api.post(path, json={"status": "CLOSED_LOST"}).json["disputeStatus"] == "CLOSED_LOST"
    assert api.post(path, json={"status": "CLOSED_WON"}).status_code == 400
    assert api.spend().get(f"/v3/spend/transactions/{bought['uuid']}").json["disputeStatus"] == "CLOSED_LOST"


def test_points_add_up(api, bought):
    for points, known in ((40, 40), (2, 42)):
        made = api.post(f"{ROUTE}/{bought['uuid']}/award", json={"points": points}).json
        assert made["pointsAwarded"] == known and made["updatedTime"] > bought["updatedTime"]


def test_only_what_a_merchant_took_is_disputed_or_rewarded(api, world, card, bought):
    held = api.post(ROUTE, json={"cardId": card["id"], "amount": 1}).json
    back = api.post(f"{ROUTE}/{bought['uuid']}/refund", json={"amount": 1}).json
    before = world.fingerprint()
    for row in (held, back):
        for action, body in (("dispute", {}), ("award", {"points": 1})):
            answer = api.post(f"{ROUTE}/{row['uuid']}/{action}", json=body)
            assert answer.status_code == 400 and "took no money" in answer.json["error"]
    for route, body, status in (
        ("/_mock/spend/fees", {"cardId": "crd_none", "amount": 1}, 404),
        ("/_mock/spend/fees", {"cardId": card["id"], "amount": 0}, 400),
        (f"{ROUTE}/{bought['uuid']}/award", {"points": 0}, 400),
        (f"{ROUTE}/{bought['uuid']}/dispute", {"status": "LOST"}, 400),
    ):
        assert api.post(route, json=body).status_code == status
    assert world.fingerprint() == before
