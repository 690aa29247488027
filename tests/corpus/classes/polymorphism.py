import math


class Shape:
    def area(self):
        raise NotImplementedError

    def __lt__(self, other):
        return self.area() < other.area()

    def __repr__(self):
        return f"{type(self).__name__}({self.area():.2f})"


class Circle(Shape):
    def __init__(self, r):
        self.r = r

    def area(self):
        return math.pi * self.r**2


class Rect(Shape):
    def __init__(self, w, h):
        self.w, self.h = w, h

    def area(self):
        return self.w * self.h


class Square(Rect):
    def __init__(self, s):
        super().__init__(s, s)


shapes = [Circle(1), Rect(2, 3), Square(2), Circle(0.5), Square(1)]
print(sorted(shapes), max(shapes), min(shapes))
print(f"{sum(s.area() for s in shapes):.4f}")


class Visitor:
    def visit(self, node):
        method = getattr(self, "visit_" + type(node).__name__.lower(), self.generic)
        return method(node)

    def generic(self, node):
        return "generic " + type(node).__name__


class Namer(Visitor):
    def visit_circle(self, node):
        return "round"

    def visit_square(self, node):
        return "boxy"


print([Namer().visit(s) for s in shapes])


class Duck:
    def quack(self):
        return "Quack"


class Robot:
    quack = staticmethod(lambda: "beep")


class Person:
    def __getattr__(self, name):
        return lambda: f"person tries to {name}"


print([x.quack() for x in (Duck(), Robot(), Person())])


class Base:
    def run(self, n):
        return self.step(n) if n else 0

    def step(self, n):
        return n + self.run(n - 1)


class Twice(Base):
    def step(self, n):
        return 2 * super().step(n)


print(Base().run(5), Twice().run(5))
