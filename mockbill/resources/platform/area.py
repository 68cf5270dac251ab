"""The platform: signing in, organizations, their users and files."""

from .. import emails, files
from ..areas import Area
from . import (
    billing,
    error_list,
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
        error_list,
        price_plans,
        risk,
        exports,
    ),
)
