"""What a bill and a vendor credit may name: a vendor that takes them, and charts of accounts that exist."""

from typing import Any

from ...gateway.call import Call
from ...gateway.verbs import refer
from ...world.store import Row
from ..classifications import chart_of_accounts
from .vendors import vendors


def payee(call: Call, vendor_id: str) -> Row:
    """The vendor a bill or a credit is made out to, or 422 BDC_1205."""
    vendor = refer(call, vendors, vendor_id)
    if vendor["archived"] and not call.choose("vendor.archived_takes_bills"):
        raise call.business("vendorId", "The vendor is archived.")
    return vendor


def know_accounts(call: Call, fields: dict[str, Any], lines: str, account: str) -> None:
    """Refuse a chart of account that is none (422 BDC_1205, I). Other kinds of labels are taken as they come.

    Parameters:
        lines, account: the members with the lines, and with the account that the whole goes to or comes from.
    """
    labelled = [fields, *fields.get(lines, ())]
    ids = [(part.get("classifications") or {}).get("chartOfAccountId") for part in labelled]
    for id in [*ids, fields.get(account)]:
        if id:
            refer(call, chart_of_accounts, id)
