"""What every request passes on its way to an operation. Knows the platform's rules, but no resource."""
