"""What disassembly and .pyc files are compared with CPython's on."""
from __future__ import annotations

import sys
from collections import deque as queue, namedtuple

LIMIT = 1000
BIG = 123456789012345678901234567890
SMALL = -5
HEX = 0x7FFFFFFF + 1
RATIO = 1.5
SAME = 1.5
WAVE = 2.5j
NAN = 1e400 - 1e400
TEXT = "two words"
AGAIN = "two words"
ACCENTED = "é"
RAW = b"\x00\xff" b"x"
PAIR = (1, "one", (2.0, None))
naïve = ...


def plain(a, /, b: int, *rest, key="k", **more) -> "result":
    assert a, "message"
    total = 0
    for index, item in enumerate(rest):
        if item is None or index > LIMIT and not key:
            continue
        total += item * 2 - ~item
        while total > 300:
            total //= 3
            if total == 7:
                break
        else:
            total <<= 1
    return total, more.get("x", key)


def outer(n):
    count = n

    def inner(step=1):
        nonlocal count
        count += step
        return count

    return inner, lambda: count


class Base:
    """A class with a doc string."""

    slots: int = 3
    names = {"a": 1, "b": 2}

    def __init__(self, value):
        super().__init__()
        self.value = value

    @property
    def double(self):
        return self.value * 2

    @staticmethod
    def is_known(word):
        return word in {10, 20, 30} or word in (1, 2)


class Derived(Base, metaclass=type):
    class Inner:
        __private = 1

    def method(self, *args):
        return self.method(*args, **{"x": 1}) if args else super().double


def opened(path):
    try:
        with open(path) as file, file as again:
            return [line.strip() for line in again if line]
    except (OSError, ValueError) as error:
        raise RuntimeError(f"{path!r:>{10}} {error=}") from error
    finally:
        print("done")


def handled(path):
    try:
        value = {**{}, "k": [*path, 1], **{"z": path[1:2]}}
        del value["k"], path[0]
    except LookupError:
        return None
    else:
        path[1:3] = value
    finally:
        sys.stdout.write("")


def grouped():
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError as group:
        count = len(group.exceptions)
    return count


def matched(subject):
    match subject:
        case 0 | 1:
            return "small"
        case [first, *_, last] if first == last:
            return first
        case {"key": value, **others}:
            return value, others
        case Base(value=3) as base:
            return base
        case str():
            return "text"
        case _:
            return None


def generator(items):
    received = yield 1
    yield from items
    return received


async def waits(source):
    async with source as opened:
        async for item in opened:
            await item
    return [item async for item in source], (x async for x in source)


def generics():
    def generic[T: int, *Ts, **P](value: T, *more: *Ts) -> T:
        type Alias[U] = list[U] | T
        return value

    class Box[T = int]:
        content: T


squares = {n: n * n for n in range(10) if n % 2}
unique = {n % 3 for n in squares}
print(plain(1, 2, 3, 4, key="", x=5), outer(3)[0](), Derived(3).method(), Derived.is_known(30))
print(matched(1), matched([5, 6, 5]), matched({"key": 1, "z": 2}), matched("s"), list(generator("ab")))
print(grouped(), handled([1, 2]), squares, unique, BIG, WAVE, RAW, PAIR, naïve, f"{RATIO:.3f}{TEXT!s}", __name__)
