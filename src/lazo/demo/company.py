"""What the fictitious company is: a coffee roaster in Medellín that sells to homes and businesses of four countries."""

from dataclasses import dataclass

from lazo.analytics.bgnbd import BgNbd
from lazo.analytics.gamma_gamma import GammaGamma

NAME, CITY, COUNTRY, CURRENCY, TIME_ZONE = "Tostadora La Ceiba", "Medellín", "CO", "COP", "America/Bogota"
DEFAULT_CUSTOMERS = 12_408
SEED = 2026
HISTORY_DAYS = 1_096
"""Three years of purchases up to the day of the demo."""

PROSPECT_SHARE = 0.24
ORGANIZATION_SHARE = 0.09
DUPLICATE_SHARE = 0.05
RETURN_SHARE = 0.015

BEHAVIOUR = BgNbd(r=0.9, alpha=5.0, a=0.45, b=5.0)
"""The truth of purchases, time in weeks."""

SPEND = GammaGamma(p=5.0, q=4.0, gamma=60_000.0)
"""The truth of a person's spend per order in pesos: mean p * gamma / (q - 1) = 100,000."""

ORGANIZATION_SPEND = 6.0
"""A business spends this many times what a person does."""


@dataclass(frozen=True)
class Country:
    """One of the four countries; `rate` is pesos of the base currency per unit at the start and end of the history."""

    code: str
    name: str
    currency: str
    locale: str
    share: float
    rate: tuple[float, float]
    cities: tuple[str, ...]
    team: str


COUNTRIES = (
    Country(
        "CO", "Colombia", "COP", "es_CO", 0.55, (1.0, 1.0), ("Medellín", "Bogotá", "Cali", "Barranquilla"), "Colombia"
    ),
    Country(
        "MX", "México", "MXN", "es_MX", 0.20, (225.0, 212.0), ("Ciudad de México", "Monterrey", "Mérida"), "México"
    ),
    Country("AR", "Argentina", "ARS", "es_AR", 0.10, (12.0, 2.9), ("Buenos Aires", "Córdoba", "Rosario"), "Sur"),
    Country("BR", "Brasil", "BRL", "pt_BR", 0.15, (815.0, 742.0), ("São Paulo", "Curitiba", "Recife"), "Sur"),
)


@dataclass(frozen=True)
class Colleague:
    """Somebody who works in the fictitious company and can sign in."""

    email: str
    name: str
    role: str
    teams: tuple[str, ...] = ()


ATTENDED_ONE_IN = 6
"""One person in so many has a seller of their own; every business has."""

PEOPLE = (
    Colleague("andres.mejia@laceiba.example", "Andrés Mejía", "director"),
    Colleague("lucia.mora@laceiba.example", "Lucía Mora", "marketer"),
    Colleague("ana.restrepo@laceiba.example", "Ana Restrepo", "agent", ("Colombia",)),
    Colleague("julian.rios@laceiba.example", "Julián Ríos", "agent", ("Colombia",)),
    Colleague("bruno.salas@laceiba.example", "Bruno Salas", "manager", ("Colombia", "México")),
    Colleague("sofia.cano@laceiba.example", "Sofía Cano", "agent", ("México",)),
    Colleague("helena.prado@laceiba.example", "Helena Prado", "manager", ("Sur",)),
    Colleague("tomas.vidal@laceiba.example", "Tomás Vidal", "agent", ("Sur",)),
    Colleague("carla.nieto@laceiba.example", "Carla Nieto", "guest"),
)


@dataclass(frozen=True)
class Item:
    """A product: price in pesos and what share of it is margin."""

    sku: str
    name: str
    category: str
    price: int
    margin: float


CATALOGUE = (
    Item("CAF-250", "Café molido 250 g", "Café", 24_900, 0.42),
    Item("CAF-500", "Café en grano 500 g", "Café", 45_900, 0.41),
    Item("CAF-1K", "Café en grano 1 kg", "Café", 82_900, 0.39),
    Item("CAF-5K", "Café para cafetería 5 kg", "Café", 389_000, 0.31),
    Item("CAP-60", "Cápsulas compostables, 60", "Cápsulas", 74_500, 0.36),
    Item("SUS-MES", "Suscripción mensual", "Suscripción", 69_900, 0.44),
    Item("PRE-FR", "Prensa francesa", "Equipos", 119_000, 0.27),
    Item("MOL-MAN", "Molino manual", "Equipos", 189_000, 0.25),
    Item("MAQ-CAF", "Mantenimiento de máquina", "Servicios", 240_000, 0.52),
    Item("CAT-GR", "Cata para grupos", "Servicios", 320_000, 0.48),
)
