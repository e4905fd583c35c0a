"""The language in which a person reads the pages."""

from django.conf import settings
from django.db import transaction

from lazo.kernel.events import record_event
from lazo.kernel.models import User


class UnableToChooseLanguage(Exception):
    """The pages are not written in that language."""


@transaction.atomic
def choose_language(*, user: User, language: str, by: User) -> None:
    """From now on `user` reads in `language`, one of the codes of settings.LANGUAGES such as "pt-br".

    The same language again writes nothing. Raises UnableToChooseLanguage.
    """
    if language not in dict(settings.LANGUAGES):
        raise UnableToChooseLanguage(language)
    if user.language == language:
        return
    before = user.language
    user.language = language
    user.save(update_fields=["language"])
    record_event(
        kind="user.language_chosen",
        by=by,
        table="user",
        row=user.pk,
        before={"language": before},
        after={"language": language},
    )
