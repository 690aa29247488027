def total(it):
    t = 0
    for x in it:
        t += x
    return t


def gen(n):
    for i in range(n):
        yield i


class Seq:
    def __init__(self, n):
        self.n = n

    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError
        return i


class Iter:
    def __init__(self, n):
        self.i, self.n = 0, n

    def __iter__(self):
        return self

    def __next__(self):
        if self.i >= self.n:
            raise StopIteration
        self.i += 1
        return self.i - 1


for _ in range(100):
    total([1, 2, 3])
n = 500
print([total(x) for x in (list(range(n)), tuple(range(n)), range(n), gen(n), Seq(n), Iter(n), set(range(n)), frozenset(range(n)), dict.fromkeys(range(n)), {i: i for i in range(n)}.values(), bytes(range(100)), bytearray(range(100)), map(int, range(n)), filter(None, range(n)), (x for x in range(n)), reversed(range(n)), iter([1, 2]), enumerate([]), zip())])
for i in range(600):
    r = total([[1, 2], (3, 4), range(3), gen(4), Seq(3), Iter(2), {5: 6}][i % 7])
print(r)
for bad in (5, None, ["a"], "ab", [1, None], object, [[1]]):
    try:
        total(bad)
    except TypeError as e:
        print(e)
print(total([]), total(()), total([0.5, 1]), total([2**62, 2**62]), total([True, 1j]))


def chars(s):
    t = 0
    for c in s:
        t += ord(c) if isinstance(c, str) else c
    return t


for _ in range(200):
    chars("hello")
print(chars("é日😀"), chars(b"abc"), chars(["x", 5]), chars({"a": 1}))


def mutate_while_iterating(n):
    a = [0]
    t = 0
    for x in a:
        t += x
        if len(a) < n:
            a.append(x + 1)
    return t, len(a)


print(mutate_while_iterating(1000))


def partially(n):
    it = iter(range(n))
    t = 0
    for x in it:
        t += x
        for y in it:
            if y % 10 == 0:
                break
            t -= 1
    return t


print(partially(1000))


def iter_protocol_changes(n):
    class T:
        def __iter__(self):
            return iter([1, 2, 3])

    t = T()
    s = 0
    for i in range(n):
        if i == n // 2:
            T.__iter__ = lambda self: iter((10, 20))
        for x in t:
            s += x
    return s


print(iter_protocol_changes(300))
