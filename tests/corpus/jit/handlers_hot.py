# Handlers in hot code: what is live across a raise, and every way out of a `try`.
import sys


class Stop(Exception):
    pass


def numbers_across(n):
    total = 0
    weight = 0.5
    last = None
    for i in range(n):
        count = i * 3
        share = weight * i
        try:
            if i % 7 == 3:
                raise Stop(i)
            total += 100 // (i % 5)
            last = None
        except ZeroDivisionError:
            total += count
            weight += 0.25
        except Stop as stop:
            total -= stop.args[0]
            last = share
        total += count & 3
    return total, weight, last


print(numbers_across(500))


def finally_returns(x):
    try:
        if x % 3 == 0:
            raise ValueError(x)
        return "body"
    finally:
        if x % 2:
            return "finally"


def count_finally(n):
    counts = {}
    for i in range(n):
        try:
            key = finally_returns(i)
        except ValueError as error:
            key = f"{type(error).__name__}"
        counts[key] = counts.get(key, 0) + 1
    return sorted(counts.items())


print(count_finally(600))


def leaves_by_exception(items):
    it = iter(items)
    taken = []
    while True:
        try:
            taken.append(next(it))
        except StopIteration:
            break
    return taken


print(sum(len(leaves_by_exception(range(i))) for i in range(120)))


class Manager:
    entered = 0

    def __init__(self, swallows):
        self.swallows = swallows

    def __enter__(self):
        Manager.entered += 1
        return self

    def __exit__(self, kind, value, traceback):
        Manager.entered -= 1
        return self.swallows and kind is not None and issubclass(kind, LookupError)


def managed(n):
    log = [0, 0, 0]
    for i in range(n):
        try:
            with Manager(i % 2) as outer:
                with Manager(0):
                    if i % 3 == 0:
                        raise KeyError(i)
                    if i % 5 == 0:
                        raise ValueError(i)
                log[0] += 1
        except KeyError:
            log[1] += 1
        except ValueError:
            log[2] += 1
    return log, Manager.entered


print(managed(600))


def groups(n):
    seen = []
    for i in range(n):
        try:
            try:
                raise ExceptionGroup("g", [ValueError(i), KeyError(i)] if i % 2 else [KeyError(i)])
            except* ValueError as caught:
                seen.append(("V", len(caught.exceptions)))
        except* KeyError as caught:
            seen.append(("K", len(caught.exceptions)))
    return len(seen), seen[:4]


print(groups(150))


def nested(n):
    out = 0
    for i in range(n):
        try:
            try:
                try:
                    out += [1, 2, 3][i % 4]
                except IndexError:
                    out += 10
                    raise KeyError(i) from None
                finally:
                    out += 1
            except KeyError:
                out += 100
                if i % 8 == 3:
                    continue
                if i > 190:
                    break
            else:
                out += 1000
        finally:
            out += 10000
    return out, sys.exception()


print(nested(200))


def handled_state(n):
    names = []
    for i in range(n):
        try:
            raise ValueError(i)
        except ValueError:
            try:
                raise KeyError(i)
            except KeyError as inner:
                names.append((type(sys.exception()).__name__, type(inner.__context__).__name__))
            names.append(type(sys.exception()).__name__)
        names.append(sys.exception())
    return names[:3], names[-3:], len(names)


print(handled_state(100))


def reraises(n):
    caught = 0
    for i in range(n):
        try:
            try:
                raise Stop(i)
            except Stop:
                raise
        except Stop as stop:
            caught += stop.args[0]
            depth = 0
            entry = stop.__traceback__
            while entry is not None:
                depth += 1
                entry = entry.tb_next
    return caught, depth


print(reraises(200))


def lines(n):
    found = set()
    for i in range(n):
        try:
            if i % 2:
                int("x")
            else:
                [][i]
        except (ValueError, IndexError) as error:
            entry = error.__traceback__
            found.add((entry.tb_lineno - lines.__code__.co_firstlineno, type(error).__name__))
    return sorted(found)


print(lines(200))


def deep(n):
    if n == 0:
        raise Stop("bottom")
    try:
        deep(n - 1)
    finally:
        deep.unwound += 1


deep.unwound = 0
for i in range(60):
    try:
        deep(i % 20)
    except Stop:
        pass
print(deep.unwound)


def bare_raise():
    try:
        raise
    except RuntimeError as error:
        return str(error)


print({bare_raise() for i in range(100)})


def wrong_pattern(pattern):
    try:
        try:
            raise ValueError
        except pattern:
            return "caught"
    except TypeError as error:
        return str(error)


for i in range(120):
    results = [wrong_pattern(p) for p in (ValueError, (KeyError, Exception), 3, (3,))]
print(results)


def deletes(n):
    total = 0
    for i in range(n):
        x = i
        try:
            if i % 4 == 0:
                del x
            total += x
        except UnboundLocalError:
            total += 1
    return total


print(deletes(200))


def generator_in_handler(n):
    for i in range(n):
        try:
            if i % 3 == 0:
                raise Stop(i)
            yield i
        except Stop as stop:
            yield -stop.args[0]
        finally:
            yield None


print(list(generator_in_handler(7)), sum(x or 0 for x in generator_in_handler(300)))
