# Calls what there is to call on what does not expect it. SEED and CALLS stand before this text.
import sys

# The library's own Python code holds on to what it was given: the names that this program relies on.
_exec, _type, _vars, _isinstance, _repr, _len, _getattr, _setattr, _delattr = \
    exec, type, vars, isinstance, repr, len, getattr, setattr, delattr
_list, _dict, _tuple, _set, _str, _int, _print, _BaseException, _KeyboardInterrupt = \
    list, dict, tuple, set, str, int, print, BaseException, KeyboardInterrupt
_modules = {}
for _name in ('builtins sys types math operator functools itertools collections collections.abc random heapq bisect marshal '
              'time traceback enum dataclasses typing abc string re copy json contextlib keyword').split():
    try:
        _modules[_name] = __import__(_name, fromlist=['x'])
    except ImportError:
        pass
_state = SEED * 2654435761 % (1 << 64) | 1


def below(n):
    global _state
    _state ^= _state << 13 & 0xFFFF_FFFF_FFFF_FFFF
    _state ^= _state >> 7
    _state ^= _state << 17 & 0xFFFF_FFFF_FFFF_FFFF
    return (_state >> 11) % n


def pick(items):
    return items[below(_len(items))]


class Boom(Exception):
    pass


# --- What must not change ---------------------------------------------------------------------------------------------------
KEPT = ('kept', 12345678901234567890, 1.5e300, (1, 'two', None, (3.0,)), b'bytes', frozenset({1, 'x'}), True, None,
        'é漢😀', 2 ** 70, -5, 3 + 4j, range(3, 10, 2), slice(1, 2, 3), ...)
KEPT_TEXT = "('kept', 12345678901234567890, 1.5e+300, (1, 'two', None, (3.0,)), b'bytes', "
KEPT_REST = ("True, None, 'é漢😀', 1180591620717411303424, -5, (3+4j), range(3, 10, 2), slice(1, 2, 3), Ellipsis)")


def natives():
    found, todo = {}, [object, type, int, bool, float, complex, str, bytes, bytearray, memoryview, list, tuple, dict, set,
                       frozenset, range, slice, property, classmethod, staticmethod, super]
    for module in _list(_modules.values()):
        for value in _list(_vars(module).values()):
            todo.append(value if _isinstance(value, _type) else _type(value))
    for make in MAKERS:
        try:
            todo.append(_type(make()))
        except _KeyboardInterrupt:
            raise
        except _BaseException:
            pass
    while todo:
        cls = todo.pop()
        if _isinstance(cls, _type) and id(cls) not in found:
            found[id(cls)] = cls
            todo.extend(cls.__mro__)
            for value in _list(_vars(cls).values()):
                todo.append(_type(value))
    return [cls for cls in found.values() if cls.__module__ != '__main__']


def check(when):
    text = _repr(KEPT[:5])[:-1] + ', '
    if text != KEPT_TEXT or _repr(KEPT[6:])[1:] != KEPT_REST or KEPT[5] != frozenset({'x', 1}):
        _print('DAMAGE', when, text, _repr(KEPT[6:]))
    if hash(KEPT[3]) != HASH or 'ke' + 'pt' != KEPT[0] or _len(KEPT[8]) != 3 or KEPT[1] + 1 != 12345678901234567891:
        _print('DAMAGE', when)
    for cls, name, size, mro in NATIVES:
        if (cls.__name__, cls.__mro__) != (name, mro) or (size and _len(_vars(cls)) != size):
            _print('DAMAGE', when, name, cls.__name__, size, _len(_vars(cls)))


# --- Receivers and arguments ------------------------------------------------------------------------------------------------
class Evil:
    """Answers every protocol with something at random, or by changing what is worked on."""
    def _answer(self, *args, **kwargs):
        n = below(12)
        if n == 0:
            raise Boom
        if n == 1 and args:
            return args[0]
        if n == 2:
            return self
        if n == 3:
            disturb()
        if n == 4:
            return NotImplemented
        if n < 9:
            return pick((0, 1, -1, 2, 'a', None, True, 1 << 62, b'x', (), [], 3.5))
        return pick(MAKERS)()

