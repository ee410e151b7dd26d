"""An SMTP server that tests send to: smtp_server.py FOLDER [STARTTLS_PORT]

It listens on three ports of 127.0.0.1, which it prints as one line of JSON when it is ready:
    plain     without TLS, login and SMTPUTF8
    starttls  with TLS by STARTTLS and a login, both required
    implicit  with TLS from the first byte and a login
The login is `bookplate` with the password `a real password`.

FOLDER gets ca.pem, which signs its certificate, other-ca.pem, which does not, and a line of JSON
in mails.jsonl for each mail taken. Recipients whose address begins with a number of three digits
are refused with it: 550-nobody@example.com. One that begins with `mute` gets no answer.

It ends when its standard input does, so that it does not outlive a test.
"""

import asyncio
import datetime
import email
import email.policy
import json
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

folder = Path(sys.argv[1])
starttls_port = int(sys.argv[2]) if len(sys.argv) > 2 else 0


def certificate(name, key, issuer, issuer_key, extension):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(extension, critical=issuer is None)
        .sign(issuer_key, hashes.SHA256())
    )


def write(name, *parts):
    (folder / name).write_bytes(b"".join(parts))


def pem(cert):
    return cert.public_bytes(serialization.Encoding.PEM)


def make_certificates():
    ca_key, other_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    authority = x509.BasicConstraints(ca=True, path_length=None)
    ca = certificate("Test CA", ca_key, None, ca_key, authority)
    other = certificate("Other CA", other_key, None, other_key, authority)
    names = [x509.DNSName("localhost")]
    leaf = certificate("localhost", key, ca, ca_key, x509.SubjectAlternativeName(names))
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    write("ca.pem", pem(ca))
    write("other-ca.pem", pem(other))
    write("server.pem", pem(leaf), private)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address[:3].isdigit():
            code = address[:3]
            return f"{code} {code[0]}.1.1 <{address}> is refused"
        if address.startswith("mute"):
            await asyncio.sleep(60)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = {p.get_content_type(): p.get_content() for p in message.iter_parts()}
        mail = {
            "tls": server.transport.get_extra_info("ssl_object") is not None,
            "login": session.auth_data,
            "peer": session.peer[1],
            "mail_from": envelope.mail_from,
            "rcpt_tos": envelope.rcpt_tos,
            "type": message.get_content_type(),
            "headers": [[name, str(value)] for name, value in message.items()],
            "text": parts.get("text/plain"),
            "html": parts.get("text/html"),
        }
        with open(folder / "mails.jsonl", "a") as mails:
            mails.write(json.dumps(mail) + "\n")
        return "250 OK"


def log_in(server, session, envelope, mechanism, data):
    right = data.login == b"bookplate" and data.password == b"a real password"
    return AuthResult(success=right, handled=False, auth_data=data.login.decode())


async def serve():
    loop = asyncio.get_running_loop()
    if not (folder / "server.pem").exists():
        make_certificates()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem")
    login = {"authenticator": log_in, "auth_required": True, "enable_SMTPUTF8": True}

    def starttls():
        return SMTP(Handler(), tls_context=context, require_starttls=True, **login)

    def implicit():
        return SMTP(Handler(), auth_require_tls=False, **login)

    host = "127.0.0.1"
    servers = {
        "plain": await loop.create_server(lambda: SMTP(Handler()), host, 0),
        "starttls": await loop.create_server(starttls, host, starttls_port),
        "implicit": await loop.create_server(implicit, host, 0, ssl=context),
    }
    ports = {name: server.sockets[0].getsockname()[1] for name, server in servers.items()}
    print(json.dumps(ports), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(serve())
