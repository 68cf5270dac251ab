"""What a test steers a world with: the control API, by name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from werkzeug.test import Client

from ..remote import complaint


class Control:
    """Calls `/_mock` of one world."""

    def __init__(self, caller: Client) -> None:
        self._caller = caller

    def __call__(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        """What the control API answers. Raises ValueError with its text when it refuses."""
        answer = self._caller.open(f"/_mock{path}", method=method, json=body, query_string=query)
        if answer.status_code >= 400:
            raise ValueError(complaint(answer.data) or answer.text)
        return answer.get_json() if answer.data else None

    def fetch(self, path: str) -> bytes:
        """A file at a path of this world. Raises ValueError when there is none."""
        answer = self._caller.get(path)
        if answer.status_code >= 400:
            raise ValueError(complaint(answer.data) or answer.text)
        found: bytes = answer.data
        return found


class Clock:
    """The world's clock."""

    def __init__(self, control: Control) -> None:
        self._control = control

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self._control("GET", "/clock")["now"])

    @property
    def mode(self) -> str:
        """`real` or `frozen`."""
        found: str = self._control("GET", "/clock")["mode"]
        return found

    def advance(self, **by: float) -> datetime:
        """Move on by `weeks`, `days`, `hours`, `minutes`, `seconds`, `milliseconds`; do what falls due, in order."""
        return self._move({"advance": by})

    def set(self, to: datetime | str) -> datetime:
        """Move to an instant; forward, what falls due is done."""
        return self._move({"set": to if isinstance(to, str) else to.isoformat()})

    def freeze(self) -> datetime:
        """Stand still."""
        return self._move({"freeze": True})

    def run(self) -> datetime:
        """Go on with real time from here."""
        return self._move({"run": True})

    def _move(self, how: dict[str, Any]) -> datetime:
        return datetime.fromisoformat(self._control("POST", "/clock", how)["now"])


class Faults:
    """What goes wrong on purpose."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def add(self, **rule: Any) -> str:
        """Put a fault in force: what it matches (`operation`, `method`, `path`, `credential`, `skip`, `times`,
        `probability`) and what it does (`latency` and `jitter` in seconds, `code`, `message`, `status`, `html`, `expire`, `lose`,
        `spoil`, `dribble`; see `FaultRule`). Answers its id.
        """
        found: str = self._control("POST", "/faults", rule)["id"]
        return found

    def all(self) -> list[dict[str, Any]]:
        """The faults in force, with how often each was met and applied."""
        found: list[dict[str, Any]] = self._control("GET", "/faults")["faults"]
        return found

    def clear(self, id: str | None = None) -> None:
        """Lift one fault, or all."""
        self._control("DELETE", f"/faults/{id}" if id else "/faults")


class Choices:
    """What mockbill decided where BILL is silent."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def __getitem__(self, name: str) -> Any:
        return self._control("GET", "/choices")[name]["value"]

    def __setitem__(self, name: str, value: Any) -> None:
        self.update({name: value})

    def update(self, choices: Mapping[str, Any]) -> None:
        """Override choices by name."""
        self._control("PATCH", "/choices", dict(choices))
