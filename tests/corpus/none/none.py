nil = None
print(None, repr(None), str(None), bool(None), type(None).__name__, None == None, None is None, None != 0, None == False, hash(None) == hash(None))
print([None], {None: 1}[None], None in [None], (None,) == (None,), None or "x", None and "x", not None, f"{None}", "%s" % None, isinstance(None, type(None)))
print(type(None)() is None, None.__class__.__name__, None.__doc__, None.__bool__(), None.__eq__(None), None.__eq__(1), (lambda: None)() is None, print())


class E:
    pass


for f in (lambda: None + 1, lambda: None.x, lambda: nil[0], lambda: nil(), lambda: None < 1, lambda: len(None), lambda: iter(None), lambda: int(None), lambda: -None, lambda: type(None)(1), lambda: setattr(None, "x", 1), lambda: sorted([None, 1]), lambda: "a" + None, lambda: [None] + None, lambda: None in None, lambda: max(None), lambda: sum([None])):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
print(..., Ellipsis is ..., repr(...), type(...).__name__, NotImplemented, type(NotImplemented).__name__, bool(...))
d = dict.fromkeys("ab")
print(d, d.get("z"), [].sort(), [1].append(2), {}.update(a=1), list(filter(None, [0, None, 1])), sorted([3, 1]) and None)
x = None
x = x or []
x.append(1)
print(x)
