def make(n):
    t = 0
    for i in range(n):
        class K:
            x = i

            def get(self):
                return self.x + i

        t += K().get()
    return t


def dynamic(n):
    t = 0
    for i in range(n):
        K = type(f"K{i}", (object,), {"v": i, "m": lambda self: self.v})
        t += K().m()
        t += len(K.__name__)
    return t


def instances(n):
    class P:
        count = 0

        def __init__(self, a, b=2, *rest, c=3, **kw):
            P.count += 1
            self.s = a + b + c + len(rest) + len(kw)

    t = 0
    for i in range(n):
        t += P(i).s + P(i, 1).s + P(i, 1, 2, 3, c=4, d=5).s + P(a=i).s
    return t, P.count


def new_override(n):
    class S:
        pool = {}

        def __new__(cls, k):
            if k not in cls.pool:
                cls.pool[k] = super().__new__(cls)
            return cls.pool[k]

        def __init__(self, k):
            self.k = k
            self.uses = getattr(self, "uses", 0) + 1

    for i in range(n):
        S(i % 7)
    return len(S.pool), S(3).uses


def init_changes(n):
    class Q:
        def __init__(self, v):
            self.v = v

    t = 0
    for i in range(n):
        t += Q(i).v
        if i == n // 2:
            Q.__init__ = lambda self, v: setattr(self, "v", -v)
    return t


def no_init(n):
    class E:
        pass

    t = 0
    for i in range(n):
        e = E()
        e.a = i
        t += e.a
    try:
        E(1)
    except TypeError as err:
        return t, str(err)


def bad_init(n):
    class B:
        def __init__(self, v):
            if v == n - 1:
                raise ValueError("init failed")
            self.v = v

    made = []
    try:
        for i in range(n):
            made.append(B(i))
    except ValueError as e:
        return len(made), str(e)


print(make(100), dynamic(100), instances(200), new_override(200), init_changes(400), no_init(300), bad_init(300))


class Meta(type):
    def __call__(cls, *args):
        obj = super().__call__(*args)
        obj.meta = True
        return obj


class WithMeta(metaclass=Meta):
    def __init__(self, v):
        self.v = v


print(sum(WithMeta(i).v + WithMeta(i).meta for i in range(200)))
