"""The e-mails that BILL sends. None leaves the world: a test reads them at `/_mock/emails`."""

from collections.abc import Sequence
from typing import Any

from ..gateway.call import Call
from ..world.tables import Column, Row, Table
from .files import media_type

TABLES = (Table("email", (Column("kind"), Column("about", index=True))),)
Attached = Sequence[tuple[str, bytes]]
"""File names and bytes."""


def send(
    call: Call, kind: str, to: Sequence[str], subject: str, text: str, *,
    about: str = "", reply_to: str = "", attached: Attached = (),
) -> Row:  # fmt: skip
    """Send an e-mail, in this transaction: refused calls send none.

    Parameters:
        kind: why it is sent, e.g. `invoice` or `network.invitation`.
        about: id of the object it is about.
        reply_to: the address that answers go to.
    """
    id = call.world.ids.uuid()
    email: dict[str, Any] = {"id": id, "kind": kind, "to": list(to), "subject": subject, "text": text}
    email |= {name: value for name, value in (("about", about), ("replyTo", reply_to)) if value}
    email["attachments"] = [
        {"name": name, "contentType": media_type(name), "size": len(data), "path": f"/_mock/emails/{id}/{number}"}
        for number, (name, data) in enumerate(attached)
    ]
    for number, (_, data) in enumerate(attached):
        call.world.store.put_blob(blob(id, number), data)
    return call.world.store.insert("email", Row({**email, "createdTime": call.iso()}, org=call.org))


def sent(call: Call, **equal: Any) -> list[Row]:
    """The e-mails of a world, oldest first: all, or those of one `kind`, or `about` one object."""
    return call.world.store.find("email", None, **equal)


def attachment(call: Call, id: str, number: int) -> tuple[str, bytes] | None:
    """The name and bytes of what is attached to an e-mail."""
    email, data = call.world.store.get("email", id), call.world.store.blob(blob(id, number))
    return None if email is None or data is None else (email["attachments"][number]["name"], data)


def forget(call: Call) -> None:
    """Forget every e-mail so far."""
    for email in sent(call):
        for number in range(len(email["attachments"])):
            call.world.store.drop_blob(blob(email["id"], number))
        call.world.store.delete("email", email)


def blob(id: str, number: int) -> str:
    return f"email {id} {number}"
