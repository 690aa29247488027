import weakref


class C:
    def __init__(self, n):
        self.n = n


c = C(1)
r = weakref.ref(c)
print(r() is c, r().n)
d = weakref.WeakValueDictionary()
d["c"] = c
print("c" in d, d["c"].n)
try:
    weakref.ref(5)
except TypeError as e:
    print(e)
print(weakref.ref(c) is r, hash(r) == hash(c) if hasattr(c, "__hash__") else True, r == weakref.ref(c))
del c
import gc

gc.collect()
print(r() is None, len(d))
