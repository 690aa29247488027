class Money:
    def __init__(self, cents):
        self.cents = cents

    def __add__(self, o):
        return type(self)(self.cents + self._cents(o))

    __radd__ = __add__

    def __sub__(self, o):
        return type(self)(self.cents - self._cents(o))

    def __rsub__(self, o):
        return type(self)(self._cents(o) - self.cents)

    def __mul__(self, k):
        return type(self)(round(self.cents * k)) if isinstance(k, (int, float)) else NotImplemented

    __rmul__ = __mul__

    @staticmethod
    def _cents(o):
        return o.cents if isinstance(o, Money) else o * 100

    def __eq__(self, o):
        return isinstance(o, Money) and self.cents == o.cents

    def __lt__(self, o):
        return self.cents < o.cents

    def __hash__(self):
        return hash(self.cents)

    def __bool__(self):
        return self.cents != 0

    def __str__(self):
        return f"{self.cents // 100}.{self.cents % 100:02d}"

    def __repr__(self):
        return f"{type(self).__name__}({self.cents})"


class Euro(Money):
    def __str__(self):
        return super().__str__() + " EUR"


print(Money(150) + Money(275), Money(100) + 5, 5 + Money(100), 10 - Money(250), Money(1) * 3, 0.5 * Money(301), sum([Money(1), Money(2)], Money(0)), sum([Euro(5)]))
print(Euro(100) + Money(50), Money(50) + Euro(100), repr(Euro(1) * 2), Euro(5) == Money(5), len({Euro(5), Money(5)}), max(Money(3), Euro(9)), bool(Euro(0)), sorted([Money(3), Euro(1)]))
try:
    Money(1) * "x"
except TypeError as e:
    print(e)
try:
    Money(1) * Money(2)
except TypeError as e:
    print(e)
m = n = Money(5)
m += 1
print(m, n, m is n)


class Loud(Euro):
    def __add__(self, o):
        print("adding")
        return super().__add__(o)


print(Loud(1) + Loud(2), Money(1) + Loud(2), 1 + Loud(1), type(Loud(1) - 1).__name__)
