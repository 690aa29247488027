def none():
    pass


def one(a):
    pass


def two(a, b):
    pass


def three(a, b, c):
    pass


def opt(a, b=1):
    pass


def opts(a=0, b=1, c=2):
    pass


def var(a, *b):
    pass


def kw(a, *, k):
    pass


class C:
    def method(self, x):
        pass

    @classmethod
    def cls_method(cls, x):
        pass

    @staticmethod
    def static(x):
        pass


five, nil, text = 5, None, "x"
calls = [
    lambda: none(1),
    lambda: none(1, 2),
    lambda: none(x=1),
    lambda: one(),
    lambda: one(1, 2),
    lambda: one(1, a=2),
    lambda: one(b=2),
    lambda: two(),
    lambda: two(1),
    lambda: three(),
    lambda: three(1, 2, 3, 4),
    lambda: three(b=1),
    lambda: opt(),
    lambda: opt(1, 2, 3),
    lambda: opts(1, 2, 3, 4),
    lambda: var(),
    lambda: kw(1, 2),
    lambda: kw(1, 2, k=3),
    lambda: kw(1, 2, 3, k=3),
    lambda: C().method(),
    lambda: C().method(1, 2),
    lambda: C.method(),
    lambda: C.cls_method(),
    lambda: C.cls_method(1, 2),
    lambda: C.static(),
    lambda: C(1),
    lambda: five(),
    lambda: nil(),
    lambda: text(1),
    lambda: one(1, bb=2),
    lambda: opts(aa=1),
]
for call in calls:
    try:
        call()
    except TypeError as e:
        print(e)
    else:
        print("no error")
