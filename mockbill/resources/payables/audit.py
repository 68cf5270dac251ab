"""The audit trail of vendors: who made them and changed which field, oldest first (D docs/getting-audit-trail-details).

A change of several fields is an item for each (I). Fields go by the labels of BILL's web app (D; but for "Pay by" the
labels are I).
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer, Encoded, declared_operation
from ...gateway.wire import Int, Time, Wire
from ...world.tables import Column, Condition, Row, Table
from ..platform.users import full_name

TABLES = (Table("vendor_edit", (Column("hidden.vendorId", index=True),), key="hidden.key"),)
LABELS = {
    "archived": "Archived", "name": "Name", "shortName": "Short name", "accountNumber": "Account number",
    "accountType": "Account type", "email": "Email", "phone": "Phone", "address.line1": "Address line 1",
    "address.line2": "Address line 2", "address.city": "City", "address.stateOrProvince": "State or province",
    "address.zipOrPostalCode": "Zip or postal code", "address.country": "Country",
    "paymentInformation.payeeName": "Payee name", "paymentInformation.email": "Remittance email",
    "paymentInformation.bankCountry": "Bank country", "paymentInformation.payByType": "Pay by",
    "paymentInformation.bankAccount.nameOnAccount": "Name on bank account",
    "paymentInformation.bankAccount.accountNumber": "Bank account number",
    "paymentInformation.bankAccount.routingNumber": "Routing number",
    "paymentInformation.paymentPurpose.text": "Payment purpose",
    "paymentInformation.paymentPurpose.code.name": "Payment purpose",
    "additionalInfo.taxId": "Tax ID", "additionalInfo.taxIdType": "Tax ID type", "additionalInfo.track1099": "Track 1099",
    "additionalInfo.leadTimeInDays": "Lead time", "additionalInfo.combinePayments": "Combine payments",
    "additionalInfo.paymentTermId": "Payment terms", "additionalInfo.companyName": "Company name",
    "rppsId": "RPPS ID", "billCurrency": "Bill currency", "autoPay.enabled": "Auto-pay",
    "autoPay.bankAccountId": "Auto-pay bank account", "autoPay.maxAmount": "Auto-pay limit",
    "autoPay.daysBeforeDueDate": "Auto-pay days before due date", "networkStatus": "Network status",
    "paymentNetworkId": "Payment network ID",
}  # fmt: skip
"""Path in a vendor → how the trail names it. What is not here follows from the rest, and is not told."""
PAY_BY = {
    "ACH": "ePayment", "CHECK": "Check", "INTERNATIONAL_E_PAYMENT": "International ePayment", "OFFLINE": "Offline",
    "RPPS": "RPPS", "VIRTUAL_CARD": "Virtual card", "WALLET": "BILL wallet",
}  # fmt: skip


class EditedValue(Wire):
    previous: str | None = None
    current: str | None = None


class EditedField(Wire):
    name: str | None = None
    value: EditedValue | None = None


class Editor(Wire):
    id: str
    name: str


class Edit(Wire):
    source: str
    type: Literal["Create", "Edit"]
    createdTime: Time
    user: Editor
    field: EditedField


class TrailQuery(Wire):
    includeArchived: bool | None = None
    start: Annotated[Int, Field(ge=0)] | None = None
    max: Annotated[Int, Field(ge=1, le=100)] | None = None


def note_creation(call: Call, vendor: Row) -> None:
    """Write down that a vendor was made."""
    write(call, vendor, "Create", [{}])


def note_edit(call: Call, before: Row, after: Row) -> None:
    """Write down what was changed of a vendor."""
    fields = []
    for path, label in LABELS.items():
        values = {"previous": shown(before, path), "current": shown(after, path)}
        if values["previous"] != values["current"]:
            fields.append(
                {"name": label, "value": {name: value for name, value in values.items() if value is not None}}
            )
    write(call, after, "Edit", fields)


def write(call: Call, vendor: Row, type: str, fields: list[dict[str, Any]]) -> None:
    store, user = call.world.store, editor(call)
    known = len(store.find("vendor_edit", call.org, hidden__vendorId=vendor["id"])) if type == "Edit" else 0
    for number, field in enumerate(fields, known):
        item = {"source": call.principal.source, "type": type, "createdTime": call.iso(), "user": user, "field": field}
        hidden = {"key": f"{vendor['id']} {number}", "vendorId": vendor["id"]}
        store.insert("vendor_edit", Row(item, org=call.org, hidden=hidden))


def editor(call: Call) -> dict[str, str]:
    return {
        "id": call.principal.user,
        "name": full_name(call.world.store.get("user", call.principal.user, call.org)),
    }


def shown(vendor: Row, path: str) -> str | None:
    value: Any = vendor
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if value is None:
        return None
    if path.endswith("payByType"):
        return PAY_BY[value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def trail(call: Call) -> Answer:
    """What was done to a vendor, oldest first; `includeArchived` finds no more, for no item is ever archived (I)."""
    vendor = call.world.store.get("vendor", call.params["vendorId"], call.org)
    if vendor is None:
        raise refuse("BDC_1205")
    table = call.world.store.tables["vendor_edit"]
    of_vendor = Condition(table.by_path["hidden.vendorId"], "eq", vendor["id"])
    most, start = call.query.get("max", 20), call.query.get("start", 0)
    rows = call.world.store.select(table.name, call.org, [of_vendor], (), limit=most, offset=start)
    return Encoded(b"[" + b",".join(row[1] for row in rows) + b"]")


OPERATIONS = (
    declared_operation(
        "getvendoraudittrail", "GET", "/connect/v3/reports/audit-trail/vendor/{vendorId}", trail,
        query=TrailQuery, answer=list[Edit], evidence="I",
    ),
)  # fmt: skip
