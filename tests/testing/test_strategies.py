"""Strategies draw what fits, and what fits but for one thing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockbill.gateway.errors import Refusal
from mockbill.gateway.validation import check
from mockbill.resources import OPERATIONS
from mockbill.testing import strategies
from mockbill.webhooks import OPERATIONS as OF_EVENTS
from mockbill.world.choices import Choices

FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
SHAPES = {operation.id: operation.body for operation in (*OPERATIONS, *OF_EVENTS)}


@pytest.mark.parametrize("operation", strategies.operations())
def test_bodies_have_the_shape_of_their_operation(operation):
    @FEW
    @given(body=strategies.bodies(operation))
    def sound(body):
        check(SHAPES[operation], body, Choices())

    sound()


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_most_near_bodies_are_refused(data):
    body = data.draw(strategies.near_bodies("createvendor"))
    try:
        check(SHAPES["createvendor"], body, Choices())
    except Refusal as refusal:
        assert refusal.status == 400


@FEW
@given(body=strategies.bodies("createbill", vendorId=["00901AAAAAAAAAAAAAAA"]))
def test_living_ids_are_taken_where_they_are_given(body):
    assert body["vendorId"] == "00901AAAAAAAAAAAAAAA"


def test_an_operation_without_a_body_has_no_strategy():
    with pytest.raises(ValueError, match="no operation 'listvendors' takes a body"):
        strategies.bodies("listvendors")
