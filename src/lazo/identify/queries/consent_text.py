"""The words shown for each purpose, as they are today and as they were."""

from django.conf import settings

from lazo.identify.models import ConsentText

LANGUAGE = "es"


def current_texts(*, language: str) -> dict[str, ConsentText]:
    """The newest version of each purpose in `language`; a purpose nobody wrote about is not there."""
    rows = ConsentText.objects.filter(language=language).order_by("purpose", "version")
    return {row.purpose: row for row in rows}


def text_versions(*, purpose: str = "") -> list[ConsentText]:
    """Every version there is, of `purpose` where that is given, the newest first."""
    rows = ConsentText.objects.select_related("by").order_by("purpose", "language", "-version")
    return list(rows.filter(purpose=purpose) if purpose else rows)


def known_language(language: str) -> str:
    """`language` when the pages have it, else the house's."""
    return language if language in dict(settings.LANGUAGES) else LANGUAGE