for _name in ('index int float complex bool len length_hint getitem setitem delitem contains iter next hash eq ne lt le gt ge add '
              'radd iadd sub rsub mul rmul imul truediv floordiv rfloordiv mod rmod divmod pow rpow lshift rshift and or xor neg pos abs invert '
              'call enter exit get set delete repr str format bytes reversed missing round trunc fspath instancecheck subclasscheck copy '
              'reduce_ex set_name mro_entries class_getitem getattr').split():
    if below(3):
        setattr(Evil, f'__{_name}__', lambda self, *args, **kwargs: Evil._answer(self, *args, **kwargs))


def disturb():
    target = pick(ALIVE) if ALIVE else None
    for action in ('clear', 'pop', 'append', 'update', 'extend', 'close', '__init__', 'sort', 'reverse', 'release', 'rotate'):
        if below(3) == 0:
            try:
                _getattr(target, action)(*[1] * below(2))
            except _KeyboardInterrupt:
                raise
            except _BaseException:
                pass


class Plain:
    def __init__(self):
        self.a = 1
        self.b = 2


class Slotted:
    __slots__ = ('a', 'b')

class MyList(list):
    pass

class MySlottedList(list):
    __slots__ = ('a',)

class MyDict(dict):
    pass

class MyStr(str):
    pass

class MyInt(int):
    pass

class MyTuple(tuple):
    pass

class MyError(OSError):
    pass

class Meta(type):
    pass

class WithMeta(metaclass=Meta):
    pass


def generator():
    x = yield 1
    y = yield x
    return y

async def coroutine():
    return 1

def function(a, b=2, *c, d=4, **e):
    return a

def closure():
    x = 1
    def inner(y=1):
        return x
    return inner

def failed():
    try:
        1 / 0
    except ZeroDivisionError as error:
        return error

def nested():
    inner = []
    inner.append(inner)
    return inner

def cyclic():
    d = {}
    d['d'] = d
    return d

def frame():
    return sys._getframe(below(2))

def started():
    g = generator()
    next(g)
    return g

def random_class():
    bases = [b for b in (pick(TYPES) for _ in range(below(3))) if _isinstance(b, _type)]
    names = {}
    for _ in range(below(4)):
        cls = pick(TYPES)
        key = pick(_list(_vars(cls)) or ['x'])
        names[pick((key, 'x', '__slots__', '__init__', '__call__', '__getattribute__', '__eq__'))] = \
            pick((_vars(cls).get(key), ('a', 'b'), (), lambda *a: None, 'abc', property(lambda s: s), 5))
    return _type(pick((_type, Meta)))(pick(('K', 'x y', '')), _tuple(bases), names) if not bases \
        else _type(bases[0])('K', _tuple(bases), names)


def _m(name):
    return _modules.get(name)

