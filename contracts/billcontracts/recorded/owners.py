"""Whose the objects in recorded answers are: what a run made, or the company's own."""

from collections.abc import Collection
from enum import Enum
from typing import Any

from ..shapes import ID, UUID
from .recording import SIGN_IN


class Whose(Enum):
    """Whose a value is: of an object that the run made, of another, of none that has an id, or BILL's own speech."""

    OURS = 1
    THEIRS = 2
    NOBODYS = 3
    BILLS = 4


class Owners:
    """Learns from one answer after another. What first comes with what the run made is part of it, or was made along."""

    def __init__(self, ours: set[str] | None = None) -> None:
        self.ours: set[str] = ours or set()
        self.theirs: set[str] = set()

    def of_answer(self, method: str, path: str, parts: Collection[str], status: int) -> Whose:
        """Whose an answer is, as long as no id in it says otherwise; `parts` are those of the path."""
        if status >= 400:
            return Whose.BILLS
        made = method != "GET" and not path.endswith(SIGN_IN)
        return Whose.OURS if made or not self.ours.isdisjoint(parts) else Whose.NOBODYS

    def of_object(self, value: dict[str, Any], around: Whose) -> Whose:
        """Whose an object is: by its id, or as that which it is in."""
        ids = {value[name] for name in ("id", "uuid") if isinstance(value.get(name), str)}
        if not ids or around is Whose.BILLS:
            return around
        if ids & self.ours:
            return Whose.OURS
        if around is Whose.OURS and not ids & self.theirs:
            self.ours |= ids
            return Whose.OURS
        self.theirs |= ids
        return Whose.THEIRS

    def meet(self, value: str, around: Whose) -> None:
        """A text of an answer; an id is noted."""
        if (ID.fullmatch(value) or UUID.fullmatch(value)) and value not in self.ours and value not in self.theirs:
            (self.ours if around is Whose.OURS else self.theirs).add(value)
