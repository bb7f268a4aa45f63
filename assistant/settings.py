"""Settings: defaults < accordingto.toml in the current folder < ACCORDINGTO_* environment variables."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.errors import SettingsError

APP = "accordingto"


class Settings(BaseSettings):
    """What a person may set; every field is also an ACCORDINGTO_* environment variable."""

    model_config = SettingsConfigDict(
        env_prefix="ACCORDINGTO_", toml_file="accordingto.toml", extra="forbid", use_attribute_docstrings=True
    )

    library: Path | None = None
    """Folder of the library; by default `.accordingto/` in a checkout, else the platform's user data folder."""
    cache: Path = Field(default_factory=lambda: Path(platformdirs.user_cache_dir(APP)))
    """Where the embedding model's built graph is kept, shared by all libraries."""
    chroma_server: str | None = None
    """host:port of a `chroma run` server; unset, Chroma is embedded in this process."""
    threads: int = Field(default=0, ge=0)
    """Threads for the embedding model and a language model in process; 0 lets the runtime choose."""
    lock_wait: float = Field(default=10.0, ge=0)
    """Seconds a second writer waits before it gives up."""
    host: str = "127.0.0.1"
    """Address the chat listens on."""
    user_header: str | None = None
    """Header in which a proxy that logs people in names the person; unset, each browser is a person of its own."""
    users_file: Path | None = None
    """File of those who may log in to the chat (`accordingto user add`); unset, `users` in the library's folder."""
    port: int = Field(default=7860, ge=0, le=65535)
    """Port the chat listens on; 0 takes any free one."""

    llm: str | None = None
    """provider:model of the language model that words answers; unset, none is used. Providers: docs/models.md."""
    llm_url: str | None = None
    """Base URL of the model's server, for openai-like and ollama, or in place of the provider's own."""
    llm_timeout: float = Field(default=60.0, gt=0)
    """Seconds a model may take for one answer, all tries together."""
    llm_retries: int = Field(default=2, ge=0, le=5)
    """How often a call is made again after a time-out, a 429 or a 5xx, waiting longer each time."""
    llm_tokens: int = Field(default=700, ge=50)
    """Tokens a model may write for one answer, its second tries included."""
    llm_schema: bool = True
    """Hold the model to a JSON schema by its own means, where it has them; off for servers that refuse it."""
    llm_order: bool = False
    """Let the model say which claims come first: one call more before the first sentence."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources: explicit arguments, environment, then the TOML file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    def library_folder(self) -> Path:
        """Return the folder of the library these settings name, without creating it."""
        if self.library is not None:
            return self.library.expanduser()
        if (Path.cwd() / "pyproject.toml").is_file() and (Path.cwd() / "assistant").is_dir():
            return Path.cwd() / ".accordingto"
        return Path(platformdirs.user_data_dir(APP))

    def users_place(self) -> Path:
        """Return where the file of those who may log in is, or would be."""
        return self.users_file.expanduser() if self.users_file is not None else self.library_folder() / "users"


def load(**overrides: object) -> Settings:
    """Read the settings; `overrides` win over everything. Raises SettingsError with the field and the reason."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SettingsError(
            f"The settings do not fit ({problems}). Correct accordingto.toml or the ACCORDINGTO_ variable."
        ) from error
    except ValueError as error:
        raise SettingsError(f"accordingto.toml cannot be read as TOML: {error}") from error
