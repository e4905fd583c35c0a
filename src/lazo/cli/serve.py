"""`lazo serve`: the pages and one worker, in three small processes that stop together."""

import os
import subprocess
import sys
import threading
import webbrowser
from typing import Annotated

import typer

from lazo.cli.console import remark
from lazo.cli.environment import UnableToFindWorkspace
from lazo.cli.words import gettext as _
from lazo.kernel.workspace import Workspace

THREADS, MOST_PROCESSES = 8, 4
STOP_SECONDS = 20.0


class UnableToServe(Exception):
    """The address is taken, or the server could not start."""


HELP = _(
    "Abre el producto en el navegador y hace los trabajos en espera.\n\n"
    "Ctrl-C lo detiene: lo que estaba a medias vuelve a la cola y sigue la próxima vez."
)


def serve(
    *,
    host: Annotated[str, typer.Option(help=_("Dirección en que escucha; 0.0.0.0 para toda la red."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=_("Puerto."))] = 8000,
    open_browser: Annotated[bool, typer.Option("--open", help=_("Abre el navegador."))] = False,
    threads: Annotated[int, typer.Option(help=_("Peticiones a la vez en cada proceso."))] = THREADS,
    processes: Annotated[
        int,
        typer.Option(min=0, help=_("Procesos que sirven; 0: uno con SQLite, uno por núcleo (hasta 4) con PostgreSQL.")),
    ] = 0,
    with_worker: Annotated[bool, typer.Option("--worker/--no-worker", help=_("Con un worker al lado."))] = True,
) -> None:
    workspace = Workspace.from_environment()
    if not workspace.exists():
        raise UnableToFindWorkspace(workspace)
    check_port(host, port)
    _bring_database_up_to_date()
    run_server(
        host=host,
        port=port,
        open_browser=open_browser,
        threads=threads,
        processes=processes or usual_processes(os.environ.get("DATABASE_URL", "")),
        with_worker=with_worker,
    )


def usual_processes(database_url: str) -> int:
    """One writer at a time is all that SQLite takes; on PostgreSQL every core may answer."""
    return min(os.cpu_count() or 1, MOST_PROCESSES) if database_url.startswith("postgres") else 1


def run_server(
    *,
    host: str,
    port: int,
    open_browser: bool,
    path: str = "",
    threads: int = THREADS,
    processes: int = 1,
    with_worker: bool = True,
) -> None:
    """Serve until told to stop; `path` is what the browser opens. This process only watches over the two that work."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    address = f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0', '::'} else host}:{port}/"  # noqa: S104 - compared
    server = Server(
        "lazo.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        backlog=256,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    )
    os.environ["LAZO_SERVER"] = str(os.getpid())
    keeper = WorkerKeeper() if with_worker else None
    server.on_startup(lambda: remark(_("Lazo está en %(address)s  (Ctrl-C para detener)") % {"address": address}))
    if open_browser:
        server.on_startup(lambda: threading.Timer(1.0, webbrowser.open, [address + path]).start())
    if keeper:
        keeper.start()
    try:
        server.serve()
    finally:
        if keeper:
            keeper.stop()


class WorkerKeeper:
    """Keeps one `lazo worker` running, and starts another when it dies."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(STOP_SECONDS + 5)

    def _keep(self) -> None:
        # The child is started from this thread, which lives as long as it should: Linux ties the two together.
        while not self._stopped.is_set():
            self._child = start_worker()
            while self._child.poll() is None and not self._stopped.wait(0.5):
                pass
            if not self._stopped.is_set():
                remark(_("El worker se detuvo; empieza otro."))
                self._stopped.wait(2.0)
        if self._child is not None:
            end_process(self._child)


def start_worker() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "lazo.cli", "worker", "--parent", str(os.getpid())]
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own interpreter


def end_process(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def check_port(host: str, port: int) -> None:
    """Raise UnableToServe when the address cannot be listened on."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UnableToServe(
                _("No se puede escuchar en %(host)s:%(port)s (%(why)s). Prueba con otro --port.")
                % {"host": host, "port": port, "why": error.strerror}
            ) from error


def _bring_database_up_to_date() -> None:
    # In a process of its own, so that this one never loads Django.
    code = "from lazo.cli.environment import start_django; start_django(); from lazo.cli.init import migrate; migrate()"
    ended = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603 - our own interpreter
    if ended.returncode:
        raise UnableToServe(_("La base de datos no se pudo poner al día. Mira «lazo doctor»."))
