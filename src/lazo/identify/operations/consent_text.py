"""New words for a purpose: a version is added, and what was shown before stays as it was."""

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from lazo.identify.consent_words import own_words
from lazo.identify.models import ConsentEntry, ConsentText
from lazo.identify.operations.written_text import UnableToReadText, read_text
from lazo.identify.queries.consent_text import current_texts
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import Company, User

LONGEST = 2_000


class UnableToWriteText(Exception):
    """`code` is not_allowed, unknown_purpose, unknown_language, no_text, text_too_long or bad_characters."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def write_text(*, purpose: str, language: str, body: str, by: User) -> ConsentText:
    """Say from now on `body` about a purpose in a language; the same words again make no new version.

    Writes one event, `consent_text.written`. Raises UnableToWriteText.
    """
    if not may(by, "may_administer"):
        raise UnableToWriteText("not_allowed")
    if purpose not in ConsentEntry.Purpose.values:
        raise UnableToWriteText("unknown_purpose")
    if language not in dict(settings.LANGUAGES):
        raise UnableToWriteText("unknown_language")
    if not body.strip():
        raise UnableToWriteText("no_text")
    try:
        words = read_text(body, longest=LONGEST)
    except UnableToReadText as error:
        raise UnableToWriteText(error.code) from error
    held = current_texts(language=language).get(purpose)
    return held if held is not None and held.body == words else _version(purpose, language, words, by)


@transaction.atomic
def shown_texts(*, language: str) -> dict[str, ConsentText]:
    """What is shown today about every purpose in `language`; where nobody wrote anything, the house's words become version 1."""
    held = current_texts(language=language)
    missing = [purpose for purpose in ConsentEntry.Purpose.values if purpose not in held]
    if missing:
        name = Company.objects.values_list("name", flat=True).first() or "Lazo"
        held |= {one: _version(one, language, own_words(one, language, name), None) for one in missing}
    return held


def _version(purpose: str, language: str, body: str, by: User | None) -> ConsentText:
    rows = ConsentText.objects.filter(purpose=purpose, language=language)
    last = rows.aggregate(last=Max("version"))["last"] or 0
    text = ConsentText.objects.create(purpose=purpose, language=language, version=last + 1, body=body, by=by)
    told = {"purpose": purpose, "language": language, "version": text.version}
    record_event(kind="consent_text.written", by=by, table="identify_consenttext", row=text.pk, data=told)
    return text
