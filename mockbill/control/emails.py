"""The e-mails that BILL would have sent."""

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer, Encoded
from ..gateway.wire import Text, Wire
from ..resources import emails
from ..resources.files import media_type
from .declare import Control


class EmailsQuery(Wire):
    to: Text | None = None
    kind: Text | None = None
    about: Text | None = None


def declare(control: Control) -> None:
    @control("GET", "/emails", query=EmailsQuery)
    def read(call: Call) -> Answer:
        """The e-mails sent so far, oldest first: all, or those `to` an address, of a `kind`, `about` an object's id."""
        wanted = dict(call.query)
        to = wanted.pop("to", None)
        return {"emails": [dict(email) for email in emails.sent(call, **wanted) if to is None or to in email["to"]]}

    @control("GET", "/emails/{id}/{number}")
    def attached(call: Call) -> Answer:
        """What is attached to an e-mail, by its place (from 0)."""
        number = call.params["number"]
        found = emails.attachment(call, call.params["id"], int(number)) if number.isdecimal() else None
        if found is None:
            raise ControlRefusal(f"there is no attachment {number!r} of an e-mail {call.params['id']!r}", 404)
        return Encoded(found[1], media_type(found[0]))

    @control("DELETE", "/emails", status=204)
    def forget(call: Call) -> Answer:
        """Forget the e-mails so far."""
        with call.world.transaction():
            emails.forget(call)
        return None
