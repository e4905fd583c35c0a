"""The outbox: a campaign written at once, what a message costs us to send, and that killed senders repeat none."""

import os
import random
import signal
import socket
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Any, Self

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.database import environment_of
from lazo.bench.ground import Ground, last_json
from lazo.bench.measure import UnableToMeasure, case_command, end
from lazo.bench.reading import Reading, at_most

WRITE, SEND = "escribir los mensajes", "enviarlos"
KILLS = 20
PATIENCE = 30.0


def compare_outbox(ground: Ground) -> Result:
    """As many messages as customers, to a mail server on this machine; then once more while senders are killed twenty times."""
    costs, count = Costs(), ground.size.customers
    with _Server(ground.path("taken")) as server:
        folder = ground.fresh_workspace("outbox")
        run = ground.run(case_command("outbox", "fill", count, server.port), workspace=folder)
        costs.note(WRITE, run.cost)
        written = last_json(run)["seconds"]
        run = ground.run(case_command("outbox", "send"), workspace=folder)
        costs.note(SEND, run.cost)
        sent = last_json(run)
        whole = _counted(ground, folder)
    with _Server(ground.path("taken-killed")) as server:
        folder = ground.fresh_workspace("outbox-killed")
        ground.run(case_command("outbox", "fill", count, server.port), workspace=folder)
        _send_killed(folder, count, server)
        killed, arrived = _counted(ground, folder), server.numbers()
    ground.remove(folder)
    doubled = sum(1 for times in arrived.values() if times > 1)
    lost = count - killed["sent"] - killed["doubtful"]
    readings = [
        Reading(f"{count:,} mensajes escritos", written, "s de reloj", at_most(60)),
        Reading("CPU nuestra por mensaje", 1_000 * sent["cpu"] / max(sent.get("sent", 0), 1), "ms", at_most(1)),
        Reading("mensajes por segundo, con el servidor al lado", sent.get("sent", 0) / sent["wall"], "1/s"),
        Reading(f"repetidos, con {KILLS} muertes", doubled, "mensajes", at_most(0)),
        Reading("perdidos", lost, "mensajes", at_most(0)),
        Reading("en duda, y en la lista", killed["doubtful"], "mensajes", at_most(KILLS)),
        Reading("costo que difiere del de una vez tranquila, sin los que están en duda",
                abs(whole["millis"] * killed["sent"] - killed["millis"] * whole["sent"]), "milésimas", at_most(0)),
    ]  # fmt: skip
    return Result(readings, costs.medians())


class _Server:
    """A mail server in a process of its own, which keeps the numbers of the messages it took."""

    def __init__(self, file: Path) -> None:
        self._file = file
        file.unlink(missing_ok=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(case_command("outbox", "serve", self.port, self._file))  # noqa: S603 (reason: our own command)
        ends = time.monotonic() + PATIENCE
        while not self._listens():
            if time.monotonic() > ends:
                raise UnableToMeasure("The mail server did not start.")
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        end(self._process)

    def numbers(self) -> Counter[str]:
        """How often each message came."""
        text = self._file.read_text() if self._file.exists() else ""
        return Counter(text.split())

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def _send_killed(folder: Path, count: int, server: _Server) -> None:
    """Send with a sender that is killed twenty times over the whole of it, another following each time."""
    moments = random.Random(20)
    ends_at = sorted(moments.randrange(1, max(count, 2)) for _ in range(KILLS))
    environment = {**os.environ, **environment_of(folder)}
    for taken in [*ends_at, count + 1]:
        sender = subprocess.Popen(  # noqa: S603 (reason: our own command)
            case_command("outbox", "send"), env=environment, stdout=subprocess.DEVNULL
        )
        while sender.poll() is None and sum(server.numbers().values()) < taken:
            time.sleep(0.02)
        if sender.poll() is None:
            sender.send_signal(signal.SIGKILL)
        sender.wait()


def _counted(ground: Ground, folder: Path) -> dict[str, Any]:
    return last_json(ground.run(case_command("outbox", "count"), workspace=folder))


OUTBOX = Comparison("outbox", "la salida: escribir, enviar, morir a medias", compare_outbox)
