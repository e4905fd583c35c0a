"""A company in which everything that could leak has a name found nowhere else, and every address of the product."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from acted import propose
from campaigned import AT, ON, drafts
from carded import add_propensity, add_version
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern
from web import company
from world import World

from lazo.customize.models import ContactBlock, Decision
from lazo.differentiate.models import PropensityModel, Score, Segment, StrategicCustomer, StrategicEvidence
from lazo.differentiate.operations.cards import rebuild_cards
from lazo.differentiate.operations.label_table import receive_table
from lazo.identify.models import (
    ContactPoint,
    DataRequest,
    ImportBatch,
    Interaction,
    MatchPair,
    Merge,
    Party,
    PartyIdentifier,
    Purchase,
    RelationCandidate,
    Source,
)
from lazo.identify.operations.merge import merge_parties
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.search.tokens import refresh_tokens
from lazo.interact.models import CampaignWave, ChannelAccount, Message, Template, TemplateVersion
from lazo.interact.operations.campaign_course import launch_campaign
from lazo.kernel.events import record_event
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Job, Role

SECRETS = ("Zulaica", "zulaica", "3175559991", "901777123", "Quejambre", "Fuente Oculta", "secreto.csv")

FIRST = {"purchase": Purchase, "role": Role, "source": Source}  # what is there anyhow
NOWHERE = "999999999"
"""A number that no row has: which rows the first numbers are depends on the tests that ran before."""


@dataclass
class Leaky:
    """The world with its secrets; `numbers` are values for the parts of addresses, by their names."""

    world: World
    party: Party
    numbers: dict[str, Any] = field(default_factory=dict)


def make_leaky(world: World) -> Leaky:
    """Ana's customers, with all that hangs on them, scored and in the list."""
    run = company.scored(world)
    party = company.add_customer(run, "Zulaica Primera", world.ana)
    company.add_customer(run, "Zulaica Segunda", world.ana, area="LOYALTY")
    company.add_history(party)
    for model in (Party, Score):
        model.objects.filter(pk=party.pk).update(team=world.north)
    party.refresh_from_db()
    source = Source.objects.create(key="oculta", name="Fuente Oculta")
    ContactPoint.objects.create(party=party, kind="EMAIL", value="zulaica@x.example", key="zulaica@x.example")
    ContactPoint.objects.create(party=party, kind="PHONE", value="+573175559991", key="+573175559991")
    document = PartyIdentifier.objects.create(party=party, scheme="CO:NIT", value="901777123", key="901777123")
    said = Interaction.objects.create(
        party=party, source=source, occurred_on=date(2025, 10, 2), subject="Quejambre", text="Quejambre"
    )
    batch = ImportBatch.objects.create(
        source=source, entity="customers", file_name="secreto.csv", path="secreto.csv", created_by=world.diego
    )
    record_event(
        kind="party.edited", by=world.ana, table="identify_party", row=party.pk, after={"name": "Zulaica Primera"}
    )
    _relate(party)
    entry = StrategicCustomer.objects.create(
        customer=party, kind="BENCHMARK", valid_from=date(2025, 10, 2), review_on=date(2026, 10, 2), plan="Quejambre"
    )
    StrategicEvidence.objects.create(entry=entry, text="Quejambre", said_on=date(2025, 10, 2))
    asked = DataRequest.objects.create(
        party=party, kind="erasure", way="email", received_on=date(2025, 10, 2), due_on=date(2025, 10, 20), days=15,
        unit="days", said="Quejambre",
    )  # fmt: skip
    refresh_tokens(list(Party.objects.values_list("pk", flat=True)))
    rebuild_cards(context=NullContext())
    pair, merge = _pair(party, world)
    numbers = {"pair": pair.pk, "match": pair.pk, "merge": merge.pk}
    numbers |= {"customer": party.pk, "party": party.pk, "batch": batch.pk, "run": run.pk, "interaction": said.pk}
    numbers |= {"data_request": asked.pk, "key": "own", "entry": entry.pk}
    numbers |= _model(party, world)
    numbers |= _outbox(party)
    numbers["action"] = propose(world, [party], on=date(2025, 10, 2), key="own")[0].pk
    numbers |= _campaign(party, world)
    numbers |= {"segmentos/number": Segment.objects.earliest("pk").pk, "versiones/number": 1}
    numbers |= dict.fromkeys(("costs/entry", "dinero/entry", "resolution-runs/run"), NOWHERE)
    numbers |= {"user": world.ana.pk, "number": world.ana.pk, "team": world.north.pk, "identifier": document.pk}
    numbers["job"] = Job.objects.create(kind="warehouse.sync", state="DONE", created_by=world.diego).pk
    numbers |= {"attribute": "phone", "slug": "telefono", "point": ContactPoint.objects.earliest("pk").pk}
    numbers |= {name: model.objects.earliest("pk").pk for name, model in FIRST.items()}
    return Leaky(world, party, numbers)


