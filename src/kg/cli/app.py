"""The commands, and what becomes of their errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError, UsageError
from typer.main import get_command

from kg.cli import console
from kg.errors import KgError

EXIT_FINE, EXIT_FINDINGS, EXIT_FAILED = 0, 1, 2
# What typer makes of a Ctrl-C.
_INTERRUPTED = 130

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "building": ("extract", "build"),
    "asking": ("ask", "search"),
    "querying": ("query", "queries"),
    "finding": ("blind-spots",),
    "reporting": ("report", "network"),
    "comparing": ("diff",),
    "reviewing": ("review",),
    "exporting": ("export",),
    "validating": ("validate",),
    "evaluating": ("evaluate",),
    "serving": ("serve", "settings"),
    "agents": ("mcp",),
    "keeping": ("backup", "restore", "doctor"),
}
"""The command families: each module adds its commands with ``add_to``."""


def make_app(command: str = "") -> typer.Typer:
    """Return the command line; given a command, only the family that has it, which is faster."""
    app = typer.Typer(
        name="kg",
        help="Reads government plans into a graph of who must do what, by when, on what ground.",
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    # An only command would lose its name without this.
    app.callback()(lambda: None)
    for family, commands in COMMANDS.items():
        if command in commands or not any(command in names for names in COMMANDS.values()):
            import_module(f"kg.cli.{family}").add_to(app)
    return app


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; errors become one line on standard error."""
    console.prepare()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        # Not standalone, so that usage errors too are worded here, in one line.
        app = make_app(given[0] if given else "")
        code = get_command(app).main(args=given, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
        if code == _INTERRUPTED:
            raise KeyboardInterrupt
        return code if isinstance(code, int) else EXIT_FINE
    except KgError as error:
        console.fail(str(error))
    except NoArgsIsHelpError as error:
        console.show(error.format_message())
        return EXIT_FINE
    except UsageError as error:
        command = error.ctx.command_path if error.ctx else "kg"
        reason = error.format_message().rstrip(".")
        console.fail(f"{reason}; see '{command} --help'")
    except (ClickException, typer.Abort) as error:
        console.fail(str(error) or "aborted")
    except KeyboardInterrupt:
        console.fail("interrupted; run the command again to go on")
    except BrokenPipeError:
        # The reader of the output left, e.g. `| head`; Python would complain again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FINE
    except OSError as error:
        where = f" '{error.filename}'" if error.filename else ""
        console.fail(f"cannot go on{where}: {error.strerror or error}")
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        reason = f"{type(error).__name__}: {error}"
        console.fail(f"mistake in kg: {reason}; 'python -X dev -m kg' shows where")
    return EXIT_FAILED
