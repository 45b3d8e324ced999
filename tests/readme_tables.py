"""The tables of the README, made from the code they describe; ``python -m tests.readme_tables`` writes them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

from typer.main import get_group

from kg.analysis.catalogue import load_checks
from kg.cli.app import make_app
from kg.extraction import RULES
from kg.settings import PREFIX, Settings
from kg.web.app import create_app

README = Path(__file__).parents[1] / "README.md"
_BLOCK = re.compile(r"(<!-- (?P<name>[a-z]+) -->\n).*?(<!-- /(?P=name) -->)", re.S)


def commands() -> str:
    """A row per command with the first sentence of its help."""
    group = get_group(make_app())
    rows = ["| command | what it does |", "|---|---|"]
    for name, command in sorted(group.commands.items()):
        rows.append(f"| `kg {name}` | {_sentence(command.help or command.short_help or '')} |")
    return "\n".join(rows)


def settings() -> str:
    """A row per setting with its default."""
    rows = ["| setting | default | what it does |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "machine" if name == "workers" else field.default
        shown = "" if default in (None, "", ()) else f"`{default}`"
        rows.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)


def checks() -> str:
    """A row per blind-spot check."""
    rows = ["| check | 中文 | what it finds | group |", "|---|---|---|---|"]
    for name, runnable in sorted(load_checks().items()):
        check = runnable.check
        rows.append(f"| `{name}` | {check.name.zh} | {check.name.en} | {check.group} |")
    return "\n".join(rows)


def endpoints() -> str:
    """A row per path of the service that is part of its description."""
    rows = ["| path | methods | what |", "|---|---|---|"]
    for path, methods in create_app("memory:").openapi()["paths"].items():
        names = " ".join(method.upper() for method in methods)
        summary = next(iter(methods.values())).get("summary", "")
        rows.append(f"| `{path}` | {names} | {summary} |")
    return "\n".join(rows)


def rules() -> str:
    """How many rules each stage of the extractor has."""
    stages: dict[str, int] = {}
    for rule in RULES:
        stages[rule.stage] = stages.get(rule.stage, 0) + 1
    shown = ", ".join(f"{stage} {count}" for stage, count in stages.items())
    return f"{sum(stages.values())} rules: {shown}."


TABLES: dict[str, Callable[[], str]] = {
    "commands": commands,
    "settings": settings,
    "checks": checks,
    "endpoints": endpoints,
    "rules": rules,
}


def _sentence(text: str) -> str:
    return " ".join(text.split("\n\n")[0].split()).rstrip(".")


def render(text: str) -> str:
    """The README with its tables made anew."""
    return _BLOCK.sub(lambda m: f"{m[1]}{TABLES[m['name']]()}\n{m[3]}", text)


def main() -> None:
    """Write the tables into the README."""
    README.write_text(render(README.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write("README.md: tables written\n")


if __name__ == "__main__":
    main()
