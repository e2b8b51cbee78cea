"""Sends messages by mail, to those whom a site names."""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from ..model import Site
from ..translate import bcp47
from ..withdrawals.webhook import NotTaken
from .letter import Letter
from .mail_server import STARTTLS, TLS, MailServer
from .message import Message

WITHIN = 10.0
"""Seconds that each step may take."""
log = logging.getLogger("akkoord.alarms")


class Mail:
    """The mail server that sends for all sites."""

    name = "mail"

    def __init__(self, server: MailServer, sender: str) -> None:
        self._server = server
        self._sender = sender

    def wants(self, site: Site, message: Message) -> bool:
        """Whatever concerns a site that names somebody."""
        return bool(site.alarms.mail)

    def send(self, site: Site, letter: Letter, now: datetime) -> str:
        """Send one mail to all whom the site names."""
        return deliver(self._server, written(letter, self._sender, site.alarms.mail, now))


def written(letter: Letter, sender: str, to: Sequence[str], now: datetime) -> EmailMessage:
    """The mail. Its id follows from the message's, so that who gets it twice can tell."""
    mail = EmailMessage(SMTP)
    id = sha256(f"akkoord alarm\n{letter.message.id}".encode()).hexdigest()[:32]
    mail["Subject"] = letter.subject
    mail["From"] = sender
    mail["To"] = ", ".join(to)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = bcp47(letter.language)
    mail.set_content(letter.text())
    mail.add_alternative(letter.html(), subtype="html")
    return mail


def deliver(server: MailServer, mail: EmailMessage) -> str:
    """Hand a mail to the server; what it is called there.

    :raises NotTaken: it cannot be reached, or takes the mail for nobody.
    """
    context = ssl.create_default_context()
    try:
        if server.security == TLS:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=WITHIN, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=WITHIN)
        with connection:
            if server.security == STARTTLS:
                connection.starttls(context=context)
            if server.user:
                connection.login(server.user, server.password)
            refused = connection.send_message(mail)
    except smtplib.SMTPResponseException as error:
        # what the server says may hold an address
        raise NotTaken(f"SMTP {error.smtp_code}") from None
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotTaken(getattr(error, "strerror", None) or type(error).__name__) from None
    if refused:
        # sent again, it would come twice to the others; addresses are not logged
        log.error("alarm outlet: the mail server refused %s of the addresses", len(refused))
    return "SMTP"
