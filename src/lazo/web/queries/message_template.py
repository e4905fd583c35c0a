"""What the pages of templates show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.http import QueryDict

from lazo.identify.models import ConsentEntry
from lazo.interact.channels.contract import UnableToCompile
from lazo.interact.channels.email.body import compile_body
from lazo.interact.channels.email.envelope import escape_html
from lazo.interact.models import ChannelAccount, ProviderTemplate, Template, TemplateText, TemplateVersion
from lazo.interact.operations.template_trial import EXAMPLE
from lazo.interact.sending.recipients import FIELDS
from lazo.interact.writing.fields import UnableToReadFields, read_fields
from lazo.kernel.models import Company, User
from lazo.web.outbox_words import TEMPLATE_FAILURES
from lazo.web.template_form import STARTER, purposes

VERSIONS = 20
SPANISH = "es"


@dataclass(frozen=True)
class TemplateLine:
    template: Template
    number: int
    at: datetime
    languages: tuple[str, ...]
    purpose: str


@dataclass(frozen=True)
class Preview:
    """`page` is the HTML of an e-mail, `text` what others are; `problem` says why there is none."""

    subject: str = ""
    page: str = ""
    text: str = ""
    problem: str = ""


def template_lines() -> list[TemplateLine]:
    """Templates in use by name, in four queries."""
    rows = list(Template.objects.in_use().order_by("channel", "name", "pk"))
    newest = dict(Template.objects.in_use().annotate(newest=Max("versions__pk")).values_list("pk", "newest"))
    versions = {one.template_id: one for one in TemplateVersion.objects.filter(pk__in=newest.values())}
    spoken: dict[int, list[str]] = {}
    told = TemplateText.objects.filter(version__in=newest.values()).values_list("version__template", "language")
    for template, language in told:
        spoken.setdefault(template, []).append(language)
    labels = dict(ConsentEntry.Purpose.choices)
    order = [code for code, _name in TemplateText.LANGUAGES]
    return [
        TemplateLine(
            row,
            versions[row.pk].number,
            versions[row.pk].at,
            tuple(sorted(spoken.get(row.pk, ()), key=order.index)),
            str(labels[row.purpose]),
        )
        for row in rows
        if row.pk in versions
    ]


def about_template(row: Template | None, channel: str) -> dict[str, Any]:
    """What the form needs beside what was written."""
    versions = (
        list(row.versions.order_by("-number").select_related("by").prefetch_related("texts")[:VERSIONS]) if row else []
    )
    return {
        "template": row,
        "version": versions[0] if versions else None,
        "language": first_language(list(versions[0].texts.all()) if versions else []),
        "versions": versions,
        "channel": channel,
        "channel_name": dict(ChannelAccount.Channel.choices)[channel],
        "purposes": purposes(),
        "fields": FIELDS,
        "accounts": list(ChannelAccount.objects.in_use().filter(channel=channel).order_by("name")),
        "approved": list(
            ProviderTemplate.objects.filter(state=ProviderTemplate.State.APPROVED).order_by("name", "language")
        )
        if channel == "whatsapp"
        else [],
    }


def first_language(texts: Sequence[TemplateText]) -> str:
    """In which of its languages a version is shown first: the company's, else the first it is written in; Spanish while nothing is written."""
    written = [text.language for text in sorted(texts, key=lambda one: one.pk)]
    own = Company.objects.values_list("language", flat=True).first() if written else None
    return own if own in written else next(iter(written), SPANISH)


def preview_of(said: QueryDict, *, by: User, at: datetime) -> Preview:  # noqa: ARG001 - the same question of a customer needs both
    """What a customer would see of what was written in one language, or of a kept version; where no language is said, in the first it has."""
    kept = {one.language: one for one in TemplateText.objects.filter(version=_number(said.get("version", "")))}
    channel, language = said.get("canal", "email"), said.get("idioma") or first_language(list(kept.values()))
    subject, body, plain = (said.get(f"{name}-{language}", "") for name in ("asunto", "cuerpo", "texto"))
    if not body and language in kept:
        text = kept[language]
        subject, body, plain = text.subject, text.body, str(text.details.get("plain") or "")
    is_new = said.get("version") == ""
    if is_new and not body and (channel, language) == ("email", SPANISH):
        body = STARTER
    values = {**EXAMPLE, "empresa": Company.objects.values_list("name", flat=True).first() or ""}
    if not body.strip():
        return Preview()
    try:
        filled = read_fields(subject).fill(values)
        if channel != "email":
            return Preview(subject=filled, text=read_fields(body).fill(values))
        made = compile_body(body, plain=plain)
    except UnableToReadFields as error:
        return Preview(problem=f"{TEMPLATE_FAILURES['bad_field']} «{error.said}»")
    except UnableToCompile as error:
        return Preview(problem=f"{TEMPLATE_FAILURES[error.code]} {error.params.get('said', '')}")
    page, text_part = made.html.fill(values, escape_html), made.plain.fill(values)
    return Preview(subject=filled, page="" if said.get("parte") == "texto" else page, text=text_part)


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0
