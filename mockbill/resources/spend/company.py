"""The S&E company of a signed-up organization: what exists before the first API call (made in the web app there)."""

from ...gateway.call import Call
from ...gateway.verbs import make, rewrite
from ...world.store import Row
from ..platform.organizations import organizations
from ..platform.signup import add_credential
from .budgets import budgets
from .people import spend_users

PEOPLE = (("Ada", "Marsh", "ADMIN"), ("Ines", "Okafor", "MEMBER"), ("Jonas", "Petit", "MEMBER"))


def found_company(call: Call, token: str, email: str = "") -> Row:
    """An ADMIN (with this e-mail, if given) with an apiToken, two members and the default budget, for the call's
    organization. Returns the ADMIN.
    """
    users = [
        make(
            call,
            spend_users,
            {"firstName": first, "lastName": last, "email": own or f"{first.lower()}@mockbill.test", "role": role},
        )
        for (first, last, role), own in zip(PEOPLE, (email, "", ""), strict=True)
    ]
    admin = users[0]
    budget = make(
        call,
        budgets,
        {
            "name": "Company budget",
            "owners": [admin["uuid"]],
            "members": [user["uuid"] for user in users[1:]],
            "recurringInterval": "NONE",
            "limit": 25_000.0,
        },
    )
    budget["default"] = True
    rewrite(call, budgets, budget)
    company = call.world.store.get(organizations.name, call.org)
    if company is None:
        raise AssertionError("a company belongs to an organization")
    _, company.hidden["spendCompanyUuid"] = call.world.ids.spend("cmp", "Company")
    call.world.store.update(organizations.name, company)
    add_credential(call.world, call.org, "apiToken", token, user=admin["uuid"])
    return admin
