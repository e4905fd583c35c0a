"""A template tried on oneself: the message as a customer would get it, sent to the address of whoever asks, and counted nowhere."""

from dataclasses import dataclass
from datetime import datetime

from lazo.identify.models import Party
from lazo.interact.channels.contract import Handed, Outcome, Recipient, UnableToReach
from lazo.interact.channels.registry import adapter_of, contact_kinds_of, opened
from lazo.interact.channels.secret import UnableToDecipher
from lazo.interact.models import ChannelAccount, TemplateVersion
from lazo.interact.sending.claim import Held
from lazo.interact.sending.composing import Composers
from lazo.interact.sending.recipients import FIELDS, recipients_of
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import Company, User

PERMISSION = "may_campaign"
EXAMPLE = {
    "nombre": "Clara",
    "apellidos": "Rojas Peña",
    "nombre_completo": "Clara Rojas Peña",
    "ciudad": "Medellín",
    "pais": "CO",
    "direccion": "Calle 10 # 20-30",
    "correo": "clara@ejemplo.com",
    "telefono": "+57 300 555 0142",
    "responsable": "Ana",
    "baja": "https://ejemplo.com/baja",
}
"""Whom a preview shows while no customer is chosen: nobody's data."""


class UnableToTryTemplate(Exception):
    """`code` is not_allowed, wrong_channel, no_text, bad_options, not_sent, or that of the adapter; `answer` what the provider said."""

    def __init__(self, code: str, answer: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.answer = answer


@dataclass(frozen=True)
class Trial:
    """Which words go where: `to` is the address or number of whoever asks, `like` a customer whose data fill the fields (null: an example)."""

    version: TemplateVersion
    account: ChannelAccount
    language: str
    to: str
    like: Party | None = None


def try_template(*, trial: Trial, by: User, at: datetime) -> Handed:
    """Send it; what became of it. No customer's history, cost or count changes. Raises UnableToTryTemplate."""
    if not may(by, PERMISSION):
        raise UnableToTryTemplate("not_allowed")
    if trial.account.channel != trial.version.template.channel:
        raise UnableToTryTemplate("wrong_channel")
    try:
        adapter, account = adapter_of(trial.account), opened(trial.account)
    except UnableToDecipher as error:
        raise UnableToTryTemplate("bad_options") from error
    composer = Composers(account, adapter).of(trial.version.pk, trial.language)
    if isinstance(composer, str):
        raise UnableToTryTemplate(composer)
    values = values_of(trial.like, by=by, trial=trial, at=at)
    kind = adapter.contact_kinds[0] if adapter.contact_kinds else ""
    recipient = Recipient(to=trial.to, language=trial.language, values=values, kind=kind, is_in_window=True)
    leave = str(account.options.get("public_url") or "")
    letter = composer.compose(recipient, number=0, key=f"trial:{by.pk}:{at.isoformat()}", at=at, unsubscribe=leave)
    try:
        with adapter.open(account) as session:
            (handed,) = list(session.hand_over([letter]))
    except UnableToReach as error:
        raise UnableToTryTemplate(error.code, error.answer) from error
    record_event(
        kind="template.tried", by=by, table="interact_template", row=trial.version.template_id, data={"works": handed.outcome == Outcome.SENT}
    )  # fmt: skip
    if handed.outcome != Outcome.SENT:
        raise UnableToTryTemplate("not_sent", handed.answer)
    return handed


def values_of(like: Party | None, *, by: User, trial: Trial | None, at: datetime) -> dict[str, str]:
    """What the fields stand for: those of a customer that `by` may see, else of nobody in particular."""
    company = Company.objects.values_list("name", flat=True).first() or ""
    values = {**EXAMPLE, "empresa": company}
    if like is None or trial is None or not Party.objects.visible_to(by).filter(pk=like.pk).exists():
        return values
    adapter = adapter_of(trial.account)
    held = Held(0, "", like.pk, None, None, "", trial.version.pk, None, None, 0, 1, trial.account.pk)
    found = recipients_of([held], adapter=adapter, at=at, channel=trial.account.channel).of(
        held, contact_kinds_of(trial.account)
    )
    if found.recipient is None:
        return values
    return {**dict.fromkeys(FIELDS, ""), **found.recipient.values, "baja": EXAMPLE["baja"]}
