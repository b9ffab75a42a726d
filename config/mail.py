"""The mail server that takes the agency's letters, where it has one."""

import os
from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

HERE = frozenset({"127.0.0.1", "localhost", "::1"})


class MailSettings(BaseModel):
    """Who is told by e-mail what no group tells them; the password is a secret, so only its variable is named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(default="", description="the mail server; without one nothing is sent by e-mail")
    port: int = Field(default=465, ge=1, le=65535, description="its port: 465 with tls, 587 with starttls")
    security: Literal["tls", "starttls", "none"] = Field(default="tls", description="how the line is made safe")
    user: str = Field(default="", description="who signs in; nobody does when it is empty")
    password_env: str = Field(default="MAIL_PASSWORD", description="environment variable with the password")
    sender: str = Field(default="", pattern=r"^([^@\s]+@[^@\s]+)?$", description="the address that letters come from")

    @model_validator(mode="after")
    def is_whole(self) -> Self:
        """Refuse a server without a sender, and a line that others can read."""
        if self.host and not self.sender:
            raise ValueError("a mail server needs a sender")
        if self.security == "none" and self.host not in HERE | {""}:
            raise ValueError("a line without tls or starttls is for this very machine alone")
        return self

    def password(self, environment: Mapping[str, str] = os.environ) -> SecretStr | None:
        """Return the password, None while its variable is not set."""
        word = environment.get(self.password_env)
        return SecretStr(word) if word else None
