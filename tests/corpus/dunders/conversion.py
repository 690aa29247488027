class N:
    def __int__(self):
        return 42

    def __float__(self):
        return 2.5

    def __complex__(self):
        return 1 + 2j

    def __bool__(self):
        return False

    def __str__(self):
        return "N-str"

    def __repr__(self):
        return "N-repr"

    def __bytes__(self):
        return b"N-bytes"

    def __hash__(self):
        return 7

    def __format__(self, spec):
        return f"<{spec}>"

    def __index__(self):
        return 3

    def __round__(self, n=None):
        return ("round", n)

    def __trunc__(self):
        return "trunc"

    def __floor__(self):
        return "floor"

    def __ceil__(self):
        return "ceil"

    def __abs__(self):
        return "abs"

    def __neg__(self):
        return "neg"

    def __pos__(self):
        return "pos"

    def __invert__(self):
        return "invert"

    def __len__(self):
        return 9

    def __dir__(self):
        return ["b", "a"]


import math

n = N()
print(int(n), float(n), complex(n), bool(n), str(n), repr(n), bytes(n), hash(n))
print(f"{n}", f"{n:spec}", f"{n!r}", f"{n!s:>8}", format(n, "x"), format(n))
print(bin(n), hex(n), oct(n), round(n), round(n, 2), math.floor(n), math.ceil(n), math.trunc(n))
print(abs(n), -n, +n, ~n, len(n), dir(n), [n], "%s %r" % (n, n))


class Bad:
    def __int__(self):
        return "x"

    def __float__(self):
        return 1

    def __str__(self):
        return 5

    def __repr__(self):
        return None

    def __hash__(self):
        return "h"

    def __index__(self):
        return 1.5

    def __bytes__(self):
        return "b"

    def __format__(self, spec):
        return 1


b = Bad()
for f in (int, float, str, repr, hash, bin, bytes, format):
    try:
        print(f(b))
    except TypeError as e:
        print(f.__name__, e)


class OnlyIndex:
    def __index__(self):
        return 11


print(int(OnlyIndex()), float(OnlyIndex()), complex(OnlyIndex()), "%d" % OnlyIndex())


class Unhashable:
    __hash__ = None


class BigHash:
    def __hash__(self):
        return 2**64 + 1


try:
    {Unhashable()}
except TypeError as e:
    print(e)
print(hash(BigHash()))
