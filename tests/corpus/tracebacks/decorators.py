def deco(f):
    def wrapper(*args,
                **kw):
        return f(*args,
                 **kw)
    return wrapper
@deco
@deco
def broken(a, b=2):
    raise Exception(a,
                    b)
class K:
    @property
    def p(self):
        return broken(
            1, b=3)
    def __getitem__(self, i):
        return self.p
    def __enter__(self): return self
    def __exit__(self, *a): return False
with K() as k:
    k[1
      ].foo
