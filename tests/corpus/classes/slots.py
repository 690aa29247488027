class P:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


p = P(1, 2)
print(p.x, p.y)
p.x = 10
print(p.x, hasattr(p, "__dict__"))
for f in (lambda: setattr(p, "z", 1), lambda: p.z):
    try:
        f()
    except AttributeError as e:
        print(e)
del p.y
try:
    p.y
except AttributeError as e:
    print(e)
print(type(P.x).__name__, P.__slots__)


class Q(P):
    pass


q = Q(3, 4)
q.anything = 5
print(q.__dict__, q.x)


class R(P):
    __slots__ = "z"

    def __init__(self):
        super().__init__(7, 8)
        self.z = 9


r = R()
print(r.x, r.y, r.z, hasattr(r, "__dict__"))
try:
    r.w = 1
except AttributeError as e:
    print(e)


class S:
    __slots__ = ["a", "__dict__"]


s = S()
s.a = 1
s.b = 2
print(s.a, s.__dict__)
try:

    class Conflict:
        __slots__ = ("v",)
        v = 1

except ValueError as e:
    print(e)
