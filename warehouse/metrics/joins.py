"""How models reach each other: from a fact along its foreign entities to the models that own them, two steps at most.

Only many-to-one steps are taken, so a join never multiplies rows. Of several ways the shortest counts, then the one
named first: a mark's campus is that of its session, not that of its student.
"""

from dataclasses import dataclass

from warehouse.metrics.definitions import Dimension, RegistryError, SemanticModel

_LONGEST = 2
SEPARATOR = "__"


@dataclass(frozen=True)
class Step:
    """A model joined as `alias`: `origin`.entity = `alias`.entity."""

    alias: str
    origin: str
    entity: str
    model: SemanticModel


@dataclass(frozen=True)
class Column:
    """Where a dimension stands: the steps to it (none: the fact itself) and the dimension there."""

    steps: tuple[Step, ...]
    dimension: Dimension

    @property
    def alias(self) -> str:
        """The alias of the relation it is a column of."""
        return self.steps[-1].alias if self.steps else "base"


class Paths:
    """The ways between models.

    Raises:
        RegistryError: two models own one entity.
    """

    def __init__(self, models: dict[str, SemanticModel]) -> None:
        self._owners: dict[str, SemanticModel] = {}
        # Asked for several times by every question, and always the same.
        self._columns: dict[str, dict[str, Column]] = {}
        for model in models.values():
            for entity in model.entities.values():
                if entity.is_owned and self._owners.setdefault(entity.name, model) is not model:
                    raise RegistryError(f"{entity.name} is owned by {self._owners[entity.name].name} and {model.name}")

    def reached(self, model: SemanticModel) -> dict[str, tuple[Step, ...]]:
        """The models that `model` reaches, by name, each with the steps to it; itself with none."""
        found: dict[str, tuple[Step, ...]] = {model.name: ()}
        front: list[tuple[SemanticModel, tuple[Step, ...]]] = [(model, ())]
        for _ in range(_LONGEST):
            following = []
            for here, steps in front:
                for entity in here.entities.values():
                    owner = self._owners.get(entity.name)
                    if owner is None or owner.name in found or entity.is_owned:
                        continue
                    origin = steps[-1].alias if steps else "base"
                    alias = SEPARATOR.join([*([steps[-1].alias] if steps else []), entity.name])
                    found[owner.name] = (*steps, Step(alias, origin, entity.name, owner))
                    following.append((owner, found[owner.name]))
            front = following
        return found

    def columns(self, model: SemanticModel) -> dict[str, Column]:
        """Everything `model` can be grouped and filtered by: `status`, `campus`, `campus__campus_code`; read only."""
        if model.name not in self._columns:
            self._columns[model.name] = self._found_of(model)
        return self._columns[model.name]

    def _found_of(self, model: SemanticModel) -> dict[str, Column]:
        found: dict[str, Column] = {}
        reached = self.reached(model)
        by_name = {model.name: model} | {steps[-1].model.name: steps[-1].model for steps in reached.values() if steps}
        # Keys of things that have a name of their own; what only identifies a fact's row is no dimension.
        named = {name: owner for name, owner in self._owners.items() if owner.entities[name].label}
        for dimension in model.dimensions.values():
            if dimension.granularity is None:
                found[dimension.name] = Column((), dimension)
        for name, steps in reached.items():
            here = by_name[name]
            for entity in here.entities.values():
                if entity.name in named:
                    owner = named[entity.name].entities[entity.name]
                    key = Dimension(
                        entity.name, entity.expression, owner.label or entity.name, owner.description, is_key=True
                    )
                    found.setdefault(entity.name, Column(steps, key))
                if entity.is_owned and entity.name in named:
                    for dimension in here.dimensions.values():
                        if dimension.granularity is None:
                            found.setdefault(f"{entity.name}{SEPARATOR}{dimension.name}", Column(steps, dimension))
        return found

    def dimensions(self, model: SemanticModel) -> dict[str, Dimension]:
        """The dimensions of `columns`, by the name they are asked for."""
        return {name: column.dimension for name, column in self.columns(model).items()}

    def scope_steps(self, model: SemanticModel) -> tuple[Step, ...]:
        """The steps to the row that tells who may see a row of `model`.

        Raises:
            RegistryError: there is no way to it.
        """
        if model.scope_entity is None:
            return ()
        owner = self._owners.get(model.scope_entity)
        steps = self.reached(model).get(owner.name) if owner else None
        if not steps:
            raise RegistryError(f"{model.name} does not reach {model.scope_entity}, by which it is scoped")
        return steps
