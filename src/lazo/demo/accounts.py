"""What the people of the fictitious company decided about their customers: the register of strategic ones, what they think of accounts, strategies.

Drawn from the seed among the customers of the current score run, written with the product's own operations in one transaction: killed, it has
all of it or none.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from django.db import transaction

from lazo.demo.company import PEOPLE
from lazo.differentiate.models import Score
from lazo.differentiate.operations.portfolio import confirm_strategy, judge_account
from lazo.differentiate.operations.strategic import Care, Evidence, UnableToKeepStrategic, declare_strategic
from lazo.differentiate.portfolio.factor import FACTORS
from lazo.differentiate.queries.portfolio import PortfolioQuestion, portfolio_lines
from lazo.identify.models import Party
from lazo.interact.operations.account_plan import PlanDetails, add_plan_action, save_plan
from lazo.interact.operations.to_do import ToDoDetails
from lazo.kernel.events import record_event
from lazo.kernel.models import Event, User

WRITTEN = "demo.decided"
DECLARED = (
    ("DOOR_OPENER", "Fue la primera cuenta del sector hotelero; después llegaron otras dos por lo que contó.", "Visita cada trimestre"),
    ("BENCHMARK", "Tres cafeterías pidieron «lo mismo que compra esta casa».", "Invitarla a la cata de cosecha nueva"),
    ("INSPIRATION", "Su reclamo por el empaque nos llevó a la bolsa con válvula.", "Probar con ella el empaque compostable"),
    ("REFEREE", "Dio su testimonio en video para la página.", ""),
    ("DOOR_OPENER", "Abrió la venta a oficinas en su ciudad.", "Presentarle el plan de oficinas para sus sedes"),
    ("INSPIRATION", "Propuso el tueste claro que hoy es el segundo más vendido.", ""),
)  # fmt: skip
JUDGED, PER_ACCOUNT, CONFIRMED, PLANNED = 40, (4, 7), 12, 4
NOTES = ("lo dijo el comprador", "visita de octubre", "se nota en los pedidos", "")
GOALS = (
    "Pasar de dos a cuatro líneas de producto y firmar precio por un año.",
    "Que el gerente nuevo nos conozca antes de renovar el acuerdo.",
    "Bajar las devoluciones: acordar molienda y día de entrega.",
    "Recuperar el pedido mensual que se volvió bimestral.",
)
ACTIONS = ("Llamar al gerente de compras", "Llevar muestras de la cosecha", "Enviar la propuesta de precio por volumen")


def write_decisions(*, on: date, seed: int) -> dict[str, int]:
    """Fill the demo with decisions up to the day `on`; counts what was written, empty when it already stands."""
    if Event.objects.filter(kind=WRITTEN).exists():
        return {}
    rng, boss = Random(seed + 2), User.objects.get(email=PEOPLE[0].email)
    with transaction.atomic():
        companies = _companies(boss)
        written = {
            "strategic": _declare(companies, boss, on),
            "judgements": _judge(rng, companies[:JUDGED], boss, on),
            "strategies": _confirm(companies[:CONFIRMED], boss, on),
            "plans": _plan(companies[:PLANNED], boss, on),
        }
        record_event(kind="demo.decided", by=None, data=dict(written))
    return written


def _companies(boss: User) -> list[Party]:
    """Those of the portfolio, the most revenue first."""
    lines = portfolio_lines(user=boss, question=PortfolioQuestion())[: JUDGED + len(DECLARED)]
    parties = Party.objects.current().in_bulk([line.id for line in lines])
    return [parties[line.id] for line in lines if line.id in parties]


def _declare(companies: Sequence[Party], boss: User, on: date) -> int:
    """Declared over the last year, so that one review is overdue already."""
    people = Party.objects.current().filter(kind=Party.Kind.PERSON)
    best = Score.objects.filter(kind=Party.Kind.PERSON, n_purchases__gt=3).order_by("-value_12m", "pk")
    persons = list(people.filter(pk__in=list(best.values_list("pk", flat=True)[:2])).order_by("pk"))
    chosen = [*companies[: len(DECLARED) - len(persons)], *persons]
    made = 0
    for number, (customer, (kind, text, plan)) in enumerate(zip(chosen, DECLARED, strict=False)):
        since = on - timedelta(days=330 - 50 * number)
        care = Care(review_on=since + timedelta(days=300 if number else 320), plan=plan)
        evidence = Evidence(text, since)
        try:
            declare_strategic(customer=customer, kind=kind, evidence=evidence, care=care, by=boss, on=since)
        except UnableToKeepStrategic:
            continue  # on the register already, by a recommendation
        made += 1
    return made


def _judge(rng: Random, companies: Sequence[Party], boss: User, on: date) -> int:
    """Some of what only people know, of each of the largest accounts, said over the last two months."""
    judged = [factor.key for factor in FACTORS if not factor.is_computed]
    made = 0
    for company in companies:
        for factor in rng.sample(judged, rng.randint(*PER_ACCOUNT)):
            day = on - timedelta(days=rng.randint(1, 60))
            judge_account(
                account=company, factor=factor, value=rng.randint(1, 19) * 5, note=rng.choice(NOTES), by=boss, on=day
            )
            made += 1
    return made


def _confirm(companies: Sequence[Party], boss: User, on: date) -> int:
    """What is suggested is confirmed for most of the largest; for one of them somebody decides otherwise."""
    suggested = {line.id: line.suggested for line in portfolio_lines(user=boss, question=PortfolioQuestion())}
    made = 0
    for number, company in enumerate(companies):
        told = suggested.get(company.pk, "")
        if not told or number % 4 == 3:
            continue
        strategy, reason = ("ENHANCE", "Abren dos sedes el año que viene") if number == 2 else (told, "")
        confirm_strategy(
            account=company,
            strategy=strategy,
            suggested=told,
            reason=reason,
            by=boss,
            on=on - timedelta(days=number + 1),
        )
        made += 1
    return made


def _plan(companies: Sequence[Party], boss: User, on: date) -> int:
    for number, company in enumerate(companies):
        details = PlanDetails(GOALS[number % len(GOALS)], on + timedelta(days=60 + 20 * number))
        save_plan(account=company, details=details, version=0, by=boss, on=on)
        for step, title in enumerate(ACTIONS[: 1 + number % len(ACTIONS)]):
            due = on + timedelta(days=7 * (step + 1))
            add_plan_action(account=company, details=ToDoDetails(title, due), by=boss)
    return len(companies)
