class Proxy:
    def __init__(self, target):
        object.__setattr__(self, "target", target)
        object.__setattr__(self, "log", [])

    def __getattr__(self, name):
        self.log.append("get " + name)
        return getattr(self.target, name)

    def __setattr__(self, name, value):
        self.log.append("set " + name)
        setattr(self.target, name, value)

    def __delattr__(self, name):
        self.log.append("del " + name)
        delattr(self.target, name)


class T:
    def hello(self):
        return "hello"


t = T()
p = Proxy(t)
p.x = 5
print(p.x, t.x, p.hello())
del p.x
try:
    p.x
except AttributeError as e:
    print(e)
print(p.log)


class Everything:
    def __getattribute__(self, name):
        if name.startswith("magic"):
            return name.upper()
        return super().__getattribute__(name)

    def __init__(self):
        self.normal = 1


e = Everything()
print(e.magic_one, e.normal)
try:
    e.other
except AttributeError as err:
    print(err)


class Fallback:
    def __getattribute__(self, name):
        raise AttributeError("blocked " + name)

    def __getattr__(self, name):
        return "fallback " + name


print(Fallback().thing)
print(getattr(t, "nope", "default"), hasattr(t, "hello"), getattr(t, "hello")())
setattr(t, "weird name", 3)
print(getattr(t, "weird name"), t.__dict__)
delattr(t, "weird name")
for f in (lambda: getattr(t, "a"), lambda: getattr(t, 5), lambda: delattr(t, "a"), lambda: getattr(t),
          lambda: setattr(t, 1, 2), lambda: hasattr(t, None)):
    try:
        f()
    except (AttributeError, TypeError) as err:
        print(type(err).__name__, err)


class Validated:
    def __setattr__(self, name, value):
        if not isinstance(value, int):
            raise TypeError(f"{name} must be int")
        super().__setattr__(name, value)


v = Validated()
v.a = 1
try:
    v.b = "x"
except TypeError as err:
    print(err, v.__dict__)
