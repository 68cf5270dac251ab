"""The mock's own levers, for contracts about time, limits and faults. BILL has none: there such contracts are skipped."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx

PACIFIC = ZoneInfo("America/Los_Angeles")


class Control:
    """`/_mock` of one world."""

    def __init__(self, http: httpx.Client, url: str, world: str) -> None:
        self.http, self.url, self.name = http, url, world

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        response = self.http.request(
            method, f"{self.url}/_mock{path}", json=body, headers={"X-Mockbill-World": self.name}
        )
        if not response.is_success:
            raise AssertionError(f"{method} /_mock{path}: {response.status_code} {response.text}")
        return response.json() if response.content else None

    def now(self) -> datetime:
        """The world's time."""
        return datetime.fromisoformat(self.ask("GET", "/clock")["now"])

    def today(self) -> date:
        """The processing day (US Pacific)."""
        return self.now().astimezone(PACIFIC).date()

    def advance(self, **by: float) -> None:
        """Move the clock; what falls due has happened when this returns."""
        self.ask("POST", "/clock", {"advance": by})

    def choose(self, **choices: Any) -> None:
        """Override choices; `__` stands for the dot."""
        self.ask("PATCH", "/choices", {name.replace("__", "."): value for name, value in choices.items()})

    def drain(self) -> None:
        """Wait until every notification that is due has been delivered."""
        self.ask("POST", "/webhooks/drain", {})

    @contextmanager
    def fault(self, **rule: Any) -> Iterator[None]:
        """A fault in force within the block."""
        id = self.ask("POST", "/faults", rule)["id"]
        try:
            yield
        finally:
            self.ask("DELETE", f"/faults/{id}")
