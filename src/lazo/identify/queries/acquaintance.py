"""Who knows whom: the way from one customer to another, or from one of our people, through relations.

Searched from both ends a step at a time, one query a step, under the reader's row access: nobody who is not seen is on a way, nor
ended relations, nor candidates. Bounded: at most four steps, and of each step the first 2,000 customers; whoever has more than
200 relations, such as a giant's company, is an end and no bridge.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import log

from django.db.models import Count, Q
from django.utils.translation import gettext

from lazo.identify.models import Party, PartyRelationship
from lazo.kernel.models import User

STEPS = 4
MOST_OF_A_STEP = 2_000
MOST_OF_ONE = 200
LEAST = 0.01


@dataclass(frozen=True)
class Step:
    """From one customer to the next: `words` are those of the relation, read in that direction."""

    origin: int
    target: int
    words: str
    confidence: float


@dataclass(frozen=True)
class Way:
    """`parties` from the first to the last, one more than `steps`; `strength` is how sure all of it is together."""

    parties: tuple[Party, ...]
    steps: tuple[Step, ...]

    @property
    def strength(self) -> float:
        sure = 1.0
        for step in self.steps:
            sure *= step.confidence
        return sure

    @property
    def sentence(self) -> str:
        """«Ana trabaja en Hotel Casa Amarilla, que tiene en la dirección a Beto»."""
        first, *rest = self._names
        return f"{first} {self.steps[0].words} {rest[0]}" + self._further(1)

    @property
    def continued(self) -> str:
        """«Ana, que trabaja en Hotel Casa Amarilla, que tiene en la dirección a Beto»: behind «Diego atiende a»."""
        return self._names[0] + self._further(0)

    @property
    def _names(self) -> list[str]:
        return [party.name or gettext("alguien sin nombre") for party in self.parties]

    def _further(self, start: int) -> str:
        pairs = zip(self.steps[start:], self._names[start + 1 :], strict=True)
        return "".join(
            gettext(", que %(words)s %(name)s") % {"words": step.words, "name": name} for step, name in pairs
        )


def ways_between(*, origin: Party, target: Party, user: User) -> list[Way]:
    """The shortest way of at most four steps and, where it is another, the surest; empty when there is none."""
    near, far = _Web(user), _Web(user)
    near.begin([origin.pk])
    far.begin([target.pk])
    for _ in range(STEPS // 2):
        near.step()
        far.step()
    edges = _without_crowds(near.edges | far.edges, {origin.pk, target.pk})
    return _ways(edges, {origin.pk}, target.pk, user)


def ways_from_us(*, target: Party, user: User, owner: int | None = None) -> list[Way]:
    """Ways to `target` from customers that our people look after (of the person `owner` alone, where named): at most four of them, surest first.

    A way of three steps at most: the first step is that of ours to their customer. The customer themselves is no way.
    """
    web = _Web(user)
    web.begin([target.pk])
    for _ in range(STEPS - 1):
        web.step()
    known = Party.objects.visible_to(user).filter(pk__in=web.met - {target.pk}, owner__isnull=False)
    known = known.filter(owner=owner) if owner is not None else known.exclude(owner=target.owner_id)
    starts = set(known.values_list("pk", flat=True))
    return _ways(_without_crowds(web.edges, {target.pk}), starts, target.pk, user, most=4) if starts else []


Edges = dict[tuple[int, int], Step]


class _Web:
    """Relations met so far, a step at a time from where it began."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._frontier: set[int] = set()
        self.met: set[int] = set()
        self.edges: Edges = {}

    def begin(self, parties: Collection[int]) -> None:
        self._frontier = set(parties)
        self.met = set(parties)

    def step(self) -> None:
        """One step outward; three queries."""
        if not self._frontier:
            return
        whose = _records(self._frontier)
        rows = list(_touching(whose))
        found = {
            end
            for row in rows
            for end in (row.origin.canonical_id or row.origin_id, row.target.canonical_id or row.target_id)
        }
        seen = set(Party.objects.visible_to(self._user).current().filter(pk__in=found).values_list("pk", flat=True))
        for row in rows:
            one, other = row.origin.canonical_id or row.origin_id, row.target.canonical_id or row.target_id
            if one != other and {one, other} <= seen:
                sure = max(float(row.confidence), LEAST)
                _keep(self.edges, Step(one, other, gettext(row.type.name), sure))
                _keep(self.edges, Step(other, one, gettext(row.type.inverse_name), sure))
        reached = {other for one, other in self.edges if one in self._frontier} - self.met
        self._frontier = set(sorted(reached)[:MOST_OF_A_STEP])
        self.met |= self._frontier


