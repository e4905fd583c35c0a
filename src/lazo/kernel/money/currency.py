"""How many decimals a currency has (CLDR)."""

from functools import cache

from babel.numbers import get_currency_precision, is_currency


class UnableToKnowCurrency(LookupError):
    """It is no ISO 4217 code."""


@cache
def digits_of(currency: str) -> int:
    """Decimals between the minor unit and the unit: 2 for COP, 0 for CLP, 4 for CLF. Raises UnableToKnowCurrency."""
    if not is_currency(currency):
        raise UnableToKnowCurrency(currency)
    return int(get_currency_precision(currency))
