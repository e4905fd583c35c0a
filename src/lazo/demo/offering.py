"""What the fictitious company proposes to its customers: permissions, a campaign that ended, offers, and what came of those it made before."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np
from django.db import transaction
from django.db.models import Exists, OuterRef

from lazo.customize.models import ActionAnswer, Experiment, Offer, Outcome
from lazo.customize.operations.expiry import outcome_of
from lazo.customize.operations.offer import create_offer
from lazo.customize.operations.offer_details import OfferDetails
from lazo.demo.campaigning import (
    allowed,
    audience_of,
    begin_campaign,
    campaigns,
    close_account,
    mail_account,
    run_campaign,
)
from lazo.demo.company import PEOPLE
from lazo.demo.spending import book_spending
from lazo.demo.trial import CENTS, Truth, buyers_of_a_year, run_trial
from lazo.demo.truth import write_trial_truth
from lazo.identify.models import ConsentEntry, ContactPoint, Purchase
from lazo.interact.operations.wave_rows import Rows
from lazo.kernel.events import record_event
from lazo.kernel.models import Event, User
from lazo.measure.operations.book_return import UnableToBookReturn, book_return

WRITTEN = "demo.offered"
AGREED = (("email", "EMAIL", 0.62), ("whatsapp", "PHONE", 0.45), ("phone", "PHONE", 0.4))
"""Channel, the way of contact it needs, and how many of those who bought said yes when they did."""
MADE, ANSWERS = 90, (("accepted", 0.24), ("declined", 0.46), ("ignored", 0.3))
BOUGHT_TWICE = {"purchases": {"at_least": 2}}


def write_offers(*, folder: Path, on: date, seed: int) -> dict[str, int]:
    """Fill the demo with what is proposed and what was tried; call it before the warehouse is brought up to date. Once."""
    if Event.objects.filter(kind=WRITTEN).exists():
        return {}
    rng, boss = Random(seed + 6), User.objects.get(email=PEOPLE[0].email)
    with transaction.atomic():
        written = {"consents": _agree(rng, on)}
        people = buyers_of_a_year(on - timedelta(days=campaigns()[0].trial.days_ago))
        if people:
            truths = _run_campaigns(people, on=on, seed=seed, by=boss)
            written |= {"decided": sum(one.decided for one in truths), "caused": sum(one.caused for one in truths)}
            write_trial_truth(folder, truths)
            book_spending(customers=len(people), on=on, by=boss)
        offers = [create_offer(details=one, by=boss, on=on) for one in details(on)]
        written["answers"] = sum(_answered(rng, offer, people, on, boss) for offer in offers[:2])
        record_event(kind=WRITTEN, by=None, data=dict(written))
    return written


def book_campaigns(*, on: date) -> None:
    """Book what the campaigns brought, once the warehouse has the purchases."""
    for experiment in Experiment.objects.filter(key__in=[one.trial.plan.key for one in campaigns()]).order_by("pk"):
        try:
            book_return(experiment=experiment, on=on, by=None)
        except UnableToBookReturn:
            continue  # too few customers to have had a control group


def _run_campaigns(people: list[int], *, on: date, seed: int, by: User) -> list[Truth]:
    account, other = mail_account(by), User.objects.get(email=PEOPLE[1].email)
    truths = []
    for told in campaigns():
        start = on - timedelta(days=told.trial.days_ago)
        audience = audience_of(told, people, start)
        reached = allowed(audience, account.channel)
        if not reached:
            continue
        campaign = begin_campaign(told, account=account, by=by, on=start)
        truth = run_trial(told.trial, experiment=campaign.experiment, parties=reached, on=on, seed=seed, by=by)
        run_campaign(
            campaign, account=account, blocked=sorted(set(audience) - set(reached)), truth=truth, by=by, other=other
        )
        truths.append(truth)
    close_account(account, by)
    return truths


def details(on: date) -> list[OfferDetails]:
    """The company's offers: pesos, and what their makers think they bring."""
    since = on - timedelta(days=70)
    return [
        OfferDetails(
            key="suscripcion-quincenal", name="Suscripción quincenal", what="Ofrécele la suscripción quincenal de 500 g", kind="cross",
            area="MAXIMIZE", purpose="marketing", channels=("whatsapp", "email"), definition=BOUGHT_TWICE, unit_cost=900 * CENTS,
            margin=186_000 * CENTS, guess=0.12, capacity=8, valid_from=since,
        ),
        OfferDetails(
            key="molino-manual", name="Molino manual", what="Ofrécele el molino manual con 20 % menos", kind="up", area="MAXIMIZE",
            purpose="marketing", channels=("email",), definition={"field": "tier", "in": ["MVC", "SGC", "MGC"]}, unit_cost=350 * CENTS,
            margin=38_000 * CENTS, guess=0.07, cap_day=60, budget=400_000 * CENTS, valid_from=since,
        ),
        OfferDetails(
            key="cata-para-grupos", name="Cata para grupos", what="Invita a su equipo a una cata en el local", kind="cross", area="LOYALTY",
            purpose="marketing", channels=("phone", "email"), definition={"all": [{"field": "kind", "in": ["ORGANIZATION"]}, BOUGHT_TWICE]},
            unit_cost=4_500 * CENTS, margin=150_000 * CENTS, guess=0.09, capacity=3, cap_total=120, valid_from=since,
        ),
        OfferDetails(
            key="vuelve-con-envio-gratis", name="Vuelve con envío gratis", what="Escríbele que su próximo envío va por nuestra cuenta",
            kind="win_back", area="RETAIN", purpose="marketing", channels=("email", "whatsapp"),
            definition={"any": [{"field": "area", "in": ["RETAIN"]}, {"field": "sub_state", "in": ["lost"]}]},
            unit_cost=350 * CENTS, margin_share=35.0, guess=0.05, cap_day=150, valid_from=since,
        ),
    ]  # fmt: skip


