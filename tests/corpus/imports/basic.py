import _shapes
import _shapes as sh
from _shapes import Circle, area as compute, PI
from _shapes import *

print(_shapes.PI, sh is _shapes, Circle(2).area(), compute(Circle(1)), PI, Square(3).area())
print(_shapes.__name__, _shapes.__doc__, type(_shapes).__name__, "Circle" in dir(_shapes), hasattr(_shapes, "nothing"))
try:
    hidden
except NameError as e:
    print(e)
print(_shapes.hidden, _shapes._private)
_shapes.PI = 4
print(_shapes.get_pi(), PI)
import sys

print("_shapes" in sys.modules, sys.modules["_shapes"] is _shapes)
for statement in ("import does_not_exist", "from _shapes import missing", "import _shapes.sub", "from does_not_exist import x", "from math import nothing_here", "import _broken"):
    try:
        exec(statement)
    except ImportError as e:
        print(type(e).__name__, str(e).split(" (")[0])
    except ZeroDivisionError as e:
        print("while importing:", e)
try:
    _shapes.nope
except AttributeError as e:
    print(e)


def local_import():
    import _shapes as s, math
    from math import floor as fl

    return s.get_pi(), fl(2.7), math.sqrt(4)


print(local_import())
import math, time

print(math.__name__, time.__name__)
