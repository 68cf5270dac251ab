"""What was asked of a world and answered, and assertions about it that explain near misses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, overload

from .controls import Control

Request = dict[str, Any]
MISSING = object()
TOLD = 5
"""Of how many requests a failed assertion tells."""


class Requests(Sequence[Request]):
    """The newest requests and answers, oldest first, without secrets."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def find(self, **wanted: Any) -> list[Request]:
        """Those with an `operation`, `method`, part of a `path`, `status` (404, "4xx"), or `text` in what was sent or
        answered; `since`: after the one of this number, or a time (UTC); `last`: how many at most.
        """
        query = {name: str(value) for name, value in wanted.items()}
        found: list[Request] = self._control("GET", "/requests", **query)["requests"]
        return found

    def clear(self) -> None:
        """Forget them."""
        self._control("DELETE", "/requests")

    @overload
    def __getitem__(self, index: int) -> Request: ...
    @overload
    def __getitem__(self, index: slice) -> list[Request]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self.find()[index]

    def __iter__(self) -> Iterator[Request]:
        return iter(self.find())

    def __len__(self) -> int:
        return len(self.find())

    def har(self) -> Request:
        """An HTTP Archive (HAR 1.2) of them, as browsers and proxies read it."""
        found: Request = self._control("GET", "/requests/har")
        return found

    def assert_called(self, operation: str, *, times: int | None = None, **wanted: Any) -> list[Request]:
        """That an operation was called (so many times, or at least once); answers those requests.

        Args:
            operation: BILL's name of it, such as `createpayment`.
            wanted: what a request or its answer holds: `status=201`, `body__amount=12.5`, `query__max="100"`,
                `body__payments__0__billId=…`, `answer__id=…`, `headers__devkey=…`; a function is asked.

        Raises:
            AssertionError: with what came instead.
        """
        called = self.find(operation=operation)
        met = [request for request in called if not differences(request, wanted)]
        if times is None and met or times == len(met):
            return met
        raise AssertionError(self._explained(operation, called, met, times, wanted))

    def assert_not_called(self, operation: str, **wanted: Any) -> None:
        """That no such request came. Raises AssertionError."""
        self.assert_called(operation, times=0, **wanted)

    def _explained(
        self, operation: str, called: list[Request], met: list[Request], times: int | None, wanted: Mapping[str, Any]
    ) -> str:
        expected = "at least once" if times is None else f"{times} time{'s' * (times != 1)}"
        such = (
            f" with {', '.join(f'{path_of(name)} {told(value)}' for name, value in wanted.items())}" if wanted else ""
        )
        lines = [f"expected {operation} {expected}{such}; it came {len(met)} time{'s' * (len(met) != 1)}"]
        if met:
            lines += [f"  {line(request)}" for request in met[-TOLD:]]
        elif called:
            near = sorted(called, key=lambda request: len(differences(request, wanted)))[:TOLD]
            lines += [f"  {line(request)}, but {'; '.join(differences(request, wanted))}" for request in near]
        else:
            others = list(dict.fromkeys(request["operation"] for request in self if request["operation"]))
            close = get_close_matches(operation, others, 1)
            lines.append(f"  did you mean {close[0]}?" if close else f"  what came: {', '.join(others) or 'nothing'}")
        return "\n".join(lines)


def differences(request: Request, wanted: Mapping[str, Any]) -> list[str]:
    """What of the wanted a request is not."""
    found = []
    for name, value in wanted.items():
        held = at(request, name.split("__"))
        if held is MISSING:
            found.append(f"{path_of(name)} is not there")
        elif not (value(held) if callable(value) else held == value):
            found.append(f"{path_of(name)} is {held!r}")
    return found


def at(value: Any, names: Sequence[str]) -> Any:
    """What stands at a path of members and indexes."""
    for name in names:
        if isinstance(value, Mapping) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return MISSING
    return value


def path_of(name: str) -> str:
    return name.replace("__", ".")


def told(value: Callable[[Any], Any] | Any) -> str:
    return f"meeting {getattr(value, '__name__', 'a function')}" if callable(value) else f"= {value!r}"


def line(request: Request) -> str:
    return f"#{request['number']} {request['method']} {request['path']} → {request['status']}"
