class Celsius:
    def __init__(self, degrees):
        self.degrees = degrees

    @property
    def degrees(self):
        "The temperature."
        return self._degrees

    @degrees.setter
    def degrees(self, value):
        if value < -273.15:
            raise ValueError("too cold")
        self._degrees = value

    @degrees.deleter
    def degrees(self):
        print("deleting")
        self._degrees = None

    @property
    def fahrenheit(self):
        return self.degrees * 9 / 5 + 32

    kelvin = property(lambda self: self.degrees + 273.15, doc="Kelvin")


t = Celsius(20)
print(t.degrees, t.fahrenheit, t.kelvin)
t.degrees = 30
t.degrees += 5
print(t.degrees, t.__dict__)
for f in (
    lambda: setattr(t, "degrees", -300),
    lambda: setattr(t, "fahrenheit", 1),
    lambda: delattr(t, "fahrenheit"),
    lambda: setattr(t, "kelvin", 1),
):
    try:
        f()
    except (ValueError, AttributeError) as e:
        print(type(e).__name__, e)
del t.degrees
print(t.degrees)
print(Celsius.degrees.__doc__, type(Celsius.degrees).__name__, Celsius.degrees.fget(t), Celsius.kelvin.__doc__)


class Sub(Celsius):
    @Celsius.degrees.getter
    def degrees(self):
        return 1000


s = Sub(3)
print(s.degrees, s._degrees, s.fahrenheit)


class WriteOnly:
    def _set(self, v):
        self.v = v

    x = property(None, _set)


w = WriteOnly()
w.x = 5
try:
    w.x
except AttributeError as e:
    print(e, w.v)


class Failing:
    @property
    def p(self):
        return self.missing


try:
    Failing().p
except AttributeError as e:
    print(e)
print(hasattr(Failing(), "p"), getattr(Failing(), "p", "default"))
