"""One call, one long loop: compiled while it runs, with state that must survive."""


def long_loop(n):
    a, b, c = 0, 1.5, "s"
    lst = [1]
    d = {"k": 0}
    t = (1, 2)
    f = lambda x: x + a
    none = None
    for i in range(n):
        a += i
        b *= 1.0001
        if i % 1000 == 0:
            c += str(i)
            lst.append(a)
            d["k"] += 1
        t = t[1], i
        if i == n - 1:
            none = f(i)
    return a, b, c, lst, d, t, none


print(long_loop(6000))


def inner_hot(n):
    out = []
    for i in range(4):
        x = i
        for j in range(n):
            x = x * 3 + j & 0xFFFFF
            if j == n // 2:
                x += i
        out.append(x)
    return out


print(inner_hot(2000))


def while_with_state(n):
    i = 0
    seen = set()
    stack = [n]
    while stack:
        x = stack.pop()
        i += 1
        if x > 1:
            stack.append(x // 2)
            stack.append(x // 3)
            seen.add(x % 100)
        if i > 5000:
            return "limit", i, len(seen)
    return i, sorted(seen)[-3:]


print(while_with_state(10**4))


def try_around(n):
    t = 0
    try:
        for i in range(n):
            t += 1000 // (n - 2 - i)
    except ZeroDivisionError:
        t = -t
    finally:
        t += 1
    return t, i


print(try_around(4000))


def operands_on_stack(n):
    # The loop runs inside an expression's operands through a call and a comprehension.
    return [1, sum([i * 2 for i in range(n)]), (lambda: max(i % 97 for i in range(n)))(), {"k": [j for j in range(n)][-1]}]


print(operands_on_stack(3000))


def two_loops(n):
    for i in range(n):
        pass
    first = i
    k = 0.0
    while k < n:
        k += 1
    for i in range(n):
        if i > n - 2:
            k = str(k)
    return first, i, k


print(two_loops(3000))


def for_with_iterator_kept(n):
    it = iter(range(n))
    for x in it:
        if x == n // 2:
            break
    return x, next(it), sum(1 for _ in it)


print(for_with_iterator_kept(4000))
