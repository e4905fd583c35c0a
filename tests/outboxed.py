"""Accounts, templates, customers and messages as the tests of channels need them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from contacted import consulted

from lazo.identify.models import ConsentEntry, ContactPoint, Party
from lazo.interact.models import ChannelAccount, Message, Template, TemplateText, TemplateVersion

AT = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
PUBLIC = "https://crm.aurora.example"


def email_account(port: int, **told: Any) -> ChannelAccount:
    options = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "address": "hola@aurora.example",
        "name": "Comercial Aurora",
        "public_url": PUBLIC,
        **told.pop("options", {}),
    }
    return ChannelAccount.objects.create(**{
        "channel": "email", "provider": "smtp", "name": "Correo", "options": options, **told,
    })  # fmt: skip


def template(
    *, channel: str = "email", purpose: str = "marketing", name: str = "Novedades", **texts: dict[str, Any]
) -> TemplateVersion:
    made = Template.objects.create(channel=channel, name=name, purpose=purpose)
    version = TemplateVersion.objects.create(template=made, number=1)
    said = texts or {"es": {"subject": 'Hola, {{ nombre | "cliente" }}', "body": 'Hay café nuevo, {{ nombre | "cliente" }}.\n\n{{ baja }}'}}  # fmt: skip
    for language, text in said.items():
        TemplateText.objects.create(version=version, language=language.replace("_", "-"), **text)
    return version


def customers(count: int, *, kind: str = "EMAIL", country: str = "CO", start: int = 0) -> list[Party]:
    parties = Party.objects.bulk_create(
        Party(name=f"Clara {start + n} Rojas", given_name=f"Clara{start + n}", country=country) for n in range(count)
    )
    value = "c{}@clientes.example" if kind == "EMAIL" else "+57300555{:04}"
    ContactPoint.objects.bulk_create(
        ContactPoint(party=party, kind=kind, value=value.format(start + n), key=value.format(start + n))
        for n, party in enumerate(parties)
    )
    allow(parties, channel="email" if kind == "EMAIL" else "whatsapp")
    if kind != "EMAIL":
        consulted("co-rne", on=AT.date())
    return parties


def allow(parties: Sequence[Party], *, channel: str = "email", purpose: str = "marketing") -> None:
    """They said yes."""
    ConsentEntry.objects.bulk_create(
        ConsentEntry(
            party=party, purpose=purpose, channel=channel, state="GRANTED", basis="consent", on=date(2026, 1, 2)
        )
        for party in parties
    )


def messages(
    parties: Sequence[Party],
    *,
    account: ChannelAccount,
    version: TemplateVersion,
    lane: int = 1,
    prefix: str = "prueba",
    **told: Any,
) -> list[Message]:
    return Message.objects.bulk_create(
        Message(**{
            "key": f"{prefix}:{party.pk}", "lane": lane, "party": party.pk, "channel": account.channel,
            "purpose": version.template.purpose, "account": account, "version": version,
            "due_at": AT - timedelta(minutes=1), **told,
        })
        for party in parties
    )  # fmt: skip
