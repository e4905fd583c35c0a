"""How second factors look from here: the names in a passkey or an application, secrets kept under the workspace's key."""

import base64
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from lazo.kernel.models import Company, User

SALT = "lazo.second-factor"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Secrets are encrypted: who reads a copy of the database without the folder's key cannot make codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Ese código no es. Mira el que muestra ahora tu aplicación."),
    }

    def get_totp_issuer(self) -> str:
        return f"Lazo · {_company_name()}"

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": f"Lazo · {_company_name()}"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.name}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail leaves yet: the trail of events says what was changed."""


def second_factors(user: User) -> list[Authenticator]:
    """What somebody is asked for besides the password; recovery codes only stand in for it."""
    found = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return list(found.order_by("type", "pk"))


def _company_name() -> str:
    company = Company.objects.first()
    return company.name if company else "Lazo"


def _cipher() -> Fernet:
    key = salted_hmac(SALT, "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
