"""What a target answered, kept: redacted, played again as a target, and held against a mock."""
