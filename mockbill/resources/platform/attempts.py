"""How often somebody failed in a row. Kept outside the rows, for a refused call changes none of them."""

from typing import Any

from ...world.world import World


class Attempts:
    """Failures by subject (a login, a challenge)."""

    def __init__(self, world: World) -> None:
        self._failed: dict[str, int] = {}

    def fail(self, subject: str) -> int:
        self._failed[subject] = self._failed.get(subject, 0) + 1
        return self._failed[subject]

    def count(self, subject: str) -> int:
        return self._failed.get(subject, 0)

    def clear(self, subject: str) -> None:
        self._failed.pop(subject, None)

    def state(self) -> Any:
        return dict(self._failed)

    def load(self, state: Any) -> None:
        self._failed = dict(state)
