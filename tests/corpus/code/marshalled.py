# The marshal module: every type, references, versions, code, and what it refuses.
import marshal
import types

VALUES = [
    None, True, False, ..., StopIteration, 0, 1, -1, 255, 2**31 - 1, 2**31, -2**31, 2**70, -(3**100),
    0.0, -0.0, 1.5, float("inf"), 1e300, 2j, complex(-0.0, 1), "", "a", "name", "two words", "é", "\ud800x", "\U0001f600",
    "x y" * 100, "é" * 300, b"", b"x", b"\x00\xff" * 200, (), (1,), (1, (2, (3,))), tuple(range(300)),
    [], [1, [2]], {}, {"a": 1, (1, 2): [3]}, set(), {1, 2, 3}, frozenset(), frozenset({"a", 1.5, None}),
]
for value in VALUES:
    for version in range(5):
        data = marshal.dumps(value, version)
        back = marshal.loads(data)
        assert back == value and type(back) is type(value), (value, version, data, back)
        assert repr(back) == repr(value) or isinstance(value, (set, frozenset)), (value, back)
    # The top bit of a type code depends on what else refers to the value.
    plain = bytes([data[0] & 0x7F]) + data[1:]
    if not isinstance(value, (tuple, list, dict, set, frozenset)):
        print(repr(value)[:30], plain[:40], len(plain))
for version in range(5):
    print(version, [marshal.dumps(v, version)[1:] for v in (1.5, 0.1, 1e300, 3j, 7.0, "é")])
print(marshal.version)

shared = [1, 2]
back = marshal.loads(marshal.dumps([shared, shared, (shared,)]))
print(back, back[0] is back[1], back[2][0] is back[0])
back = marshal.loads(marshal.dumps([shared, shared], 2))
print(back, back[0] is back[1])
loop = [1]
loop.append(loop)
back = marshal.loads(marshal.dumps(loop))
print(back, back[1] is back)
loop = {}
loop["self"] = loop
print(marshal.loads(marshal.dumps(loop)))
print(marshal.loads(marshal.dumps(bytearray(b"xy"))), marshal.loads(marshal.dumps(memoryview(b"xy"))))

# What CPython writes.
for data in (
    b"\xe9\x05\x00\x00\x00", b"\xa9\x02\xda\x01ar\x01\x00\x00\x00", b"[\x02\x00\x00\x00\xf5\x02\x00\x00\x00\xc3\xa9N",
    b"I\xff\xff\xff\xff\xff\xff\xff\x7f", b"f\x041.25", b"x\x011\x012", b"l\xfe\xff\xff\xff\x01\x00\x01\x00",
    b"t\x02\x00\x00\x00ab", b"A\x02\x00\x00\x00ab", b"a\x01\x00\x00\x00\xe9", b"{ia\x00\x00\x00NNT0", b"<\x01\x00\x00\x00N",
):
    print(data, marshal.loads(data), marshal.loads(data + b"rest"))

source = "def f(a, *b, c=1):\n    'doc'\n    return [lambda: a, {1, 2} | {c}]\nx = f(3)[1], 'é', 2**100, 1.5\n"
code = compile(source, "file", "exec")
back = marshal.loads(marshal.dumps(code))
print(back == code, type(back) is types.CodeType, back is code, back.co_consts[0] == code.co_consts[0])
namespace = {}
exec(back, namespace)
print(namespace["x"], namespace["f"].__doc__, back.co_filename)
changed = code.replace(co_consts=(code.co_consts[0], *code.co_consts[1:-1], ["no constant"]))
print(marshal.loads(marshal.dumps(changed)).co_consts[-1], marshal.loads(marshal.dumps([code, code]))[1] == code)
for version in range(5):
    print(version, marshal.loads(marshal.dumps(code, version)) == code)


class Buffer:
    def __init__(self, data=b""):
        self.data, self.at = data, 0

    def write(self, data):
        self.data += data
        return len(data)

    def read(self, size=-1):
        end = len(self.data) if size < 0 else self.at + size
        data, self.at = self.data[self.at:end], min(end, len(self.data))
        return data

    def readinto(self, buffer):
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset, whence=0):
        self.at = self.at + offset if whence else offset


file = Buffer()
for value in (1, "two", [3, (4,)], code):
    marshal.dump(value, file)
print([marshal.load(file) for _ in range(3)], marshal.load(file) == code)


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


class Sub(int):
    pass


for value in object(), int, len, Sub(1), [object()], {1: object()}, range(3), slice(1), StopAsyncIteration, Sub:
    attempt(marshal.dumps, value)
attempt(marshal.dumps, code, allow_code=False)
attempt(marshal.dumps, [code], allow_code=False)
attempt(marshal.loads, marshal.dumps(code), allow_code=False)
attempt(marshal.load, Buffer(marshal.dumps(code)), allow_code=False)
print(marshal.loads(marshal.dumps((1, 2), allow_code=False), allow_code=False))
for data in (
    b"", b"0", b"?", b"i\x01", b"z\x05ab", b")\x020N", b"[\x01\x00\x00\x000", b"{N0", b"<\x01\x00\x00\x000", b"r\x00\x00\x00\x00",
    b"(\xff\xff\xff\xff", b"[\xff\xff\xff\xff", b"s\xff\xff\xff\xff", b"u\xff\xff\xff\xff",
    b"a\xff\xff\xff\xff", b"<\xff\xff\xff\xff", b"l\x01\x00\x00\x00\xff\xff", b"l\x01\x00\x00\x00\x00\x00", b"f\x01x",
    b"u\x01\x00\x00\x00\xff", b"<\x01\x00\x00\x00[\x00\x00\x00\x00", b"(\x05\x00\x00\x00N", b"[\x05\x00\x00\x00N",
):
    attempt(marshal.loads, data)
attempt(marshal.loads, "text")
attempt(marshal.loads, b"[\x01\x00\x00\x00" * 100000)
deep = None
for _ in range(5000):
    deep = [deep]
attempt(marshal.dumps, deep)
attempt(marshal.load, Buffer(b""))
