"""May we contact them? Asked of everybody at once, of a sender's batch, of one."""

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import READY, Ground, last_json
from lazo.bench.measure import case_command, lazo_command
from lazo.bench.reading import Goal, Reading, at_most

CONTACTED = "contacted"
ASKED = "preguntar si se puede contactar"
GOALS: dict[str, tuple[str, str, Goal | None]] = {
    "email": ("todos a la vez, por correo", "s de CPU", at_most(5)),
    "phone": ("todos a la vez, por llamada", "s de CPU", at_most(5)),
    "whatsapp": ("todos a la vez, por WhatsApp", "s de CPU", at_most(5)),
    "allot": ("repartir el presupuesto de contactos entre todos", "s de CPU", at_most(5)),
    "log": ("anotar a quiénes no y por qué", "s de CPU", None),
    "batch": ("quinientos al enviar", "ms de CPU", at_most(250)),
    "one": ("uno", "ms de CPU", at_most(20)),
}


def compare_policy(ground: Ground) -> Result:
    """CPU in one process and in those that read the database for it; by the clock beside it."""
    _ensure_ground(ground)
    run = ground.run(case_command("policy", ground.size.customers), workspace=ground.path(CONTACTED))
    costs = Costs()
    costs.note(ASKED, run.cost)
    found = last_json(run)
    readings = []
    for key, (label, unit, goal) in GOALS.items():
        cpu, wall = found[key]
        readings.append(Reading(label, cpu, unit, goal))
        readings.append(Reading(f"{label}, por el reloj", wall, unit.removesuffix(" de CPU")))
    return Result(readings, costs.medians())


def _ensure_ground(ground: Ground) -> None:
    folder = ground.path(CONTACTED)
    if (folder / READY).exists():
        return
    (ground.copy(ground.known_customers(), CONTACTED) / READY).unlink()
    ground.tell("Llenando permisos, mensajes y listas")
    ground.run(case_command("fill_contact", ground.size.customers), workspace=folder)
    ground.run(lazo_command("sync", "--json"), workspace=folder)
    (folder / READY).touch()


POLICY = Comparison("policy", "¿Se puede contactar?: todos, un lote y uno", compare_policy)
