"""Bodies become plain data, or BILL's words for all that is wrong."""

from typing import Annotated, Literal

import pytest
from pydantic import Field

from mockbill.gateway.errors import Refusal
from mockbill.gateway.validation import check
from mockbill.gateway.wire import (  # fmt: skip
    Absent,
    Date,
    Filled,
    Int,
    Max,
    Min,
    Money,
    Positive,
    Text,
    Time,
    Wire,
    cents,
    dollars,
    merge,
    partial,
)
from mockbill.world.choices import Choices


class Place(Wire):
    street: Annotated[Filled, Max(10)]
    note: Text | None = None


class Thing(Wire):
    name: Annotated[Filled, Max(10)]
    place: Place
    kind: Literal["X", "Y"] | None = None
    amount: Money | None = None
    paid: Positive | None = None
    flag: bool | None = None
    count: Annotated[Int, Field(ge=1, le=9)] | None = None
    parts: Annotated[list[Place], Min(1)]
    due: Date
    seen: Time | None = None


GOOD = {"name": "a", "place": {"street": "s"}, "parts": [{"street": "s"}], "due": "2026-01-31"}


def complaints(shape, value, **choices):
    with pytest.raises(Refusal) as refused:
        check(shape, value, Choices(choices))
    assert refused.value.status == 400
    return [(complaint.code, complaint.message) for complaint in refused.value.complaints]


def test_all_missing_fields_are_told_at_once_in_jakartas_words():
    assert complaints(Thing, {}) == [
        (None, "name: must not be blank"),
        (None, "place: must not be null"),
        (None, "parts: must not be empty"),
        (None, "due: must not be null"),
    ]


def test_the_code_of_validation_is_a_choice():
    assert complaints(Place, {}, **{"validation.code": "BDC_1000"}) == [("BDC_1000", "street: must not be blank")]


def test_null_is_missing_and_blank_is_blank():
    assert complaints(Thing, {**GOOD, "name": None, "place": None, "due": None}) == [
        (None, "name: must not be blank"),
        (None, "place: must not be null"),
        (None, "due: must not be null"),
    ]
    assert complaints(Thing, GOOD | {"name": "  "}) == [(None, "name: must not be blank")]


def test_a_nested_field_is_told_with_its_path():
    assert complaints(Thing, GOOD | {"parts": [{"street": "s"}, {}]}) == [(None, "parts[1].street: must not be blank")]


def test_length_rules_of_the_core_follow_only_when_the_gateway_is_content():
    long = {"name": "x" * 11}
    assert complaints(Thing, GOOD | long) == [
        ("BDC_1143", "Invalid entity data. name: Maximum length cannot be greater than 10 characters.")
    ]
    assert complaints(Thing, {**GOOD, **long, "due": None}) == [(None, "due: must not be null")]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("amount", "abc", "amount: Cannot deserialize value of type `BigDecimal`"),
        ("amount", True, "amount: Cannot deserialize value of type `BigDecimal`"),
        ("amount", 1e300, "amount: must be less than or equal to 1e+12"),
        ("paid", 0, "paid: must be greater than 0"),
        ("count", 0, "count: must be greater than or equal to 1"),
        ("count", 10, "count: must be less than or equal to 9"),
        ("kind", "Z", 'kind: Cannot deserialize value from String "Z": not one of the values accepted for Enum class: [X, Y]'),
        ("place", "here", "Cannot construct instance of `Place`"),
        ("parts", [], "parts: must not be empty"),
        ("due", "2026-02-30", "due: must be a date in the format yyyy-MM-dd"),
        ("due", 20260230, "due: must be a date in the format yyyy-MM-dd"),
        ("seen", "yesterday", "seen: must be a date-time"),
        ("name", ["a"], "name: Cannot deserialize value of type `String`"),
        ("flag", "maybe", "flag: Cannot deserialize value of type `Boolean`"),
        ("name", "a\x00", "name: must be text"),
    ],
)  # fmt: skip
def test_wrong_values_are_told_in_bills_words(field, value, message):
    assert complaints(Thing, GOOD | {field: value}) == [(None, message)]


@pytest.mark.parametrize(
    ("field", "sent", "kept"),
    [
        ("amount", "12.345", 12.35), ("amount", 0.285, 0.29), ("amount", 5, 5.0), ("flag", "false", False),
        ("flag", "true", True), ("name", 42, "42"), ("count", "3", 3), ("seen", "2026-01-02", "2026-01-02T00:00:00.000+00:00"),
    ],
)  # fmt: skip
def test_scalars_are_coerced_as_jackson_does(field, sent, kept):
    assert check(Thing, GOOD | {field: sent}, Choices())[field] == kept


def test_unknown_and_null_members_are_left_out():
    assert check(Thing, GOOD | {"x": 1, "kind": None}, Choices()) == GOOD


def test_a_list_is_limited_and_must_be_a_list():
    shape = Annotated[list[Place], Min(1), Max(2)]
    for value in ([], [{"street": "s"}] * 3):
        assert complaints(shape, value) == [(None, "items: size must be between 1 and 2")]
    assert complaints(shape, {}) == [(None, "Cannot deserialize value of type `ArrayList`")]


def test_a_patch_requires_nothing_at_any_depth_but_still_checks():
    patch = partial(Thing)
    assert check(patch, {"place": {"note": "n"}}, Choices(), partial_dump=True) == {"place": {"note": "n"}}
    assert complaints(patch, {"place": {"street": ""}, "count": 99}) == [
        (None, "place.street: must not be blank"),
        (None, "count: must be less than or equal to 9"),
    ]


def test_a_patch_merges_objects_replaces_lists_and_unsets_by_empty_text():
    row = {"a": {"b": 1, "c": 2}, "list": [1, 2], "text": "x"}
    assert merge(row, {"a": {"c": 3, "d": None}, "list": [9], "text": ""}) == {"a": {"b": 1, "c": 3}, "list": [9]}


def test_cents_and_dollars_are_exact():
    for amount in (0.1, 0.29, 1.005, 99_999_999_999.99, -3.33):
        assert dollars(cents(amount)) == round(amount, 2)
    assert cents(0.1) + cents(0.2) == cents(0.3)


class Worded(Wire):
    place: Annotated[Place, Absent("The place field is required")]
    parts: Annotated[list[Place], Min(1), Absent("must not be null")]


def test_a_missing_field_is_told_in_the_words_that_bill_has_for_it():
    told = [(None, "place: The place field is required"), (None, "parts: must not be null")]
    assert complaints(Worded, {}) == told == complaints(Worded, {"place": None})
    assert complaints(Worded, GOOD | {"parts": []}) == [(None, "parts: must not be empty")]
