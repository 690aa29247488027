class Point:
    """A point."""

    dimensions = 2

    def __init__(self, x, y=0):
        self.x = x
        self.y = y

    def shift(self, dx, dy=0):
        self.x += dx
        self.y += dy
        return self

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


p = Point(1, 2)
q = Point(x=5)
print(p, q, p.shift(1).shift(1, 1), p.x)
print(Point.dimensions, p.dimensions, Point.__name__, Point.__doc__, Point.__module__, Point.__qualname__)
print(type(p) is Point, isinstance(p, Point), isinstance(p, object), issubclass(Point, object))
p.color = "red"
print(p.__dict__, q.__dict__, vars(q))
Point.dimensions = 3
print(p.dimensions, q.dimensions)
q.dimensions = 9
print(p.dimensions, q.dimensions, Point.dimensions)
del q.dimensions
print(q.dimensions)
print(Point.shift(p, 10), p.__class__.__name__)
bound = p.shift
bound(100)
print(p)
for f in (
    lambda: p.missing,
    lambda: Point.missing,
    lambda: Point(),
    lambda: Point(1, 2, 3),
    lambda: p.shift(),
    lambda: p(),
    lambda: p[0],
    lambda: len(p),
    lambda: p + 1,
    lambda: iter(p),
    lambda: p.x.y,
    lambda: delattr(p, "nope"),
    lambda: None.attr,
    lambda: setattr(5, "a", 1),
):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class Empty:
    pass


e = Empty()
e.a = 1
print(e.a, Empty.__bases__, Empty.__mro__ == (Empty, object), Empty().__doc__)
print(sorted(k for k in Point.__dict__ if not k.startswith("__")))
