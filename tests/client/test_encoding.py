"""How values travel."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from billclient.encoding import decode, encode, query


def test_a_decimal_is_the_number_it_is_digit_for_digit() -> None:
    body = {
        "amount": Decimal("228.90"),
        "big": Decimal("12345678901234567.89"),
        "small": Decimal("1E-7"),
        "n": Decimal("1E+3"),
    }
    assert encode(body) == b'{"amount":228.90,"big":12345678901234567.89,"small":0.0000001,"n":1000}'


def test_times_dates_and_ids() -> None:
    moment = datetime(2026, 3, 2, 12, 5, 11, 402999, tzinfo=timezone(-timedelta(hours=5)))
    body = {"t": moment, "naive": datetime(2026, 3, 2), "d": date(2026, 3, 2), "id": UUID(int=1)}
    assert json.loads(encode(body)) == {
        "t": "2026-03-02T17:05:11.402Z",
        "naive": "2026-03-02T00:00:00.000Z",
        "d": "2026-03-02",
        "id": "00000000-0000-0000-0000-000000000001",
    }


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), object(), {1, 2}])
def test_what_has_no_json_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        encode({"x": value})


def test_amounts_are_read_as_float_or_exactly() -> None:
    assert decode(b'{"amount": 0.10}') == {"amount": 0.1}
    exact = decode(b'{"amount": 0.10, "n": 3}', Decimal)
    assert str(exact["amount"]) == "0.10"
    assert exact["n"] == 3


def test_an_empty_body_is_none_and_html_is_an_error() -> None:
    assert decode(b"") is None
    assert decode(b" \n") is None
    with pytest.raises(ValueError):
        decode(b"<html>")
    with pytest.raises(ValueError):
        decode(b"<html>", Decimal)


def test_query_values() -> None:
    given = {
        "a": True,
        "b": False,
        "none": None,
        "amount": Decimal("10.50"),
        "day": date(2026, 3, 2),
        "time": datetime(2026, 3, 2, 1, tzinfo=UTC),
        "ids": ["x", "y"],
        "n": 5,
    }
    assert query(given) == {
        "a": "true",
        "b": "false",
        "amount": "10.50",
        "day": "2026-03-02",
        "time": "2026-03-02T01:00:00.000Z",
        "ids": "x,y",
        "n": "5",
    }
