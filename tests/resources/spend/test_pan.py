"""The number of a card, for a token of five minutes."""

import jwt
import pytest

from mockbill.resources.spend.pan import check_digit


@pytest.fixture
def card(spend, admin, make_budget):
    body = {"name": "C", "userId": admin["uuid"], "budgetId": make_budget()["uuid"], "limit": 1}
    return spend.post("/v3/spend/cards", json=body).json


@pytest.fixture
def token(spend, card):
    return spend.get(f"/v3/spend/cards/{card['id']}/pan-jwt").json["token"]


@pytest.fixture
def pay(spend):
    """Asks for a number as a merchant's server would: at the other host, with the token alone."""
    return lambda **request: spend.http.post("/de/rest/pan", **request)


def test_luhn_s_formula_gives_the_digit_of_a_known_number():
    assert check_digit("411111111111111") == "1"
    assert check_digit("7992739871") == "3"


def test_a_token_lives_five_minutes_of_the_world_s_clock(spend, pay, world, card, token):
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["sub"], claims["exp"] - claims["iat"]) == (card["uuid"], 300)
    answer = pay(json={"token": token})
    assert answer.status_code == 200
    number = answer.json["pan"]
    assert (len(number), number[-4:], number[:6]) == (16, card["lastFour"], "400000")
    assert (len(answer.json["cvv"]), answer.json["expiration"]) == (3, card["validThru"])
    spend.advance(minutes=4, seconds=58)
    assert pay(json={"token": token}).json == answer.json
    spend.advance(seconds=2)
    spend.refused(pay(json={"token": token}), 401)


def test_the_token_alone_names_the_world(simulation, token, card):
    from werkzeug.test import Client

    answer = Client(simulation.wsgi).post("/de/rest/pan", json={"token": token})
    assert answer.json["pan"].endswith(card["lastFour"])


def test_other_tokens_are_refused(spend, pay, token):
    forged = jwt.encode({"sub": "crd_x", "exp": 9999999999}, b"k" * 32, "HS256")
    unsigned = jwt.encode({"sub": "crd_x", "exp": 9999999999}, None, "none")
    for bad in (forged, unsigned, token[:-3] + "abc", "x", "a.b.c"):
        spend.refused(pay(json={"token": bad}), 401)
    spend.refused(pay(json={}), 400, "token: must not be blank")
    spend.refused(pay(data=b"[", content_type="application/json"), 400)


def test_the_journal_keeps_no_card_number(spend, pay, token):
    pay(json={"token": token})
    last = spend.get("/_mock/requests").json["requests"][-1]
    assert last["body"] == {"token": "***"}
    assert (last["answer"]["pan"], last["answer"]["cvv"]) == ("***", "***")
