"""Units as a file names them: by name or by path, those that are there and those to be created."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from ...documents.spreadsheets.cells import fold
from ...models import Unit

_SEPARATORS = re.compile(r"\s*(?:[/／\\＼>＞»→|｜]|--+)\s*")
_DEEPEST = 10
_LONGEST = 100


class UnitProblem(Exception):
    """Why a unit of the file cannot be taken, in words."""


class UnitFinder:
    """The tree below `top`, which new units join as they are named. `mine` are the keys of those that may be used."""

    def __init__(self, units: Iterable[Unit], top: Unit, mine: set[int]) -> None:
        self.created: list[Unit] = []
        self._mine = mine
        self._by_key = {unit.pk: unit for unit in units}
        self._paths: dict[int, list[Unit]] = {}  # by id(unit)
        self._by_name: dict[str, list[Unit]] = {}
        self._found: dict[str, Unit | str] = {}
        for unit in self._by_key.values():
            self._add(unit, top)
        self._default = self._default_parent(top)
        self._top = top if self._default and self._default.pk == top.pk else None

    def _add(self, unit: Unit, top: Unit) -> None:
        path = self._path_of(unit)
        if any(above.pk == top.pk for above in path):
            self._paths[id(unit)] = path
            self._by_name.setdefault(fold(unit.name), []).append(unit)

    def _path_of(self, unit: Unit) -> list[Unit]:
        """From the top of the tree; a loop in it ends where it would begin again."""
        path = [unit]
        while (above := self._by_key.get(path[0].parent_id or 0)) and above not in path:
            path.insert(0, above)
        return path

    def _default_parent(self, top: Unit) -> Unit | None:
        """Under which a new unit is put that is named without a path: the round's, or the only one that is mine."""
        here = [unit for units in self._by_name.values() for unit in units if unit.pk in self._mine]
        highest = [unit for unit in here if unit.pk == top.pk or unit.parent_id not in self._mine]
        return highest[0] if len(highest) == 1 else None

    def path(self, unit: Unit | None) -> str:
        """Empty for a unit outside the round."""
        return "/".join(above.name for above in self.line(unit))

    def line(self, unit: Unit | None) -> list[Unit]:
        """The unit last, those above it before."""
        return self._paths.get(id(unit), [])

    def knows(self, unit: Unit) -> bool:
        """Whether it is one that may be used, or is to be created."""
        return unit.pk in self._mine or unit.pk is None

    def find(self, text: str) -> Unit:
        """The unit that is meant; a new one where there is none. Raises UnitProblem."""
        if text not in self._found:
            try:
                self._found[text] = self._find(text)
            except UnitProblem as problem:
                self._found[text] = str(problem)
        found = self._found[text]
        if isinstance(found, str):
            raise UnitProblem(found)
        return found

    def _find(self, text: str) -> Unit:
        names = [name for name in _SEPARATORS.split(text) if name]
        if len(self._by_name.get(fold(text), ())) == 1:  # a name may hold a separator
            names = [text]
        if not names or len(names) > _DEEPEST or any(len(name) > _LONGEST for name in names):
            raise UnitProblem(_("This is not the name of a unit, nor a path like 云溪县/财政局."))
        return self._existing(names) or self._create(names)

    def _existing(self, names: list[str]) -> Unit | None:
        folded = [fold(name) for name in names]
        ending = [unit for unit in self._by_name.get(folded[-1], ()) if self._ends(unit, folded)]
        exact = [unit for unit in ending if len(self._paths[id(unit)]) == len(folded) and len(folded) > 1]
        mine = exact or [unit for unit in ending if self.knows(unit)]
        if ending and not any(map(self.knows, mine)):
            raise UnitProblem(_("You do not organise this unit. Its own organiser enters its people."))
        if len(mine) > 1:
            paths = "、".join(sorted(map(self.path, mine)))
            raise UnitProblem(
                _("There are several units of this name. Write which is meant: %(paths)s.") % {"paths": paths}
            )
        return mine[0] if mine else None

    def _ends(self, unit: Unit, folded: list[str]) -> bool:
        path = [fold(above.name) for above in self._paths[id(unit)]]
        return path[-len(folded) :] == folded

    def _create(self, names: list[str]) -> Unit:
        parent = self._parent(names[:-1]) if len(names) > 1 else self._default
        if parent is None:
            raise UnitProblem(_("There is no such unit. To create it, write its path, with the unit above it first."))
        if not self.knows(parent):
            raise UnitProblem(_("You do not organise the unit above this new one."))
        unit = Unit(name=names[-1], parent=parent)
        self.created.append(unit)
        self._paths[id(unit)] = [*self._paths[id(parent)], unit]
        self._by_name.setdefault(fold(unit.name), []).append(unit)
        return unit

    def _parent(self, names: list[str]) -> Unit | None:
        """A path that begins with an unknown unit begins below the round's: nobody else's path is guessed."""
        if found := self._existing(names):
            return found
        return self._create(names) if len(names) > 1 or self._top else None
