"""Templates: written in versions, checked before they are kept, put away and brought back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lazo.identify.models import ConsentEntry
from lazo.interact.channels.compiling import names_in
from lazo.interact.channels.contract import UnableToCompile
from lazo.interact.models import ChannelAccount, Template, TemplateText, TemplateVersion
from lazo.interact.sending.recipients import FIELDS, OWN, SAID
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

TABLE = "interact_template"
UNDO = "template.archived"
PERMISSION = "may_campaign"
LONGEST = {"subject": 240, "body": 400_000, "name": 120}
DETAILS = {"email": ("plain",), "whatsapp": ("name", "language", "parameters"), "letter": ("place",), "file": ()}
ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class UnableToSaveTemplate(Exception):
    """`code` is not_allowed, no_name, taken, unknown_channel, unknown_purpose, no_text, no_subject, bad_field, unknown_field, bad_mjml, empty,
    too_long, bad_characters, archived or stale; `field` the one it is about, `language` that of the text, `said` what it does not understand.
    """

    def __init__(self, code: str, *, field: str = "", language: str = "", said: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.language = language
        self.said = said


@dataclass(frozen=True)
class TextPlan:
    """The words in one language."""

    subject: str = ""
    body: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TemplatePlan:
    """What a template is to be: `texts` by language, those without a body left out."""

    name: str
    purpose: str
    texts: Mapping[str, TextPlan]


@transaction.atomic
def add_template(*, channel: str, plan: TemplatePlan, by: User) -> Template:
    """A template with its first version. Raises UnableToSaveTemplate."""
    _allow(by)
    if channel not in ChannelAccount.Channel.values:
        raise UnableToSaveTemplate("unknown_channel", field="channel")
    texts = _checked(channel, plan)
    row = Template(channel=channel, made_by=by)
    _name(row, plan)
    version = _write(row, 1, texts, by)
    record_event(kind="template.added", by=by, table=TABLE, row=row.pk, data=_data(row, version))
    return row


@transaction.atomic
def change_template(*, template: Template, plan: TemplatePlan, version: int, by: User) -> TemplateVersion:
    """Another wording, as the next version; without a difference the one that is there. `version` is the number the writer saw.

    Messages that wait keep the version they were decided with. Raises UnableToSaveTemplate (stale: somebody wrote it meanwhile).
    """
    _allow(by)
    row = Template.objects.select_for_update().get(pk=template.pk)
    if row.archived_at is not None:
        raise UnableToSaveTemplate("archived")
    last = row.versions.order_by("-number").prefetch_related("texts")[0]
    if last.number != version:
        raise UnableToSaveTemplate("stale")
    texts = _checked(row.channel, plan)
    _name(row, plan)
    if {text.language: _told(text) for text in last.texts.all()} == {
        language: (text.subject, text.body, dict(text.details)) for language, text in texts.items()
    }:
        return last
    made = _write(row, last.number + 1, texts, by)
    record_event(kind="template.changed", by=by, table=TABLE, row=row.pk, data=_data(row, made))
    return made


@transaction.atomic
def restore_version(*, template: Template, number: int, by: User) -> TemplateVersion:
    """An earlier wording comes back as the newest version. Raises UnableToSaveTemplate."""
    before = template.versions.filter(number=number).prefetch_related("texts").first()
    if before is None:
        raise UnableToSaveTemplate("no_text")
    texts = {text.language: TextPlan(text.subject, text.body, text.details) for text in before.texts.all()}
    last = template.versions.order_by("-number").values_list("number", flat=True)[0]
    plan = TemplatePlan(template.name, template.purpose, texts)
    return change_template(template=template, plan=plan, version=last, by=by)


@transaction.atomic
def archive_template(*, template: Template, by: User, at: datetime) -> str:
    """Offer it no more; what was written with it stays. The token by which `by` takes it back. Raises UnableToSaveTemplate."""
    _allow(by)
    if not Template.objects.in_use().filter(pk=template.pk).update(archived_at=at, archived_by=by):
        raise UnableToSaveTemplate("archived")
    record_event(kind="template.archived", by=by, table=TABLE, row=template.pk)
    return offer_undo(by=by, label=_("Plantilla guardada aparte"), kind=UNDO, data={"template": template.pk})


def undo_archiving(by: User, data: dict[str, Any]) -> Undone:
    """The template is offered again. Registered with kernel.undo. Raises UnableToUndo."""
    if not may(by, PERMISSION):
        raise UnableToUndo("not_allowed")
    rows = Template.objects.filter(pk=data["template"], archived_at__isnull=False)
    if not rows.update(archived_at=None, archived_by=None):
        raise UnableToUndo("changed_since")
    record_event(kind="template.restored", by=by, table=TABLE, row=data["template"])
    return Undone(restored=1)


def _allow(by: User) -> None:
    if not may(by, PERMISSION):
        raise UnableToSaveTemplate("not_allowed")


def _checked(channel: str, plan: TemplatePlan) -> dict[str, TextPlan]:
    """The texts that say something, each understood. Raises UnableToSaveTemplate."""
    if plan.purpose not in ConsentEntry.Purpose.values:
        raise UnableToSaveTemplate("unknown_purpose", field="purpose")
    languages = [code for code, _name in TemplateText.LANGUAGES]
    texts = {
        language: _tidy(channel, language, plan.texts[language])
        for language in languages
        if language in plan.texts and (plan.texts[language].body.strip() or plan.texts[language].subject.strip())
    }
    if not texts:
        raise UnableToSaveTemplate("no_text", field="body", language="es")
    for language, text in texts.items():
        try:
            names = names_in(channel, text.subject, text.body, text.details)
        except UnableToCompile as error:
            said = str(error.params.get("said", ""))
            where = "subject" if error.code == "no_subject" else "body"
            raise UnableToSaveTemplate(error.code, field=where, language=language, said=said) from error
        unknown = sorted(name for name in names if name not in FIELDS and not name.startswith((OWN, SAID)))
        if unknown:
            raise UnableToSaveTemplate("unknown_field", field="body", language=language, said=unknown[0])
    return texts


def _tidy(channel: str, language: str, text: TextPlan) -> TextPlan:
    subject, body = " ".join(text.subject.split()), text.body.replace("\r\n", "\n").strip()
    for name, said in (("subject", subject), ("body", body)):
        if len(said) > LONGEST[name]:
            raise UnableToSaveTemplate("too_long", field=name, language=language)
        if ODD.search(said):
            raise UnableToSaveTemplate("bad_characters", field=name, language=language)
    return TextPlan(subject, body, {key: text.details[key] for key in DETAILS[channel] if text.details.get(key)})


def _name(row: Template, plan: TemplatePlan) -> None:
    row.name, row.purpose = " ".join(plan.name.split()), plan.purpose
    if not row.name:
        raise UnableToSaveTemplate("no_name", field="name")
    if len(row.name) > LONGEST["name"]:
        raise UnableToSaveTemplate("too_long", field="name")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise UnableToSaveTemplate("taken", field="name") from error


def _write(row: Template, number: int, texts: Mapping[str, TextPlan], by: User) -> TemplateVersion:
    made = TemplateVersion.objects.create(template=row, number=number, by=by)
    TemplateText.objects.bulk_create(
        TemplateText(version=made, language=language, subject=text.subject, body=text.body, details=dict(text.details))
        for language, text in texts.items()
    )
    return made


def _told(text: TemplateText) -> tuple[str, str, dict[str, Any]]:
    return text.subject, text.body, dict(text.details)


def _data(row: Template, version: TemplateVersion) -> dict[str, Any]:
    return {"channel": row.channel, "version": version.number}
