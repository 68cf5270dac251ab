"""What `import mockbill` offers."""

import re
import types

import pytest

import mockbill
import mockbill.world.clock


def test_the_room_of_worlds_is_callable_and_makes_one():
    assert isinstance(mockbill.world, types.ModuleType) and mockbill.world.clock.DAY
    with mockbill.world() as world:
        assert isinstance(world, mockbill.MockWorld)
    with pytest.raises(TypeError, match="sed"):
        mockbill.world(sed="empty")


def test_what_the_package_offers():
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", mockbill.__version__)
    assert re.fullmatch(r"\d{4}-\d\d", mockbill.AS_OF)
    assert callable(mockbill.intercept)
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        mockbill.nonsense  # noqa: B018
