"""Every door is asked what its own description promises: no failure of ours, answers as described, whatever is sent."""

from typing import Any

import pytest
import requests
import schemathesis
from django.db import transaction
from drawn import examples
from hypothesis import HealthCheck, Phase, given, settings
from importing import hand_in
from rest import DAY, Program, person
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from world import World

from lazo.api.docs import schema as description
from lazo.differentiate.operations.saved_view import save_view
from lazo.identify.models import ContactPoint, Product
from lazo.identify.operations.custom_field import FieldDetails, add_custom_field
from lazo.identify.operations.note import add_note
from lazo.identify.operations.relationship import relate
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.operations.share import share_customer
from lazo.interact.operations.to_do import ToDoDetails, add_to_do
from lazo.kernel.jobs import enqueue
from lazo.kernel.operations.closed_day import close_day
from lazo.kernel.operations.role import make_role
from lazo.kernel.operations.webhook import add_webhook
from lazo.kernel.workspace import Workspace

pytestmark = [pytest.mark.django_db, pytest.mark.on_both]

EXAMPLES = examples(2)
SHARES = 8
REQUEST = ("method", "url", "headers", "cookies", "params", "json", "data", "files")
PROMISES = {
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
}
DOORS = schemathesis.openapi.from_dict(description())
EVERY = [(method.upper(), path) for path, doors in description()["paths"].items() for method in doors]


@pytest.fixture
def known(world: World, workspace: Workspace) -> dict[str, Any]:
    """Something behind every number of an address."""
    seed_relationship_types()
    one, other = person(world.diego, emails=["sofia@correo.example"]), person(world.diego, "Luis Peña")
    point = ContactPoint.objects.get(party=one)
    relation = relate(origin=one, target=other, type_key="friend", by=world.diego, on=DAY)
    note = add_note(party=one, text="Llamar el lunes", by=world.diego, on=DAY)
    to_do = add_to_do(details=ToDoDetails("Llamar"), by=world.diego, party=one)
    webhook = add_webhook(user=world.diego, url="https://receptor.example/lazo", kinds=[], by=world.diego).webhook
    job = enqueue("differentiate.score", by=world.diego, arguments={"on": DAY.isoformat()})
    batch = hand_in("customers", "Nombre;Correo\nAna Paz;ana@correo.example\n", world.diego)
    role = make_role(name="Cartera", scope="TEAM", by=world.diego)
    share = share_customer(party=one, who=world.carla, by=world.diego)
    view = save_view(by=world.diego, name="Mías", params={})
    closed = close_day(day=DAY, country="", reason="Inventario", by=world.diego)
    add_custom_field(of="TEXT", details=FieldDetails("Birthday"), by=world.diego)
    product = Product.objects.create(sku="A-1", name="Café", category="Granos")
    return {
        "customer": one.pk, "point": point.pk, "relation": relation.pk, "note": note.pk, "to_do": to_do.pk, "webhook": webhook.pk,
        "job": job.pk, "batch": batch.pk, "person": world.ana.pk, "interaction": note.pk, "product": product.pk, "role": role.pk, "share": share.pk, "view": view.pk, "closed": closed.pk, "team": world.north.pk, "key": "birthday",
    }  # fmt: skip


def test_every_door_is_described() -> None:
    doors = [door for found in description()["paths"].values() for door in found.values()]
    assert len(doors) > 120
    assert [door["operationId"] for door in doors if not door.get("description")] == []


@pytest.mark.unmeasured
@pytest.mark.parametrize("share", range(SHARES))
def test_doors_keep_their_promises(share: int, world: World, known: dict[str, Any]) -> None:
    """What one door does the next does not see: each finds all rows."""
    program = Program(world.diego)
    promises = [check for check in CHECKS.get_all() if check.__name__ in PROMISES]
    for method, path in EVERY[share::SHARES]:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            before = transaction.savepoint()
            _try_door(DOORS[path][method].as_strategy(generation_mode=mode), program, known, promises)
            transaction.savepoint_rollback(before)


def _try_door(cases: Any, program: Program, known: dict[str, Any], promises: list[Any]) -> None:
    @given(case=cases)
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        if case.meta.generation.mode is GenerationMode.POSITIVE:
            case.path_parameters.update({name: value for name, value in known.items() if name in case.path_parameters})
        case.validate_response(_answered(program, case), checks=promises)

    ask()


def _answered(program: Program, case: Any) -> schemathesis.Response:
    """Asked in this test's own transaction."""
    told = case.as_transport_kwargs(base_url="http://testserver", headers={"Authorization": f"Bearer {program.secret}"})
    asked = requests.Request(**{name: value for name, value in told.items() if name in REQUEST}).prepare()
    body = asked.body.encode() if isinstance(asked.body, str) else asked.body or b""
    path = str(asked.url).removeprefix("http://testserver")
    kind = asked.headers.pop("Content-Type", "")
    asked.headers.pop("Accept-Encoding", "")
    got = program.client.generic(case.method, path, body, content_type=kind, headers=dict(asked.headers))
    return schemathesis.Response(
        status_code=got.status_code,
        headers={name.lower(): [value] for name, value in got.headers.items()},
        content=b"".join(got.streaming_content) if got.streaming else got.content,
        request=asked,
        elapsed=0.0,
        verify=True,
    )
