"""One run of the contracts, as `mockbill verify` makes it."""

import sys

from .targets import MOCK, missing_credentials


def run(
    target: str = MOCK,
    area: str | None = None,
    html: str | None = None,
    junit: str | None = None,
    json: str | None = None,
    write_choices: str | None = None,
) -> int:
    """Hold a target to the contracts.

    Parameters:
        target: `mock` (started for the run), `sandbox` (credentials from `BILL_*`), or a URL.
        area: only one folder: platform, payables, payments, classifications, spend, webhooks.
        junit, json: files to write a report to.
        html, write_choices: not in this release.

    Returns:
        0 when every contract held; 1 when one failed, or the run showed nothing; 2 when it could not be made.
    """
    problem = missing_credentials(target)
    for option, value in (("an HTML report", html), ("writing choices", write_choices)):
        problem = problem or (f"{option} is not in this release" if value else "")
    if problem:
        print(f"verify: {problem}", file=sys.stderr)
        return 2
    try:
        import hypothesis  # noqa: F401
        import pytest
    except ImportError:
        print("verify: needs pytest and hypothesis; install mockbill[kit]", file=sys.stderr)
        return 2
    from . import ledger

    folder = str(ledger.folder())
    arguments = [folder, "-c", "/dev/null", "--rootdir", folder, "-p", "billcontracts.plugin", "-p", "no:cacheprovider"]
    arguments += ["--import-mode=importlib", "-q", "--target", target]
    arguments += ["--area", area] if area else []
    arguments += ["--junitxml", junit] if junit else []
    arguments += ["--contracts-json", json] if json else []
    code = int(pytest.main(arguments))
    return code if code in (0, 1, 2) else 2 if code == pytest.ExitCode.USAGE_ERROR else 1
