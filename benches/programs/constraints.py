"""An incremental solver of one-way constraints, in a class hierarchy, by walkabout strengths."""


class Strength:
    def __init__(self, value, name):
        self.value = value
        self.name = name

    def stronger_than(self, other):
        return self.value < other.value

    def weaker_than(self, other):
        return self.value > other.value

    @staticmethod
    def weakest_of(first, second):
        return first if first.value > second.value else second

    @staticmethod
    def strongest_of(first, second):
        return first if first.value < second.value else second


REQUIRED = Strength(0, "required")
PREFERRED = Strength(1, "preferred")
STRONG = Strength(2, "strong")
NORMAL = Strength(3, "normal")
WEAK = Strength(4, "weak")
WEAKEST = Strength(5, "weakest")


class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.mark = 0
        self.strength = WEAKEST
        self.stays = True


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def is_input(self):
        return False

    def variables(self):
        raise NotImplementedError

    def output(self):
        raise NotImplementedError

    def inputs(self):
        target = self.output()
        return [v for v in self.variables() if v is not target]

    def attach(self):
        for variable in self.variables():
            variable.constraints.append(self)

    def detach(self):
        for variable in self.variables():
            if self in variable.constraints:
                variable.constraints.remove(self)
        self.forget()

    def inputs_known(self, mark):
        return all(v.mark == mark or v.stays or v.determined_by is None for v in self.inputs())


class UnaryConstraint(Constraint):
    def __init__(self, variable, strength):
        super().__init__(strength)
        self.target = variable
        self.satisfied = False

    def variables(self):
        return [self.target]

    def output(self):
        return self.target

    def is_satisfied(self):
        return self.satisfied

    def forget(self):
        self.satisfied = False

    def choose_method(self, mark):
        self.satisfied = self.target.mark != mark and self.strength.stronger_than(self.target.strength)

    def recalculate(self):
        self.target.strength = self.strength
        self.target.stays = not self.is_input()
        if self.target.stays:
            self.execute()

    def execute(self):
        pass


class StayConstraint(UnaryConstraint):
    pass


class EditConstraint(UnaryConstraint):
    def is_input(self):
        return True


NONE, FORWARD, BACKWARD = 0, 1, 2


class BinaryConstraint(Constraint):
    def __init__(self, first, second, strength):
        super().__init__(strength)
        self.first = first
        self.second = second
        self.direction = NONE

    def variables(self):
        return [self.first, self.second]

    def is_satisfied(self):
        return self.direction != NONE

    def forget(self):
        self.direction = NONE

    def source(self):
        return self.first if self.direction == FORWARD else self.second

    def output(self):
        return self.second if self.direction == FORWARD else self.first

    def choose_method(self, mark):
        first, second = self.first, self.second
        if first.mark == mark:
            usable = second.mark != mark and self.strength.stronger_than(second.strength)
            self.direction = FORWARD if usable else NONE
        elif second.mark == mark:
            usable = self.strength.stronger_than(first.strength)
            self.direction = BACKWARD if usable else NONE
        elif first.strength.weaker_than(second.strength):
            self.direction = BACKWARD if self.strength.stronger_than(first.strength) else NONE
        else:
            self.direction = FORWARD if self.strength.stronger_than(second.strength) else NONE

    def recalculate(self):
        source, target = self.source(), self.output()
        target.strength = Strength.weakest_of(self.strength, source.strength)
        target.stays = source.stays
        if target.stays:
            self.execute()


class EqualityConstraint(BinaryConstraint):
    def execute(self):
        self.output().value = self.source().value


class ScaleConstraint(BinaryConstraint):
    def __init__(self, first, scale, offset, second, strength):
        super().__init__(first, second, strength)
        self.scale = scale
        self.offset = offset

    def variables(self):
        return [self.first, self.second, self.scale, self.offset]

    def execute(self):
        if self.direction == FORWARD:
            self.second.value = self.first.value * self.scale.value + self.offset.value
        else:
            self.first.value = (self.second.value - self.offset.value) // self.scale.value

    def recalculate(self):
        source, target = self.source(), self.output()
        target.strength = Strength.weakest_of(self.strength, source.strength)
        target.stays = source.stays and self.scale.stays and self.offset.stays
        if target.stays:
            self.execute()


