def gen():
    yield 1
    raise StopIteration("inside")


try:
    list(gen())
except RuntimeError as e:
    print(e, repr(e.__cause__))


def returns():
    yield 1
    return "value"


g = returns()
next(g)
try:
    next(g)
except StopIteration as e:
    print(e.value, e.args)
try:
    next(g)
except StopIteration as e:
    print(e.value, e.args)


def delegate():
    got = yield from returns()
    print("got", got)


print(list(delegate()))


def next_in_gen():
    yield next(iter([]))


try:
    list(next_in_gen())
except RuntimeError as e:
    print(e)
try:
    next(iter(()))
except StopIteration as e:
    print("plain", e.args)
print(next(iter([]), "default"))


class It:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration(42)


print(list(It()), tuple(It()))


def use():
    r = yield from It()
    yield r


print(list(use()))
try:
    [next(iter([])) for _ in range(2)]
except StopIteration:
    print("list comprehension lets it through")
try:
    list(next(iter([])) for _ in range(2))
except RuntimeError as e:
    print(e)
print(list(map(lambda x: x, iter([1, 2]))))


def stop(x):
    if x == 3:
        raise StopIteration
    return x


print(list(map(stop, [1, 2, 3, 4])))
for x in map(stop, [3, 1]):
    print("never")
