"""What one process knows of the run, and where pytest keeps it."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from billclient import Client, Session

from . import report
from .citizen import Citizen
from .exchanges import Watch
from .recorded.tape import Tape

STATE = pytest.StashKey["State"]()


@dataclass
class State:
    """What this process has seen of the run."""

    watch: Watch = field(default_factory=Watch)
    run: report.Run = field(default_factory=report.Run)
    citizen: Citizen | None = None
    tape: Tape | None = None
    """What is recorded of the run, if it is."""
    recorded: int = 0
    unwritten: str = ""
    """How many exchanges were recorded, or why they were not."""
    made: list[Any] = field(default_factory=list)
    session: Session | None = None
    """The live target's credentials, once MFA was asked for."""
    client: Client | None = None
    """Signed in to the live target, for all: logins are scarce (D docs/api-rate-limits)."""


def so_far(state: State) -> report.Run:
    """What the run has shown, with what the watch saw."""
    run = report.Run()
    run.take(state.run.plain())
    run.calls += state.watch.calls
    run.drift.take(state.watch.drift.plain())
    for operation, contracts in state.watch.kept.items():
        run.kept.setdefault(operation, set()).update(contracts)
    if citizen := state.citizen:
        run.stopped = run.stopped or citizen.stopped
        run.left += [str(one) for one in (*citizen.left, *citizen.made)]
    return run
