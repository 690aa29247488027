class Flaky:
    """An iterator whose values change kind, and which ends early now and then."""

    def __init__(self, n):
        self.n = n
        self.i = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.i += 1
        if self.i > self.n:
            raise StopIteration
        if self.i % 97 == 0:
            return float(self.i)
        return self.i


def total(it):
    t = 0
    for x in it:
        t += x
    return t


print(total(Flaky(1000)), total(Flaky(50)), total(Flaky(0)))


class Restart:
    def __init__(self, data):
        self.data = data
        self.starts = 0

    def __iter__(self):
        self.starts += 1
        if self.starts % 3 == 0:
            return iter([0.5])
        return iter(self.data)


r = Restart([1, 2, 3])
print(sum(total(r) for _ in range(300)), r.starts)


def zip_changes(n):
    t = 0
    for a, b, c in zip(range(n), Flaky(n), "abcdefghij" * n):
        t += a * b + ord(c)
    return t


def enumerate_items(d):
    t = 0
    for i, (k, v) in enumerate(d.items()):
        t += i * v + len(k)
    return t


def map_filter(n):
    return sum(map(lambda x: x * 2, filter(lambda x: x % 3, range(n)))), list(map(int.__add__, [1, 2], [3, 4]))


def reversed_sorted(n):
    t = 0
    for x in reversed(sorted([(i * 7) % n for i in range(n)], key=lambda v: -v)):
        t = t * 3 + x & 0xFFFF
    return t


def stop_in_call(n):
    it = iter(range(n))
    t = 0
    try:
        while True:
            t += next(it) + next(it)
    except StopIteration:
        pass
    return t


def sentinel(n):
    it = iter(iter(range(n)).__next__, n // 2)
    return sum(it)


print(zip_changes(600), enumerate_items({f"k{i}": i for i in range(400)}), map_filter(900), reversed_sorted(500), stop_in_call(1001), sentinel(1000))


class Raises:
    def __iter__(self):
        return self

    def __next__(self):
        self.k = getattr(self, "k", 0) + 1
        if self.k == 500:
            raise LookupError("in __next__")
        return self.k


try:
    total(Raises())
except LookupError as e:
    print(e)


class Gets:
    def __getitem__(self, i):
        if i == 300:
            raise IndexError
        return i if i % 2 else i * 0.5


print(total(Gets()), total(Gets()))
t = 0
for k in {i: i for i in range(100)} | {"x": 1}:
    t += k if k != "x" else 1000
print(t)
