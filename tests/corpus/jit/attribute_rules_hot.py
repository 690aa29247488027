# Classes get data descriptors and attribute hooks after code that reads their instances' attributes was compiled.

class P:
    def __init__(self): self.x = 1
def f(p):
    return p.x
p = P()
print(f(p), f(p))
P.__getattribute__ = lambda self, name: 'hooked'
print(f(p))

class P:
    def __init__(self): self.x = 1
class Q(P):
    pass
def f(p):
    return p.x
def g(p):
    p.x = 5
    return p.x
p, q = P(), Q()
print(f(p), f(p), f(q), g(p), g(p))
P.x = property(lambda self: 'property', lambda self, value: print('set', value))
print(f(p), f(q), f(Q.__new__(Q)), g(p), g(q))

class D:
    def __get__(self, instance, owner): return 'got'
class P:
    x = D()
    def __init__(self): self.__dict__['y'] = 0; self.z = 1
class R:
    def __init__(self): self.x = 1
R.x = D()
def f(r):
    return r.x
r = R()
print(f(r), f(r))
D.__set__ = lambda self, instance, value: print('set')
print(f(r))
r.x = 2

class P:
    def __init__(self): self.x = 1
def hook():
    P.__getattribute__ = lambda self, name: 100
def f(p, n):
    s = 0
    for i in range(n):
        s += p.x
        if i == 50:
            hook()
    return s
print(f(P(), 20), f(P(), 20), f(P(), 60))

class S:
    __slots__ = ('a',)
def f(s):
    return s.a
s = S(); s.a = 1
print(f(s), f(s))
S.__getattribute__ = lambda self, name: 'hooked'
print(f(s))
del S.__getattribute__
print(f(s))
S.__setattr__ = lambda self, name, value: print('set', name)
s.a = 3
print(f(s))
