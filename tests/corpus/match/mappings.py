def f(x):
    match x:
        case {"type": "circle", "r": r}:
            return f"circle {r}"
        case {"type": "rect", "w": int(w), "h": int(h)}:
            return f"rect {w * h}"
        case {"type": t, **rest} if rest:
            return f"{t} with {rest}"
        case {"type": t}:
            return f"only {t}"
        case {1: one, -2: two, None: nothing}:
            return f"keys {one} {two} {nothing}"
        case {"list": [a, *_], "sub": {"k": v}}:
            return f"deep {a} {v}"
        case {}:
            return "some mapping"
        case _:
            return "no mapping"


tests = (
    {"type": "circle", "r": 5}, {"type": "rect", "w": 2, "h": 3}, {"type": "rect", "w": "2", "h": 3}, {"type": "x"},
    {1: "a", -2: "b", None: "c"}, {"list": [1, 2], "sub": {"k": "v", "z": 0}}, {}, {"a": 1}, [], "type", None, {"list": []},
)
for t in tests:
    print(t, "->", f(t))


def rest(d):
    match d:
        case {"a": 1, **kw}:
            return kw
        case {**everything}:
            return ("all", everything)


original = {"a": 1, "b": 2}
print(rest(original), rest({"c": 3}), original)
from collections import defaultdict, OrderedDict, Counter

dd = defaultdict(list)
match dd:
    case {"missing": x}:
        print("found", x)
    case {}:
        print("not created", len(dd))
print(f(OrderedDict(type="circle", r=1)), f(Counter("ab")))


class K:
    KEY = "type"
    ONE = 1


def dotted(x):
    match x:
        case {K.KEY: v}:
            return v
        case K.ONE:
            return "one"


print(dotted({"type": 9}), dotted(1), dotted(2))
