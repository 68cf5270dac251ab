"""Hypothesis strategies for what BILL's operations are sent, for properties of your own code.

from mockbill.testing import strategies

@given(body=strategies.bodies("createvendor"))
def test_any_vendor(body): ...
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st

from ..gateway.operations import Operation
from ..resources import OPERATIONS
from ..webhooks import OPERATIONS as OF_EVENTS
from .sampling import Sampler

Strategy = st.SearchStrategy[Any]


@cache
def _known() -> Mapping[str, Operation]:
    return {operation.id: operation for operation in (*OPERATIONS, *OF_EVENTS) if operation.body is not None}


def operations() -> list[str]:
    """The operations that take a body, by BILL's names."""
    return sorted(_known())


def bodies(operation: str, **known: Sequence[Any]) -> Strategy:
    """Bodies in the shape that an operation takes.

    Args:
        operation: BILL's name of it, e.g. `createbill`.
        known: values for members of a name, wherever they stand: `vendorId=[vendor["id"]]`. What refers to something
            that lives needs it, or the body is refused for that.

    Raises:
        ValueError: there is no such operation, or it takes no body.
    """
    if operation not in _known():
        raise ValueError(f"no operation {operation!r} takes a body; see strategies.operations()")
    shape = _known()[operation].body
    return _dice().map(lambda dice: Sampler(dice, known).value(shape))


def near_bodies(operation: str, **known: Sequence[Any]) -> Strategy:
    """The same, but with one thing in it dropped, doubled or replaced by what hardly fits: most are refused, none may
    be answered by a 500. Takes and raises what `bodies` does.
    """
    sound = bodies(operation, **known)
    return st.tuples(sound, _dice()).map(lambda drawn: Sampler(drawn[1], known).spoiled(drawn[0]))


def _dice() -> Strategy:
    return st.randoms(use_true_random=False, note_method_calls=False)
