class A:
    def __init__(self):
        self.__secret = 1
        self._protected = 2
        self.__dunder__ = 3

    def get(self):
        return self.__secret

    def __hidden(self):
        return "A hidden"

    def call(self):
        return self.__hidden()


class B(A):
    def __init__(self):
        super().__init__()
        self.__secret = 10

    def get_b(self):
        return self.__secret

    def __hidden(self):
        return "B hidden"


b = B()
print(b.get(), b.get_b(), sorted(b.__dict__))
print(b.call(), b._A__hidden(), b._B__hidden(), b._protected)
try:
    b.__secret
except AttributeError as e:
    print(e)


class _Under:
    __x = 5

    def f(self, __arg=1):
        __local = __arg + 1
        return __local, self.__x, _Under.__x


print(_Under().f(), _Under._Under__x)
__module = 1


class C:
    def f(self):
        try:
            return __module
        except NameError as e:
            return str(e)


print(C().f())
