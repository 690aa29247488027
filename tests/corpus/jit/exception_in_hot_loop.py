def divide(n):
    caught = 0
    total = 0
    for i in range(n):
        try:
            total += 100 // (i % 7)
        except ZeroDivisionError:
            caught += 1
    return total, caught


def lookup(n):
    d = {i: i * i for i in range(0, n, 3)}
    misses = 0
    total = 0
    for i in range(n):
        try:
            total += d[i]
        except KeyError as e:
            misses += e.args[0]
    return total, misses


def index(n):
    a = [1, 2, 3]
    out = 0
    for i in range(n):
        try:
            out += a[i % 5]
        except IndexError:
            out -= 1
        else:
            out += 10
        finally:
            out += 100
    return out


def nested(n):
    log = [0, 0, 0]
    for i in range(n):
        try:
            try:
                if i % 3 == 0:
                    raise ValueError
                if i % 3 == 1:
                    raise KeyError
            except ValueError:
                log[0] += 1
                if i % 2:
                    raise TypeError("from handler")
            finally:
                log[1] += 1
        except (KeyError, TypeError):
            log[2] += 1
    return log


def escaping(n):
    for i in range(n):
        if i == n - 1:
            raise RuntimeError(f"at {i}")
    return "never"


print(divide(2000), lookup(2000), index(2000), nested(2000))
try:
    escaping(3000)
except RuntimeError as e:
    print(e, e.__traceback__.tb_next.tb_lineno)


def through_calls(n):
    def inner(i):
        if i % 10 == 0:
            raise ValueError(i)
        return i

    s = 0
    for i in range(n):
        try:
            s += inner(i)
        except ValueError as e:
            s -= e.args[0]
    return s


print(through_calls(2000))
