# No attribute takes a value that would be believed later.
import types


def told(call, *args):
    try:
        print(repr(call(*args)))
    except Exception as error:
        print(type(error).__name__, error)


def tries(thing, name, *values):
    for value in values:
        print(name, repr(value), end=': ')
        told(setattr, thing, name, value)
    print('del', name, end=': ')
    told(delattr, thing, name)


def f(a=1, b=2, *, c=3):
    return a, b, c


class A:
    pass


def outer():
    x = 1

    def inner():
        return x
    return inner


def same(a, b):
    """Sets what is refused, and calls all the same."""
    for i in range(60):
        try:
            f.__defaults__ = a
        except TypeError:
            pass
        try:
            f.__kwdefaults__ = b
        except TypeError:
            pass
        result = f()
    return result


print(same('abc', 5), same(b'xy', (1,)), same(1.5, 'c'), same(['a'], ['b']))
f.__defaults__, f.__kwdefaults__ = (7, 8), {'c': 9}
print(f())
tries(f, '__defaults__', 'abc', [1], 5, None)
tries(f, '__kwdefaults__', 'abc', (1,), 5, None)
tries(f, '__name__', 5, None)
tries(f, '__qualname__', 5)
tries(f, '__code__', 5, None)
print('free variables', end=': ')
told(setattr, f, '__code__', outer().__code__)
tries(f, '__closure__', ())
tries(f, '__globals__', {})
tries(f, '__builtins__', {})
tries(f, '__dict__', 5, {'x': 1})
tries(f, '__annotations__', 5, {}, None)
tries(f, '__type_params__', 5, ())

tries(A, '__name__', 5, 'a\0b', '\ud800', None)
tries(A, '__qualname__', 5, None)
tries(A, '__bases__', 5, (), (5,), (int,), (A,))
tries(A, '__mro__', 5)
tries(A, '__base__', 5)
tries(A, '__dict__', 5)
tries(A, '__abstractmethods__', 5, ['f'])
print(A)
A.__abstractmethods__ = [1]
told(A)
del A.__abstractmethods__
tries(A, '__annotations__', 5)
tries(A, '__type_params__', 5)
tries(A, '__doc__', 5)
tries(A, '__module__', 5)
print(A.__name__, A.__qualname__)
for name, value in [('__name__', 'x'), ('__qualname__', 'x'), ('__module__', 'x'), ('__doc__', 'x'), ('__bases__', (object,)),
                    ('__abstractmethods__', ()), ('__annotations__', {}), ('__type_params__', ()), ('new', 1)]:
    tries(int, name, value)
print(int, int.__name__)

tries(A(), '__dict__', 5)
tries(A(), '__class__', 5, int, type, object)
tries(types.CellType(1), 'cell_contents', 5)
told(types.CellType, 1, 2)
tries(types.MethodType(f, 1), '__func__', 5)
tries(property(f), 'fget', 5)
p = property(lambda self: 1)
p.__set_name__(A, 5)
A.p = p
told(setattr, A(), 'p', 1)
tries(super(A, A()), '__self__', 5)
tries(types.ModuleType('m'), '__dict__', 5)
tries(classmethod(f), '__dict__', 5)
told(types.MethodType, 5, 5)
told(types.MethodType, f, None)

e = ValueError(1)
tries(e, 'args', 5, 'ab')
tries(e, '__cause__', 5, ValueError)
tries(e, '__context__', 5)
tries(e, '__traceback__', 5)
tries(e, '__suppress_context__', 5)
tries(e, '__dict__', 5)
told(type, 'A\0', (), {})
told(type, 'A', (), {'__qualname__': 5})
told(type, 'A', (5,), {})
told(type, 5, (), {})
told(lambda: __build_class__(5, 'A'))
told(lambda: __build_class__(f, 5))
