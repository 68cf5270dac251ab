"""The `mockbill` command. Each subcommand imports what it needs, so that none waits for another's."""

import gc
import json
import shlex
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click

URL = "http://127.0.0.1:8585"

FILE = click.Path(path_type=Path, dir_okay=False)

at_url = click.option("--url", default=URL, show_default=True, help="Base URL of a running mockbill.")


class Cannot(click.ClickException):
    """One clear line on stderr, exit 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"mockbill: {self.message}", err=True)


def show_version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from . import AS_OF, __version__

        click.echo(f"mockbill {__version__} (BILL v3 as of {AS_OF})")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version, help="Show the version."
)
def main() -> None:
    """A stateful local BILL (bill.com) v3."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8585, show_default=True, help="Port to listen on; 0: a free one.")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Keep the world in this folder.")
@click.option("--store", metavar="URL", help="Keep the worlds in PostgreSQL: postgresql://…")
@click.option("--workers", default=1, show_default=True, help="Processes; more than one needs PostgreSQL.")
@click.option(
    "--seed",
    default="small-business",
    show_default=True,
    metavar="NAME",
    help="What a new world holds: small-business, empty, random:SEED:SIZE, or what a file of YAML or JSON tells.",
)
@click.option(
    "--clock", default="real", show_default=True, metavar="real|TIME", help="Real, or an ISO 8601 time to stand at."
)
@click.option("--choices", type=FILE, help="Override choices: a JSON file.")
@click.option(
    "--tls",
    is_flag=False,
    flag_value="mockbill-ca.pem",
    metavar="[FILE]",
    type=FILE,
    help="Speak TLS for BILL's hosts; what clients must trust is written to FILE (mockbill-ca.pem).",
)
@click.option("--cors", multiple=True, metavar="ORIGIN", help="Let pages of this origin (*: of any) read answers.")
@click.option("--network-faults", is_flag=True, help="A slower server, which faults can have cut connections.")
@click.option("--limits", type=click.Choice(["on", "off"]), default="on", show_default=True, help="BILL's rate limits.")
def serve(**options: Any) -> None:
    """Serve a world over HTTP until Ctrl-C."""
    gc.disable()  # all that is loaded stays: looking through it for garbage takes 40 ms; `run` turns it on again
    from .server import CannotServe, Settings, is_loopback
    from .server import serve as run

    settings = Settings(**{**options, "limits": options["limits"] == "on"})
    try:
        if not is_loopback(settings.host):
            click.echo(
                f"warning: on {settings.host} the control API under /_mock is open to everyone who can reach it.",
                err=True,
            )
        run(settings, lambda url: click.echo(f"mockbill is ready on {url}"))
    except CannotServe as error:
        raise Cannot(str(error)) from error


@main.command()
def demo() -> None:
    """Play the main job against a server of its own, step by step; fails if a step is not as BILL documents."""
    from .demo import play

    sys.exit(play(click.echo))


@main.command()
def coverage() -> None:
    """Which of BILL's operations are simulated."""
    from .gateway.coverage import report
    from .simulation import Simulation

    found = report(Simulation().operations)
    for line in found.lines():
        click.echo(line)
    sys.exit(1 if found.failures else 0)


@main.command()
def openapi() -> None:
    """The OpenAPI 3.1 document of what is simulated."""
    from .gateway.openapi import document
    from .simulation import Simulation

    click.echo(json.dumps(document(Simulation().operations), indent=2))


@main.command()
@at_url
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def info(url: str, as_json: bool) -> None:
    """Where a running mockbill is, and how to get in."""
    found = ask(url, "GET", "/info")
    if as_json:
        return click.echo(json.dumps(found, indent=2))
    click.echo(f"mockbill {found['version']}, world {found['world']!r}, BILL as of {found['asOf']}")
    click.echo(f"clock  {found['clock']['now']} ({found['clock']['mode']})")
    for title, values in (("URLs", found["urls"]), ("credentials", found["credentials"])):
        click.echo(f"{title}:")
        for name, value in values.items():
            click.echo(f"  {name:<16} {value}")
    click.echo(f"  {'MFA code':<16} {found['mfaToken']}")


@main.command()
@at_url
def env(url: str) -> None:
    """Settings of a running mockbill for a shell: eval "$(mockbill env)"."""
    from .testing.environment import environment

    found = ask(url, "GET", "/info")
    for name, value in environment(found["urls"]["base"], found["credentials"]).items():
        click.echo(f"export {name}={shlex.quote(value)}")


@main.command()
@click.argument("name")
@click.option("--url", help="Begin the world of a running mockbill anew with this seed.")
def seed(name: str, url: str | None) -> None:
    """Show what a seed holds, or (with --url) begin a running mockbill's world anew with it."""
    if url:
        found = ask(url, "POST", "/seed", {"seed": name})
        return click.echo(f"the world {found['world']!r} on {url} holds {name}")
    from .resources import RESOURCES
    from .simulation import Simulation

    try:
        with closing(Simulation().worlds) as worlds:
            counts = worlds.create(seed=name).store.counts()
    except ValueError as error:
        raise Cannot(str(error)) from error
    for resource in RESOURCES:
        if counts[resource.name]:
            click.echo(f"{counts[resource.name]:>7}  {resource.name}")


