"""A choice: one thing decided by us and not by BILL."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    """One decision: its name, default, the values it may take (None: any of the default's type), and why."""

    name: str
    default: Any
    reason: str
    values: tuple[Any, ...] | None = None

    def check(self, value: Any) -> Any:
        """The value, when it may be chosen. Raises ValueError."""
        if self.values is not None:
            if not any(value == allowed and type(value) is type(allowed) for allowed in self.values):
                raise ValueError(f"choice {self.name!r} takes one of {list(self.values)}, not {value!r}")
        elif type(value) is not type(self.default):
            raise ValueError(f"choice {self.name!r} takes a {type(self.default).__name__}, not {value!r}")
        elif isinstance(value, dict) and not all(isinstance(inner, str) for inner in value.values()):
            raise ValueError(f"choice {self.name!r} takes names and texts, not {value!r}")
        elif isinstance(value, int) and not isinstance(value, bool) and value < 0:
            raise ValueError(f"choice {self.name!r} takes no negative number")
        return value
