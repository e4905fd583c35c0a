"""`lazo channel`: the accounts through which messages leave and answers come."""

from typing import TYPE_CHECKING, Annotated

import typer

from lazo.cli.commands import Commands
from lazo.cli.console import print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

if TYPE_CHECKING:
    from lazo.interact.models import ChannelAccount

HELP = _("Los canales: por qué cuentas salen los mensajes y llegan las respuestas.")
LIST_HELP = _("Muestra las cuentas que se usan.")
TEST_HELP = _("Habla con el proveedor de una cuenta sin enviar nada, y dice qué contestó.")
READ_HELP = _("Lee los buzones ahora: respuestas y rebotes.")
TEMPLATES_HELP = _("Pide a WhatsApp sus plantillas y cómo quedó su revisión.")
AS_JSON = _("Escribe el resultado como JSON.")
AS_USER = _("Solo lo que esta persona ve (su correo); si no, quien administra.")

app = Commands(help=HELP)
Name = Annotated[str, typer.Argument(metavar=_("CUENTA"))]
AsUser = Annotated[str | None, typer.Option("--as-user", help=AS_USER)]
AsJson = Annotated[bool, typer.Option("--json", help=AS_JSON)]


class UnableToFindAccount(Exception):
    """No account in use has that name."""


@app.command("list", help=LIST_HELP)
def list_accounts(*, as_json: AsJson = False) -> None:
    open_workspace()
    from lazo.interact.models import ChannelAccount

    rows = list(ChannelAccount.objects.in_use().select_related("pause").order_by("channel", "name"))
    told = [
        {
            "id": row.pk,
            "name": row.name,
            "channel": row.channel,
            "provider": row.provider,
            "paused": hasattr(row, "pause"),
        }
        for row in rows
    ]
    if as_json:
        print_json({"accounts": told})
        return
    table = [(row.name, row.channel, row.provider, _("en pausa") if hasattr(row, "pause") else "") for row in rows]
    print_table(_("Canales"), [_("cuenta"), _("canal"), _("proveedor"), ""], table)


@app.command("test", help=TEST_HELP)
def try_one(name: Name, *, as_user: AsUser = None, as_json: AsJson = False) -> None:
    open_workspace()
    from lazo.interact.operations.channel_account import try_account

    said = try_account(account=found_account(name), by=acting_user(as_user))
    if as_json:
        print_json({"works": True, "answer": said})
        return
    say(_("Funciona. Contestó: %(said)s") % {"said": said})


@app.command("read", help=READ_HELP)
def read(*, as_json: AsJson = False) -> None:
    open_workspace()
    from django.utils import timezone

    from lazo.interact.operations.mailbox import read_mailboxes
    from lazo.interact.sending.sender import company_day
    from lazo.kernel.jobs import NullContext

    at = timezone.now()
    counts = read_mailboxes(NullContext(), at=at, day=company_day(at))
    if as_json:
        print_json(counts)
        return
    say(_("%(received)s respuestas y %(reports)s noticias; %(unreachable)s buzones no contestan.") % counts)


@app.command("templates", help=TEMPLATES_HELP)
def templates(name: Name, *, as_user: AsUser = None, as_json: AsJson = False) -> None:
    open_workspace()
    from django.utils import timezone

    from lazo.interact.operations.provider_template import sync_templates

    count = sync_templates(account=found_account(name), by=acting_user(as_user), at=timezone.now())
    if as_json:
        print_json({"templates": count})
        return
    say(_("%(count)s plantillas") % {"count": count})


def found_account(name: str) -> "ChannelAccount":
    """Raises UnableToFindAccount."""
    from lazo.interact.models import ChannelAccount

    row = ChannelAccount.objects.in_use().filter(name__iexact=name).first()
    if row is None:
        raise UnableToFindAccount(name)
    return row
