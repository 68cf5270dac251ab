"""3DS challenges: told, answered by an ADMIN, or over by the clock."""

import pytest


@pytest.fixture
def challenge(shop, card):
    return shop.swipe(card, 25, challenge=True, merchantName="Test Merchant", merchantCategoryCode="5734")


@pytest.fixture
def answer(spend):
    def send(row, action, **options):
        return spend.post(
            f"/v3/spend/transactions/{row['acsTransactionId']}/3ds-challenge", json={"action": action}, **options
        )

    return send


def test_a_challenge_says_who_buys_what_where_and_nothing_is_held_yet(shop, challenge, card, budget):
    assert challenge == {
        "merchantName": "Test Merchant", "merchantCategoryCode": "5734",
        "acsTransactionId": challenge["acsTransactionId"], "userUuid": card["userUuid"],
        "occurredTime": challenge["occurredTime"], "amount": 25.0, "cardUuid": card["uuid"],
    }  # fmt: skip
    assert (shop.all(), shop.spent(budget)) == ([], (0.0, 0.0, 0.0))


def test_accepted_the_card_is_used(shop, challenge, budget, answer):
    told = answer(challenge, "ACCEPT")
    assert (told.status_code, told.json) == (200, {"id": challenge["acsTransactionId"], "status": "ACCEPTED"})
    (row,) = shop.all()
    assert (row["transactionType"], row["amount"], row["merchantName"]) == ("AUTHORIZATION", 25.0, "Test Merchant")
    assert shop.spent(budget) == (0.0, 25.0, 25.0)
    shop.spend.advance(minutes=20)
    assert len(shop.all()) == 1


def test_accepted_the_card_may_still_decline(shop, challenge, card, answer):
    shop.spend.post(f"/v3/spend/cards/{card['uuid']}/freeze")
    assert answer(challenge, "ACCEPT").json["status"] == "ACCEPTED"
    assert shop.all()[0]["declineInternalReasonCode"] == "CARD_FROZEN"


def test_rejected_it_declines(shop, challenge, budget, answer):
    assert answer(challenge, "REJECT").json["status"] == "REJECTED"
    (row,) = shop.all()
    assert (row["transactionType"], row["declineReason"]) == ("DECLINE", "3DS challenge was rejected.")
    assert shop.spent(budget) == (0.0, 0.0, 0.0)


def test_unanswered_it_declines_after_ten_minutes(shop, challenge, answer):
    shop.spend.advance(minutes=9, seconds=59)
    assert shop.all() == []
    shop.spend.advance(seconds=2)
    assert shop.all()[0]["declineInternalReasonCode"] == "CHALLENGE_EXPIRED"
    shop.spend.refused(answer(challenge, "ACCEPT"), 400)


def test_unknown_answered_and_senseless_answers_are_refused(shop, world, challenge, answer):
    answer(challenge, "REJECT")
    before = world.fingerprint()
    shop.spend.refused(answer(challenge, "ACCEPT"), 400, "acsTransactionId: the challenge was answered already")
    shop.spend.refused(answer({"acsTransactionId": "none"}, "ACCEPT"), 404)
    shop.spend.refused(answer({"acsTransactionId": shop.all()[0]["uuid"]}, "ACCEPT"), 404)
    shop.spend.refused(answer(challenge, "PERHAPS"), 400)
    assert world.fingerprint() == before


def test_only_an_admin_answers(bearer, make_user, challenge):
    make_user(first="Ben", email="ben@mockbill.test", role="BOOKKEEPER")
    app = bearer("ben@mockbill.test")
    path = f"/v3/spend/transactions/{challenge['acsTransactionId']}/3ds-challenge"
    app.refused(app.post(path, json={"action": "ACCEPT"}), 403)
