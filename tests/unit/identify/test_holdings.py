"""Every table that names a customer is handed over, erased, and looked after when two customers become one: none is forgotten."""

import json
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from erased import NAME, ON, PHONE, Known, make_known
from held import hold
from world import World, make_world

from lazo.customize.models import Decision, MoneyEntry, NextAction
from lazo.differentiate.models import AccountStrategy
from lazo.differentiate.operations.portfolio import confirm_strategy
from lazo.identify.merge_handlers import handler_names
from lazo.identify.models import DataRequest, DataRequestStep, Party
from lazo.identify.operations.data_request import open_request
from lazo.identify.operations.erasure import start_erasure
from lazo.identify.operations.erasure_run import carry_out
from lazo.identify.operations.merge import merge_parties, undo_merge
from lazo.identify.operations.subject_export import export_file, gather
from lazo.identify.queries.parties import family_of
from lazo.interact.channels.file.store import Kept, keep, kept, place
from lazo.interact.models import ChannelAccount, Message
from lazo.kernel.jobs import NullContext
from lazo.kernel.personal_data import CUSTOMER, RECORD, Holding, gatherings, holdings
from lazo.kernel.text_search import files_with, found_in_database
from lazo.kernel.undo import undo
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)

OURS = {"kernel", "identify", "differentiate", "customize", "interact", "measure"}
NOBODYS = (
    "action age_days amount arm base_amount base_margin batch before booked budget changed_after closed_by_run clv consultation contact_point "
    "cost cost_12m cost_magnet cost_millis customers done duplicate entered entries expected experiment first_event frequency high high_ltv hits job "
    "kept last_event last_seen_batch left low margin members messages millis monetary money n_purchases net_12m new position potential_value price "
    "purchases_from purchases_to quantity_milli recency_days recency_from recency_to rejected row_from row_to rows run_id salt score_run seed "
    "set_aside size stake strategic strategic_value_12m tax total touched unit_cost unit_margin unreadable updated value value_12m value_180d "
    "value_365d value_365d_high value_365d_low value_365d_model value_365d_naive value_90d version watermark"
)
"""Whole numbers that are nobody's: a new name has to be put here or registered as a holding."""
NUMBERS_ALONE = {
    "kernel.Change.party": "which rows the mirror has to follow",
    "kernel.Event.row": "its values go with forget_details_of, itself it says nothing",
    "kernel.Share.row": "goes with the forgetting of shares",
    "identify.ImportProblem.row": "a line of a file",
    "identify.BatchChange.row": "goes with the row it is about",
}
NOT_ABOUT_PEOPLE = {
    "identify.Party.canonical": "who a record stands for is what a family is",
    "identify.Party.batch": "a file that came in",
    "differentiate.CustomerCard": "a view of PartyCard and Score",
}


def named() -> dict[str, Holding]:
    return {holding.model: holding for holding in holdings()}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def test_every_number_that_may_be_a_customers_is_registered() -> None:
    known = {(one.model, column) for one in holdings() for column in (*one.parties, *one.through)}
    missing = [
        f"{model._meta.label}.{column.name}"
        for model in our_models()
        for column in model._meta.concrete_fields
        if isinstance(column, models.BigIntegerField)
        and not (column.primary_key or column.is_relation or column.name in NOBODYS.split())
        and (model._meta.label, column.name) not in known
        and f"{model._meta.label}.{column.name}" not in NUMBERS_ALONE
    ]
    assert missing == []


def test_what_hangs_on_a_registered_table_is_registered_too() -> None:
    """A step of a request, a line of a purchase: whoever is in the one is in the other."""
    known = named()
    loose = [
        f"{model._meta.label}.{column.name}"
        for model in our_models()
        for column in model._meta.concrete_fields
        if column.related_model is not None
        and column.related_model._meta.label in known
        and model._meta.label not in known
        and not {model._meta.label, f"{model._meta.label}.{column.name}"} & NOT_ABOUT_PEOPLE.keys()
    ]
    assert loose == []


def test_each_is_handed_over_or_says_why_not() -> None:
    silent = [one.model for one in holdings() if not (one.label and one.told) and not one.untold]
    both = [one.model for one in holdings() if one.told and one.untold]
    assert (silent, both) == ([], [])


def test_each_says_what_a_merge_does_to_it() -> None:
    known = {RECORD, CUSTOMER, *handler_names()}
    assert [one.model for one in holdings() if one.joined not in known] == []


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def known(world: World, workspace: Workspace) -> Known:
    """Remedios and Úrsula, each with a row of every table."""
    made = make_known(world)
    hold(world, made.remedios, made.ursula, key="r")
    hold(world, made.ursula, made.twin, key="u")
    return made


def rows_of(*family: int) -> dict[str, set[Any]]:
    return {one.model: set(one.about(family).values_list("pk", flat=True)) for one in holdings()}


def test_nothing_that_is_held_is_left_out_of_the_copy_they_get(known: Known, world: World) -> None:
    asked = asked_by(known.remedios, world)
    held = rows_of(known.remedios.pk, known.twin.pk)
    told = exported(asked, world)
    short = {
        one.model: (len(held[one.model]), len(told[one.model.partition(".")[2].lower()]))
        for one in holdings()
        if one.told and len(held[one.model]) != len(told[one.model.partition(".")[2].lower()])
    }
    assert short == {}
    # Whoever writes a new table about customers writes a row of it here too; an erasure begins when it is asked for.
    assert [model for model, rows in held.items() if not rows] == ["identify.Erasure"]
    assert told["interactkept_messages"] == [
        {"day": "2026-12-01", "address": "Calle 1", "subject": "Hola", "body": f"Querida {NAME}"}
    ]
    assert [row["note"] for row in told["moneyentry"]] == [f"Bono de {NAME}"]
    assert [row["why"] for row in told["decision"]] == [{"dicho": NAME}]
    assert {name.replace(".", "") for name, _ in gatherings()} <= told.keys()


