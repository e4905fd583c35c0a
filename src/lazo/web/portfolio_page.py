"""The portfolio of accounts as its pages, drawings and files show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lazo.differentiate.models import Strategy
from lazo.differentiate.portfolio.factor import AXIS_NAMES, Axis
from lazo.differentiate.portfolio.strategy import CELL_NAMES, REASONS, Cell
from lazo.differentiate.queries.portfolio import UNCONFIRMED, AccountLine, PortfolioPage, PortfolioQuestion
from lazo.web.charts.bubbles import Axes, Bubble, bubbles
from lazo.web.charts.canvas import two_widths
from lazo.web.formats import Formats

IMPORTANCE, RELATION, PRICE = "importancia", "relacion", "precio"
VIEWS = {
    IMPORTANCE: gettext_lazy("Importancia y dificultad"),
    RELATION: gettext_lazy("Atractivo y relación"),
    PRICE: gettext_lazy("Precio, costo y relación"),
}
FEW = 0.2
"""A score of which less than this share of the weight is known is told with that."""


@dataclass(frozen=True)
class Asked:
    view: str
    question: PortfolioQuestion

    def address(self, **more: str) -> str:
        told = {
            "vista": "" if self.view == IMPORTANCE else self.view,
            "celda": self.question.cell,
            "estrategia": self.question.strategy,
        }
        return urlencode({name: value for name, value in (told | more).items() if value})


def read_portfolio(params: QueryDict, *, size: int) -> Asked:
    """The question of an address; what nobody can have meant is left out."""
    view, cell, strategy = (params.get(name, "") for name in ("vista", "celda", "estrategia"))
    page = params.get("pagina", "")
    start = (int(page) if page.isdecimal() and page.isascii() and len(page) < 7 else 0) * size
    return Asked(
        view=view if view in VIEWS else IMPORTANCE,
        question=PortfolioQuestion(
            cell=cell if cell in set(Cell) else "",
            strategy=strategy if strategy in {*Strategy.values, UNCONFIRMED} else "",
            start=start,
            size=size,
        ),
    )


def strategy_words(key: str) -> str:
    """A strategy in words; a dash for none."""
    return str(Strategy(key).label) if key else "–"


def reason_words(reason: str) -> str:
    return str(REASONS[reason])


def cell_words(cell: Cell) -> str:
    return str(CELL_NAMES[cell])


@dataclass(frozen=True)
class CellView:
    label: str
    href: str
    accounts: int
    revenue: int
    is_chosen: bool


def cell_views(page: PortfolioPage, asked: Asked) -> list[CellView]:
    place = reverse("web:portfolio")
    return [
        CellView(
            cell_words(one.cell),
            f"{place}?{asked.address(celda=str(one.cell))}",
            one.accounts,
            one.revenue,
            asked.question.cell == one.cell,
        )
        for one in page.cells
    ]


def portfolio_drawing(page: PortfolioPage, asked: Asked, formats: Formats) -> str:
    """The matrix of the view, in a wide and a narrow drawing; blank where nobody has both coordinates."""
    rows = placed(page, asked.view, formats)
    if not rows:
        return ""
    axes = _axes(page, asked.view, rows, formats)
    title = str(VIEWS[asked.view])

    def draw(width: float) -> str:
        return bubbles(rows, axes, title=title, width=width, height=420 if width > 400 else 360)

    return two_widths(draw, 720, 350)


def placed(page: PortfolioPage, view: str, formats: Formats) -> list[Bubble]:
    """The accounts of the drawing that have both coordinates."""
    found = []
    for line in page.drawn:
        x, y, size = coordinates(line, view)
        if x is not None and y is not None:
            found.append(
                Bubble(
                    label=line.name[:22],
                    href=reverse("web:account_portfolio", args=[line.id]),
                    x=x,
                    y=y,
                    size=size,
                    shade=shade_of(line.margin, page.margins),
                    words=_words(line, formats),
                )
            )
    return found


def coordinates(line: AccountLine, view: str) -> tuple[float | None, float | None, float | None]:
    """Across, up and by size: revenue, but the value of the relationship where price and cost are the axes."""
    if view == RELATION:
        return line.strength, line.attractiveness, float(line.revenue or 0)
    if view == PRICE:
        cost = None if line.cost_share is None else line.cost_share * 100
        return cost, None if line.price is None else line.price * 100, line.relationship
    return line.difficulty, line.importance, float(line.revenue or 0)


def shade_of(margin: float | None, quartiles: Sequence[float]) -> int | None:
    """0 is a loss, then 1 to 4 by the quarters of all accounts; null where the margin is not known."""
    if margin is None:
        return None
    return 0 if margin < 0 else 1 + sum(margin >= cut for cut in quartiles)


def _axes(page: PortfolioPage, view: str, rows: Sequence[Bubble], formats: Formats) -> Axes:
    cut = float(page.weights.cut)
    score = formats.number
    if view == RELATION:
        corners = (_("poco atractivo, débil"), _("poco atractivo, fuerte"), _("atrae, débil"), _("atrae, fuerte"))
        names = AXIS_NAMES[Axis.STRENGTH], AXIS_NAMES[Axis.ATTRACTIVENESS]
        return Axes(str(names[0]), str(names[1]), (0, 0), (100, 100), (cut, cut), corners, score, score)
    if view == PRICE:

        def share(value: float) -> str:
            return formats.percent(value / 100)

        top = max(*(row.x for row in rows), 1.0)
        prices = [row.y for row in rows]
        low, high = min(*prices, 100.0, 90.0), max(*prices, 110.0)
        corners = (
            _("paga menos, cuesta poco"),
            _("paga menos, cuesta más"),
            _("paga más, cuesta poco"),
            _("paga más, cuesta más"),
        )
        middle = sorted(row.x for row in rows)[len(rows) // 2]
        return Axes(
            _("Costo de atenderla, de sus compras"), _("Precio neto frente a los demás"), (0, low), (top, high),
            (middle, 100.0), corners, share, share,
        )  # fmt: skip
    corners = (
        cell_words(Cell.OTHER_EASY), cell_words(Cell.OTHER_DIFFICULT), cell_words(Cell.KEY_EASY),
        cell_words(Cell.KEY_DIFFICULT),
    )  # fmt: skip
    names = AXIS_NAMES[Axis.DIFFICULTY], AXIS_NAMES[Axis.IMPORTANCE]
    return Axes(str(names[0]), str(names[1]), (0, 0), (100, 100), (cut, cut), corners, score, score)


def _words(line: AccountLine, formats: Formats) -> str:
    """What a mark says to who hears it."""
    margin = (
        _("margen %(share)s") % {"share": formats.percent(line.margin)} if line.margin is not None else _("sin margen")
    )
    return _("%(name)s: %(cell)s, compras %(money)s, %(margin)s") % {
        "name": line.name,
        "cell": cell_words(line.cell),
        "money": formats.money_short(line.revenue),
        "margin": margin,
    }


def portfolio_csv(lines: Sequence[AccountLine], formats: Formats) -> Iterator[tuple[object, ...]]:
    """The accounts as rows of plain values, the header first; money in whole currency units, blank for what is not known."""
    scores = ("importance", "difficulty", "attractiveness", "strength", "relationship")
    yield (
        "customer_id",
        "name",
        "cell",
        "suggested",
        "strategy",
        *scores,
        "revenue_12m",
        "margin",
        "price_index",
        "cost_share",
    )
    for line in lines:
        told = [_number(getattr(line, name), 1) for name in scores]
        revenue = "" if line.revenue is None else formats.major(line.revenue)
        shares = [_number(value, 4) for value in (line.margin, line.price, line.cost_share)]
        yield line.id, line.name, str(line.cell), line.suggested, line.strategy, *told, revenue, *shares


def _number(value: float | None, digits: int) -> object:
    return "" if value is None else round(value, digits)


def raw_words(key: str, raw: float | None, formats: Formats) -> str:
    """What a computed factor was computed from, in its own unit; blank where it is not known."""
    if raw is None:
        return ""
    write: dict[str, Any] = {
        "volume": lambda: formats.money_short(int(raw)),
        "potential": lambda: formats.money_short(int(raw)),
        "attention": lambda: _("%(n)s por pedido") % {"n": formats.number(raw, 1)},
        "returns": lambda: _("%(n)s por pedido") % {"n": formats.number(raw, 2)},
        "growth": lambda: formats.change(raw - 1, 0),
        "margin": lambda: formats.percent(raw),
        "length": lambda: _("%(n)s días") % {"n": formats.number(raw)},
        "contact": lambda: formats.number(raw),
    }
    return str(write[key]()) if key in write else ""
