"""What BILL itself and its web app make: billing statements and exports."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import ConfigDict, Field

from ..gateway.call import Call
from ..gateway.operations import Answer
from ..gateway.wire import Text, Wire
from ..resources.payments.calendar import today
from ..resources.platform.billing import issue, settle
from ..resources.platform.exports import Kind, start
from .declare import Control
from .payments import owned
from .risk import on_behalf


class StatementBody(Wire):
    model_config = ConfigDict(extra="forbid")
    month: Annotated[str, Field(pattern=r"^\d{4}-\d\d$")] | None = None
    organizationId: Text | None = None


class ExportBody(Wire):
    model_config = ConfigDict(extra="forbid")
    kind: Kind
    minutes: Annotated[int, Field(ge=0)] = 0
    organizationId: Text | None = None


def declare(control: Control) -> None:
    @control("POST", "/billing-statements", body=StatementBody, body_optional=True)
    def bill(call: Call) -> Answer:
        """BILL's statement of a month (`{"month": "2026-02"}`), the last one unless told."""
        with call.world.transaction():
            by = on_behalf(call)
            before = today(call.now()).replace(day=1) - timedelta(days=1)
            month = call.body.get("month")
            return issue(by, date.fromisoformat(f"{month}-01") if month else before)

    @control("POST", "/billing-statements/{id}/pay")
    def pay(call: Call) -> Answer:
        """The organization pays a statement."""
        with call.world.transaction():
            return settle(*owned(call, "billing_statement"))

    @control("POST", "/exports", body=ExportBody)
    def export(call: Call) -> Answer:
        """A user starts an export in the web app; it takes some `minutes`, none unless told."""
        with call.world.transaction():
            return start(on_behalf(call), call.body["kind"], call.body["minutes"])
