"""The ways out that the settings name."""

from __future__ import annotations

from ..settings import Settings
from ..tokens import Signer
from .mail import Mail
from .sending import Outlet
from .webhook import Webhook


def outlets_of(settings: Settings, signer: Signer) -> list[Outlet]:
    """Webhook and mail, as far as they are set."""
    found: list[Outlet] = [Webhook(settings.alarm_webhook, signer)] if settings.alarm_webhook else []
    return [*found, Mail(settings.mail_server, settings.mail_from)] if settings.mail_server else found
