"""The language of the command line: that of the environment, known before anything heavy is loaded.

A process speaks one language from its first word to its last; `start_django` tells Django the same one. The catalogues are those of the
pages.
"""

import gettext as catalogues
import os
import re
from collections.abc import Mapping
from pathlib import Path

LOCALE = Path(__file__).parents[1] / "locale"
VARIABLES = ("LAZO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
CODES = {"es": "es", "en": "en", "pt": "pt-br"}


def language_of(environment: Mapping[str, str]) -> str:
    """Django's code of the language: the first variable that is set decides, and what Lazo does not speak is Spanish."""
    said = next(filter(None, map(environment.get, VARIABLES)), "")
    return CODES.get(re.split("[-_.@]", said.lower())[0], "es")


def _catalogue(language: str) -> catalogues.NullTranslations:
    spelled = {"pt-br": "pt_BR"}.get(language, language)
    return catalogues.translation("django", LOCALE, [spelled], fallback=language == "es")


LANGUAGE = language_of(os.environ)
_SPOKEN = _catalogue(LANGUAGE)
gettext, pgettext = _SPOKEN.gettext, _SPOKEN.pgettext
