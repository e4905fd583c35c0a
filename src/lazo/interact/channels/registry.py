"""Which adapter serves which account. Each is loaded when the first account needs it."""

from functools import cache
from importlib import import_module

from lazo.interact.channels.contract import Account, Adapter
from lazo.interact.channels.secret import decipher
from lazo.interact.models import ChannelAccount

EMAIL = "lazo.interact.channels.email.provider"
PLACES = {
    ("email", "smtp"): ("lazo.interact.channels.email.smtp", "SMTP"),
    ("email", "mailgun"): (EMAIL, "MAILGUN"),
    ("email", "postmark"): (EMAIL, "POSTMARK"),
    ("email", "sendgrid"): (EMAIL, "SENDGRID"),
    ("email", "brevo"): (EMAIL, "BREVO"),
    ("email", "resend"): (EMAIL, "RESEND"),
    ("email", "sparkpost"): (EMAIL, "SPARKPOST"),
    ("email", "mailersend"): (EMAIL, "MAILERSEND"),
    ("whatsapp", "cloud_api"): ("lazo.interact.channels.whatsapp.cloud", "CLOUD_API"),
    ("letter", "print"): ("lazo.interact.channels.letter.adapter", "PRINT"),
    ("file", "csv"): ("lazo.interact.channels.file.adapter", "CSV"),
}
"""Channel and provider, and the place of its adapter."""


STANDS_FOR = {"email": ("EMAIL",), "whatsapp": ("PHONE", "WHATSAPP"), "sms": ("PHONE",), "phone": ("PHONE",)}
"""What a file is written to, by the way its messages will leave; a letter to the postal address."""


class UnableToFindAdapter(LookupError):
    """No channel of that name has such a provider."""


@cache
def adapter_for(channel: str, provider: str) -> Adapter:
    """Raises UnableToFindAdapter."""
    try:
        module, name = PLACES[channel, provider]
    except KeyError:
        raise UnableToFindAdapter(f"{channel}/{provider}") from None
    made: Adapter = getattr(import_module(module), name)
    return made


def adapter_of(account: ChannelAccount) -> Adapter:
    return adapter_for(account.channel, account.provider)


def contact_kinds_of(account: ChannelAccount | Account) -> tuple[str, ...]:
    """The kinds of contact point an account writes to, the best first; of a file those of the way it stands for."""
    if account.channel == "file":
        return STANDS_FOR.get(str(account.options.get("stands_for") or "letter"), ())
    return adapter_for(account.channel, account.provider).contact_kinds


def opened(account: ChannelAccount) -> Account:
    """An account as its adapter may know it. Raises UnableToDecipher."""
    return Account(account.pk, account.channel, account.provider, account.options, decipher(account.secret))
