"""How a route of the control API is declared: like an operation, under `/_mock` and without credentials."""

from collections.abc import Callable
from typing import Any

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal, Refusal
from ..gateway.operations import Answer, Operation, declared_operation

Action = Callable[[Call], Answer]


class Control:
    """Collects the routes of the control API."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []

    def __call__(self, method: str, path: str, **declared: Any) -> Callable[[Action], Action]:
        def declare(run: Action) -> Action:
            name = f"mock{path.replace('/', '_')}_{method.lower()}"
            self.operations.append(
                declared_operation(
                    name,
                    method,
                    f"/_mock{path}",
                    plainly(run),
                    auth="control",
                    standing="control",
                    **{"locked": method == "GET", **declared},
                )
            )
            return run

        return declare


def plainly(run: Action) -> Action:
    """The same action; what it cannot take is told in a plain 400."""

    def checked(call: Call) -> Answer:
        try:
            return run(call)
        except (ValueError, KeyError) as error:
            raise ControlRefusal(str(error)) from error
        except Refusal as refusal:
            raise ControlRefusal(
                "; ".join(complaint.message for complaint in refusal.complaints), refusal.status
            ) from refusal

    checked.__doc__ = run.__doc__
    return checked
