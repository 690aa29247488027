class Meta(type):
    registry = []

    def __new__(mcs, name, bases, namespace, **kwargs):
        cls = super().__new__(mcs, name, bases, namespace)
        cls.tag = kwargs.get("tag", "none")
        mcs.registry.append(name)
        return cls

    def __init__(cls, name, bases, namespace, **kwargs):
        super().__init__(name, bases, namespace)

    def __call__(cls, *args, **kwargs):
        obj = super().__call__(*args, **kwargs)
        obj.made_by = "Meta"
        return obj

    def __len__(cls):
        return 42

    def __repr__(cls):
        return f"<class {cls.__name__} by Meta>"

    @property
    def upper(cls):
        return cls.__name__.upper()


class A(metaclass=Meta):
    pass


class B(A, tag="b"):
    def __init__(self, x):
        self.x = x


print(Meta.registry, A.tag, B.tag, B(3).x, B(3).made_by, len(A), A, B.upper, type(B).__name__)
print(isinstance(B, Meta), isinstance(B(1), B))


class Plugin:
    plugins = {}

    def __init_subclass__(cls, name=None, **kw):
        super().__init_subclass__(**kw)
        Plugin.plugins[name or cls.__name__] = cls


class One(Plugin):
    pass


class Two(Plugin, name="deux"):
    pass


print(sorted(Plugin.plugins))
try:

    class Three(One, other=1):
        pass

except TypeError as e:
    print(e)


class Singleton(type):
    instances = {}

    def __call__(cls, *args):
        if cls not in cls.instances:
            cls.instances[cls] = super().__call__(*args)
        return cls.instances[cls]


class Config(metaclass=Singleton):
    pass


print(Config() is Config())
print(type("Dyn", (object,), {"v": 3})().v, type(3), type(type).__name__)


class Prepared(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        print("prepare", name)
        return {"given": 1}


class P(metaclass=Prepared):
    extra = given + 1


print(P.given, P.extra)