def asked_by(party: Party, world: World) -> DataRequest:
    asked = open_request(party=party, kind=DataRequest.Kind.ACCESS, way="email", received_on=ON, on=ON, by=world.ana)
    DataRequestStep.objects.create(request=asked, kind="IDENTITY", on=ON)
    return asked


def exported(asked: DataRequest, world: World) -> dict[str, list[dict[str, Any]]]:
    gather(NullContext(), workspace=Workspace.from_environment(), request=asked.pk, by=world.diego.pk, on=ON)
    with zipfile.ZipFile(export_file(request=asked, by=world.diego)) as archive:
        return dict(json.loads(archive.read("datos.json"))["sections"])


def test_nothing_that_was_held_is_left_after_an_erasure(known: Known, world: World, workspace: Workspace) -> None:
    ursula, own = Party.objects.get(pk=known.ursula.pk), {"identify.Erasure"}
    theirs = {
        model: rows - rows_of(known.remedios.pk, known.twin.pk)[model] for model, rows in rows_of(ursula.pk).items()
    }
    erasure = start_erasure(request=known.request, name=NAME, by=world.diego, on=ON)
    carry_out(NullContext(), workspace=workspace, erasure=erasure.pk, on=ON)
    erasure.refresh_from_db()
    assert erasure.report["remaining"] == {}
    left = rows_of(known.remedios.pk, known.twin.pk)
    assert {one.model for one in holdings() if one.blank is None and left[one.model]} == set()
    assert found_in_database([NAME, PHONE], without=frozenset()) == {}
    assert list(files_with(workspace.files, [NAME, PHONE])) == []
    entry = MoneyEntry.objects.get(key="r")
    assert (entry.party, entry.amount, entry.note, entry.evidence) == (None, -5, "", {})
    letter = Message.objects.get(key="r")
    assert (letter.state, letter.data, letter.answer) == ("SENT", None, "")
    # Whose name is Úrsula keeps every row that was about her alone.
    now = rows_of(ursula.pk)
    assert {model for model, rows in theirs.items() if not rows <= now[model]} <= own
    assert MoneyEntry.objects.get(key="u").party == ursula.pk


def test_the_letters_of_others_stay(known: Known, world: World, workspace: Workspace) -> None:
    store = place(ChannelAccount.objects.get(channel="letter").pk)
    keep(store, [Kept("otra", "2026-12-01", "Amaranta", "Calle 9", "es", "Hola", "Querida Amaranta")])
    erasure = start_erasure(request=known.request, name=NAME, by=world.diego, on=ON)
    carry_out(NullContext(), workspace=workspace, erasure=erasure.pk, on=ON)
    assert [row.key for row in kept(store)] == ["u", "otra"]


def test_two_customers_become_one_with_every_row_and_two_again_with_their_own(known: Known, world: World) -> None:
    party = Party.objects.create(name="Amaranta Buendía", owner=world.ana, kind="PERSON", first_contact_on=ON)
    party.contact_points.create(kind="EMAIL", value="a@macondo.example", key="a@macondo.example")
    hold(world, party, known.twin, key="a")
    alone, ursula = rows_of(party.pk), rows_of(known.ursula.pk)
    merge = merge_parties(one=known.ursula, other=party, by=world.diego, force="Se llamaba así de soltera").merge
    customer = Party.objects.get(pk=merge.customer_id)
    family = family_of(customer)
    joined = rows_of(*family)
    stay = [one.model for one in holdings() if one.joined not in {CUSTOMER, "customize.next_action"}]
    assert [model for model in stay if not alone[model] | ursula[model] <= joined[model]] == []
    assert not NextAction.objects.filter(party=merge.party_id).exists()
    assert Decision.objects.standing().filter(party__in=family).count() == 1
    undo_merge(merge=merge, by=world.diego, apart=False)
    assert family_of(Party.objects.get(pk=party.pk)) == [party.pk]
    assert Decision.objects.standing().filter(party__in=family).count() == 2
    back = {number: rows_of(number) for number in (party.pk, known.ursula.pk)}
    for number, before in ((party.pk, alone), (known.ursula.pk, ursula)):
        assert [model for model in stay if not before[model] <= back[number][model]] == []


def test_a_company_of_two_records_has_one_strategy(known: Known, world: World) -> None:
    companies = [Party.objects.create(name=name, owner=world.ana, kind="ORGANIZATION") for name in ("Uno", "Dos")]
    for company in companies:
        confirm_strategy(account=company, strategy="PROTECT", by=world.diego, on=ON)
    merge = merge_parties(one=companies[0], other=companies[1], by=world.diego).merge
    account = Party.objects.get(pk=merge.customer_id)
    token = confirm_strategy(account=account, strategy="HARVEST", by=world.diego, on=ON)
    assert open_strategies(companies) == ["HARVEST"]
    undo(token=token, by=world.diego)
    assert open_strategies(companies) == ["PROTECT", "PROTECT"]


def open_strategies(companies: list[Party]) -> list[str]:
    rows = AccountStrategy.objects.open().filter(account__in=companies)
    return list(rows.order_by("pk").values_list("strategy", flat=True))
