class V:
    def __init__(self, n):
        self.n = n

    def __eq__(self, o):
        return f"eq {self.n}"

    def __ne__(self, o):
        return f"ne {self.n}"

    def __lt__(self, o):
        return f"lt {self.n}"

    def __le__(self, o):
        return f"le {self.n}"

    def __gt__(self, o):
        return f"gt {self.n}"

    def __ge__(self, o):
        return f"ge {self.n}"


a, b = V(1), V(2)
print(a == b, a != b, a < b, a <= b, a > b, a >= b)
print(a == 5, 5 == a, 5 < a, 5 <= a, 5 > a, 5 >= a, 5 != a)


class OnlyEq:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        if not isinstance(o, OnlyEq):
            return NotImplemented
        return self.v == o.v


x, y, z = OnlyEq(1), OnlyEq(1), OnlyEq(2)
print(x == y, x != y, x == z, x != z, x == 1, x != 1, 1 == x, x in [y], [x] == [y], (x, z) == (y, z))
try:
    hash(x)
except TypeError as e:
    print(e)


class OnlyLt:
    def __init__(self, v):
        self.v = v

    def __lt__(self, o):
        return self.v < o.v

    def __repr__(self):
        return f"L{self.v}"


print(OnlyLt(1) < OnlyLt(2), OnlyLt(1) > OnlyLt(2), sorted([OnlyLt(3), OnlyLt(1), OnlyLt(2)]), max(OnlyLt(1), OnlyLt(5)))
try:
    OnlyLt(1) <= OnlyLt(2)
except TypeError as e:
    print(e)


class Sub(V):
    def __gt__(self, o):
        return "sub gt first"


print(V(1) < Sub(2), Sub(2) > V(1))


class Weird:
    def __lt__(self, o):
        return []

    def __gt__(self, o):
        return [1]

    def __contains__(self, x):
        return "truthy"


w = Weird()
print(w < 1, w > 1, 5 in w, 5 not in w, w < 1 < 2, w > 1 > 2)
print(OnlyEq(1) is OnlyEq(1), x is x)
n = object()
print(n == n, n != n, n == object())
