# What an object's identity tells: that it is the same object.
import types


class A:
    pass


kept = [A() for _ in range(3000)]
ids = {id(a) for a in kept}
print(len(ids), all(id(a) == i for a, i in zip(kept, [id(a) for a in kept])), min(ids) > 0)
print(len({hash(a) for a in kept}) > 2990, all(hash(a) == object.__hash__(a) == hash(a) for a in kept))
others = [None, True, 1, 1.5, 'a', b'a', (), int, len, A, print, 1 << 62, -1, 5e-324, kept]
print(len({id(o) for o in others}), all(isinstance(id(o), int) and id(o) >= 0 for o in others))
print(all(i not in ids for i in map(id, others)))


def shown(value):
    text = repr(value)
    at = text.index(' at 0x') + 6
    end = at
    while end < len(text) and text[end] in '0123456789abcdef':
        end += 1
    return text[:at - 2] + '…' + text[end:], int(text[at:end], 16) == id(value)


def f():
    yield


async def c():
    pass


coroutine = c()
for value in [A(), A().__hash__.__self__, f, f(), coroutine, f.__code__.replace(co_name='g'), types.CellType(), object(), iter([]), map(str, []), memoryview(b'')]:
    print(*shown(value))
coroutine.close()
cell = types.CellType(1)
print(shown(cell)[1], repr(cell).count(' at 0x'), f'int object at {id(1):#x}>' in repr(types.CellType(1)))
print(hash(A().__init__) is not None, hash(kept.append) == hash(kept.append))
