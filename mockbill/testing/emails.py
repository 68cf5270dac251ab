"""The e-mails that BILL would have sent."""

from collections.abc import Iterator, Sequence
from typing import Any, overload

from .controls import Control

Email = dict[str, Any]


class Emails(Sequence[Email]):
    """The e-mails so far, oldest first: `id`, `kind`, `to`, `subject`, `text`, `about`, `replyTo`, `attachments`."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def find(self, **wanted: str) -> list[Email]:
        """Those `to` an address, of a `kind` (`invoice`, `invoice.receipt` …), or `about` the object with an id."""
        found: list[Email] = self._control("GET", "/emails", **wanted)["emails"]
        return found

    def attached(self, email: Email, index: int = 0) -> bytes:
        """The bytes of what is attached to an e-mail."""
        return self._control.fetch(email["attachments"][index]["path"])

    def clear(self) -> None:
        """Forget them."""
        self._control("DELETE", "/emails")

    @overload
    def __getitem__(self, index: int) -> Email: ...
    @overload
    def __getitem__(self, index: slice) -> list[Email]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self.find()[index]

    def __iter__(self) -> Iterator[Email]:
        return iter(self.find())

    def __len__(self) -> int:
        return len(self.find())
