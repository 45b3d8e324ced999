"""Every setting: its name, what it is without being set, and what it does.

Values come from environment variables ``KG_…``, then from the TOML file that ``KG_FILE`` names.
A name that is not listed here stops the start, so that no setting is silently misspelt.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from kg.errors import ConfigError
from kg.vocabulary import DEFAULT_BASE

PREFIX = "KG_"
FILE_VARIABLE = "KG_FILE"
DEFAULT_STORE = "data/build/graph"

_Names = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """What a process is told from outside; made once, never changed."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    store: str = Field(DEFAULT_STORE, description="directory, memory: or http(s) SPARQL endpoint")
    store_token: SecretStr | None = Field(
        None, description="bearer token for a remote SPARQL endpoint"
    )
    store_timeout: float = Field(
        30.0, gt=0, description="seconds a request to a remote endpoint may take"
    )
    base_iri: str = Field(DEFAULT_BASE, description="what the IRIs of the data begin with")
    default_graph: Literal["union", "separate"] = Field(
        "union", description="what the default graph of queries is"
    )
    token: SecretStr | None = Field(
        None, description="bearer token for writes over HTTP; unset means no writes at all"
    )
    read_only: bool = Field(False, description="refuse all writes even with the token")
    host: str = Field("127.0.0.1", description="address the service listens on")
    port: int = Field(8000, ge=0, le=65535, description="port the service listens on")
    public_url: str = Field(
        "", description="address the public knows the service by, used in descriptions"
    )
    workers: int = Field(
        max(2, os.cpu_count() or 2), ge=1, le=256, description="queries that run at once"
    )
    queue: int = Field(50, ge=0, description="queries that wait when all workers are busy")
    query_seconds: float = Field(10.0, gt=0, description="deadline of a query")
    query_megabytes: int = Field(1024, ge=64, description="memory a query may use")
    query_rows: int = Field(1_000_000, ge=1, description="rows a result may have")
    query_bytes: int = Field(48_000_000, ge=1000, description="bytes a result may have")
    query_text_bytes: int = Field(2_000_000, ge=1000, description="bytes a query may have")
    document_seconds: float = Field(
        120.0, gt=0, description="seconds that `kg extract` and `kg build` may spend on a document"
    )
    document_megabytes: int = Field(
        1024, ge=128, description="memory that `kg extract` and `kg build` may use for a document"
    )
    update_seconds: float = Field(15.0, gt=0, description="deadline of a change")
    update_megabytes: int = Field(4096, ge=256, description="memory the writing process may use")
    upload_seconds: float = Field(300.0, gt=0, description="seconds reading an upload may take")
    upload_bytes: int = Field(20_971_520, ge=1000, description="bytes a request may carry")
    restore_bytes: int = Field(
        1_073_741_824, ge=1000, description="bytes a backup may have that is restored over HTTP"
    )
    service_hosts: _Names = Field((), description="host[:port] that SERVICE may call, by commas")
    client_queries: int = Field(5, ge=1, description="queries one client may run at once")
    client_seconds: int = Field(
        100, ge=1, description="seconds of query time one client may use a minute"
    )
    trusted_proxies: _Names = Field(
        (), description="addresses whose X-Forwarded-For is believed, by commas"
    )
    log_queries: bool = Field(False, description="write the text of queries to the log")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="how much the log says"
    )

    @field_validator("service_hosts", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("base_iri")
    @classmethod
    def _has_end(cls, value: str) -> str:
        if not value.endswith(("/", "#")):
            raise ValueError("must end in '/' or '#'")
        return value

    @field_validator("token")
    @classmethod
    def _not_empty(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().strip():
            raise ValueError("must not be empty")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments first, then the environment; the file comes in as arguments."""
        return (init_settings,)


@dataclass(frozen=True, slots=True)
class Described:
    """One line of the table of settings."""

    variable: str
    default: str
    help: str


def read_settings(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Return the settings; what is given (and not None) wins over environment and file.

    Args:
        environment: the variables; those of the process by default.
        given: values by field name, e.g. from the command line.

    Raises:
        ConfigError: a name is unknown or a value is not valid.
    """
    variables = os.environ if environment is None else environment
    named = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in variables.items()
        if name.startswith(PREFIX) and name != FILE_VARIABLE
    }
    filed = _read_file(Path(variables[FILE_VARIABLE])) if FILE_VARIABLE in variables else {}
    values = {**filed, **named, **{k: v for k, v in given.items() if v is not None}}
    unknown = sorted(values.keys() - Settings.model_fields.keys())
    if unknown:
        raise ConfigError(
            f"cannot use the setting '{PREFIX}{unknown[0].upper()}'",
            "there is no such setting",
            "'kg settings' lists all",
        )
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        raise ConfigError(
            f"cannot use the setting '{PREFIX}{name.upper()}'",
            str(first["msg"]),
            Settings.model_fields[name].description or "",
        ) from error


def describe_settings() -> tuple[Described, ...]:
    """Return every setting with its default and help, for the README and ``kg settings``."""
    lines = [Described(FILE_VARIABLE, "", "TOML file with settings by their names in lower case")]
    for name, field in Settings.model_fields.items():
        default = field.get_default()
        shown = "" if default in (None, (), "") else str(default)
        if name == "workers":
            shown = "number of cores, at least 2"
        lines.append(Described(f"{PREFIX}{name.upper()}", shown, field.description or ""))
    return tuple(lines)


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            f"cannot read the settings file '{path}'", error.strerror or ""
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read the settings file '{path}'", str(error)) from error
