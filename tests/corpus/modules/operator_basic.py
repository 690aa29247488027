import operator as op

print(op.add(1, 2), op.sub(5, 3), op.mul("a", 3), op.truediv(1, 2), op.floordiv(7, 2), op.mod(7, 3), op.pow(2, 8), op.neg(5), op.pos(-1), op.abs(-2), op.inv(5), op.not_(0), op.and_(6, 3), op.or_(6, 3), op.xor(6, 3), op.lshift(1, 4), op.rshift(16, 2))
print(op.eq(1, 1), op.ne(1, 2), op.lt(1, 2), op.le(2, 2), op.gt(1, 2), op.ge(2, 2), op.is_(None, None), op.is_not(1, None), op.truth([]), op.contains([1, 2], 2), op.concat([1], [2]), op.countOf([1, 1, 2], 1), op.indexOf([5, 6], 6), op.getitem({"a": 1}, "a"), op.index(5), op.length_hint([1, 2]))
d = {"x": 1}
op.setitem(d, "y", 2)
op.delitem(d, "x")
a = [1]
b = op.iadd(a, [2])
print(d, a, b is a, op.iadd(1, 2), op.imul([1], 2))


class P:
    def __init__(self, n, a):
        self.name, self.age = n, a
        self.inner = self

    def greet(self, w="hi", mark="!"):
        return f"{w} {self.name}{mark}"


ps = [P("bo", 3), P("al", 1)]
print([p.name for p in sorted(ps, key=op.attrgetter("age"))], op.attrgetter("name", "age")(ps[0]), op.attrgetter("inner.inner.name")(ps[1]), op.itemgetter(1)("abc"), op.itemgetter(0, 2)("abc"), op.itemgetter("k")({"k": 5}), op.itemgetter(slice(0, 2))([1, 2, 3]), op.methodcaller("greet")(ps[0]), op.methodcaller("greet", "yo", mark="?")(ps[1]))
print(sorted({"b": 1, "a": 2}.items(), key=op.itemgetter(1)), list(map(op.mul, [1, 2], [3, 4])), max([(1, "z"), (2, "a")], key=op.itemgetter(1)))
for f in (lambda: op.add(1, "a"), lambda: op.itemgetter(5)([1]), lambda: op.attrgetter("zz")(1), lambda: op.itemgetter(), lambda: op.methodcaller("nope")(1), lambda: op.index(1.5), lambda: op.indexOf([1], 2), lambda: op.add(1)):
    try:
        print(f())
    except (TypeError, IndexError, AttributeError, ValueError) as e:
        print(type(e).__name__, e)
