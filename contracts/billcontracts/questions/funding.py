"""What is open about bank accounts, cards and the network."""

from typing import Any

from ..asking import Asking, NotAsked
from ..factories import unique
from ..probe import Probe, Seen, outcome, probe, told, whole
from .payments import ACCOUNT
from .rows import NO_NETWORK

BANKS = "/v3/funding-accounts/banks"


def bank(asking: Asking) -> dict[str, Any]:
    """A bank account of the organization that is not verified yet, one for all questions."""
    if "bank" not in asking.shared:
        response = asking.trusted.raw("POST", BANKS, json={**ACCOUNT, "bankName": unique("Probe")})
        asking.shared["bank"] = response.raise_for_status().json()
    found: dict[str, Any] = asking.shared["bank"]
    return found


@probe("P-BANK-2", "Does an unverified bank account read archived?", "observed", "bank.unverified_reads_archived")
def unverified(asking: Asking) -> Seen:
    row = asking.bill.raw("GET", f"{BANKS}/{bank(asking)['id']}").raise_for_status().json()
    return Seen(f"{row['status']}, archived {row['archived']}", row["archived"], row["status"] != "VERIFIED")


@probe("P-BANK-3", "What is a payment from an unverified bank account told?", "reference/createpayment")
def pay_unverified(asking: Asking) -> Seen:
    body = {
        "billId": asking.make.invoice()["id"], "amount": 1, "processingOptions": {},
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank(asking)["id"]},
    }  # fmt: skip
    response = asking.trusted.raw("POST", "/v3/payments", json=body)
    if response.is_success:
        asking.bill.raw("POST", f"/v3/payments/{response.json()['id']}/cancel")
    return Seen(whole(response))


@probe("P-BANK-4", "What is a wrong deposit told?", "reference/verifybankaccount")
def wrong_deposit(asking: Asking) -> Seen:
    path = f"{BANKS}/{bank(asking)['id']}/verify"
    return Seen(whole(asking.trusted.raw("POST", path, json={"depositAmount": 0.01})))


@probe(
    "P-BANK-5",
    "May a bank account be archived before it is verified, and how does it read after?",
    "reference/archivebankaccount",
)
def archived_bank(asking: Asking) -> Seen:
    path = f"{BANKS}/{bank(asking)['id']}"
    early = asking.bill.raw("POST", f"{path}/archive")
    verified = asking.trusted.raw("POST", f"{path}/verify", json={"depositAmount": 0.5})  # the sandbox's own amount
    late = asking.bill.raw("POST", f"{path}/archive")
    row = asking.bill.raw("GET", path).json()
    return Seen(f"{told(early)}; verified: {told(verified)}; {told(late)}, {row.get('status')} {row.get('archived')}")


def permission(id: str, question: str, choice: str, kind: str, name: str) -> Probe:
    """Asks for one leave of the permissions, which is a choice as it stands."""

    def ask(asking: Asking) -> Seen:
        response = asking.bill.raw("GET", "/v3/funding-accounts/permissions").raise_for_status()
        value = response.json()["organization"][kind][name]
        return Seen(str(value), value, isinstance(value, bool))

    return Probe(id, question, "reference/getfundingaccountpermission", choice, ask)


PERMISSIONS = [
    permission("P-CARD-4", "Does the organization pay by card?", "card.pay_by_card", "card", "payByCard"),
    permission("P-CARD-5", "May it use American Express?", "card.amex_allowed", "card", "amexAllowed"),
    permission("P-CARD-6", "May it fund by card?", "card.funding_enabled", "card", "fundingEnabled"),
    permission("P-CARD-7", "May it fund from a wallet?", "wallet.funding_enabled", "wallet", "fundingEnabled"),
]


@probe(
    "P-CARD-8",
    "Must a payment by card to a new vendor say what it is for?",
    "reference/listcardfundingpurposes",
    "card.vendor_industry",
)
def purpose(asking: Asking) -> Seen:
    ask = {"vendorId": asking.make.lasting_vendor()["id"], "brand": "visa"}
    response = asking.bill.raw("GET", "/v3/funding-accounts/cards/funding-purposes", params=ask)
    asked = bool(response.content and response.json().get("results"))
    return Seen(whole(response), "unknown" if asked else "known", response.is_success)


@probe("P-NET-1", "What is a search for two letters told?", "reference/search", "network.short_name")
def two_letters(asking: Asking) -> Seen:
    response = asking.bill.raw("GET", "/v3/network", params={"name": "ab", "scope": "BILL"})
    return outcome(response, "nothing", "refuse")


@probe(
    "P-NET-2",
    "What is the delete of an invitation told that is none?",
    "reference/deletevendorinvitation",
    "network.delete_nothing",
)
def no_invitation(asking: Asking) -> Seen:
    response = asking.bill.raw("DELETE", f"/v3/network/invitation/vendor/{asking.make.vendor()['id']}")
    return outcome(response, "accept", "refuse")


@probe("P-NET-6", "Where does a search without a scope look?", "reference/search", "network.scope")
def no_scope(asking: Asking) -> Seen:
    word = unique("Probe")
    if asking.world.control:
        for kind in ("BILL", "RPPS"):
            asking.world.control.ask("POST", "/network/organizations", {"name": word, "type": kind})
    name = word if asking.world.control else "electric"
    found = {scope: ids(search(asking, name, scope)) for scope in ("", "BILL", "RPPS", "ALL")}
    same = [scope for scope in ("BILL", "RPPS", "ALL") if found[scope] == found[""]]
    if len(same) > 1:
        raise NotAsked("several scopes find the same")
    counts = ", ".join(f"{scope or 'without'} {len(rows)}" for scope, rows in found.items())
    return Seen(counts, same[0] if same else None, bool(same))


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(str(row["id"]) for row in rows)


@probe("P-NET-7", "How many does a search find at the most, and of which types?", "reference/search")
def wide_search(asking: Asking) -> Seen:
    rows = search(asking, "bank", "ALL")
    return Seen(f"{len(rows)} of the types {', '.join(sorted({str(row.get('type')) for row in rows})) or 'none'}")


def search(asking: Asking, name: str, scope: str) -> list[dict[str, Any]]:
    params = {"name": name, **({"scope": scope} if scope else {})}
    found: list[dict[str, Any]] = (
        asking.bill.raw("GET", "/v3/network", params=params).raise_for_status().json()["results"]
    )
    return found


@probe("P-NET-8", "Does an invitation need MFA?", "reference/createvendorinvitation", "network.needs_trust")
def invite_untrusted(asking: Asking) -> Seen:
    path = f"/v3/network/invitation/vendor/{asking.make.vendor()['id']}"
    response = asking.untrusted.raw("POST", path, json={"networkId": NO_NETWORK, "networkType": "BILL"})
    refused = response.status_code == 403
    return Seen(told(response), refused, refused or response.status_code in (404, 422))
