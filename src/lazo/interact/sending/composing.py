"""Letters for a batch: each version of a template compiled once for its account and language, and filled for each customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.text import slugify

from lazo.interact.channels.contract import (
    Account,
    Adapter,
    Composer,
    Letter,
    Text,
    UnableToCompile,
    UnableToCompose,
)
from lazo.interact.channels.registry import contact_kinds_of
from lazo.interact.models import ProviderTemplate, TemplateText
from lazo.interact.sending.claim import Held
from lazo.interact.sending.recipients import OWN, Recipients
from lazo.interact.unsubscribing import unsubscribe_address
from lazo.kernel.models import Company

FALLBACK = ("es", "pt-br", "en")
UNKNOWN = "GONE"
ASKED = frozenset({"marketing", "surveys", "profiling", "sharing"})
"""What a customer may leave with one click; an answer to their own order is none of it."""


@dataclass(frozen=True, slots=True)
class Composed:
    """What is to be handed over, and of the rest why it is not."""

    letters: tuple[Letter, ...]
    problems: dict[int, str]
    points: dict[int, tuple[str, str]]


@dataclass
class Composers:
    """The compiled versions of one account, for as long as a sender runs."""

    account: Account
    adapter: Adapter
    known: dict[tuple[int, str], Composer | str] = field(default_factory=dict)
    languages: dict[int, dict[str, Text]] = field(default_factory=dict)

    def own_fields(self, messages: Sequence[Held]) -> set[str]:
        """The company's own fields that the templates of these messages name."""
        names: set[str] = set()
        for version in {message.version for message in messages}:
            for language in self._texts(version):
                composer = self._composer(version, language)
                names |= set() if isinstance(composer, str) else composer.names
        return {name.removeprefix(OWN) for name in names if name.startswith(OWN)}

    def compose(self, messages: Sequence[Held], recipients: Recipients, *, at: datetime) -> Composed:
        letters: list[Letter] = []
        problems: dict[int, str] = {}
        points: dict[int, tuple[str, str]] = {}
        kinds = contact_kinds_of(self.account)
        for message in messages:
            found = recipients.of(message, kinds)
            if found.recipient is None:
                problems[message.id] = found.problem
                continue
            composer = self.of(message.version, found.recipient.language)
            if isinstance(composer, str):
                problems[message.id] = composer
                continue
            if any(not found.recipient.values.get(name) for name in composer.demanded):
                problems[message.id] = "empty_field"
                continue
            leave = self._leave(message)
            if not leave and self._must_let_leave(message):
                problems[message.id] = "no_public_url"
                continue
            try:
                letters.append(
                    composer.compose(found.recipient, number=message.id, key=message.key, at=at, unsubscribe=leave)
                )
                points[message.id] = found.point
            except UnableToCompose as error:
                problems[message.id] = error.code
        return Composed(tuple(letters), problems, points)

    def of(self, version: int, language: str) -> Composer | str:
        """The composer in that language, or the nearest the version has; the code of what is wrong with its words."""
        texts = self._texts(version)
        spoken = next((one for one in (language, *FALLBACK) if one in texts), "")
        return self._composer(version, spoken) if spoken else "no_text"

    def _composer(self, version: int, language: str) -> Composer | str:
        if (version, language) not in self.known:
            try:
                made: Composer | str = self.adapter.composer(self.account, self._texts(version)[language])
            except UnableToCompile as error:
                made = error.code
            self.known[version, language] = made
        return self.known[version, language]

    def _texts(self, version: int) -> dict[str, Text]:
        if version not in self.languages:
            self.languages[version] = texts_of(version, account=self.account.number)
        return self.languages[version]

    def _must_let_leave(self, message: Held) -> bool:
        """Who gets what they may leave must be able to, with one click (RFC 8058; the large mailboxes ask for it)."""
        return self.account.channel == "email" and message.purpose in ASKED

    def _leave(self, message: Held) -> str:
        base = str(self.account.options.get("public_url") or "")
        return unsubscribe_address(base, message.id) if base and message.purpose in ASKED else ""


def texts_of(version: int, *, account: int) -> dict[str, Text]:
    """The words of a version by language, with what the provider of the account says of those it must approve."""
    company = Company.objects.values_list("name", flat=True).first() or ""
    rows = list(TemplateText.objects.filter(version=version).select_related("version__template"))
    named = {str(row.details["name"]) for row in rows if row.details.get("name")}
    known = {
        (one.name, one.language): {"state": one.state, "category": one.category}
        for one in ProviderTemplate.objects.filter(account=account, name__in=named)
    }
    return {row.language: as_text(row, company=company, known=known) for row in rows}


def as_text(row: TemplateText, *, company: str, known: Mapping[tuple[str, str], dict[str, str]]) -> Text:
    template, details = row.version.template, row.details
    if details.get("name"):
        said = known.get((str(details["name"]), str(details.get("language") or row.language)), {"state": UNKNOWN})
        details = {**details, **said}
    return Text(
        version=row.version_id,
        language=row.language,
        subject=row.subject,
        body=row.body,
        details=details,
        purpose=template.purpose,
        company=company,
        list_id=f"{template.purpose}-{slugify(company) or 'lazo'}"[:60],
    )
