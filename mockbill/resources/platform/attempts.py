"""How often somebody failed in a row, and when last. Kept outside the rows, for a refused call changes none of them."""

from typing import Any

from ...world.clock import MINUTE
from ...world.world import World


class Attempts:
    """Failures by subject (a login, a challenge)."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._failed: dict[str, tuple[int, int]] = {}

    def fail(self, subject: str) -> int:
        count = self.count(subject) + 1
        self._failed[subject] = (count, self._world.clock.now())
        return count

    def count(self, subject: str) -> int:
        return self._failed.get(subject, (0, 0))[0]

    def locked_out(self, subject: str) -> bool:
        """Whether a login has failed too often, and the time that it is shut out for is not over."""
        choices = self._world.choices
        limit, minutes = choices["session.lockout_after"], choices["session.lockout_minutes"]
        count, since = self._failed.get(subject, (0, 0))
        if not limit or count < limit:
            return False
        if minutes and self._world.clock.now() >= since + minutes * MINUTE:
            self.clear(subject)
            return False
        return True

    def clear(self, subject: str) -> None:
        self._failed.pop(subject, None)

    def state(self) -> Any:
        return dict(self._failed)

    def load(self, state: Any) -> None:
        self._failed = dict(state)
