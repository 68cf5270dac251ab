"""The number of a card: a token of five minutes, and the host that gives the number for it (D docs/virtual-cards).

The token's key and the form of the host's answer are not published (I); no number is a real one.
"""

from hashlib import sha256
from typing import Any

import orjson

from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer, declared_operation
from ...gateway.wire import Date, Filled, Wire
from ...world.clock import MINUTE, SECOND
from ...world.store import Row
from ...world.world import World

PATH = "/de/rest/pan"
LIFE = 5 * MINUTE
BEGINNING = "400000"
"""An issuer that no bank has."""
ALGORITHM = "HS256"
DECODING: Any = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "require": ["exp", "sub"]}
"""The world's clock says what has expired, not the library's."""


class TokenBody(Wire):
    token: Filled


class Number(Wire):
    pan: str
    cvv: str
    expiration: Date


def new_number(call: Call) -> str:
    """16 digits whose check digit is right."""
    digits = BEGINNING + call.world.ids.digits(9)
    return digits + check_digit(digits)


def check_digit(digits: str) -> str:
    """The last digit of a card number, by Luhn's formula (ISO/IEC 7812)."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return str(-sum(number // 10 + number % 10 for number in doubled) % 10)


def secret(world: World) -> bytes:
    return sha256(f"{world.ids.seed}/{world.key}/pan".encode()).digest()


def token_for(call: Call, card: Row) -> str:
    """A JWT with a card's uuid as its subject; it tells its world, for its host knows no other credential."""
    import jwt  # 12 ms, for who asks for a card number

    now = call.now()
    claims = {
        "sub": card["uuid"],
        "org": call.org,
        "world": call.world.key,
        "iat": now // SECOND,
        "exp": (now + LIFE) // SECOND,
    }
    return jwt.encode(claims, secret(call.world), ALGORITHM)


def number_of(call: Call) -> Answer:
    """Number, code and date of a card, for a token of getpanjwt; 401 for one that is wrong or too old (I)."""
    import jwt

    try:
        claims = jwt.decode(call.body["token"], secret(call.world), [ALGORITHM], options=DECODING)
    except jwt.InvalidTokenError:
        raise refuse("BDC_1109") from None
    card = call.world.store.get("card", claims["sub"])
    if card is None or call.now() >= claims["exp"] * SECOND:
        raise refuse("BDC_1109")
    return {"pan": card.hidden["pan"], "cvv": card.hidden["cvv"], "expiration": card["validThru"]}


def world_key(body: bytes) -> str | None:
    """The world that a request for a number means, read from its token without trust."""
    import jwt

    try:
        claims = jwt.decode(orjson.loads(body)["token"], options={"verify_signature": False})
        return str(claims["world"])
    except (orjson.JSONDecodeError, jwt.InvalidTokenError, LookupError, TypeError):
        return None


OPERATIONS = (
    declared_operation(
        "getpan", "POST", PATH, number_of,
        auth="none", body=TokenBody, answer=Number, standing="auxiliary", evidence="I",
    ),
)  # fmt: skip
