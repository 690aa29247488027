import _pkg
import _pkg.inner.leaf
from _pkg import alpha, VERSION
from _pkg.inner import leaf as l2, INNER
from _pkg.alpha import name as alpha_name
import _pkg.inner as inner_alias

print(_pkg.VERSION, VERSION, alpha.name(), alpha_name(), _pkg.inner.leaf.LEAF, l2 is _pkg.inner.leaf, INNER, inner_alias.__name__)
print(_pkg.__name__, _pkg.alpha.__name__, _pkg.inner.leaf.__name__, _pkg.inner.__package__, alpha.__package__, hasattr(_pkg, "__path__"), hasattr(alpha, "__path__"))
print(l2.relative(), l2.up())
try:
    import _pkg.missing
except ModuleNotFoundError as e:
    print(e, e.name)
try:
    from _pkg import absent
except ImportError as e:
    print(str(e).split(" (")[0])
import sys

print(sorted(m for m in sys.modules if m.startswith("_pkg")))
