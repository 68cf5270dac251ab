"""What a partner application does for the organizations it made."""

from .calls import Body, Call, Steps
from .collection import A, P, Part, R, Resource
from .errors import BillError
from .signin import PartnerAuth


class Partners(Part[A, P, R]):
    """Partner operations (D docs/bill-partner-operations); users and roles are those of one organization,
    whose id goes in a header: `client.partner.users("008…").list()`."""

    organizations = Resource("/v3/partner/organizations", "list create", {"set_price_plan": "PATCH /{}/price-plan"})
    users = Resource("/v3/partner/users", "list get create update archive restore", parent="organizationId")
    roles = Resource("/v3/partner/roles", "list get", parent="organizationId")
    risk = Resource("/v3/partner/risk-verifications", actions={"add_phone": "POST /{}/phone"}, parent="organizationId")

    def login(self) -> A:
        """Sign in now; the first call does so by itself. Answers `{"sessionId"}`."""
        auth = self._keyring.partner()
        if auth is None:
            raise BillError("this client has no Partner credential")
        return self._driver.answer(_login(auth))

    def login_as_user(self, body: Body) -> A:
        """Open a user's session from `userId`, `organizationId` and, to be trusted, `rememberMeId` and `device`.

        Returns:
            `{"sessionId", "trusted"}`; use it with `Client(OpenSession(sessionId, devKey))`.
        """
        return self._driver.answer(Call(method="POST", path="/v3/partner/login-as-user", body=body))


def _login(auth: PartnerAuth) -> Steps:
    answer = yield Call(method="POST", path="/v3/partner/login", body=auth.body(), credential=False)
    auth.accept(answer)
    return answer