class Planner:
    def __init__(self):
        self.mark = 0
        self.propagations = 0

    def new_mark(self):
        self.mark += 1
        return self.mark

    def add(self, constraint):
        constraint.attach()
        mark = self.new_mark()
        overridden = self.satisfy(constraint, mark)
        while overridden is not None:
            overridden = self.satisfy(overridden, mark)

    def satisfy(self, constraint, mark):
        constraint.choose_method(mark)
        if not constraint.is_satisfied():
            if constraint.strength is REQUIRED:
                raise ValueError("could not satisfy a required constraint")
            return None
        for variable in constraint.inputs():
            variable.mark = mark
        target = constraint.output()
        overridden = target.determined_by
        if overridden is not None:
            overridden.forget()
        target.determined_by = constraint
        if not self.propagate(constraint, mark):
            raise ValueError("cycle")
        target.mark = mark
        return overridden

    def propagate(self, constraint, mark):
        todo = [constraint]
        while todo:
            current = todo.pop()
            self.propagations += 1
            if current.output().mark == mark:
                return False
            current.recalculate()
            self.consumers(current.output(), todo)
        return True

    def consumers(self, variable, into):
        determining = variable.determined_by
        for constraint in variable.constraints:
            if constraint is not determining and constraint.is_satisfied():
                into.append(constraint)

    def remove(self, constraint):
        target = constraint.output()
        was_satisfied = constraint.is_satisfied()
        constraint.detach()
        if not was_satisfied:
            return
        target.determined_by = None
        target.strength = WEAKEST
        target.stays = True
        unsatisfied = []
        todo = [target]
        while todo:
            variable = todo.pop()
            for other in variable.constraints:
                if not other.is_satisfied():
                    unsatisfied.append(other)
            determining = variable.determined_by
            for other in variable.constraints:
                if other is not determining and other.is_satisfied():
                    other.recalculate()
                    todo.append(other.output())
        for strength in (REQUIRED, PREFERRED, STRONG, NORMAL, WEAK):
            for other in unsatisfied:
                if other.strength is strength and not other.is_satisfied():
                    mark = self.new_mark()
                    overridden = self.satisfy(other, mark)
                    while overridden is not None:
                        overridden = self.satisfy(overridden, mark)

    def plan_from(self, edits):
        mark = self.new_mark()
        todo = [edit for edit in edits if edit.is_input() and edit.is_satisfied()]
        plan = []
        while todo:
            constraint = todo.pop()
            target = constraint.output()
            if target.mark != mark and constraint.inputs_known(mark):
                plan.append(constraint)
                target.mark = mark
                self.consumers(target, todo)
        return plan


def edit(planner, variable, values):
    constraint = EditConstraint(variable, PREFERRED)
    planner.add(constraint)
    plan = planner.plan_from([constraint])
    for value in values:
        variable.value = value
        for step in plan:
            step.execute()
    planner.remove(constraint)


def chain(n):
    planner = Planner()
    variables = [Variable(f"v{i}", 0) for i in range(n + 1)]
    for left, right in zip(variables, variables[1:]):
        planner.add(EqualityConstraint(left, right, REQUIRED))
    planner.add(StayConstraint(variables[-1], STRONG))
    edit(planner, variables[0], range(100))
    if variables[-1].value != 99:
        raise AssertionError("the chain did not carry the value")
    return planner.propagations


def projection(n):
    planner = Planner()
    scale = Variable("scale", 10)
    offset = Variable("offset", 1000)
    pairs = []
    for i in range(n):
        source, target = Variable(f"s{i}", i), Variable(f"t{i}", i)
        pairs.append((source, target))
        planner.add(StayConstraint(source, NORMAL))
        planner.add(ScaleConstraint(source, scale, offset, target, REQUIRED))
    source, target = pairs[-1]
    edit(planner, source, [17])
    results = [target.value]
    edit(planner, target, [1050])
    results.append(source.value)
    edit(planner, scale, [5])
    results.append(sum(t.value for _, t in pairs))
    edit(planner, offset, [2000])
    results.append(sum(t.value for _, t in pairs))
    return results, planner.propagations


def main():
    for n in (10, 100, 1000):
        print("chain", n, chain(n))
        print("projection", n, *projection(n))
    total = 0
    for n in range(1, 260):
        total += chain(n)
        total += projection(n)[1]
    print("total", total)


if __name__ == "__main__":
    main()
