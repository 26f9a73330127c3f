"""Settings: read once from the environment and `.env`; lower rooms receive values (see .env.example)."""

import hashlib
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DATABASES = ("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")


class Settings(BaseSettings):
    """Everything that differs between deployments. Names are the contract's, in lower case."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    telegram_bot_token: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = "sqlite:///data/zhuanban.db"
    timezone: str = "Asia/Shanghai"
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    listen: str = "127.0.0.1:8788"
    data_dir: Path = Path("data")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"
    mechanism_file: Path | None = Field(default=None)

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"unknown time zone {name!r}; expected a name such as Asia/Shanghai") from None
        return name

    @field_validator("listen")
    @classmethod
    def _is_host_and_port(cls, address: str) -> str:
        host, _, port = address.rpartition(":")
        if not host or not port.isdigit() or int(port) > 65535:
            raise ValueError(f"{address!r} is not HOST:PORT, for example 127.0.0.1:8788")
        return address

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, url: str) -> str:
        if not url.startswith(DATABASES):
            raise ValueError("neither sqlite:///PATH nor postgresql://USER:PASSWORD@HOST/NAME")
        return url

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        if url and not url.startswith(("http://", "https://")):
            raise ValueError(f"{url!r} is not an http(s) address")
        return url.rstrip("/")

    @property
    def token(self) -> str:
        """The bot's token; empty when none is set."""
        return self.telegram_bot_token.get_secret_value()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which people live."""
        return ZoneInfo(self.timezone)

    @property
    def host(self) -> str:
        """Where the web endpoints listen."""
        return self.listen.rpartition(":")[0]

    @property
    def port(self) -> int:
        """The port of the web endpoints."""
        return int(self.listen.rpartition(":")[2])

    @property
    def web_url(self) -> str:
        """Where the web endpoints are reached from outside, as far as the settings tell."""
        return self.webhook_url or f"http://{self.listen}"

    @property
    def secret(self) -> str:
        """The webhook's secret; derived from the token when none is set, so that there always is one."""
        given = self.webhook_secret.get_secret_value()
        return given or hashlib.sha256(f"webhook:{self.token}".encode()).hexdigest()
