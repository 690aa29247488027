"""Shapes for the import tests."""

__all__ = ["Circle", "Square", "area", "PI"]
PI = 3
hidden = "hidden"
_private = "private"
print("loading", __name__)


class Shape:
    def area(self):
        raise NotImplementedError


class Circle(Shape):
    def __init__(self, r):
        self.r = r

    def area(self):
        return PI * self.r**2


class Square(Shape):
    def __init__(self, s):
        self.s = s

    def area(self):
        return self.s**2


def area(shape):
    return shape.area()


def get_pi():
    return PI


if __name__ == "__main__":
    print("not when imported")
