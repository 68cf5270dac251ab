"""Choices about labels."""

from ..choice import Choice

CLASSIFICATIONS = (
    Choice(
        "classification.name",
        "optional",
        "The specification asks for the name of departments, items and accounts only; every label seen had one.",
        ("optional", "required"),
    ),
    Choice(
        "classification.duplicate_name",
        "allow",
        "Whether two labels of a kind may share a name is unknown.",
        ("allow", "refuse"),
    ),
    Choice(
        "classification.archived_reference",
        "allow",
        "Whether an object may newly point to an archived label is unknown.",
        ("allow", "refuse"),
    ),
)