def _pair(party: Party, world: World) -> tuple[MatchPair, Merge]:
    """Two records that may be one, and two that were found to be."""
    twin, other = (Party.objects.create(name=name, owner=world.ana) for name in ("Zulaica Gemela", "Zulaica Otra"))
    merge = merge_parties(one=twin, other=other, by=world.ana).merge
    return MatchPair.objects.create(left=party, right=twin, kind="SAME", probability=0.8, weight=2.0), merge


def _model(party: Party, world: World) -> dict[str, int]:
    """A table that names her, and a model that speaks of her."""
    rows = io.BytesIO(b"cliente,respondio\nZulaica Primera,si\n")
    table = receive_table(name="Respuestas", file_name="secreto.csv", stream=rows, by=world.diego)
    model = PropensityModel.objects.create(kind="RESPONSE", name="Responde", table=table)
    add_version(model)
    add_propensity(model, party)
    return {"table": table.pk, "model": model.pk}


def _outbox(party: Party) -> dict[str, int]:
    """A message to her in doubt and one that failed, an account, and the template they were written with."""
    account = ChannelAccount.objects.create(channel="file", provider="csv", name="Ensayo")
    template = Template.objects.create(channel="file", name="Aviso", purpose="service")
    version = TemplateVersion.objects.create(template=template, number=1)
    told = {"party": party.pk, "channel": "letter", "purpose": "service", "account": account, "version": version}
    when = datetime(2025, 10, 2, tzinfo=UTC)
    states = ("DOUBTFUL", "FAILED", "QUEUED")
    messages = [Message.objects.create(key=state, state=state, due_at=when, **told) for state in states]
    return {"account": account.pk, "template": template.pk, "message": messages[0].pk}


def _campaign(party: Party, world: World) -> dict[str, int]:
    """A campaign under way that has written to her and held back her sister."""
    made = drafts(world)
    launch_campaign(campaign=made, by=world.diego, on=ON)
    counts = {"audience": 2, "arms": {"a": 1}, "blocked": {"no-consent": 1}}
    told = {"number": 1, "on": ON, "segment_version": 1, "rows": 2, "done": 2, "counts": counts}
    CampaignWave.objects.create(campaign=made, ready_at=AT, **told)
    arm = made.experiment.arms.get(key="a")
    Decision.objects.create(experiment=made.experiment, party=party.pk, arm=arm, on=ON)
    said = {"experiment": made.experiment, "purpose": "marketing", "channel": "email", "on": ON}
    other = Party.objects.get(name="Zulaica Segunda")
    ContactBlock.objects.create(party=other.pk, rule="no-consent", stage="DECISION", **said)
    return {"campaign": made.pk, "experiment": made.experiment.pk, "arm": arm.pk}


def _relate(party: Party) -> None:
    """A relation that was found and waits for somebody to confirm it."""
    seed_relationship_types()
    other = Party.objects.exclude(pk=party.pk).earliest("pk")
    RelationCandidate.objects.create(
        origin=party, target=other, type_id="same-household", rule="ADDRESS", confidence="0.8", evidence=[]
    )


@dataclass(frozen=True)
class Address:
    """A page or a door: its name, and how it is written, such as `/clientes/{customer}`; `words` are parts that are none."""

    name: str
    shape: str
    words: frozenset[str]

    def of(self, numbers: dict[str, Any]) -> str:
        """Filled with these values, by the word before a part where several are called alike; what nobody named is no row's number, or a word."""

        def filled(part: re.Match[str]) -> str:
            before, name = part.groups()
            value = numbers.get(f"{before}/{name}", numbers.get(name, self._otherwise(name)))
            return f"{before}/{value}"

        return re.sub(r"([^/{}]*)/{(\w+)}", filled, self.shape)

    def _otherwise(self, name: str) -> str:
        return "x" if name in self.words else NOWHERE


def addresses() -> list[Address]:
    """Every address of the product, in the order it is tried, but for those that catch what is left."""
    programs = URLResolver(RegexPattern(""), "lazo.api.addresses")  # behind one address, as they load when asked for
    found = [*_patterns(get_resolver(), ""), *_patterns(programs, "api/v1/")]
    return [_address(name, pattern) for pattern, name in found if not re.search(r"[\^(]", pattern)]


def _address(name: str, pattern: str) -> Address:
    words = frozenset(re.findall(r"<(?:str|slug|uuid|path):(\w+)>", pattern))
    return Address(name, "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", pattern), words)


def _patterns(resolver: Any, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.name or ""
