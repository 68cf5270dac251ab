"""What a payment is paid from: a bank account, a card, BILL's wallet or an AP Card, and when one of them may not.
D docs/ap-payment-funding-methods, docs/vendor-payment-options; texts other than BILL's two sentences I.
"""

from collections.abc import Mapping
from typing import Any

from ...gateway.call import Call
from ...gateway.errors import Complaint, Refusal, refuse
from ...gateway.wire import cents, dollars
from ...world.store import Row
from ..exchange_rates import rate_of
from .ap_cards import ap_cards, left
from .bank_users import is_verified
from .card_purposes import KNOWN, needs_purpose
from .cards import cards, standing, usable
from .funding_accounts import banks
from .timelines import MAGIC

NO_AMEX = "Vendor does not support AMEX card payments."
CARD_USER = "User verification required for payments with card account."
BANK_USER = "User verification required for payments with bank account."
"""The first two are BILL's (D); the third is the second, of a bank account (I)."""
CARD_INACTIVE = "Card account is inactive."


def payer_of(call: Call, kind: str, id: str) -> Row:
    """The account a payment names, or 422 BDC_1205 (I)."""
    row = call.world.store.get(kind, id, call.org)
    if row is None:
        raise refuse("BDC_1205", status=422)
    return row


def plainly(call: Call, message: str) -> Refusal:
    """A refusal of the core in a sentence of BILL's, whose code is not published (I)."""
    return Refusal(422, [Complaint(call.choose("business.code"), message, "DOWNSTREAM")])


def fundable(call: Call, order: Mapping[str, Any], vendor: Row, amount: int, others: int = 0) -> None:
    """Check that the account an order names can pay a vendor.

    Parameters:
        amount: cents of the vendor's currency.
        others: cents of a US dollar that other payments of the same call take from the account.
    """
    RULES[order["fundingAccount"]["type"]](call, order, vendor, amount)
    if order["fundingAccount"]["type"] == "AP_CARD":
        card = payer_of(call, ap_cards.name, order["fundingAccount"]["id"])
        if in_dollars(vendor, amount) + others > left(card):
            raise call.business("amount", "More than what is left of the AP Card's limit.")


def by_bank(call: Call, order: Mapping[str, Any], vendor: Row, amount: int) -> None:
    """The caller must be a verified user of a verified account."""
    row = payer_of(call, banks.name, order["fundingAccount"]["id"])
    if row["status"] != "VERIFIED" or row["archived"] or not may_use_bank(call, row):
        raise refuse("BDC_1151")
    turn = MAGIC.get(amount)
    if turn and turn.to == "BDC_1151" and call.choose("payment.magic_amounts"):
        raise refuse("BDC_1151")


def may_use_bank(call: Call, bank: Row) -> bool:
    open_to_administrators = bank["accessToAdmins"] and call.principal.role == "ADMINISTRATOR"
    return bool(open_to_administrators or is_verified(call, bank["id"], call.principal.user))


def by_card(call: Call, order: Mapping[str, Any], vendor: Row, amount: int) -> None:
    """The caller must be a verified user of a good card that the vendor can be paid with, and say what for (D)."""
    card = payer_of(call, cards.name, order["fundingAccount"]["id"])
    reason = why_not(call, card)
    if reason:
        raise plainly(call, reason)
    purpose = order.get("cardFundingPurpose")
    if needs_purpose(call, vendor) and not purpose:
        raise call.business("cardFundingPurpose", "A purpose is required for this vendor.")
    if purpose and purpose not in KNOWN:
        raise call.business("cardFundingPurpose", "Is not one of the funding purposes.")


def why_not(call: Call, card: Row) -> str | None:
    """Why the caller cannot pay with a card."""
    if not call.choose("card.pay_by_card"):
        return "The organization cannot pay by card."
    if not usable(card):
        return CARD_INACTIVE
    if card["brand"] == "amex" and not call.choose("card.amex_allowed"):
        return NO_AMEX
    return None if standing(call, card["id"], call.principal.user) == "VERIFIED" else CARD_USER


def by_wallet(call: Call, order: Mapping[str, Any], vendor: Row, amount: int) -> None:
    """Only an organization with a wallet has one to pay from; what is in it BILL does not tell (D absence)."""
    if not call.choose("wallet.funding_enabled"):
        raise call.business("fundingAccount.type", "The organization cannot pay from a wallet.")


def by_ap_card(call: Call, order: Mapping[str, Any], vendor: Row, amount: int) -> None:
    """Only an active card, and a vendor that takes virtual cards (D)."""
    card = payer_of(call, ap_cards.name, order["fundingAccount"]["id"])
    if card["status"] != "ACTIVE":
        raise call.business("fundingAccount.id", "The AP Card is not active.")
    if vendor["paymentInformation"]["virtualCard"]["status"] != "ENROLLED":
        raise call.business("vendorId", "The vendor does not accept virtual cards.")


RULES = {"BANK_ACCOUNT": by_bank, "CARD_ACCOUNT": by_card, "WALLET": by_wallet, "AP_CARD": by_ap_card}


def in_dollars(vendor: Mapping[str, Any], amount: int) -> int:
    """Cents of a vendor's currency as cents of a US dollar."""
    rate = rate_of(vendor["billCurrency"])
    return amount if rate is None else cents(dollars(amount) / rate)
