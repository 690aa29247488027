import _state
import _state as again

print(_state.count, again is _state)
_state.bump()
_state.bump()
print(_state.count, again.count)
from _state import count

_state.bump()
print(count, _state.count, _state.get())
_state.count = 100
print(_state.get(), _state.bump())
_state.new_name = "added"
print(_state.new_name, _state.reads_new())
del _state.new_name
try:
    _state.reads_new()
except NameError as e:
    print(e)
for i in range(200):
    _state.bump()
print(_state.count)
import sys

del sys.modules["_state"]
import _state as fresh

print(fresh.count, fresh is _state)
print(sorted(n for n in vars(fresh) if not n.startswith("__")))
print(getattr(fresh, "count"), hasattr(fresh, "zzz"), fresh.dynamic)
try:
    fresh.other
except AttributeError as e:
    print(e)
