"""The sections of a customer's page, ready for their templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lazo.differentiate.models import CyclePosition
from lazo.differentiate.queries.score_run import current_run
from lazo.differentiate.queries.served import served_values
from lazo.identify.models import Party, RelationCandidate
from lazo.web.charts.areas import AREAS
from lazo.web.charts.place_ring import place_ring
from lazo.web.charts.relations import MOST, Node, relations
from lazo.web.contact_words import contact_view
from lazo.web.customer_contact import masked, way_to_call, ways_to_write
from lazo.web.customer_value import figures_of, figures_of_members, network_words, value_chart
from lazo.web.customer_words import next_door, next_gate, risk_of
from lazo.web.evidence import sentence
from lazo.web.formats import Formats
from lazo.web.initials import initials
from lazo.web.markup import drawn
from lazo.web.queries.customer import CustomerView, bought_by
from lazo.web.queries.customer_identity import Identity
from lazo.web.queries.customer_network import Network, Tie, family_of_all
from lazo.web.queries.opened_network import Neighbour, of_candidate
from lazo.web.relation_words import BUYING_ROLES, other_is
from lazo.web.words import AREA_NAMES

SHOWN_TIES = 8
MOST_MAYBE, SHOWN_MAYBE = 3, 2


@dataclass(frozen=True)
class PositionLine:
    """A stay in an area, with the reason in words; `area` blank is outside the cycle."""

    area: str
    since: date
    until: date | None
    why: str


@dataclass(frozen=True)
class TieLine:
    """A relation of the list: `words` is what the other is to the customer."""

    tie: Tie
    words: str

    @property
    def css(self) -> str:
        return KIND_CSS.get(self.tie.other.kind, "")


KIND_CSS = {"ORGANIZATION": "co", "HOUSEHOLD": "ho"}


def place_context(view: CustomerView, formats: Formats) -> dict[str, Any]:
    """Where the customer stands, since when, and what is next door."""
    score = view.score
    return {
        "why": sentence(score.rule, score.evidence, formats) if score else "",
        "positions": [_position(position, formats) for position in view.positions],
        "ring_svg": drawn(_ring(view, formats)) if score and score.area in AREAS else "",
        "also_in": [key for key in score.also_in.split(",") if key in AREAS] if score else [],
        "next_door": next_door(score, formats) if score else "",
        "risk": risk_of(score, view.bought.days, formats),
    }


def identity_context(identity: Identity, formats: Formats) -> dict[str, Any]:
    """Documents behind their mask, ways of contact with what opens them and what is known of them, and the first way of writing and calling."""
    write = ways_to_write(identity)
    return {
        "identity": identity,
        "documents": [(one, masked(one.value)) for one in identity.identifiers],
        "points": [contact_view(line, formats) for line in identity.book],
        "write": write[0] if write else None,
        "call": way_to_call(identity),
    }


def value_context(view: CustomerView, network: Network, formats: Formats) -> dict[str, Any]:
    """The three figures and the quarters; of a household those of its members together."""
    is_household = view.party.kind == Party.Kind.HOUSEHOLD
    quarters, score = view.bought.quarters, view.score
    figures = figures_of(view, formats)
    if is_household:
        members = [mate.party for mate in network.housemates]
        figures = figures_of_members(network.housemates, formats)
        score = None
        run = current_run()
        margin = any(mate.worth.is_margin for mate in network.housemates)
        family = [*view.family, *family_of_all(members)]
        quarters = bought_by(family=family, until=run.on_date if run else None, margin=margin).quarters
    return {
        "served": served_values([view.party.pk], run_id=score.run_id).get(view.party.pk) if score else None,
        "figures": figures,
        "is_household": is_household,
        "with_network": network.value_12m(view.party.pk),
        "network_words": "" if is_household else network_words(network, view.party.pk),
        "value_chart": drawn(value_chart(quarters, score, formats)),
    }


def network_context(view: CustomerView, network: Network, waiting: Sequence[RelationCandidate] = ()) -> dict[str, Any]:
    """The picture and the list of relations, and what waits to be confirmed; of a company its contacts and what its buying centre lacks."""
    lines = [
        TieLine(tie, other_is(tie.type, is_outgoing=tie.is_outgoing, otherwise=_words(tie))) for tie in network.ties
    ]
    buying = [line for line in lines if line.tie.family == "BUYING" and not line.tie.is_outgoing]
    filled = {line.tie.type for line in buying}
    maybe = [of_candidate(one, view.party) for one in waiting][:MOST_MAYBE]
    contacts = [line for line in lines if line.tie.other.kind == Party.Kind.PERSON and line.tie.family == "COMPANY"]
    return {
        "network": network,
        "ties": lines[:SHOWN_TIES],
        "more_ties": max(len(lines) - SHOWN_TIES, 0),
        "graph": drawn(_graph(view, network, lines, maybe)) if lines or maybe else "",
        "maybe": [(one, other_is(one.type, is_outgoing=one.is_outgoing, otherwise=one.words)) for one in maybe],
        "related_company": next((line for line in lines if line.css == "co" and view.party.kind == "PERSON"), None),
        "contacts": contacts,
        "buying_centre": buying,
        "missing_roles": [str(words) for key, words in BUYING_ROLES.items() if key not in filled],
    }


def _words(tie: Tie) -> str:
    return tie.name if tie.is_outgoing else tie.inverse_name


def _position(position: CyclePosition, formats: Formats) -> PositionLine:
    why = sentence(position.rule, position.evidence, formats)
    return PositionLine(position.area, position.valid_from, position.valid_to, why)


def _ring(view: CustomerView, formats: Formats) -> str:
    score = view.score
    if score is None:
        return ""
    share, area = formats.percent(score.place), str(AREA_NAMES[score.area])
    said = {"area": area, "share": share, "gate": next_gate(score)}
    if score.area == "LOYALTY":
        title, caption = _("Está en %(area)s, con lealtad del %(share)s") % said, (_("de la lealtad"), _("posible"))
    else:
        title = _("Está en %(area)s, al %(share)s del camino a «%(gate)s»") % said
        caption = (_("del camino a"), f"«{said['gate']}»")
    begun = view.party.first_contact_on or view.bought.first
    since = formats.short_month(begun) if begun else ""
    return place_ring(score.area, score.place, title=title, headline=share, caption=caption, since=since)


def _graph(view: CustomerView, network: Network, lines: list[TieLine], maybe: Sequence[Neighbour]) -> str:
    nodes = [
        Node(initials(line.tie.other.name) or "·", line.words, line.css, is_inferred=line.tie.kind == "INFERRED")
        for line in lines
    ]
    guessed = [
        Node(
            initials(one.name) or "·",
            other_is(one.type, is_outgoing=one.is_outgoing, otherwise=one.words),
            KIND_CSS.get(one.kind, ""),
            is_inferred=True,
        )
        for one in maybe[:SHOWN_MAYBE]
    ]
    nodes = [*nodes[: MOST - len(guessed)], *guessed, *nodes[MOST - len(guessed) :]]
    said = ", ".join(f"{line.words}: {line.tie.other.name}" for line in lines[:SHOWN_TIES])
    title = _("Relaciones de %(name)s: %(said)s. Línea cortada: por confirmar") % {
        "name": view.party.name or _("este cliente"),
        "said": said,
    }
    me = initials(view.party.name) or "·"
    return relations(me, nodes, title=title, more=network.hidden, css=KIND_CSS.get(view.party.kind, ""))
