"""Sharing a total out: to the cent, and fairly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockbill.resources.arithmetic import apportion


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [(100, [1, 1, 1], [34, 33, 33]), (5, [500, 500], [3, 2]), (0, [1, 2], [0, 0]), (7, [1, 0, 6], [1, 0, 6]),
     (2, [34, 33, 33], [1, 1, 0]), (3, [1, 98, 1], [0, 3, 0])],
)  # fmt: skip
def test_what_is_left_over_goes_to_the_largest_remainders(total, weights, parts):
    assert apportion(total, weights) == parts


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**7), min_size=1, max_size=20).filter(any))
def test_the_parts_make_the_total_and_none_is_a_unit_off(total, weights):
    parts = apportion(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part * sum(weights) - total * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True)
    )
