class Field:
    def __init__(self, default=None):
        self.default = default

    def __set_name__(self, owner, name):
        owner.__dict__.get("_fields", []).append(name) if "_fields" in owner.__dict__ else setattr(owner, "_fields", [name])
        self.name = "_" + name

    def __get__(self, obj, owner):
        return self if obj is None else getattr(obj, self.name, self.default)

    def __set__(self, obj, value):
        setattr(obj, self.name, value)


class Record:
    def __init__(self, *args, **kw):
        for name, value in zip(self._fields, args):
            setattr(self, name, value)
        for name, value in kw.items():
            if name not in self._fields:
                raise TypeError(f"{type(self).__name__} has no field {name!r}")
            setattr(self, name, value)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in self._fields)})"

    def __eq__(self, other):
        return type(self) is type(other) and all(getattr(self, n) == getattr(other, n) for n in self._fields)

    def __iter__(self):
        return (getattr(self, n) for n in self._fields)


class Point(Record):
    x = Field(0)
    y = Field(0)


class Named(Record):
    name = Field("?")
    tags = Field(())


print(Point(), Point(1), Point(1, 2), Point(y=5), Point(1, 2) == Point(1, 2), Point(1) == Point(2), Point._fields)
p = Point(3, 4)
p.x += 10
x, y = p
print(x, y, list(Named("n", tags=[1])), Named(), type(Point.x).__name__)
try:
    Point(z=1)
except TypeError as e:
    print(e)
print(sorted([Point(2, 1), Point(1, 2)], key=lambda p: p.y), {(q.x, q.y) for q in (Point(1, 1), Point(1, 1))})
