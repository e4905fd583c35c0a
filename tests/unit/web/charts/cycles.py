"""Small cycles to draw."""

from lazo.web.charts.areas import AREAS
from lazo.web.charts.cycle_data import BINS, AreaSlice, Bin, MapWords

WORDS = MapWords(
    areas={area: area.title() for area in AREAS},
    gates=("Primer contacto", "Primera compra", "Vuelve a comprar", "Compra por costumbre", "Se enfría", "Se va"),
    title="Mapa",
    outside="Fuera",
    entering="Entran",
    leaving="Se van",
    returning="Vuelven",
    discarded="Se descartan",
    left_from_elsewhere="Salen",
    heart=("0", "nadie todavía"),
)


def full_area(key: str, cell: Bin, **money: int) -> AreaSlice:
    """An area with the same bin fourteen times."""
    bins = (cell,) * BINS
    return AreaSlice(
        key,
        customers=cell.customers * BINS,
        strategic=cell.strategic * BINS,
        value_12m=cell.value_12m * BINS,
        value_365d=cell.value_365d * BINS,
        bins=bins,
        **money,
    )
