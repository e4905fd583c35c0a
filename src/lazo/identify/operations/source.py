"""Sources of records: the shop, the till, the accountant's file."""

from django.db import transaction
from django.utils.text import slugify

from lazo.identify.models import Source
from lazo.kernel.events import record_event
from lazo.kernel.models import User

LONGEST_KEY = 60


class UnableToEnsureSource(Exception):
    """The name has no letter or figure to make a key of."""


@transaction.atomic
def ensure_source(*, name: str, by: User | None) -> Source:
    """The source of that name, made on first use. Names that differ only in capitals, accents or marks are one source.

    Raises UnableToEnsureSource for a name without letters and figures.
    """
    key = slugify(name)[:LONGEST_KEY].strip("-")
    if not key:
        raise UnableToEnsureSource("A source needs a name with letters or figures.")
    source, made = Source.objects.get_or_create(key=key, defaults={"name": " ".join(name.split())[:120]})
    if made:
        record_event(kind="source.added", by=by, table="identify_source", row=source.pk, data={"key": key})
    return source
