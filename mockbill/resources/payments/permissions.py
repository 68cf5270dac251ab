"""What the organization may fund payments with, and whether the caller may pay (D reference/getfundingaccountpermission)."""

from ...gateway.call import Call
from ...gateway.credentials import permissions_of
from ...gateway.operations import Answer
from ...gateway.wire import Wire
from .bank_users import is_verified
from .funding_accounts import banks


class CardPermission(Wire):
    payByCard: bool
    fundingEnabled: bool
    amexAllowed: bool


class WalletPermission(Wire):
    fundingEnabled: bool


class OrganizationPermission(Wire):
    card: CardPermission
    wallet: WalletPermission


class UserPermission(Wire):
    payOnline: bool


class Permission(Wire):
    organization: OrganizationPermission
    user: UserPermission


@banks.operation("getfundingaccountpermission", "GET", "/connect/v3/funding-accounts/permissions", answer=Permission)
def permissions(call: Call) -> Answer:
    """What payments may be funded with; `payOnline` is false where a payment would be BDC_1150 (I)."""
    accounts = call.world.store.find("bank_account", call.org, status="VERIFIED")
    pays = "pay" in permissions_of(call.world, call.principal.role) and any(
        is_verified(call, account["id"], call.principal.user) for account in accounts if not account["archived"]
    )
    card = {
        "payByCard": call.choose("card.pay_by_card"),
        "fundingEnabled": call.choose("card.funding_enabled"),
        "amexAllowed": call.choose("card.amex_allowed"),
    }
    wallet = {"fundingEnabled": call.choose("wallet.funding_enabled")}
    return {"organization": {"card": card, "wallet": wallet}, "user": {"payOnline": pays}}
