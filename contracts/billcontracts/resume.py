"""What a run on a live target needs to go on later: what it has shown, and what it made and did not yet take away."""

import json
from dataclasses import asdict
from pathlib import Path

from .citizen import Citizen, Made
from .report import Run


class Other(Exception):
    """The state file is another target's, or none of ours."""


def save(file: Path, target: str, run: Run, citizen: Citizen | None) -> None:
    """Write the state, whole or not at all."""
    made = [asdict(one) for one in citizen.made] if citizen else []
    draft = file.with_name(f"{file.name}.new")
    draft.write_text(json.dumps({"target": target, "run": run.plain(), "made": made}), "utf-8")
    draft.replace(file)


def load(file: Path, target: str) -> tuple[Run, list[Made]]:
    """What an earlier run left; nothing where there is no file. What it did not run is forgotten, so that it is now.

    Raises:
        Other: the file is of a run on another target, or cannot be read.
    """
    run = Run()
    if not file.exists():
        return run, []
    try:
        told = json.loads(file.read_text("utf-8"))
        if told["target"] != target:
            raise Other(f"{file} is of a run on {told['target']}, not on {target}")
        run.take(told["run"])
        made = [Made(**one) for one in told["made"]]
    except (ValueError, KeyError, TypeError) as wrong:
        raise Other(f"{file} is not the state of a run") from wrong
    run.stopped, run.chosen = "", set()
    run.left = [one for one in run.left if one not in map(str, made)]
    for contract in [id for id, ended in run.outcomes.items() if ended == "skipped"]:
        del run.outcomes[contract], run.told[contract]
    return run, made
