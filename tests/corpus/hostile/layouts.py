# Whose instances are laid out alike, and whose are not.
import types


def told(call, *args):
    try:
        made = call(*args)
    except Exception as error:
        print(type(error).__name__, error)
    else:
        print('fine' if made is None or isinstance(made, type) else repr(made))


class A:
    __slots__ = ('a',)


class B:
    __slots__ = ('b',)


class Dict:
    pass


class Empty:
    __slots__ = ()


class AA(A):
    __slots__ = ()


class AB(A):
    __slots__ = ('b',)


for bases in [(A, B), (SyntaxError, OSError), (StopIteration, SystemExit), (UnicodeDecodeError, OSError), (A, Exception), (int, str), (A, list), (AB, B),
              (ImportError, NameError), (BaseExceptionGroup, OSError), (ValueError, KeyError), (OSError, ValueError), (A, Dict), (Dict, A), (Empty, A),
              (AB, A), (AA, AB), (Dict, dict), (dict, Dict), (Empty, OSError), (Empty, Dict, A)]:
    print([b.__name__ for b in bases], end=' ')
    told(type, 'K', bases, {})


class C(Empty, Dict, AB):
    pass


c = C()
c.a, c.b, c.x = 1, 2, 3
print(c.a, c.b, c.x, c.__dict__)


class Both(Empty, Dict):
    __slots__ = ('s',)


both = Both()
both.s, both.t = 1, 2
print(both.s, both.t, both.__dict__)


class A2:
    __slots__ = ('a',)


class A3:
    __slots__ = ('c',)


class Sorted1:
    __slots__ = ('x', 'y')


class Sorted2:
    __slots__ = ('y', 'x')


class Dict2:
    pass


class DictSlot(Dict):
    __slots__ = ('s',)


class DictSlot2(Dict):
    __slots__ = ('s',)


for old, new in [(A, Dict), (Dict, A), (A, A2), (A, A3), (A, AB), (AB, A), (A, AA), (AA, A), (Dict, Dict2), (Empty, Dict), (Dict, Empty), (Sorted1, Sorted2),
                 (DictSlot, DictSlot2), (DictSlot, Dict), (Dict, int), (Dict, Exception), (Dict, types.ModuleType)]:
    print(old.__name__, new.__name__, end=' ')
    told(setattr, old(), '__class__', new)

one = Sorted1()
one.x, one.y = 1, 2
one.__class__ = Sorted2
print(one.x, one.y, type(one).__name__)
plain = Dict()
plain.z = 3
plain.__class__ = Dict2
plain.w = 4
print(plain.z, plain.__dict__)


class Q:
    def __init__(self):
        self.x, self.y, self.z = 1, 2, 3


class R(Q):
    pass


class OfA(A):
    pass


told(setattr, R, '__bases__', (Dict,))
r = R()
r.n = 1
print(r.n, R.__mro__[1].__name__)
told(setattr, R, '__bases__', (A,))
told(setattr, R, '__bases__', (Exception,))
told(setattr, OfA, '__bases__', (B,))
told(setattr, OfA, '__bases__', (AB,))
told(setattr, OfA, '__bases__', (A2,))
told(setattr, OfA, '__bases__', (AA,))


# Slots and the dict of subclasses of built-in types lie beside each other.
class L(list):
    __slots__ = ('a',)


class LDict(L):
    pass


class LMore(LDict):
    __slots__ = ('b', 'c')


def fill():
    more = LMore([1])
    more.a, more.b, more.c, more.z = [1], [2], [3], [4]
    return more


kept = [fill() for _ in range(200)]
junk = [[i] * 10 for i in range(2000)]
del junk
print(all((m.a, m.b, m.c, m.z, m) == ([1], [2], [3], [4], [1]) for m in kept), kept[0].__dict__)


# More slots than fit a small object.
class Big:
    __slots__ = tuple(f's{i}' for i in range(300))


class Bigger(Big):
    pass


def set_all(o):
    for i in range(300):
        setattr(o, f's{i}', [i])
    return o


bigs = [set_all(Bigger()) for _ in range(10)]
for o in bigs:
    o.x = 1
Bigger.p = property(lambda self: 7)
junk = [[i] for i in range(5000)]
print(all(getattr(o, f's{i}') == [i] for o in bigs for i in range(300)), bigs[0].x, bigs[0].p, bigs[0].__dict__)


# An attribute of the class in place of the slot.
class O:
    __slots__ = ('x', 'y')


def read(o):
    return [o.x for _ in range(30)][-1]


o = O()
o.x = 1
print(read(o))
O.x = 50
print(read(o), O.x)
told(setattr, o, 'x', 2)
del O.x
told(read, o)
o.y = 3
print(o.y, hasattr(o, 'x'))


for slots in [('1x',), ('a b',), ('a', 'a'), (5,), ('__dict__', '__dict__'), ('__x', 'y'), 'one', ('',), ('a', 'b', 'v'), {'k': 'doc'}, 5, ('__weakref__',)]:
    def make():
        return type('Z', (), {'__slots__': slots, 'v': 1})
    print(slots, end=' ')
    told(make)


class Private:
    __slots__ = ('__hidden', 'shown')

    def __init__(self):
        self.__hidden = 1


print(Private()._Private__hidden, [n for n in vars(Private) if 'hidden' in n])
