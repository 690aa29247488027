import functools


def deco(f):
    @functools.wraps(f)
    def wrapper(*args):
        return f(*args)

    return wrapper


@deco
def target(x):
    return x.nothing


target(5)
