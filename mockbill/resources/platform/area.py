"""The platform: signing in, organizations, their users and files."""

from .. import emails, files
from ..areas import Area
from . import (
    billing,
    exports,
    health,
    login,
    mfa,
    oauth,
    partner,
    partner_organizations,
    partner_users,
    price_plans,
    risk,
)
from .organizations import organizations
from .roles import roles
from .users import users

PLATFORM = Area(
    resources=(organizations, users, roles, billing.statements, exports.exports),
    files=(
        billing,
        login,
        partner,
        partner_organizations,
        partner_users,
        mfa,
        oauth,
        files,
        emails,
        health,
        price_plans,
        risk,
        exports,
    ),
)