MAKERS = [
    lambda: None, lambda: True, lambda: 0, lambda: 1, lambda: -1, lambda: 7, lambda: 255, lambda: 1 << 31, lambda: -(1 << 31), lambda: (1 << 62) - 1,
    lambda: 1 << 62, lambda: -(1 << 63), lambda: 1 << 64, lambda: 10 ** 30, lambda: 0.0, lambda: -0.0, lambda: 1.5, lambda: float('nan'),
    lambda: float('inf'), lambda: 1e308, lambda: 5e-324, lambda: 2j, lambda: complex('nan'), lambda: '', lambda: 'a', lambda: 'abc', lambda: '\ud800',
    lambda: 'é漢😀', lambda: 'x' * 1000, lambda: '%s %d {} {0}', lambda: '__class__', lambda: b'', lambda: b'abc', lambda: bytes(300),
    lambda: bytearray(b'abcdef'), lambda: memoryview(b'abcd'), lambda: memoryview(bytearray(8)), lambda: [], lambda: [1, 2, 3], lambda: ['b', 'a', 'c'],
    lambda: _list(range(50)), nested, lambda: (), lambda: (1, 'a'), lambda: (1, (2, (3,))), lambda: {}, lambda: {'a': 1, 2: 'b'}, cyclic,
    lambda: {i: i for i in range(40)}, lambda: set(), lambda: {1, 'a', 2.5}, lambda: frozenset({1, 2}), lambda: range(5), lambda: range(1 << 64),
    lambda: slice(None, None, -1), lambda: slice(1, 1 << 70), lambda: function, closure, lambda: function.__code__, lambda: closure().__closure__[0],
    generator, started, coroutine, failed, lambda: failed().__traceback__, frame, lambda: Plain(), lambda: Slotted(), lambda: MyList([1, 2]),
    lambda: MySlottedList('ab'), lambda: MyDict(a=1), lambda: MyStr('text'), lambda: MyInt(5), lambda: MyTuple((1, 2)), lambda: MyError(1, 'x', 'f'),
    lambda: WithMeta(), lambda: Evil(), lambda: Evil(), lambda: Evil(), lambda: [Evil(), Evil()], lambda: (Evil(),), lambda: {'a': Evil()}, lambda: Evil,
    lambda: Plain, lambda: Slotted, lambda: int, lambda: list, lambda: type, lambda: object, lambda: ValueError, lambda: pick(TYPES), lambda: pick(TYPES),
    random_class, lambda: sys, lambda: iter([1, 2, 3]), lambda: iter('abc'), lambda: iter({1: 2}), lambda: iter({1, 2}), lambda: iter(range(3)),
    lambda: iter((1,)), lambda: iter(b'ab'), lambda: {1: 2}.keys(), lambda: {1: 2}.values(), lambda: {1: 2}.items(), lambda: reversed([1, 2]),
    lambda: enumerate('ab'), lambda: zip([1], [2]), lambda: map(str, [1, 2]), lambda: filter(None, [0, 1]), lambda: property(lambda s: 1),
    lambda: classmethod(function), lambda: staticmethod(len), lambda: super(Plain, Plain()), lambda: [].append, lambda: list.append, lambda: len,
    lambda: Plain().__init__, lambda: _vars(Slotted)['a'], lambda: _vars(_type)['__name__'], lambda: _vars(BaseException)['args'], lambda: list[int],
    lambda: int | str, lambda: ValueError('a', 1), lambda: StopIteration(5), lambda: KeyError('k'), lambda: OSError(2, 'x'),
    lambda: SyntaxError('m', ('f', 1, 2, 't', 3, 4)), lambda: UnicodeDecodeError('utf-8', b'a', 0, 1, 'r'), lambda: ExceptionGroup('g', [ValueError(1)]),
    lambda: ImportError('m', name='n'), lambda: _vars(list), lambda: _vars(pick(TYPES)), lambda: _m('collections').deque([1, 2, 3], 5), lambda: _m('collections').defaultdict(list, a=[1]), lambda: _m('collections').OrderedDict(a=1),
    lambda: _m('collections').Counter('abca'), lambda: _m('collections').ChainMap({1: 2}), lambda: _m('collections').namedtuple('P', 'x y')(1, 2),
    lambda: iter(_m('collections').deque([1, 2])), lambda: _m('functools').partial(function, 1), lambda: _m('functools').lru_cache(2)(lambda x: x),
    lambda: _m('functools').cmp_to_key(lambda a, b: 0)(1), lambda: _m('itertools').chain([1], [2]), lambda: _m('itertools').islice(range(9), 2, 7, 2),
    lambda: _m('itertools').tee([1, 2, 3])[0], lambda: _m('itertools').groupby('aab'), lambda: _m('itertools').product([1, 2], repeat=2),
    lambda: _m('itertools').permutations([1, 2, 3], 2), lambda: _m('itertools').combinations([1, 2, 3], 2), lambda: _m('itertools').accumulate([1, 2]),
    lambda: _m('itertools').zip_longest([1], [2, 3]), lambda: _m('itertools').pairwise([1, 2, 3]), lambda: _m('itertools').batched([1, 2, 3], 2),
    lambda: _m('itertools').starmap(max, [(1, 2)]), lambda: _m('itertools').compress('abc', [1, 0, 1]), lambda: _m('itertools').combinations_with_replacement('ab', 2),
    lambda: _m('itertools').takewhile(bool, [1, 0]), lambda: _m('itertools').repeat(1, 3), lambda: _m('operator').itemgetter(0, 1),
    lambda: _m('operator').attrgetter('a.b'), lambda: _m('operator').methodcaller('pop'), lambda: _m('random').Random(1), lambda: _m('types').SimpleNamespace(a=1),
    lambda: _m('types').ModuleType('m'), lambda: _m('types').MethodType(function, 1), lambda: _m('types').CellType(1), lambda: _m('types').MappingProxyType({1: 2}),
]

