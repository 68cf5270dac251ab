"""How many calls a run of the contracts made to a live target, for the probes that follow on the same budget."""

import pytest

from .state import STATE


class Tally:
    """A pytest plugin of one run."""

    calls = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Everything is tidied up by now, and nothing forgotten yet."""
        citizen = session.config.stash[STATE].citizen
        self.calls = citizen.calls if citizen else 0
