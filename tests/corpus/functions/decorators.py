import functools


def logged(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        print("call", f.__name__, args, kwargs)
        result = f(*args, **kwargs)
        print("  ->", result)
        return result

    return wrapper


def repeat(times):
    def decorate(f):
        def wrapper(*args):
            return [f(*args) for _ in range(times)]

        wrapper.times = times
        return wrapper

    return decorate


@logged
def add(a, b=1):
    "adds"
    return a + b


print(add(1), add(1, b=5), add.__name__, add.__doc__, add.__wrapped__(2, 2))


@repeat(3)
@logged
def greet(name):
    return "hi " + name


print(greet("bo"), greet.times)


def order(label):
    print("evaluate", label)

    def apply(f):
        print("apply", label, f.__name__)
        return f

    return apply


@order("first")
@order("second")
def decorated():
    pass


class Register:
    items = {}

    def __init__(self, key):
        self.key = key

    def __call__(self, f):
        self.items[self.key] = f
        return f


@Register("x")
def ex():
    return "ex"


@Register("y")
class Why:
    pass


print(sorted(Register.items), Register.items["x"](), Register.items["y"].__name__)


def singleton(cls):
    return cls()


@singleton
class config:
    debug = True


print(config.debug)


@lambda f: f(5)
def squared(x):
    return x * x


print(squared)
