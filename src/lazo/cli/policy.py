"""`lazo policy`: may a customer be contacted, and by which rules."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lazo.cli.commands import Commands
from lazo.cli.console import print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

if TYPE_CHECKING:
    from lazo.customize.policy.rule import Rule

app = Commands(help=_("A quién se puede contactar, por dónde y cuándo: la ley, su palabra y los límites propios."))
AsUser = Annotated[str | None, typer.Option("--as-user", help=_("En nombre de quién (su correo)."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))]


class UnableToAskPolicy(Exception):
    """The customer, the purpose, the channel or the instant is none; the words say which."""


@app.command("check", help=_("Dice si se puede contactar a un cliente, qué regla lo impide y desde cuándo se podrá."))
def check(
    customer: Annotated[int, typer.Argument(metavar=_("CLIENTE"), help=_("Su número."))],
    *,
    purpose: Annotated[str, typer.Option(help=_("marketing, service, surveys o collections."))] = "marketing",
    channel: Annotated[str, typer.Option(help=_("email, phone, sms, whatsapp, letter o visit."))] = "email",
    at: Annotated[
        str | None, typer.Option(help=_("Cuándo, como 2026-11-29T10:00; sin zona, la de la empresa. Si no, ahora."))
    ] = None,
    urgent: Annotated[bool, typer.Option(help=_("Un servicio que no puede esperar."))] = False,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    open_workspace()
    from lazo.customize.policy import may_contact
    from lazo.customize.policy.asking import UnableToAsk
    from lazo.identify.queries.parties import party_for

    party = party_for(user=acting_user(as_user), party=customer)
    if party is None:
        raise UnableToAskPolicy(_("No hay un cliente %(number)s que veas.") % {"number": customer})
    try:
        answer = may_contact(party=party.pk, purpose=purpose, channel=channel, when=_instant(at), urgent=urgent)
    except UnableToAsk as error:
        raise UnableToAskPolicy(_("No existe esa finalidad o ese canal: mira lazo policy check --help.")) from error
    if as_json:
        until = answer.until.isoformat() if answer.until else None
        print_json({
            "customer": party.pk, "allowed": answer.allowed, "rule": answer.rule, "country": answer.country,
            "words": answer.words, "until": until,
        })  # fmt: skip
        return
    say(_("Sí se puede.") if answer.allowed else _("No: %(words)s (regla %(rule)s)") % _told(answer))
    if not answer.allowed and answer.until is not None:
        say(_("Se podrá desde %(until)s.") % {"until": _here(answer.until)})


@app.command("rules", help=_("Muestra las reglas de contacto por país, con su norma y desde cuándo valen."))
def rules(
    *,
    country: Annotated[str, typer.Option(help=_("Solo las de un país, como CO."))] = "",
    as_json: AsJson = False,
) -> None:
    open_workspace()
    from lazo.customize.queries.contact_policy import packs_shown

    found = [rule for pack in packs_shown(on=_now().date()) for rule in pack.rules]
    shown = [rule for rule in found if not country or rule.country == country.upper()]
    if as_json:
        print_json({"rules": [_row(rule) for rule in shown]})
        return
    cells = [(rule.country or "–", rule.key, rule.law or "Lazo", rule.valid_from or "–", rule.source) for rule in shown]
    header = [_("país"), _("regla"), _("norma"), _("desde"), _("fuente")]
    print_table(_("Reglas de contacto"), header, cells)
    say(_("Que las confirme un abogado de cada país antes de confiar en ellas."))


def _row(rule: "Rule") -> dict[str, Any]:
    return {
        "key": rule.key,
        "kind": rule.kind.value,
        "country": rule.country,
        "law": rule.law,
        "source": rule.source,
        "certainty": rule.certainty.value,
        "valid_from": rule.valid_from.isoformat() if rule.valid_from else None,
        "purposes": sorted(rule.purposes),
        "channels": sorted(rule.channels),
        "hours": rule.hours,
    }


def _told(answer: Any) -> dict[str, str]:
    return {"words": answer.words, "rule": answer.rule}


def _here(at: datetime) -> str:
    return f"{at.astimezone(_zone()):%Y-%m-%d %H:%M %Z}"


def _instant(text: str | None) -> datetime:
    if text is None:
        return _now()
    try:
        said = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnableToAskPolicy(_("«%(text)s» no es un momento como 2026-11-29T10:00.") % {"text": text}) from error
    return said if said.tzinfo else said.replace(tzinfo=_zone())


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now().astimezone(_zone())


def _zone() -> Any:
    from lazo.kernel.today import company_zone

    return company_zone()
