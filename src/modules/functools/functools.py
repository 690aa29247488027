# The Python part of `functools`.
__all__ = ['update_wrapper', 'wraps', 'WRAPPER_ASSIGNMENTS', 'WRAPPER_UPDATES', 'total_ordering', 'cache',
           'cmp_to_key', 'lru_cache', 'reduce', 'partial', 'partialmethod', 'singledispatch',
           'singledispatchmethod', 'cached_property']

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__', '__type_params__')
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    'Make a wrapper function look like the function that it wraps.'
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            pass
        else:
            setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    'A decorator that applies update_wrapper() to the function it decorates.'
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# Each missing comparison from the one that the class has: (name, what to ask, whether to negate the answer,
# whether an equal operand counts).
def _derived(root, name, op):
    method = {
        ('__lt__', '__gt__'): lambda r, s, o: not r and s != o,
        ('__lt__', '__le__'): lambda r, s, o: r or s == o,
        ('__lt__', '__ge__'): lambda r, s, o: not r,
        ('__le__', '__ge__'): lambda r, s, o: not r or s == o,
        ('__le__', '__lt__'): lambda r, s, o: r and s != o,
        ('__le__', '__gt__'): lambda r, s, o: not r,
        ('__gt__', '__lt__'): lambda r, s, o: not (r or s == o),
        ('__gt__', '__ge__'): lambda r, s, o: r or s == o,
        ('__gt__', '__le__'): lambda r, s, o: not r,
        ('__ge__', '__le__'): lambda r, s, o: not r or s == o,
        ('__ge__', '__gt__'): lambda r, s, o: r and s != o,
        ('__ge__', '__lt__'): lambda r, s, o: not r,
    }[root, name]

    def compare(self, other):
        result = getattr(type(self), root)(self, other)
        if result is NotImplemented:
            return result
        return method(result, self, other)

    compare.__name__ = name
    compare.__doc__ = f'Return a {op} b.  Computed by @total_ordering from ({root}).'
    return compare


_SYMBOLS = {'__lt__': '<', '__le__': '<=', '__gt__': '>', '__ge__': '>='}


def total_ordering(cls):
    'Class decorator that fills in missing ordering methods'
    roots = {op for op in _SYMBOLS if getattr(cls, op, None) is not getattr(object, op, None)}
    if not roots:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    root = next(op for op in ('__lt__', '__le__', '__gt__', '__ge__') if op in roots)
    for name, symbol in _SYMBOLS.items():
        if name not in roots:
            setattr(cls, name, _derived(root, name, symbol))
    return cls


class _CacheInfoType:
    # The named tuple is made when somebody asks: most programs never do.
    made = None

    def __call__(self, *values):
        if self.made is None:
            from collections import namedtuple
            made = namedtuple('CacheInfo', ['hits', 'misses', 'maxsize', 'currsize'])
            made.__module__ = 'functools'
            self.made = made
        return self.made(*values)


_CacheInfo = _CacheInfoType()


def lru_cache(maxsize=128, typed=False):
    'Least-recently-used cache decorator.'
    if isinstance(maxsize, int):
        if maxsize < 0:
            maxsize = 0
    elif callable(maxsize) and isinstance(typed, bool):
        # Used as @lru_cache without parentheses.
        user_function, maxsize = maxsize, 128
        wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _CacheInfo)
        wrapper.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
        return update_wrapper(wrapper, user_function)
    elif maxsize is not None:
        raise TypeError('Expected first argument to be an integer, a callable, or None')

    def decorating_function(user_function):
        wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _CacheInfo)
        wrapper.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
        return update_wrapper(wrapper, user_function)

    return decorating_function


def cache(user_function, /):
    'Simple lightweight unbounded cache.'
    return lru_cache(maxsize=None)(user_function)


_NOT_FOUND = object()


