"""Sign-in, MFA, OAuth, organizations, users and roles."""