# Ends the program, waits, or writes where the report is read.
LEFT_OUT = {'exit', 'quit', 'sleep', 'input', 'breakpoint', 'print', 'help', 'setrecursionlimit', '_exit', 'excepthook', 'displayhook', 'unraisablehook',
            'write', 'writelines', 'flush', 'print_exc', 'print_exception', 'print_last', 'print_tb', 'print_list', 'print_stack',
            'stdout', 'stderr', 'stdin', 'count', 'cycle', 'modules', 'open', 'close', 'repeat', 'pow', '__pow__', '__rpow__', '__lshift__', 'lshift', 'ilshift',
            'ipow', '__ipow__', 'globals', 'locals', 'vars', 'f_globals', '__globals__', 'f_locals', 'f_back', 'exec', 'eval', '__rlshift__', '__import__', 'factorial', 'comb', 'perm'}
ALIVE = []
TYPES = [object]
HASH = hash(KEPT[3])


def value():
    made = pick(MAKERS)()
    if below(4) == 0:
        ALIVE.append(made)
        if _len(ALIVE) > 8:
            del ALIVE[0]
    elif ALIVE and below(6) == 0:
        return pick(ALIVE)
    return made


def arguments():
    return [value() for _ in range(pick((0, 1, 1, 1, 2, 2, 3, 4)))]


def keywords():
    names = ('key', 'reverse', 'default', 'sep', 'start', 'stop', 'maxlen', 'x', 'strict', 'name', 'base', 'encoding', 'errors', 'repeat', 'initial')
    return {pick(names): value() for _ in range(below(3))} if below(5) == 0 else {}


def member():
    cls = pick(TYPES)
    names = [name for name in _vars(cls) if name not in LEFT_OUT]
    return (cls, pick(names)) if names else (object, '__repr__')


def call_descriptor():
    cls, name = member()
    return _vars(cls)[name](*arguments(), **keywords())


def bind_descriptor():
    cls, name = member()
    bound = _vars(cls)[name].__get__(*arguments()[:2])
    return bound(*arguments(), **keywords())


def call_method():
    receiver = value()
    names = [name for name in dir(receiver) if name not in LEFT_OUT]
    return _getattr(receiver, pick(names))(*arguments(), **keywords())


def needed(receiver):
    """Whether this program relies on the object."""
    return any(receiver is other for other in (sys, Evil, KEPT, function, Plain, Slotted, *_modules.values()))


def set_attribute():
    receiver = value()
    name = pick(dir(receiver) or ['x'])
    if needed(receiver) or name in LEFT_OUT:
        return
    if below(4) == 0:
        return _delattr(receiver, name)
    _setattr(receiver, name, value())
    use(receiver)


def set_through():
    cls, name = member()
    descriptor = _vars(cls)[name]
    return descriptor.__delete__(value()) if below(4) == 0 else descriptor.__set__(value(), value())


def call_function():
    module = pick(_list(_modules.values()))
    names = [name for name in _vars(module) if name not in LEFT_OUT and not name.startswith('_')]
    return _getattr(module, pick(names))(*arguments(), **keywords())


def construct():
    return use(pick(TYPES)(*arguments(), **keywords()))


def operate():
    a, b, c = value(), value(), value()
    text = pick(('a + b', 'a - b', 'a * b', 'a / b', 'a // b', 'a % b', 'a & b', 'a | b', 'a ^ b', 'a >> b', '-a', '~a', 'a @ b', 'a < b', 'a == b', 'a in b',
                 'a[b]', 'a(b)', 'a(*b)', 'a(**b)', 'f"{a!r:{b}}"', 'f"{a}"', 'not a', '[*a]', '{**a}', 'a if b else c', 'a is b', 'a[b:c]', 'divmod(a, b)', 'a % (b,)',
                 'isinstance(a, b)', 'issubclass(a, b)', 'getattr(a, b)', 'a.__class__', 'a.__dict__', 'hash(a)', 'len(a)', 'sorted(a)', 'a[b, c]', 'a >= b'))
    return use(eval(text, {'a': a, 'b': b, 'c': c}))


