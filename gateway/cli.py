"""The command ``rapport``."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from gateway.errors import RapportError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
experts_app = typer.Typer(no_args_is_help=True, help="Invite, list and revoke experts.")
app.add_typer(experts_app, name="experts")
console = Console()
errors = Console(stderr=True)

Config = Annotated[Path, typer.Argument(help="The configuration file.")]
ConfigOption = Annotated[Path, typer.Option("--config", "-c", help="The configuration file.")]
DEFAULT = Path("config.toml")

Result = TypeVar("Result")


def _run(work: Awaitable[Result]) -> Result:
    """Run on uvloop where it is; an error of ours becomes one line and exit code 1."""
    try:
        import uvloop

        make: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    except ImportError:
        make = asyncio.new_event_loop
    with asyncio.Runner(loop_factory=make) as runner:
        try:
            return runner.run(_as_coroutine(work))
        except RapportError as error:
            errors.print(f"rapport: {error}", style="red", highlight=False, soft_wrap=True, markup=False)
            raise typer.Exit(1) from None
        except (KeyboardInterrupt, asyncio.CancelledError):
            raise typer.Exit(0) from None


async def _as_coroutine(work: Awaitable[Result]) -> Result:
    """SIGTERM cancels like Ctrl-C, from the first moment on: a gateway that is still starting ends cleanly too."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await work


def rest_collector() -> None:
    """
    Keep the cycle collector from walking over what stays: call it once, when everything is up.

    Tables, models and modules are put aside for good. Requests make hardly any cycles, yet by the default threshold
    the collector walks the requests under way again and again: a fifth of all CPU.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


async def until_stopped() -> None:
    """Wait for Ctrl-C or SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()


@app.command()
def serve(
    config: Config = DEFAULT,
    port: Annotated[int | None, typer.Option(help="Listen here instead of server.port; 0 takes a free one.")] = None,
) -> None:
    """Run the gateway."""
    from gateway.app import Gateway, serving
    from gateway.config import load_settings
    from gateway.logs import set_up_logs

    async def work() -> None:
        settings = load_settings(config)
        set_up_logs(settings.server.log_level, settings.server.log_format)
        async with serving(Gateway(settings), port=port) as listening:
            rest_collector()
            console.print(f"rapport serves {settings.server.public_url} on port {listening}", highlight=False)
            sys.stdout.flush()
            await until_stopped()
            console.print("stopping", highlight=False)

    _run(work())


@app.command()
def check(config: Config = DEFAULT) -> None:
    """Read the configuration, print every mistake, and the address of each channel's webhook."""
    from gateway.cli_check import check as check_config

    raise typer.Exit(check_config(config))


@app.command()
def mask(as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object a line.")] = False) -> None:
    """Mask the lines of standard input."""
    from gateway.cli_mask import mask as mask_lines

    raise typer.Exit(mask_lines(sys.stdin.buffer, sys.stdout, as_json))


@app.command()
def audit(
    brand: Annotated[str, typer.Argument(help="The brand.")],
    config: ConfigOption = DEFAULT,
) -> None:
    """Print who revealed what, and check that the log was not tampered with."""
    from gateway.cli_audit import show_audit

    _run(show_audit(config, brand, console))


@app.command()
def playground(
    config: Config = DEFAULT,
    port: Annotated[int, typer.Option(help="Port of the playground's page.")] = 8081,
) -> None:
    """Run the gateway together with a simulated phone, a shop and an expert, all on one page."""
    from playground.server import run_playground

    _run(run_playground(config, port, until_stopped, lambda text: console.print(text, highlight=False)))


@experts_app.command("invite")
def invite(
    name: Annotated[str, typer.Argument(help="The name that customers and other experts see.")],
    brand: Annotated[list[str], typer.Option("--brand", "-b", help="A brand to work for; may be repeated.")],
    tier: Annotated[str, typer.Option(help="qualified (sees no personal data) or certified.")] = "qualified",
    config: ConfigOption = DEFAULT,
) -> None:
    """Add an expert and print the link that signs them in, once."""
    from gateway.cli_experts import invite_expert

    _run(invite_expert(config, name, brand, tier, console))


@experts_app.command("list")
def list_experts(config: ConfigOption = DEFAULT) -> None:
    """List all experts."""
    from gateway.cli_experts import show_experts

    _run(show_experts(config, console))


@experts_app.command("revoke")
def revoke(
    expert: Annotated[str, typer.Argument(help="The expert's id, from `rapport experts list`.")],
    config: ConfigOption = DEFAULT,
) -> None:
    """End every session of an expert, at once, and remove them."""
    from gateway.cli_experts import revoke_expert

    _run(revoke_expert(config, expert, console))


def main() -> None:
    """Entry point."""
    with contextlib.suppress(BrokenPipeError):
        app()
