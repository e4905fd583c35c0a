"""What each kind of entry of a history says."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lazo.identify.models import ConsentEntry, ImportBatch, Interaction, PartyRole
from lazo.identify.models.interaction import CALL
from lazo.identify.queries.why import sentence_of
from lazo.interact.queries.timeline import Entry
from lazo.web.charts.areas import AREAS, CSS_KEYS
from lazo.web.evidence import sentence
from lazo.web.formats import Formats
from lazo.web.party_words import FIELD_NAMES
from lazo.web.relation_words import other_is
from lazo.web.timeline_line import Line, Mark
from lazo.web.words import AREA_NAMES

MOST_LINES, MOST_FIELDS = 4, 6
UNIT = 1000
CHANNEL_ICONS = (
    ("whatsapp", "brand-whatsapp"),
    ("instagram", "brand-instagram"),
    ("facebook", "brand-facebook"),
    ("tel", "phone"),
    ("llamada", "phone"),
    ("correo", "mail"),
    ("mail", "mail"),
    ("tienda", "building-store"),
    ("visita", "building-store"),
    ("web", "world"),
)

MESSAGES = "lazo-messages"
"""The source of what left and came through our own channels."""
SENT_BY = dict(ConsentEntry.Channel.choices)
SENT_FOR = {
    **dict(ConsentEntry.Purpose.choices),
    "answer": gettext_lazy("respuesta"),
    "automatic": gettext_lazy("respuesta automática"),
}
PLAIN_CHANGES = {
    "party.added": ("plus", gettext_lazy("%(who)s creó este registro")),
    "identifier.revealed": ("eye", gettext_lazy("%(who)s vio completo un documento")),
    "party.retired": ("hand-stop", gettext_lazy("%(who)s retiró este registro")),
}


@dataclass(frozen=True)
class Telling:
    """How the company writes, which day it is there, and what traits are called by key."""

    formats: Formats
    today: date
    traits: dict[str, str]


def told(entry: Entry, telling: Telling) -> Line:
    """The entry in words, without its date."""
    return WORDS.get(entry.kind, _change)(entry, telling)


def _purchase(entry: Entry, telling: Telling) -> Line:
    row, formats = entry.row, telling.formats
    own = replace(formats, currency=row.currency)
    lines = [line for line in row.lines.all() if line.product]
    amount = own.money(abs(row.amount))
    if own.currency != formats.currency and row.currency not in amount:
        amount = f"{amount} {row.currency}"
    said = {"what": _line(lines[0], formats) if len(lines) == 1 else "", "amount": amount}
    if row.amount < 0:
        title = _("Devolvió %(what)s · %(amount)s") % said if said["what"] else _("Devolvió %(amount)s") % said
    else:
        title = _("Compró %(what)s · %(amount)s") % said if said["what"] else _("Compró por %(amount)s") % said
    parts = [" · ".join(part for part in (row.source.name, row.channel, row.external_id or "") if part)]
    if own.currency != formats.currency:
        parts.append(_("Equivale a %(amount)s") % {"amount": formats.money(row.base_amount)})
    if len(lines) > 1:
        parts.insert(0, _several(lines, formats))
    return Line("receipt", title, tuple(parts))


def _several(lines: list[Any], formats: Formats) -> str:
    shown = ", ".join(_line(line, formats) for line in lines[:MOST_LINES])
    rest = len(lines) - MOST_LINES
    if rest <= 0:
        return shown
    return ngettext("%(shown)s y 1 más", "%(shown)s y %(n)s más", rest) % {"shown": shown, "n": rest}


def _line(line: Any, formats: Formats) -> str:
    name = line.product.name or line.product.sku
    if line.quantity_milli == UNIT:
        return str(name)
    whole = line.quantity_milli % UNIT == 0
    return f"{name} × {formats.number(line.quantity_milli / UNIT, 0 if whole else 2)}"


def _interaction(entry: Entry, telling: Telling) -> Line:  # noqa: ARG001 - the signature of all tellers
    row = entry.row
    channel = row.channel or row.kind
    icon = next((icon for words, icon in CHANNEL_ICONS if words in channel.lower()), "message")
    title = row.subject or row.kind or row.channel or _("Mensaje")
    if row.source.key == MESSAGES:
        words = (SENT_BY.get(row.channel, row.channel), SENT_FOR.get(row.kind, row.kind), row.get_direction_display())
        said = [str(word) for word in words]
    else:
        said = [row.channel, row.kind if row.subject else "", row.get_direction_display(), row.source.name]
    return Line(icon, title, (" · ".join(part for part in said if part),), long=row.text)


def _note(entry: Entry, telling: Telling) -> Line:  # noqa: ARG001 - the signature of all tellers
    row = entry.row
    name = row.by.name if row.by else ""
    if row.kind != CALL:
        title = _("Nota de %(name)s") % {"name": name} if name else row.subject or _("Nota")
        return Line("note", title, long=row.text)
    title = _("Llamada de %(name)s") % {"name": name} if name else _("Llamada")
    if row.direction == Interaction.Direction.IN:
        title = _("Llamó y contestó %(name)s") % {"name": name} if name else _("Llamó")
    minutes = ngettext("%(n)s minuto", "%(n)s minutos", row.minutes) % {"n": row.minutes} if row.minutes else ""
    known = row.outcome in Interaction.Outcome.values
    outcome = str(Interaction.Outcome(row.outcome).label) if known else row.outcome
    said = " · ".join(part for part in (outcome.capitalize(), minutes, row.subject) if part)
    return Line("phone", title, (said,) if said else (), long=row.text)


def _to_do(entry: Entry, telling: Telling) -> Line:
    row, formats, today = entry.row, telling.formats, telling.today
    done = getattr(row, "completion", None)
    marks: tuple[Mark, ...] = ()
    if done:
        marks = (Mark(_("Hecho"), "ok"),)
    elif row.due_on and row.due_on < today:
        marks = (Mark(_("Atrasado"), "warn"),)
    said = [_("Para %(day)s") % {"day": formats.day(row.due_on, today)} if row.due_on else "", row.assignee.name]
    title = _("Pendiente: %(title)s") % {"title": row.title}
    parts = (" · ".join(part for part in said if part),)
    return Line("check", title, parts, long=row.text, marks=marks, to_do=None if done else row.pk)


def _position(entry: Entry, telling: Telling) -> Line:
    row, formats = entry.row, telling.formats
    why = sentence(row.rule, row.evidence, formats)
    if row.area not in AREAS:
        return Line("refresh", _("Salió del ciclo"), (why,))
    return Line("refresh", _("Está en %(area)s") % {"area": AREA_NAMES[row.area]}, (why,), area=CSS_KEYS[row.area])


def _consent(entry: Entry, telling: Telling) -> Line:  # noqa: ARG001 - the signature of all tellers
    row = entry.row
    purpose, channel = row.get_purpose_display(), row.get_channel_display()
    words = _("Autorizó %(purpose)s por %(channel)s")
    if row.state == ConsentEntry.State.WITHDRAWN:
        words = _("Retiró el permiso de %(purpose)s por %(channel)s")
    elif row.state == ConsentEntry.State.EXPIRED:
        words = _("Venció el permiso de %(purpose)s por %(channel)s")
    basis = str(row.get_basis_display())
    parts = (basis[:1].upper() + basis[1:],) if basis else ()
    return Line("shield-check", words % {"purpose": purpose, "channel": channel}, parts, long=row.evidence)


def _inferred(entry: Entry, telling: Telling) -> Line:
    row, formats = entry.row, telling.formats
    value = row.value if isinstance(row.value, str) else ""
    title = _("Inferido: %(name)s") % {"name": row.definition.name}
    marks = (Mark(formats.percent(row.confidence)),)
    parts = tuple(part for part in (value, row.definition.method) if part)
    return Line("bolt", title, parts, marks=marks, trait=row.definition.key)


def _import(entry: Entry, telling: Telling) -> Line:  # noqa: ARG001 - the signature of all tellers
    row = entry.row
    who = row.created_by.name if row.created_by else ""
    said = [row.file_name, ImportBatch.Entity(row.entity).label, who]
    title = _("Sus datos llegaron de %(source)s") % {"source": row.source.name}
    return Line("upload", title, (" · ".join(str(part) for part in said if part),))


def _merge(entry: Entry, telling: Telling) -> Line:  # noqa: ARG001 - the signature of all tellers
    """Two records became one customer: who or what found it, and by which reasons."""
    row = entry.row
    who = row.by.name if row.by else _("Lazo")
    said = {"who": who, "one": row.left_id, "other": row.right_id}
    title = _("%(who)s unió los registros %(one)s y %(other)s en un solo cliente") % said
    # Of a merge that was undone the reasons speak of both: who does not see the other hears none.
    is_told = row.undone_at is None or entry.other is not None
    parts = tuple(part for part in (sentence_of(row.why, note=row.note),) if part and is_told)
    return _with_other(Line("git-merge", title, parts), entry)


def _split(entry: Entry, telling: Telling) -> Line:  # noqa: ARG001 - the signature of all tellers
    row = entry.row
    who = row.undone_by.name if row.undone_by else _("Lazo")
    said = {"who": who, "one": row.left_id, "other": row.right_id}
    return _with_other(Line("git-fork", _("%(who)s separó los registros %(one)s y %(other)s") % said), entry)


def _with_other(line: Line, entry: Entry) -> Line:
    """The customer who is apart today, for who may see them."""
    other = entry.other
    if other is None:
        return line
    return replace(line, other=other.pk, other_name=other.name, other_words=_("Hoy es otro cliente:"))


def _change(entry: Entry, telling: Telling) -> Line:
    event = entry.row
    who = event.by.name if event.by else _("Lazo")
    if event.kind.startswith(("relation.", "household.")):
        return _relation(entry, who)
    detail = getattr(event, "detail", None)
    before, after = (detail.before or {}, detail.after or {}) if detail else ({}, {})
    if event.kind in PLAIN_CHANGES:
        icon, words = PLAIN_CHANGES[event.kind]
        return Line(icon, str(words) % {"who": who})
    if event.kind.startswith("party_role."):
        return _role(event, who)
    if event.kind == "party.edited":
        return _edit(event, who, before, after)
    return _trait(event, who, (before, after), telling.traits)


def _edit(event: Any, who: str, before: dict[str, Any], after: dict[str, Any]) -> Line:
    fields = [field for field in event.data.get("fields", ()) if field in FIELD_NAMES]
    names = ", ".join(str(FIELD_NAMES[field]).lower() for field in fields[:MOST_FIELDS])
    parts = tuple(f"{_kept(before.get(field))} → {_kept(after.get(field))}" for field in fields[:2])
    title = (
        _("%(who)s cambió %(fields)s") % {"who": who, "fields": names}
        if names
        else _("%(who)s lo editó") % {"who": who}
    )
    return Line("tool", title, parts)


def _kept(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or _("(nada)")
    return str(value) if value not in {None, ""} else _("(nada)")


def _trait(event: Any, who: str, kept: tuple[dict[str, Any], dict[str, Any]], traits: dict[str, str]) -> Line:
    key = str(event.data.get("trait", ""))
    said = {"who": who, "trait": traits.get(key, key)}
    words = _("%(who)s anotó %(trait)s")
    if event.kind == "trait.corrected":
        words = _("%(who)s corrigió %(trait)s")
    elif kept[1].get("value") is None:
        words = _("%(who)s borró %(trait)s")
    values = [str(one["value"]) for one in kept if one.get("value") is not None]
    return Line("tag", words % said, (" → ".join(values),) if values else ())


def _role(event: Any, who: str) -> Line:
    words = {
        "party_role.given": _("%(who)s anotó un rol: %(role)s"),
        "party_role.ended": _("%(who)s terminó un rol: %(role)s"),
        "party_role.reopened": _("%(who)s retomó un rol: %(role)s"),
        "party_role.removed": _("%(who)s quitó un rol: %(role)s"),
    }
    key = str(event.data.get("role", ""))
    role = str(PartyRole.Kind(key).label) if key in PartyRole.Kind.values else key
    return Line("id", words[event.kind] % {"who": who, "role": role})


def _relation(entry: Entry, who: str) -> Line:
    event, other = entry.row, entry.other
    words = {
        "relation.made": _("%(who)s anotó una relación"),
        "relation.ended": _("%(who)s terminó una relación"),
        "relation.reopened": _("%(who)s retomó una relación"),
        "household.joined": _("%(who)s sumó a alguien al hogar"),
        "household.left": _("%(who)s sacó a alguien del hogar"),
    }
    title = words[event.kind] % {"who": who}
    type_key = str(event.data.get("type", ""))
    if other is None:
        return Line("users", title, (_("Con alguien que no puedes ver"),) if type_key else ())
    what = other_is(type_key, is_outgoing=event.data.get("target") == other.pk)
    return Line("users", title, other=other.pk, other_name=other.name, other_words=f"{what[:1].upper()}{what[1:]}:")


WORDS: dict[str, Callable[[Entry, Telling], Line]] = {
    "purchase": _purchase,
    "interaction": _interaction,
    "note": _note,
    "to_do": _to_do,
    "position": _position,
    "consent": _consent,
    "inferred": _inferred,
    "import": _import,
    "change": _change,
    "merge": _merge,
    "split": _split,
}
"""Who tells the entries of each kind."""
