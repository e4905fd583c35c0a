"""A campaign to every customer: from the launch to an outbox that is ready, and what messages of services wait meanwhile."""

from pathlib import Path

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import READY, Ground, last_json
from lazo.bench.measure import case_command, lazo_command
from lazo.bench.reading import Reading, at_most

READY_TO_LAUNCH, LAUNCHED, BESIDE = "campaign", "campaign-launched", "campaign-beside"
STEP = "lanzar una campaña a todos"
MOST, MOST_WAIT = 60, 2


def compare_campaign(ground: Ground) -> Result:
    """CPU and the clock of audience, arms, policy and outbox in one process, in a copy of a workspace that was filled once; and once more with
    another process beside it.
    """
    folder = _ready(ground)
    workspace = ground.copy(folder, LAUNCHED)
    run = ground.run(case_command("campaign"), workspace=workspace)
    costs = Costs()
    costs.note(STEP, run.cost)
    found = last_json(run)
    ground.remove(workspace)
    workspace = ground.copy(folder, BESIDE)
    beside = last_json(ground.run(case_command("campaign", "--beside"), workspace=workspace))
    ground.remove(workspace)
    counts = found["counts"]
    readings = [
        Reading(
            "audiencia, grupos, política y cola de salida listas", found["launch"]["cpu"], "s de CPU", at_most(MOST)
        ),
        Reading("lo mismo por el reloj", found["launch"]["wall"], "s", at_most(MOST)),
        Reading("mensajes en cola", found["rows"], "mensajes"),
        Reading("personas en el grupo de control", counts["arms"]["control"], "personas"),
        Reading("personas frenadas por una regla", sum(counts["blocked"].values()), "personas"),
        Reading("contar un borrador: alcance, reglas, costo", found["forecast"]["cpu"], "s de CPU"),
        Reading("las cifras de su página", found["page"]["cpu"] * 1000, "ms de CPU"),
        Reading("la lista de campañas", found["list"]["cpu"] * 1000, "ms de CPU"),
        Reading("mientras tanto, un mensaje de servicio: el que más esperó", beside["worst"], "s", at_most(MOST_WAIT)),
        Reading("la mitad esperó menos de", beside["median"], "s"),
        Reading("cuántos se enviaron", beside["services"], "mensajes"),
    ]
    return Result(readings, costs.medians())


def _ready(ground: Ground) -> Path:
    folder = ground.path(READY_TO_LAUNCH)
    if (folder / READY).exists():
        return folder
    purchases = ground.purchases()
    (ground.copy(ground.known_customers(), READY_TO_LAUNCH) / READY).unlink()
    ground.tell("Llenando permisos, mensajes, listas y compras")
    ground.run(case_command("fill_contact", ground.size.customers), workspace=folder)
    ground.run(case_command("fill", purchases, "--index-last"), workspace=folder)
    ground.run(case_command("campaign_ground"), workspace=folder)
    ground.run(lazo_command("sync", "--json"), workspace=folder)
    (folder / READY).touch()
    return folder


CAMPAIGN = Comparison("campaign", "Una campaña a todos los clientes", compare_campaign)
