"""What an organization pays BILL: its price plan, which a partner may change (D reference/updateorgpartnerpriceplan).

BILL names the plans PricePlan1 to PricePlan5 (D); what they hold is agreed with each partner, so ours is made up (I).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ...gateway.call import Call
from ...gateway.operations import Answer
from ...gateway.verbs import find
from ...gateway.wire import Money, Wire
from ...world.store import Row
from .organizations import PATH, organizations

PricePlanType = Literal["PricePlan1", "PricePlan2", "PricePlan3", "PricePlan4", "PricePlan5"]


class PlanTerm(Wire):
    type: str
    name: str
    tier: int
    quantity: int
    price: Money


class PricePlan(Wire):
    id: str
    name: str
    monthlyPrice: Money
    allowTrial: bool
    priceVariesPerUser: bool
    planTerms: list[PlanTerm]


@dataclass(frozen=True)
class Plan:
    """A price plan. `processed` and `each`: how many payments a month are free, and what each beyond costs, in USD;
    `discount` is per cent. `epayments`: whether it pays what the network asks for; BILL then blames the vendor (O).
    """

    name: str
    monthly: float
    processed: int
    each: float
    discount: float = 0.0
    trial: bool = False
    per_user: bool = True
    epayments: bool = True

    def shown(self, id: str) -> dict[str, Any]:
        """The plan as BILL answers it (names of terms D, their meaning I)."""
        terms = [("TRANSACTION", "suaProcessedCount", 1, self.processed, 0.0)]
        terms.append(("TRANSACTION", "suaProcessedCount", 2, 0, self.each))
        if self.discount:
            terms.append(("DISCOUNT", "discount", 1, 1, self.discount))
        members = ("type", "name", "tier", "quantity", "price")
        return {
            "id": id, "name": self.name, "monthlyPrice": self.monthly, "allowTrial": self.trial,
            "priceVariesPerUser": self.per_user, "planTerms": [dict(zip(members, term, strict=True)) for term in terms],
        }  # fmt: skip


PLANS: Mapping[str, Plan] = {
    "PricePlan1": Plan("Basic", 0.0, 5, 0.99, trial=True, per_user=False, epayments=False),
    "PricePlan2": Plan("Essentials", 45.0, 25, 0.59, trial=True),
    "PricePlan3": Plan("Team", 55.0, 50, 0.59, discount=5.0),
    "PricePlan4": Plan("Corporate", 79.0, 100, 0.49, discount=10.0),
    "PricePlan5": Plan("Enterprise", 199.0, 500, 0.39, discount=15.0, per_user=False),
}
FIRST: PricePlanType = "PricePlan2"
"""The plan of who was never given one."""


def plan_type(organization: Row) -> str:
    kind: str = organization.hidden.get("pricePlan", FIRST)
    return kind


def plan_of(call: Call) -> Plan:
    """The plan of the caller's organization."""
    organization = call.world.store.get("organization", call.org)
    return PLANS[plan_type(organization) if organization else FIRST]


def set_plan(call: Call, organization: Row, kind: PricePlanType) -> None:
    """Put an organization on another plan."""
    organization.hidden["pricePlan"] = kind
    call.world.store.update(organizations.name, organization)


@organizations.operation(
    "getpriceplan", "GET", f"{PATH}/{{organizationId}}/price-plan", answer=PricePlan, role="admin", evidence="I"
)
def get(call: Call) -> Answer:
    """The price plan of the organization; administrators only (D)."""
    kind = plan_type(find(call, organizations, call.params["organizationId"]))
    return PLANS[kind].shown(f"ppl01PRICEPLANS{int(kind[-1]):05d}")
