# Methods, computed attributes and slots are for instances of their class, however they are reached.
import types


def told(call, *args):
    try:
        print(repr(call(*args)))
    except Exception as error:
        print(type(error).__name__, error)


cause = vars(BaseException)['__cause__']
told(cause.__get__, bytes(16))
told(cause.__get__, 5)
told(types.CodeType.co_code.__get__, 5)
told(types.FunctionType.__defaults__.__get__, 'abc')
told(lambda: list.append.__get__('abc')(1))
told(lambda: list.append.__get__(5)(1))
told(list.append, 'abc', 1)
told(list.append)
told(list.__len__, ())
told(list.__len__)
told(str.join, b',', [])
print(len('abc'), 'abc')


class Borrowed:
    args = vars(BaseException)['args']
    append = list.append
    text = str.upper


def borrow(b):
    told(lambda: b.args)
    told(setattr, b, 'args', (1, 2))
    told(delattr, b, 'args')
    told(lambda: b.append(1))
    told(lambda: b.text())


# Often enough for caches and compiled code.
def again(b, n):
    wrong = 0
    for i in range(n):
        try:
            b.append(i)
        except TypeError:
            wrong += 1
    return wrong


borrow(Borrowed())
print(again(Borrowed(), 100), again([], 100), again(Borrowed(), 100))


class Name(str):
    append = list.append


class Numbers(list):
    upper = str.upper


print(again(Name('x'), 60), again(Numbers(), 60))
told(lambda: Name('x').append(1))
told(lambda: Numbers().upper())
told(lambda: super(Name, Name('x')).append)

fromkeys = vars(dict)['fromkeys']
told(fromkeys, dict, 'ab')
told(fromkeys, 5, 'ab')
told(fromkeys, int, 'ab')
told(fromkeys)
told(fromkeys.__get__, None, 5)
told(fromkeys.__get__, None, int)
told(lambda: fromkeys.__get__({})('a'))


class A:
    __slots__ = ('a',)


class B:
    __slots__ = ('b',)


class Lent:
    a = A.a


told(A.a.__get__, B())
told(lambda: Lent().a)
told(setattr, Lent(), 'a', 1)


def reads(objects):
    found = []
    for o in objects:
        try:
            found.append(o.a)
        except TypeError:
            found.append('refused')
    return found


full = A()
full.a = 5
print(reads([full] * 20 + [Lent()] * 20 + [full]))
told(type.__subclasscheck__, int, 5)
told(type.__instancecheck__, 5, 5)
told(type.mro, 5)
