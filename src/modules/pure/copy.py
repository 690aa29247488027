'Shallow and deep copies.'
__all__ = ['Error', 'copy', 'deepcopy', 'replace']
from copyreg import dispatch_table


class Error(Exception):
    pass


error = Error

_ATOMIC = {type(None), int, float, bool, complex, str, tuple, bytes, frozenset, type, range, slice, property,
           type(Ellipsis), type(NotImplemented), type(len), type(lambda: 0)}
_DEEP_ATOMIC = _ATOMIC - {tuple, frozenset, slice}
_COPIERS = {list: list.copy, dict: dict.copy, set: set.copy, bytearray: bytearray.copy}


def copy(x):
    'Shallow copy.'
    cls = type(x)
    if cls in _ATOMIC:
        return x
    copier = _COPIERS.get(cls)
    if copier is not None:
        return copier(x)
    if issubclass(cls, type):
        return x
    copier = getattr(cls, '__copy__', None)
    if copier is not None:
        return copier(x)
    return _rebuild(x, _reduced(x, cls), None, False)


def _reduced(x, cls):
    reductor = dispatch_table.get(cls)
    if reductor is not None:
        return reductor(x)
    reductor = getattr(x, '__reduce_ex__', None)
    if reductor is not None:
        return reductor(4)
    reductor = getattr(x, '__reduce__', None)
    if reductor:
        return reductor()
    return _object_reduced(x, cls)


def _object_reduced(x, cls):
    # What object.__reduce_ex__(4) gives: make an instance without __init__, then fill it.
    getnewargs = getattr(cls, '__getnewargs_ex__', None)
    if getnewargs is not None:
        args, kwargs = getnewargs(x)
    else:
        kwargs = {}
        getnewargs = getattr(cls, '__getnewargs__', None)
        args = getnewargs(x) if getnewargs is not None else ()
    if not args and not kwargs:
        for base in (int, float, complex, str, bytes, bytearray, frozenset, set):
            if isinstance(x, base):
                args = (base(x),)
                break
    getstate = getattr(cls, '__getstate__', None)
    if getstate is not None:
        state = getstate(x)
    else:
        state = dict(x.__dict__) if getattr(x, '__dict__', None) else None
        slots = {}
        for base in cls.__mro__:
            names = base.__dict__.get('__slots__', ())
            for name in (names,) if isinstance(names, str) else names:
                if name.startswith('__') and not name.endswith('__'):
                    name = f"_{base.__name__.lstrip('_')}{name}"
                if name not in ('__dict__', '__weakref__') and hasattr(x, name):
                    slots[name] = getattr(x, name)
        if slots:
            state = (state, slots)
    items = iter(x) if isinstance(x, list) else None
    pairs = iter(x.items()) if isinstance(x, dict) else None
    return (lambda *args: cls.__new__(cls, *args, **kwargs)), tuple(args), state, items, pairs


def deepcopy(x, memo=None, _nil=[]):
    'Deep copy: what x holds is copied too, each object once.'
    cls = type(x)
    if cls in _DEEP_ATOMIC:
        return x
    d = id(x)
    if memo is None:
        memo = {}
    else:
        y = memo.get(d, _nil)
        if y is not _nil:
            return y
    copier = _DEEP.get(cls)
    if copier is not None:
        y = copier(x, memo)
    elif issubclass(cls, type):
        y = x
    else:
        copier = getattr(x, '__deepcopy__', None)
        if copier is not None:
            y = copier(memo)
        else:
            y = _rebuild(x, _reduced(x, cls), memo, True)
    if y is not x:
        memo[d] = y
        _keep_alive(x, memo)
    return y


def _keep_alive(x, memo):
    # An id stays the object's own only while the object lives.
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _deep_list(x, memo):
    y = []
    memo[id(x)] = y
    append = y.append
    for item in x:
        append(deepcopy(item, memo))
    return y


def _deep_tuple(x, memo):
    y = [deepcopy(item, memo) for item in x]
    # A tuple may hold itself by way of a list: then its copy is there already.
    try:
        return memo[id(x)]
    except KeyError:
        pass
    for before, after in zip(x, y):
        if before is not after:
            return tuple(y)
    return x


def _deep_dict(x, memo):
    y = {}
    memo[id(x)] = y
    for key, value in x.items():
        y[deepcopy(key, memo)] = deepcopy(value, memo)
    return y


def _deep_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


class _Bound:
    def method(self):
        pass


_DEEP = {list: _deep_list, tuple: _deep_tuple, dict: _deep_dict, type(_Bound().method): _deep_method}


def _rebuild(x, reduced, memo, deep):
    if isinstance(reduced, str):
        return x
    func, args, state, items, pairs = (tuple(reduced) + (None, None, None))[:5]
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    y = func(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if hasattr(y, '__setstate__'):
            y.__setstate__(state)
        else:
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            else:
                slots = None
            if state is not None:
                y.__dict__.update(state)
            if slots is not None:
                for key, value in slots.items():
                    setattr(y, key, value)
    if items is not None:
        for item in items:
            y.append(deepcopy(item, memo) if deep else item)
    if pairs is not None:
        for key, value in pairs:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            y[key] = value
    return y


def replace(obj, /, **changes):
    'Return a new object replacing specified fields with new values.'
    cls = obj.__class__
    func = getattr(cls, '__replace__', None)
    if func is None:
        raise TypeError(f'replace() does not support {cls.__name__} objects')
    return func(obj, **changes)
