"""A segment while it is being written: groups and rules as they lie in the form, whole or not."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lazo.analytics.segments.parsing import MOST_DEPTH, MOST_NODES

ALL, ANY, NONE = "all", "any", "none"
HOWS = (ALL, ANY, NONE)
ROOT = (0,)
LONGEST_TEXT, MOST_VALUES = 2_000, 200
# A group below another takes up to two levels of the definition: `not` around `any`.
DEEPEST = MOST_DEPTH // 2

Path = tuple[int, ...]


@dataclass
class DraftRule:
    """`subject` is a key of `subjects` (blank: not chosen yet), `told` what stands in its other fields by their names."""

    subject: str = ""
    told: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """What stands in a field of one value."""
        return next(iter(self.told.get(name, ())), "").strip()

    def many(self, name: str) -> tuple[str, ...]:
        """What stands in a field of several values, blanks left out."""
        return tuple(text.strip() for text in self.told.get(name, ()) if text.strip())

    def listed(self, name: str) -> tuple[str, ...]:
        """The words of a field that takes them with commas between; one with a comma in it stands between quotes."""
        lines = [text.replace("\r", " ").replace("\n", " ") for text in self.told.get(name, ())]
        words = (word.strip() for line in csv.reader(lines, skipinitialspace=True) for word in line)
        return tuple(dict.fromkeys(word for word in words if word))


@dataclass
class DraftGroup:
    """`how` is ALL, ANY or NONE of its parts."""

    how: str = ALL
    parts: list[DraftGroup | DraftRule] = field(default_factory=list)

    def at(self, path: Path) -> DraftGroup | DraftRule | None:
        """What stands at a path that begins with the root's 0; None where nothing does."""
        found: DraftGroup | DraftRule = self
        for place in path[1:]:
            if not isinstance(found, DraftGroup) or place >= len(found.parts):
                return None
            found = found.parts[place]
        return found

    def walk(self, path: Path = ROOT) -> Iterator[tuple[Path, DraftGroup | DraftRule]]:
        """Every part with its path, this group first."""
        yield path, self
        for place, part in enumerate(self.parts):
            if isinstance(part, DraftGroup):
                yield from part.walk((*path, place))
            else:
                yield (*path, place), part

    @property
    def is_full(self) -> bool:
        """Whether no more rules may be added to the whole."""
        return sum(1 for _ in self.walk()) >= MOST_NODES // 2


def joined(words: Iterable[str]) -> str:
    """Words as such a field has them."""
    quoted = ('"{}"'.format(word.replace('"', '""')) if "," in word or '"' in word else word for word in words)
    return ", ".join(quoted)


def add_rule(root: DraftGroup, path: Path) -> None:
    """A blank rule at the end of the group at `path`."""
    group = root.at(path)
    if isinstance(group, DraftGroup) and not root.is_full:
        group.parts.append(DraftRule())


def add_group(root: DraftGroup, path: Path, how: str) -> None:
    """A group with a blank rule at the end of the group at `path`."""
    group = root.at(path)
    if isinstance(group, DraftGroup) and len(path) < DEEPEST and not root.is_full:
        group.parts.append(DraftGroup(how, [DraftRule()]))


def remove_part(root: DraftGroup, path: Path) -> None:
    """Take a rule or a group away, and with the last part of a group the group."""
    parent = root.at(path[:-1]) if len(path) > 1 else None
    if not isinstance(parent, DraftGroup) or path[-1] >= len(parent.parts):
        return
    del parent.parts[path[-1]]
    if not parent.parts and len(path) > 2:
        remove_part(root, path[:-1])


def written(path: Path) -> str:
    """`0.2.1`, as the names of the fields end."""
    return ".".join(map(str, path))


def read_path(text: str) -> Path | None:
    """The path of a name's end; None for anything else."""
    parts = text.split(".")
    if not 1 <= len(parts) <= MOST_DEPTH or not all(part.isdecimal() and len(part) < 4 for part in parts):
        return None
    return tuple(map(int, parts))


def read_draft(data: Mapping[str, Sequence[str]]) -> DraftGroup:
    """The draft that a form sent: `how:0` is the root, `what:0.1` the subject of a rule, `low:0.1` one of its fields.

    Places that are missing close up. What is no field of ours is left alone.
    """
    groups: dict[Path, str] = {}
    rules: dict[Path, DraftRule] = {}
    for key, texts in data.items():
        name, _, end = key.partition(":")
        path = read_path(end) if end else None
        if path is None or path[0] != 0:
            continue
        kept = tuple(text[:LONGEST_TEXT] for text in texts[:MOST_VALUES])
        if name == "how":
            groups[path] = kept[0] if kept and kept[0] in HOWS else ALL
        elif name == "what":
            rules.setdefault(path, DraftRule()).subject = kept[0] if kept else ""
        else:
            rules.setdefault(path, DraftRule()).told[name] = kept
    root = DraftGroup(groups.get(ROOT, ALL))
    _fill(root, ROOT, groups, rules)
    return root


def _fill(group: DraftGroup, path: Path, groups: Mapping[Path, str], rules: Mapping[Path, DraftRule]) -> None:
    below = sorted(one for one in {*groups, *rules} if len(one) == len(path) + 1 and one[:-1] == path)
    for one in below[:MOST_NODES]:
        if one in groups:
            inner = DraftGroup(groups[one])
            _fill(inner, one, groups, rules)
            group.parts.append(inner)
        else:
            group.parts.append(rules[one])
