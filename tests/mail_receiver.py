"""A mail server on this machine: it takes mail by SMTP, keeps it, and answers as told."""

from __future__ import annotations

import ssl
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread


@dataclass
class MailReceiver:
    """What was taken.

    :param unknown: an address that no mail is taken for.
    :param refuse: what is answered to each mail instead of taking it; empty to take it.
    """

    port: int
    refuse: str = ""
    unknown: str = ""
    mails: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    secure: list[bool] = field(default_factory=list)


@contextmanager
def mail_receiver(certificate: Path | None = None, starttls: bool = False) -> Iterator[MailReceiver]:
    """A mail server on a free port.

    :param certificate: a file with a certificate for localhost and its key, for TLS.
    :param starttls: whether TLS begins when it is asked for, and not at once.
    """
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)

    class Taking(StreamRequestHandler):
        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def handle(self) -> None:
            self.secure = context is not None and not starttls
            self.to: list[str] = []
            self.say("220 localhost")
            for line in iter(self.rfile.readline, b""):
                word, _, rest = line.decode().strip().partition(" ")
                if word.upper() == "STARTTLS":
                    self.say("220 go on")
                    assert context is not None
                    with context.wrap_socket(self.connection, server_side=True) as wrapped:
                        self.rfile, plain = wrapped.makefile("rb"), self.rfile
                        self.wfile, plain_out = wrapped.makefile("wb", 0), self.wfile  # type: ignore[assignment]
                        plain.close()
                        plain_out.close()
                        self.secure = True
                        for later in iter(self.rfile.readline, b""):
                            word, _, rest = later.decode().strip().partition(" ")
                            if not self.answer(word.upper(), rest):
                                break
                        self.rfile.close()
                        self.wfile.close()
                    return
                if not self.answer(word.upper(), rest):
                    return

        def answer(self, word: str, rest: str) -> bool:
            """Answer a command; whether more may come."""
            if word == "EHLO":
                more = ["STARTTLS"] if starttls and not self.secure else ["AUTH PLAIN"]
                self.say("\r\n".join(f"250-{each}" for each in ["localhost", *more]) + "\r\n250 8BITMIME")
            elif word == "AUTH":
                _, user, password = b64decode(rest.partition(" ")[2]).decode().split("\0")
                taken.logins.append((user, password))
                self.say("235 welcome" if password == "right: @/" else f"535 {user} and {password} do not match")
            elif word == "RCPT":
                address = rest.partition("<")[2].partition(">")[0]
                self.to += [address] if address != taken.unknown else []
                self.say("250 fine" if address != taken.unknown else f"550 {address} is unknown")
            elif word == "DATA" and not taken.refuse:
                self.say("354 go on")
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
                mail = message_from_bytes(b"".join(lines), policy=policy.default)
                assert isinstance(mail, EmailMessage)
                taken.mails.append(mail)
                taken.to.append(self.to)
                taken.secure.append(self.secure)
                self.say("250 taken")
            else:
                self.say({"QUIT": "221 bye", "DATA": taken.refuse}.get(word, "250 fine"))
            return word != "QUIT"

    class Server(ThreadingTCPServer):
        allow_reuse_address = True

    server = Server(("127.0.0.1", 0), Taking)
    taken = MailReceiver(server.server_address[1])
    if context is not None and not starttls:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield taken
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
