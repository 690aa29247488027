class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Point3(Point):
    __match_args__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


def f(p):
    match p:
        case Point3(x, y, z=0):
            return f"flat {x} {y}"
        case Point3(z=z):
            return f"3d z={z}"
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return f"y axis {y}"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point():
            return "point"
        case int(n) | float(n):
            return f"number {n}"
        case str() as s:
            return f"string {s}"
        case list([a, *_]) if a:
            return f"list from {a}"
        case dict():
            return "dict"
        case bool() | None:
            return "never for bool"
        case bytes(b):
            return b
        case tuple((1, x)):
            return f"tuple {x}"
        case _:
            return "unknown"


for v in (Point(0, 0), Point(0, 5), Point(3, 3), Point(1, 2), Point3(1, 2, 0), Point3(1, 2, 3), 5, 2.5, True, "s", [1], [], [0], {}, None, b"b", (1, 2), (2, 1), {1}):
    print(f(v))


class NoArgs:
    a = 1


class BadArgs:
    __match_args__ = ["a"]


class Odd:
    __match_args__ = (5,)


class Dup:
    __match_args__ = ("a", "a")
    a = 1


for obj, kind in ((NoArgs(), NoArgs), (BadArgs(), BadArgs), (Odd(), Odd), (Dup(), Dup)):
    try:
        match obj:
            case kind(1):
                print("matched")
    except TypeError as e:
        print(e)
try:
    match Point(1, 2):
        case Point(1, 2, 3):
            print("no")
except TypeError as e:
    print(e)
try:
    match Point(1, 2):
        case Point(1, x=1):
            print("no")
except TypeError as e:
    print(e)
try:
    match 5:
        case int(1, 2):
            print("no")
except TypeError as e:
    print(e)
not_class = 5
try:
    match 5:
        case not_class():
            print("no")
except TypeError as e:
    print(e)
match NoArgs():
    case NoArgs(missing=1):
        print("no")
    case NoArgs(a=1):
        print("keyword")
