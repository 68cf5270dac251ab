"""Expenses of S&E: what users do with them in BILL's web app, for which the API has no call."""

from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.operations import Answer
from ..gateway.validation import Filled, Wire
from ..resources.spend.custom_fields import create
from .declare import Control


class NoteBody(Wire):
    model_config = ConfigDict(extra="forbid")
    name: Filled
    required: bool = False
    organizationId: Filled | None = None


def declare(control: Control) -> None:
    @control("POST", "/spend/notes", body=NoteBody)
    def make_note(call: Call) -> Answer:
        """A custom field of type NOTE, offered in all budgets; the API makes selectors only."""
        asked = call.body
        org = asked.get("organizationId") or call.world.store.meta("credentials")["organizationId"]
        fields = {"name": asked["name"], "required": asked["required"], "global": True, "allowCustomValues": False}
        with call.world.transaction():
            return create(Call.by_clock(call.world, org), fields, "NOTE")
