"""How much of BILL's catalogue is simulated, and whether what is declared agrees with it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .operations import Operation
from .routing import Known, catalogue

AREAS: dict[str, str] = {
    "platform": "authx exports health login logout mfa organizations partner reports risk-verifications roles users",
    "payables": "attachments bill-approvals bills documents recurringbills vendor-credits vendors",
    "payments": "funding-accounts network payments",
    "receivables": "credit-memos customers invoices payment-terms receivable-payments recurring-invoices",
    "classifications": "classifications",
    "spend": "spend",
    "webhooks": "connect-events",
}
"""Area of the project → what of a path tells that it belongs there; the last word of a path's own decides."""


def area_of(path: str) -> str:
    """The area of a path: payment terms of an organization belong to receivables, not to the platform."""
    words = path.strip("/").split("/")
    if words[0] != "connect":
        named = words[0]
    else:
        named = "payment-terms" if "payment-terms" in words else words[2]
    return next((area for area, names in AREAS.items() if named in names.split()), "other")


def shape_of(path: str) -> str:
    """A path without the names of its ids."""
    return re.sub(r"\{[^}]*\}", "{}", path)


@dataclass(frozen=True)
class Coverage:
    """What of the catalogue is built and missing, and where a declaration contradicts it."""

    built: list[Known]
    missing: list[Known]
    failures: list[str]
    areas: dict[str, tuple[int, int]] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """The report, for people."""
        total = len(self.built) + len(self.missing)
        lines = [f"{area:<16} {built:>3} of {all:>3}" for area, (built, all) in self.areas.items()]
        lines.append(f"{'all':<16} {len(self.built):>3} of {total:>3}")
        if self.missing:
            lines += ["", "missing:", *(f"  {known.id:<40} {known.method:<6} {known.path}" for known in self.missing)]
        if self.failures:
            lines += ["", "wrong:", *(f"  {failure}" for failure in self.failures)]
        return lines

    def summary(self) -> dict[str, object]:
        """The report, for programs."""
        return {
            "built": len(self.built),
            "total": len(self.built) + len(self.missing),
            "areas": {area: {"built": built, "total": all} for area, (built, all) in self.areas.items()},
            "missing": [known.id for known in self.missing],
            "failures": self.failures,
        }


def report(operations: Iterable[Operation]) -> Coverage:
    """Compare what is declared with the catalogue."""
    declared = [operation for operation in operations if operation.standing != "control"]
    counted = {operation.id for operation in declared if operation.standing == "operation"}
    known = catalogue()
    built = [entry for entry in known.values() if entry.id in counted]
    missing = [entry for entry in known.values() if entry.id not in counted]
    in_area, built_in = (
        Counter(area_of(entry.path) for entry in known.values()),
        Counter(area_of(e.path) for e in built),
    )
    areas = {area: (built_in[area], in_area[area]) for area in [*AREAS, "other"] if in_area[area]}
    failures = [*twice(declared), *(text for operation in declared for text in contradictions(operation))]
    return Coverage(built, missing, failures, areas)


def twice(operations: list[Operation]) -> list[str]:
    """Ids and places that are declared more than once; an alias has the id of what it is another way to."""
    ids = Counter(operation.id for operation in operations if operation.standing != "alias")
    places = Counter((operation.method, shape_of(operation.path)) for operation in operations)
    return [
        *(f"{id} is declared {count} times" for id, count in ids.items() if count > 1),
        *(f"{method} {path} is declared {count} times" for (method, path), count in places.items() if count > 1),
    ]


def contradictions(operation: Operation) -> list[str]:
    """Where one declaration differs from the catalogue. A status with a `?` there is not published."""
    known = catalogue().get(operation.id)
    if operation.standing == "auxiliary":
        return [f"{operation.id} is declared auxiliary, and is in the catalogue"] if known else []
    if known is None:
        return [f"{operation.id} is neither in the catalogue nor declared auxiliary or control"]
    if operation.standing == "alias":
        return []
    pairs = [
        ("method", operation.method, known.method),
        ("path", shape_of(operation.path), shape_of(known.path)),
    ]
    if not known.success.endswith("?"):
        pairs.append(("status", str(operation.status), known.success))
    return [
        f"{operation.id}: {what} is {ours}, in the catalogue {theirs}" for what, ours, theirs in pairs if ours != theirs
    ]
