"""What is said about each purpose until the company writes its own words, in every language of the pages."""

from django.utils import translation
from django.utils.translation import gettext as _

from lazo.identify.models.consent import ConsentEntry

Purpose = ConsentEntry.Purpose


def own_words(purpose: str, language: str, company: str) -> str:
    """The sentence that asks for `purpose` in `language`, naming the company."""
    with translation.override(language):
        return _sentences(company)[purpose]


def _sentences(company: str) -> dict[str, str]:
    name = {"company": company}
    return {
        Purpose.MARKETING: _("Quiero recibir ofertas y novedades de %(company)s.") % name,
        Purpose.SURVEYS: _("Quiero que %(company)s me pregunte cómo me fue.") % name,
        Purpose.PROFILING: _("%(company)s puede usar lo que compro para proponerme lo que me sirve.") % name,
        Purpose.SHARING: _("%(company)s puede compartir mis datos con empresas aliadas.") % name,
        Purpose.SERVICE: _("%(company)s me avisa sobre lo que compré o pedí.") % name,
        Purpose.COLLECTIONS: _("%(company)s me avisa sobre lo que debo.") % name,
    }
