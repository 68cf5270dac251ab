"""Whom a bill and a vendor credit may name: a vendor that takes them."""

from ...gateway.call import Call
from ...gateway.verbs import refer
from ...world.store import Row
from .vendors import vendors


def payee(call: Call, vendor_id: str) -> Row:
    """The vendor a bill or a credit is made out to, or 422 BDC_1205."""
    vendor = refer(call, vendors, vendor_id)
    if vendor["archived"] and not call.choose("vendor.archived_takes_bills"):
        raise call.business("vendorId", "The vendor is archived.")
    return vendor
