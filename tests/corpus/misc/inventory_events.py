from collections import defaultdict


class Event:
    subclasses = {}

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        Event.subclasses[cls.__name__.lower()] = cls

    @classmethod
    def parse(cls, line):
        kind, *fields = line.split()
        return cls.subclasses[kind](*fields)


class Add(Event):
    def __init__(self, item, n, price):
        self.item, self.n, self.price = item, int(n), float(price)

    def apply(self, store):
        store.stock[self.item] += self.n
        store.prices[self.item] = self.price


class Sell(Event):
    def __init__(self, item, n="1"):
        self.item, self.n = item, int(n)

    def apply(self, store):
        if store.stock[self.item] < self.n:
            raise ValueError(f"only {store.stock[self.item]} {self.item} left")
        store.stock[self.item] -= self.n
        store.income += self.n * store.prices[self.item]


class Undo(Event):
    def apply(self, store):
        if not store.saved:
            raise IndexError("nothing to undo")
        store.restore(store.saved.pop())


class Store:
    def __init__(self):
        self.stock = defaultdict(int)
        self.prices = {}
        self.income = 0.0
        self.saved = []

    def snapshot(self):
        return dict(self.stock), dict(self.prices), self.income

    def restore(self, state):
        stock, self.prices, self.income = state
        self.stock = defaultdict(int, stock)

    def run(self, lines):
        for number, line in enumerate(lines, 1):
            try:
                event = Event.parse(line)
                before = self.snapshot()
                event.apply(self)
            except (ValueError, IndexError, KeyError, TypeError) as e:
                print(f"line {number}: {type(e).__name__}: {e}")
            else:
                if not isinstance(event, Undo):
                    self.saved.append(before)


s = Store()
s.run("""add apple 10 0.5
add pear 3 0.75
sell apple 4
sell pear 5
sell plum
undo
sell apple x
refund apple
sell apple 2
add kiwi
undo
undo
undo
undo""".split("\n"))
print(dict(s.stock), s.prices, s.income, sorted(Event.subclasses))
