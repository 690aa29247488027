class A:
    total = 0

    def __init__(self, n):
        self.n = n

    def add(self, x):
        self.n += x
        return self.n

    @property
    def double(self):
        return self.n * 2


class B(A):
    def __init__(self, n):
        super().__init__(n + 1)
        self.m = n

    def add(self, x):
        self.m += 1
        return super().add(x + 1)

    @property
    def double(self):
        return super().double + 1


class C(B):
    def add(self, x):
        return super().add(x) + super(B, self).add(0)


class M:
    def add(self, x):
        return super().add(x * 2)


class D(M, C):
    pass


def run(o, n):
    t = 0
    for i in range(n):
        t += o.add(i)
        t += o.double
        t %= 10**9 + 7
    return t


print(run(A(0), 500), run(B(0), 500), run(C(0), 500), run(D(0), 500))
print(sum(B(i).n for i in range(500)), D(5).double)
A.add = lambda self, x: 0
print(run(C(0), 300))


def many_inits(n):
    class P:
        def __init__(self, *args, **kw):
            self.args = args
            self.kw = kw

    class Q(P):
        def __init__(self, *args, **kw):
            super().__init__(*args, extra=1, **kw)

    return sum(len(Q(i, i, k=1).args) + len(Q(i).kw) for i in range(n))


print(many_inits(400))
