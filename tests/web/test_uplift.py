"""¿A quién conviene dirigirla?: asked for, said in a sentence, kept as a segment; by page and by program."""

import re

import pytest
from experimented import END, START, Group, begin, fill
from mirrored import run_sync
from rest import Program
from uplifted import card_apart, two_emails
from web.browsing import client_of, page, posted
from world import World

from lazo.customize.models import Arm, Experiment
from lazo.differentiate.models import Segment
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Job
from lazo.kernel.today import company_today
from lazo.kernel.workspace import Workspace
from lazo.measure.models import UpliftStudy
from lazo.measure.operations.uplift import apply_study, study_experiment
from lazo.web.formats import Formats
from lazo.web.uplift_page import advice_sentence

pytestmark = pytest.mark.django_db(transaction=True)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def studied(world: World, workspace: Workspace) -> tuple[Experiment, str]:
    experiment = two_emails(world.diego, workspace)
    study_experiment(experiment=experiment, on=END, by=world.diego, context=NullContext())
    return experiment, f"/experimentos/{experiment.pk}/a-quien"


def test_the_advice_is_said_kept_and_opens_its_people(world: World, workspace: Workspace) -> None:
    experiment, address = studied(world, workspace)
    assert address in page(world.diego, f"/experimentos/{experiment.pk}")
    alike = plain(page(world.diego, address))
    assert "A todos: los cambia por igual" in alike
    assert "Guardar como segmento" not in alike
    apart = plain(page(world.diego, f"{address}?brazo=b"))
    assert "que más cambia: ahí suma" in apart
    assert "Al 50 % que menos cambia conviene dejarlo en paz" in apart
    assert "Neto esperado por cada mil clientes" in apart
    study = UpliftStudy.objects.get(arm__key="b")
    assert posted(world.diego, f"{address}/{study.arm_id}/segmento").status_code == 302
    assert Job.objects.get(kind="measure.apply_uplift").arguments["study"] == study.pk
    apply_study(study=study, on=END, by=None, context=NullContext())
    run_sync(workspace)
    best = Segment.objects.get(key=f"uplift-{study.arm_id}")
    kept = plain(page(world.diego, f"{address}?brazo=b"))
    assert f"/clientes?segmento={best.key}" in kept
    campaign = f"/campanas/nueva?segmento={best.key}&amp;menos={best.key}-asleep"
    assert f'href="{campaign}">' in kept
    form = page(world.diego, campaign.replace("&amp;", "&"))
    assert re.search(rf'<option value="{best.key}" selected>', form)
    assert re.findall(r'name="without" value="([^"]+)"[^>]* checked', form) == [f"{best.key}-asleep"]
    went = posted(world.diego, f"{address}/{study.arm_id}/segmento", seguir="campana")
    assert went["Location"] == campaign.replace("&amp;", "&")
    assert f"/clientes?segmento={best.key}-asleep" in kept
    told = Program(world.diego).get(f"/experiments/{experiment.pk}/uplift")["arms"]
    assert [(one["arm"], one["targeting"], one["asleep"], one["segment"]) for one in told] == [
        ("a", "ALL", 0.0, None), ("b", "SOME", 0.5, best.key),
    ]  # fmt: skip
    assert told[1]["net"] > 0


def test_whom_to_direct_it_to_is_said_as_it_is() -> None:
    card, _model = card_apart()
    card["advice"] = {**card["advice"], "share": 1.0, "least": None, "outside": None}
    card["uplift_at"] = [[0.1, 0.07], [0.5, 0.078], [1.0, 0.05]]
    formats = Formats()
    free = plain(advice_sentence(card, formats))
    assert free == (
        "A todos, mientras escribirle a cada uno no cueste: suma 10,0 puntos (entre 5,0 y 15,0). "
        "La mitad que más cambia ya trae el 78 % de eso."
    )
    dear = plain(advice_sentence({**card, "value": 900.0, "cost": 10.0, "uplift_at": [[1.0, 0.05]]}, formats))
    assert dear == (
        "A todos: también con quienes menos cambia trae más de lo que cuesta. Suma 10,0 puntos (entre 5,0 y 15,0)."
    )


def test_what_cannot_be_known_says_why(world: World, workspace: Workspace) -> None:
    experiment = begin(world.diego)
    address = f"/experimentos/{experiment.pk}/a-quien"
    assert "Mirar a quién cambió" in page(world.diego, address)
    assert posted(world.diego, f"{address}/estudio").status_code == 302
    assert Job.objects.get(kind="measure.uplift").arguments == {
        "experiment": experiment.pk, "on": Job.objects.get().arguments["on"],
    }  # fmt: skip
    assert "Aprendiendo a quién cambia" in page(world.diego, address)
    assert "hx-get" in page(world.diego, f"{address}/avance")
    Job.objects.all().delete()
    assert client_of(world.diego).get(f"{address}/avance")["HX-Refresh"] == "true"
    fill(experiment, {"a": Group(60, 20), "control": Group(40, 5)})
    run_sync(workspace)
    study_experiment(experiment=experiment, on=END, by=None, context=NullContext())
    assert "Hay pocos datos: en cada grupo hacen falta 100 clientes" in plain(page(world.diego, address))
    Experiment.objects.update(ends_on=None)
    assert posted(world.diego, f"{address}/estudio").status_code == 302
    assert not Job.objects.exists()
    UpliftStudy.objects.all().delete()
    assert "a medias, parte de los clientes" in page(world.diego, address)
    Experiment.objects.update(kind=Experiment.Kind.OFFER, started_on=company_today())
    assert "Se sabrá cuando haya clientes con los 30 días" in page(world.diego, address)
    Experiment.objects.update(started_on=START)
    assert "Mirar a quién cambió" in page(world.diego, address)
    assert "/a-quien" in page(world.diego, address.removesuffix("/a-quien"))
    Experiment.objects.update(ends_on=END)
    Arm.objects.filter(is_control=True).update(is_control=False)
    assert "Sin grupo de control no se sabe" in page(world.diego, address)


def test_it_is_for_who_reads_experiments(world: World, workspace: Workspace) -> None:
    experiment = begin(world.diego)
    for user in (world.ana, world.carla):
        page(user, f"/experimentos/{experiment.pk}/a-quien", status=403)
        assert posted(user, f"/experimentos/{experiment.pk}/a-quien/estudio").status_code == 403
        assert posted(user, f"/experimentos/{experiment.pk}/a-quien/1/segmento").status_code == 403
        Program(user).answer("GET", f"/experiments/{experiment.pk}/uplift", status=403)
    program = Program(world.diego)
    assert program.get(f"/experiments/{experiment.pk}/uplift") == {"arms": []}
    assert program.post(f"/experiments/{experiment.pk}/uplift", status=202)["kind"] == "measure.uplift"
    program.answer("POST", f"/experiments/{experiment.pk}/uplift/a/segments", {}, status=404)
    UpliftStudy.objects.create(experiment=experiment, arm=experiment.arms.get(key="a"), on_date=END, code="too_few")
    refused = program.problem("POST", f"/experiments/{experiment.pk}/uplift/a/segments", {}, status=422)
    assert refused == ("not_learned", [])
