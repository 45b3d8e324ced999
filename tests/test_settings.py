from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ConfigError
from kg.settings import Settings, describe_settings, read_settings


def test_defaults_are_safe() -> None:
    chosen = read_settings({})
    assert chosen.host == "127.0.0.1"
    assert chosen.token is None
    assert chosen.service_hosts == ()


def test_environment_and_arguments() -> None:
    chosen = read_settings({"KG_PORT": "9000", "KG_HOST": "127.0.0.2", "OTHER": "x"}, port=9001)
    assert (chosen.port, chosen.host) == (9001, "127.0.0.2")


def test_lists_are_written_with_commas() -> None:
    chosen = read_settings({"KG_SERVICE_HOSTS": "a.example, b.example:8080 ,"})
    assert chosen.service_hosts == ("a.example", "b.example:8080")


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "kg.toml"
    file.write_text('port = 9000\nstore = "memory:"\n')
    chosen = read_settings({"KG_FILE": str(file), "KG_PORT": "9001"})
    assert (chosen.port, chosen.store) == (9001, "memory:")


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({"KG_PROT": "1"}, "KG_PROT"),
        ({"KG_PORT": "many"}, "KG_PORT"),
        ({"KG_PORT": "70000"}, "KG_PORT"),
        ({"KG_QUERY_SECONDS": "0"}, "KG_QUERY_SECONDS"),
        ({"KG_BASE_IRI": "https://example.org"}, "KG_BASE_IRI"),
        ({"KG_TOKEN": " "}, "KG_TOKEN"),
        ({"KG_DEFAULT_GRAPH": "both"}, "KG_DEFAULT_GRAPH"),
    ],
)
def test_what_is_unknown_or_wrong_stops_the_start(environment: dict[str, str], name: str) -> None:
    with pytest.raises(ConfigError, match=name) as caught:
        read_settings(environment)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", ["prot = 1", "port = ", "store = 5"])
def test_a_wrong_file_stops_the_start(tmp_path: Path, content: str) -> None:
    file = tmp_path / "kg.toml"
    file.write_text(content)
    with pytest.raises(ConfigError):
        read_settings({"KG_FILE": str(file)})


def test_a_missing_file_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="settings file"):
        read_settings({"KG_FILE": str(tmp_path / "none.toml")})


def test_the_token_is_not_shown() -> None:
    chosen = read_settings({"KG_TOKEN": "very-secret"})
    assert "very-secret" not in repr(chosen)


def test_every_setting_is_described() -> None:
    described = {line.variable: line for line in describe_settings()}
    assert set(described) == {f"KG_{n.upper()}" for n in Settings.model_fields} | {"KG_FILE"}
    assert all(line.help for line in described.values())