class cached_property:
    'A property that is computed once and then kept in the instance.'

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError('Cannot assign the same cached_property to two different names '
                            f'({self.attrname!r} and {name!r}).')

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError('Cannot use cached_property instance without calling __set_name__ on it.')
        try:
            store = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} "
                            f'instance to cache {self.attrname!r} property.') from None
        value = store.get(self.attrname, _NOT_FOUND)
        if value is _NOT_FOUND:
            value = self.func(instance)
            try:
                store[self.attrname] = value
            except TypeError:
                raise TypeError(f"The '__dict__' attribute on {type(instance).__name__!r} instance "
                                f'does not support item assignment for caching {self.attrname!r} property.') from None
        return value


class partialmethod:
    'partial() for methods: the receiver goes before the arguments.'

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        if isinstance(func, partialmethod):
            self.func = func.func
            self.args = func.args + args
            self.keywords = {**func.keywords, **keywords}
        else:
            self.func = func
            self.args = args
            self.keywords = keywords

    def __repr__(self):
        parts = [repr(self.func)]
        parts += map(repr, self.args)
        parts += (f'{name}={value!r}' for name, value in self.keywords.items())
        cls = type(self)
        return f'{cls.__module__}.{cls.__qualname__}({", ".join(parts)})'

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})
        _method.__partialmethod__ = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, '__get__', None)
        if get is not None:
            bound = get(obj, cls)
            if bound is not self.func:
                result = partial(bound, *self.args, **self.keywords)
                try:
                    result.__self__ = bound.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)


def _find_implementation(cls, registry):
    for base in cls.__mro__:
        if base in registry:
            exact = registry[base]
            break
    else:
        base, exact = None, None
    # Abstract base classes match where nothing in the MRO but object does, or where they are more special.
    if base is None or base is object:
        matches = [abc for abc in registry if abc not in cls.__mro__ and _is_virtual_base(cls, abc)]
        for match in matches:
            if not any(other is not match and issubclass(other, match) for other in matches):
                rest = [other for other in matches if other is not match and not issubclass(match, other)]
                if rest:
                    raise RuntimeError(f'Ambiguous dispatch: {match!r} or {rest[0]!r}')
                return registry[match]
    return exact


def _is_virtual_base(cls, abc):
    try:
        return issubclass(cls, abc)
    except TypeError:
        return False


def singledispatch(func):
    'Single-dispatch generic function decorator: the first argument\'s class selects the implementation.'
    registry = {}
    found = {}

    def dispatch(cls):
        try:
            return found[cls]
        except KeyError:
            impl = found[cls] = _find_implementation(cls, registry)
            return impl

    def is_union(cls):
        return type(cls).__name__ in ('UnionType', '_UnionGenericAlias')

    def register(cls, func=None):
        if isinstance(cls, type) or is_union(cls) and all(isinstance(arg, type) for arg in cls.__args__):
            if func is None:
                return lambda f: register(cls, f)
        else:
            if func is not None:
                raise TypeError(f'Invalid first argument to `register()`. {cls!r} is not a class or union type.')
            annotations = getattr(cls, '__annotations__', {})
            if not annotations:
                raise TypeError(f'Invalid first argument to `register()`: {cls!r}. '
                                'Use either `@register(some_class)` or plain `@register` on an annotated function.')
            func = cls
            argname, cls = next(iter(annotations.items()))
            if isinstance(cls, str):
                cls = eval(cls, func.__globals__)
            if not isinstance(cls, type) and not is_union(cls):
                raise TypeError(f'Invalid annotation for {argname!r}. {cls!r} is not a class.')
        if is_union(cls):
            for arg in cls.__args__:
                registry[arg] = func
        else:
            registry[cls] = func
        found.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f'{funcname} requires at least 1 positional argument')
        return dispatch(args[0].__class__)(*args, **kw)

    funcname = getattr(func, '__name__', 'singledispatch function')
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    wrapper._clear_cache = found.clear
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    'Single-dispatch generic method descriptor.'

    def __init__(self, func):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        dispatch = self.dispatcher.dispatch

        def _method(*args, **kwargs):
            if not args:
                name = getattr(self.func, '__name__', 'singledispatchmethod method')
                raise TypeError(f'{name} requires at least 1 positional argument')
            return dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)
