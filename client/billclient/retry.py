"""Which refused or lost calls are sent again, and how long to wait between."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict

from .calls import Call
from .errors import RateLimited, ServerError, TooManyConcurrent, TransportError


class Waits(TypedDict):
    """What stamina takes."""

    attempts: int
    timeout: float | None
    wait_initial: float
    wait_max: float
    wait_jitter: float


@dataclass(frozen=True, slots=True)
class Retry:
    """Exponential backoff with jitter; times in seconds.

    BILL advises 2^n and documents no Retry-After header, so none is looked for (D docs/api-rate-limits).

    Parameters:
        attempts: of one call in all; 1 is no retry.
        wait: before the second attempt; it doubles from there.
        wait_max: longest wait.
        jitter: up to this much is added at random.
        timeout: no further attempt after this long; None for no such limit.
    """

    attempts: int = 5
    wait: float = 0.5
    wait_max: float = 20.0
    jitter: float = 0.5
    timeout: float | None = 120.0

    def waits(self) -> Waits:
        """As stamina's arguments."""
        return Waits(
            attempts=self.attempts,
            timeout=self.timeout,
            wait_initial=self.wait,
            wait_max=self.wait_max,
            wait_jitter=self.jitter,
        )


NO_RETRY = Retry(attempts=1)
"""Each call is sent once."""


def again(call: Call) -> Callable[[Exception], bool]:
    """Whether an error of this call allows another attempt.

    A call refused for its number or its rate did nothing, so it may be repeated whatever it is. Of a lost
    answer or a 5xx that is not known, so only a repeatable call is sent again. 501 does not mend itself.
    """

    def decide(error: Exception) -> bool:
        match error:
            case TooManyConcurrent() | RateLimited():
                return True
            case TransportError():
                return call.repeatable
            case ServerError():
                return call.repeatable and error.status != 501
            case _:
                return False

    return decide
