"""What bills, invoices and their lines may be labelled with: charts of accounts that exist."""

from typing import Any

from ..gateway.call import Call
from ..gateway.verbs import refer
from .classifications import chart_of_accounts


def know_accounts(call: Call, fields: dict[str, Any], lines: str, account: str) -> None:
    """Refuse a chart of account that is none (422 BDC_1205, I). Other kinds of labels are taken as they come.

    Parameters:
        lines, account: the members with the lines, and with the account that the whole goes to or comes from.
    """
    labelled = [fields, *(fields.get(lines) or ())]
    ids = [(part.get("classifications") or {}).get("chartOfAccountId") for part in labelled]
    for id in [*ids, fields.get(account)]:
        if id:
            refer(call, chart_of_accounts, id)
