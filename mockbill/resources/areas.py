"""An area of BILL: which resources it has, and what else its files declare."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType

from ..gateway.operations import Operation, Resource
from ..world.store import Table

Jobs = Mapping[str, Callable[..., None]]


@dataclass(frozen=True)
class Area:
    """One area, listed in full in its `area.py`.

    `files` are modules that belong to no resource alone, or add to one declared elsewhere: what they export as
    OPERATIONS, TABLES and JOBS is served too.
    """

    resources: tuple[Resource, ...] = ()
    files: tuple[ModuleType, ...] = field(default=())

    @property
    def operations(self) -> list[Operation]:
        """Everything the area answers to."""
        own = [operation for file in self.files for operation in getattr(file, "OPERATIONS", ())]
        return own + [operation for resource in self.resources for operation in resource.operations]

    @property
    def tables(self) -> list[Table]:
        """Everything the area keeps."""
        own = [table for file in self.files for table in getattr(file, "TABLES", ())]
        return own + [resource.table for resource in self.resources]

    @property
    def jobs(self) -> dict[str, Callable[..., None]]:
        """What the clock can bring: name → function of a call and the job's data."""
        found: dict[str, Callable[..., None]] = {}
        for file in self.files:
            found |= getattr(file, "JOBS", {})
        return found