@main.command()
@click.argument("event")
@click.argument("told", required=False, metavar="[JSON]")
@at_url
def trigger(event: str, told: str | None, url: str) -> None:
    """Have a running mockbill tell all who subscribed to EVENT of one that did not happen.

    JSON is laid over the dummy that it tells of: mockbill trigger bill.created '{"amount": 5}'
    """
    try:
        object = json.loads(told or "{}")
    except ValueError as error:
        raise Cannot(f"not JSON: {error}") from error
    sent = ask(url, "POST", "/webhooks/trigger", {"event": event, "object": object})["deliveries"]
    click.echo(f"{event} goes to {len(sent)} subscription{'' if len(sent) == 1 else 's'}")


@main.command()
@click.argument("names", nargs=-1, metavar="[NAME|FILE]…")
@click.option("--all", "every", is_flag=True, help="Play all that ship with mockbill.")
@click.option("--brief", is_flag=True, help="A line for each, without its steps.")
def scenario(names: tuple[str, ...], every: bool, brief: bool) -> None:
    """List the scenarios, or play some, each in a world of its own."""
    from .scenarios.script import find, library

    try:
        chosen = list(library().values()) if every else [find(name) for name in names]
    except ValueError as error:
        raise Cannot(str(error)) from error
    if not chosen:
        for one in library().values():
            click.echo(f"{one.name:<32} {one.about}")
        return
    from .simulation import Simulation
    from .world.clock import stopwatch

    simulation, failed = Simulation(), 0
    simulation.open_default()
    with closing(simulation.worlds):
        for one in chosen:
            started = stopwatch()
            report = simulation.stage.perform(one)
            click.echo(f"{'failed' if report.failure else 'played'}  {one.name}  ({stopwatch() - started:.2f} s)")
            for step in () if brief else report.steps:
                click.echo(f"  {step.part:<8}{step.line}")
            if report.failure:
                failed += 1
                click.echo(f"  {report.failure}")
        simulation.stop()
    sys.exit(1 if failed else 0)


def manners(command: Any) -> Any:
    """Options of what a live target is asked."""
    for option in (
        click.option("--yes-production", is_flag=True, help="Real books and real money: yes."),
        click.option("--production", is_flag=True, help="Allow a production host, together with --yes-production."),
        click.option("--pace", type=click.FloatRange(0), metavar="SECONDS", help="Between two calls to a live target."),
        click.option("--budget", type=click.IntRange(1), metavar="N", help="Make at most N calls to a live target."),
    ):
        command = option(command)
    return command


@main.command()
@click.option(
    "--target",
    default="mock",
    show_default=True,
    metavar="mock|in-process|sandbox|URL|recorded:FILE",
    help="What to verify.",
)
@click.option("--area", multiple=True, help="Only this area of the API; may be repeated.")
@click.option("--html", type=FILE, help="Write an HTML report.")
@click.option("--junit", type=FILE, help="Write a JUnit report.")
@click.option("--json", "as_json", type=FILE, help="Write a JSON report.")
@click.option("--write-choices", type=FILE, help="Write what was learnt.")
@click.option("--state", type=FILE, help="Go on from this file if it is there; keep in it what remains.")
@click.option("--record", type=FILE, help="Keep what a live target answers, without secrets and personal data.")
@click.option("--replay", type=FILE, help="Run no contracts; hold a mock to what was recorded in this file.")
@manners
@click.option("--ledger", is_flag=True, help="Show the contracts and when they last held; run nothing.")
def verify(
    target: str,
    area: tuple[str, ...],
    as_json: Path | None,
    production: bool,
    yes_production: bool,
    ledger: bool,
    **options: Any,
) -> None:
    """Run the contracts of BILL against a mock, the sandbox, or whatever answers at a URL."""
    if ledger:
        from billcontracts.ledger import markdown

        return click.echo(markdown(area))
    from billcontracts import run

    sys.exit(run(target=target, area=area, json=as_json, production=production + yes_production, **options))


@main.command()
@click.option("--target", default="mock", show_default=True, metavar="mock|in-process|sandbox|URL", help="Whom to ask.")
@click.option("--json", "as_json", type=FILE, help="Write what was seen.")
@click.option("--write-choices", type=FILE, help="Write the choices for `serve --choices`.")
@manners
def probe(
    target: str,
    as_json: Path | None,
    write_choices: Path | None,
    budget: int | None,
    pace: float | None,
    production: bool,
    yes_production: bool,
) -> None:
    """Ask a target what BILL's pages leave open; the mock learns from the answers."""
    from billcontracts.citizen import Manners
    from billcontracts.run import probe as put

    sys.exit(put(target, as_json, write_choices, Manners(budget, pace, production and yes_production)))


def ask(url: str, method: str, path: str, body: Any = None) -> Any:
    """One call of a running mockbill's control API. Raises Cannot."""
    from .remote import Refused, control

    try:
        return control(url, method, path, body)
    except Refused as error:
        raise Cannot(str(error)) from error
