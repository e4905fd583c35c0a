"""On what a company may rely to use somebody's data, by country: data with its source, to be confirmed by a local lawyer."""

from dataclasses import dataclass

from lazo.identify.models.consent import ConsentEntry

Basis = ConsentEntry.Basis
ALL = tuple(Basis)


@dataclass(frozen=True)
class LegalBases:
    """`law` is the name of the rule that lists them."""

    law: str
    bases: tuple[Basis, ...]


_MOST = (Basis.CONSENT, Basis.CONTRACT, Basis.LEGAL_DUTY)
_WITH_INTEREST = (*_MOST, Basis.LEGITIMATE_INTEREST)
BY_COUNTRY = {
    "AR": LegalBases("Ley 25.326, art. 5", _MOST),
    "BR": LegalBases("LGPD, art. 7", (*_WITH_INTEREST, Basis.CREDIT)),
    "CL": LegalBases("Ley 21.719", _WITH_INTEREST),
    "CO": LegalBases("Ley 1581 de 2012, arts. 9 y 10", (Basis.CONSENT, Basis.LEGAL_DUTY)),
    "EC": LegalBases("LOPDP, art. 7", _WITH_INTEREST),
    "ES": LegalBases("RGPD, art. 6", _WITH_INTEREST),
    "MX": LegalBases("LFPDPPP", _MOST),
    "PE": LegalBases("Ley 29733, arts. 13 y 14", _MOST),
    "UY": LegalBases("Ley 18.331, art. 9", _MOST),
}


def bases_of(country: str) -> LegalBases:
    """Those of `country` (ISO alpha-2); all of them, without a law, where we know none."""
    return BY_COUNTRY.get(country, LegalBases("", ALL))
