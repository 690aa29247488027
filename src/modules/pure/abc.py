'Abstract base classes.'


def abstractmethod(funcobj):
    'A decorator that marks a method as abstract.'
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    __isabstractmethod__ = True


# Changes whenever any class is registered: what was found not to be a subclass may be one now.
_counter = 0


def get_cache_token():
    return _counter


class ABCMeta(type):
    'The metaclass of abstract base classes.'

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        _compute_abstract(cls)
        cls._abc_registry = []
        cls._abc_yes = set()
        cls._abc_no = set()
        cls._abc_no_version = _counter
        return cls

    def register(cls, subclass):
        'Register a virtual subclass of an ABC; returns the subclass.'
        global _counter
        if not isinstance(subclass, type):
            raise TypeError('Can only register classes')
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError('Refusing to create an inheritance cycle')
        cls._abc_registry.append(subclass)
        _counter += 1
        return subclass

    def __instancecheck__(cls, instance):
        subclass = instance.__class__
        if subclass in cls._abc_yes:
            return True
        subtype = type(instance)
        if subtype is subclass:
            return cls.__subclasscheck__(subclass)
        return any(cls.__subclasscheck__(c) for c in (subclass, subtype))

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError('issubclass() arg 1 must be a class')
        if subclass in cls._abc_yes:
            return True
        if cls._abc_no_version < _counter:
            cls._abc_no = set()
            cls._abc_no_version = _counter
        elif subclass in cls._abc_no:
            return False
        ok = cls.__subclasshook__(subclass)
        if ok is NotImplemented:
            ok = (cls in getattr(subclass, '__mro__', ())
                  or any(issubclass(subclass, each) for each in cls._abc_registry)
                  or any(issubclass(subclass, each) for each in cls.__subclasses__()))
        if ok:
            cls._abc_yes.add(subclass)
        else:
            cls._abc_no.add(subclass)
        return bool(ok)


def _compute_abstract(cls):
    abstracts = {name for name, value in cls.__dict__.items() if getattr(value, '__isabstractmethod__', False)}
    for base in cls.__bases__:
        for name in getattr(base, '__abstractmethods__', ()):
            if getattr(getattr(cls, name, None), '__isabstractmethod__', False):
                abstracts.add(name)
    cls.__abstractmethods__ = frozenset(abstracts)


def update_abstractmethods(cls):
    'Recalculate the set of abstract methods of an abstract class.'
    if hasattr(cls, '__abstractmethods__'):
        _compute_abstract(cls)
    return cls


class ABC(metaclass=ABCMeta):
    'Helper class that provides a standard way to create an ABC using inheritance.'
    __slots__ = ()