def _records(customers: Collection[int]) -> dict[int, int]:
    """Every record of these customers, with the customer it stands for."""
    rows = Party.objects.filter(Q(pk__in=customers) | Q(canonical_id__in=customers)).values_list("pk", "canonical_id")
    return {pk: canonical or pk for pk, canonical in rows}


def _touching(records: Collection[int]) -> "Iterable[PartyRelationship]":
    rows = PartyRelationship.objects.open().touching(records).select_related("type", "origin", "target")
    return rows.order_by("-confidence", "pk")[: MOST_OF_A_STEP * 5]


def _without_crowds(edges: Edges, ends: set[int]) -> Edges:
    """Without ways through those who have too many relations to know all of them; they may still be an end."""
    between = {end for pair in edges for end in pair} - ends
    counts: Counter[int] = Counter()
    for end in ("origin_id", "target_id"):
        rows = PartyRelationship.objects.open().filter(**{f"{end}__in": between}).order_by().values(end)
        counts.update({row[end]: row["n"] for row in rows.annotate(n=Count("pk"))})
    crowd = {number for number, count in counts.items() if count > MOST_OF_ONE}
    return {pair: step for pair, step in edges.items() if not crowd & set(pair)}


def _keep(edges: Edges, step: Step) -> None:
    """Of two relations between the same, the surer one."""
    known = edges.get((step.origin, step.target))
    if known is None or known.confidence < step.confidence:
        edges[step.origin, step.target] = step


def _ways(edges: Edges, starts: set[int], target: int, user: User, most: int = 2) -> list[Way]:
    """The shortest way and the surest from any of `starts`; for more than two, those of the surest starts."""
    layers = _layers(edges, target)
    reached = {start: [count for count in range(1, STEPS + 1) if start in layers[count]] for start in starts}
    known = {start: counts for start, counts in reached.items() if counts}
    shortest = [(counts[0], layers[counts[0]][start][0], start, counts[0]) for start, counts in known.items()]
    surest = [
        min((layers[count][start][0], count, start, count) for count in counts) for start, counts in known.items()
    ]
    found: list[list[Step]] = []
    for options in (sorted(shortest)[:1], sorted(surest)[: most - 1]):
        for _first, _second, start, count in options:
            way = _followed(edges, layers, start, count)
            if way not in found:
                found.append(way)
    numbers = {end for way in found for step in way for end in (step.origin, step.target)}
    people = {one.pk: one for one in Party.objects.visible_to(user).filter(pk__in=numbers)}
    return [_way(steps, people) for steps in found[:most]]


Layer = dict[int, tuple[float, int]]
"""By customer, the least doubt of a way to the target of so many steps, and the next one on it."""


def _layers(edges: Edges, target: int) -> list[Layer]:
    """The ways to the target of 0, 1, 2, 3 and 4 steps."""
    layers: list[Layer] = [{target: (0.0, target)}]
    for _ in range(STEPS):
        layer: Layer = {}
        for step in edges.values():
            onward = layers[-1].get(step.target)
            if onward is not None:
                way = (onward[0] - log(step.confidence), step.target)
                layer[step.origin] = min(way, layer.get(step.origin, way))
        layers.append(layer)
    return layers


def _followed(edges: Edges, layers: list[Layer], start: int, count: int) -> list[Step]:
    way: list[Step] = []
    here = start
    for left in range(count, 0, -1):
        onward = layers[left][here][1]
        way.append(edges[here, onward])
        here = onward
    return way


def _way(steps: list[Step], people: dict[int, Party]) -> Way:
    return Way(tuple(people[number] for number in [steps[0].origin, *(step.target for step in steps)]), tuple(steps))