def statement():
    a, b, c = value(), value(), value()
    text = pick(('a[b] = c', 'del a[b]', 'a.x = b', 'a += b', 'a *= b', 'a |= b', 'for x in a: pass', 'x, y = a', 'x, *y = a', 'with a as x: pass', 'raise a',
                 'raise a from b', 'class K(a): pass', 'class K(a, b): pass', 'class K(metaclass=a): pass', 'a[b:c] = a', 'match a:\n case b(): pass\n case [x, *y]: pass\n case {"a": z}: pass',
                 'try: raise a\nexcept b: pass', 'try: raise a\nexcept* b: pass', 'global q; q = a', 'from sys import x', 'a.__class__ = b', 'a.__bases__ = (b,)',
                 'a.__code__ = b', 'class K:\n __slots__ = a', 'class K(a):\n __slots__ = ("s",)\nk = K(); k.s = b; k.s', 'a.__init__(b)', 'a.__class__ = type(b)',
                 'class K(a):\n x = b\nK().x', 'def g(): yield from a\nlist(zip(g(), range(9)))', 'assert a, b', 'a.__dict__ = b', 'del a.__dict__', '__builtins__ = a\ndef f(): return len(b)\nf()'))
    scope = {'a': a, 'b': b, 'c': c}
    if ('.x =' in text or 'class__' in text or 'code__' in text or '__dict__' in text or 'init' in text) and needed(a):
        return
    _exec(text, scope)
    use(scope.get('K'))


def repeat():
    """The same attribute and call on several receivers, for caches and compiled code."""
    cls, name = member()
    if not name.isidentifier():
        return
    scope = {}
    holder = 'class X:\n %s = d\n' % name if below(3) == 0 else 'X = a\n'
    body = pick(('r.%s(a)', 'r.%s()', 'r.%s(a, b)', 'r.%s', 'super(type(r), r).%s()', 'd(r, a)', 'd(r)', 'r.%s = a', 'r.%s(*a)'))
    _exec(f'{holder}\ndef step(r, a, b):\n {body % name if "%" in body else body}\n', {'d': _vars(cls)[name], 'a': value()}, scope)
    receivers = [value() for _ in range(3)]
    try:
        receivers.append(scope['X']())
        same = cls()
        receivers += [same, same, same]
    except _KeyboardInterrupt:
        raise
    except _BaseException:
        pass
    for _ in range(4):
        for receiver in receivers + receivers[-1:] * 3:
            if '=' in body and needed(receiver):
                continue
            try:
                scope['step'](receiver, value(), 1)
            except _KeyboardInterrupt:
                raise
            except _BaseException:
                pass


def use(made):
    """Looks at what came out."""
    for look in (_repr, _len, next, lambda v: v.__dict__, lambda v: v.__name__, lambda v: v(), hash, lambda v: v == v, _list):
        if below(3) == 0:
            try:
                look(made)
            except _KeyboardInterrupt:
                raise
            except _BaseException:
                pass
    return made


TYPES = natives()
NATIVES = [(cls, cls.__name__, _len(_vars(cls)) if not cls.__flags__ & 1 else 0, cls.__mro__) for cls in TYPES
           if cls.__module__ == 'builtins']
DOES = [call_descriptor, call_descriptor, bind_descriptor, bind_descriptor, call_method, call_method, call_method, set_attribute, set_attribute,
        set_through, call_function, call_function, construct, operate, operate, statement, repeat, repeat]


def run():
    done = 0
    for number in range(CALLS):
        action = pick(DOES)
        if TRACE:
            _print(number, action.__name__, _state, flush=True)
        try:
            use(action())
            done += 1
        except _KeyboardInterrupt:
            raise
        except _BaseException:
            pass
        if number % 16 == 15:
            check(number)
    check('at the end')
    _print('DONE', done)

check('at the start')
run()
