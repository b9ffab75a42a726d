"""A real mail server on 127.0.0.1, which says what a test wants it to say and keeps the letters it took."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import SecretStr

from agency.notices.mail import PostOffice

USER, PASSWORD, SENDER = "caiyun", "pa55word-of-cranes", "caiyun@agency.example"


@dataclass
class Clerk:
    """What the server answers at each step, ``250`` unless told; ``hang_up_after_data`` breaks the line there."""

    answers: dict[str, str] = field(default_factory=dict)
    hang_up_after_data: bool = False
    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802 - aiosmtpd looks for this name
        if "MAIL" not in self.answers:
            envelope.mail_from = address
        return self.answers.get("MAIL", "250 fine")

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802 - aiosmtpd looks for this name
        if "RCPT" not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 fine")

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd looks for this name
        if "DATA" not in self.answers:
            letter = message_from_bytes(envelope.content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        if self.hang_up_after_data:
            server.transport.abort()
        return self.answers.get("DATA", "250 taken")

    def knows(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        is_known = given.login == USER.encode() and given.password == PASSWORD.encode()
        return AuthResult(success=is_known, handled=is_known)


@contextmanager
def opened(clerk: Clerk, folder: Path, security: str = "tls") -> Iterator[PostOffice]:
    """Open the server, and lend what the product knows of it."""
    context = serving_context(folder)
    more: dict[str, Any] = {"ssl_context": context} if security == "tls" else {}
    if security == "starttls":
        more = {"tls_context": context, "require_starttls": True}
    controller = Controller(
        clerk,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=clerk.knows,
        auth_required=True,
        auth_require_tls=security == "starttls",
        **more,
    )
    controller.start()
    try:
        yield office(controller.port, security, trusting(folder))
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port that nobody listens on: the server cannot be told to take any."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def office(port: int, security: Any, trusted: ssl.SSLContext | None = None, password: str = PASSWORD) -> PostOffice:
    """Return a mail server as the product is told of it."""
    return PostOffice(
        host="127.0.0.1",
        port=port,
        security=security,
        sender=SENDER,
        user=USER,
        password=SecretStr(password),
        trusted=trusted,
        patience_s=5,
    )


def serving_context(folder: Path) -> ssl.SSLContext:
    """Return the TLS of a server, with a certificate that nobody signed but itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate, key = certificate_and_key()
    (folder / "server.pem").write_bytes(certificate + key)
    context.load_cert_chain(folder / "server.pem")
    return context


def trusting(folder: Path) -> ssl.SSLContext:
    """Return the TLS of a caller who trusts that certificate."""
    return ssl.create_default_context(cafile=str(folder / "server.pem"))


@cache
def certificate_and_key() -> tuple[bytes, bytes]:
    """Return a certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "paper post office")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.Encoding.PEM
    private = key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return certificate.public_bytes(form), private