def _agree(rng: Random, on: date) -> int:
    """Who bought and has the way of contact said yes to some channels, on the day they first wrote or bought."""
    said: list[tuple[int, int, int]] = []
    for place, (_channel, kind, share) in enumerate(AGREED):
        bought = Purchase.objects.filter(party=OuterRef("party"))
        points = ContactPoint.objects.filter(Exists(bought), kind=kind).order_by("party_id")
        parties = points.values_list("party_id", flat=True).distinct()
        said += [(party, place, rng.randint(60, 900)) for party in parties if rng.random() < share]
    whose, by, ago = np.array(said, np.int64).reshape(-1, 3).T
    rows = Rows(ConsentEntry, whose, column="party_id")
    rows.same(purpose="marketing", state="GRANTED", basis="consent")
    rows.same(evidence="Aceptó la casilla «Quiero recibir avisos y ofertas» al comprar.")
    rows.coded("channel", by, [name for name, _kind, _share in AGREED])
    rows.coded("on", ago, [on - timedelta(days=days) for days in range(901)])
    rows.write()
    return len(said)


def _answered(rng: Random, offer: Offer, people: list[int], on: date, boss: User) -> int:
    """Offers made by hand before Lazo decided: what their customers said. Their numbers are of no run."""
    chosen = sorted(rng.sample(people, min(MADE, len(people))))
    rows, outcomes = [], []
    for place, party in enumerate(chosen):
        day = on - timedelta(days=rng.randint(20, 60))
        said = rng.choices([name for name, _share in ANSWERS], [share for _name, share in ANSWERS])[0]
        number, at = offer.pk * 1_000_000 + place + 1, datetime.combine(day, datetime.min.time(), UTC)
        told = {
            "action": number,
            "party_id": party,
            "offer": offer,
            "channel": offer.channels[0],
            "expected": 0,
            "by": boss,
            "at": at,
        }
        rows.append(ActionAnswer(**told, said="done", on=day))
        rest = offer.rest_days if said == "declined" else 30
        until = None if said == "accepted" else day + timedelta(days=rest)
        rows.append(ActionAnswer(**told, said=said, on=day + timedelta(days=rng.randint(0, 6)), until=until))
        outcomes.append(outcome_of(number, offer.experiment_id, party, said, day))
    ActionAnswer.objects.bulk_create(rows, batch_size=500)
    Outcome.objects.bulk_create(outcomes, batch_size=500)
    return len(chosen)
