class A:
    def __init__(self):
        self.value = 1
        self._priv = 2
    def a(self):
        return value
    def b(self):
        return self.valu
    def c(self):
        return self.priv
    def d(self, o):
        return o.priv
es = []
for f in ("a", "b", "c"):
    try: getattr(A(), f)()
    except Exception as e: es.append(e)
try: A().d(A())
except Exception as e: es.append(e)
def loc():
    counter = 1
    return countr
def outer():
    thing = 1
    def inner():
        thing
        return thingg
    return inner()
class S:
    __slots__ = ("abc",)
for f in (loc, outer, lambda: prin(1), lambda: math, lambda: S().abd, lambda: A().__init, lambda: A.valu, lambda: [].appendd, lambda: collections.x, lambda: None.foo, lambda: x.y.z, lambda: setattr(S(), "abd", 1)):
    try: f()
    except Exception as e: es.append(e)
raise ExceptionGroup("x", es)
