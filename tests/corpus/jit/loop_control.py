def breaks(n):
    found = 0
    for i in range(n):
        for j in range(10):
            if j == i % 10:
                break
            if j % 2:
                continue
            found += j
        else:
            found += 1000
        if found > 10**7:
            break
    else:
        found += 1
    return found


def while_else(n):
    i = 0
    log = 0
    while i < n:
        i += 1
        if i % 3 == 0:
            continue
        if i == n + 1:
            break
        log += i
    else:
        log = -log
    return log


def finally_continue(n):
    t = 0
    for i in range(n):
        try:
            if i % 3 == 0:
                continue
            if i % 7 == 0:
                raise ValueError
            t += i
        except ValueError:
            t -= 1
        finally:
            t += 2
    return t


def finally_break(n):
    t = 0
    for i in range(n):
        try:
            t += i
            if i == n // 2:
                break
        finally:
            t *= 1
            if i % 2:
                t += 1
    return t, i


def finally_return(n):
    for i in range(n):
        try:
            if i == n - 5:
                return i
        finally:
            if i == n - 5:
                last.append(i)


def nested_while(n):
    a = 0
    steps = 0
    while True:
        b = 0
        while True:
            b += 1
            steps += 1
            if b > a % 5:
                break
        a += 1
        if a >= n:
            return steps


def loop_in_except(n):
    t = 0
    try:
        raise KeyError(n)
    except KeyError as e:
        for i in range(e.args[0]):
            t += i
    finally:
        for i in range(n):
            t -= 1
    return t


def loop_in_with(n):
    class CM:
        def __enter__(self):
            return self

        def __exit__(self, *a):
            return a[0] is ValueError

    t = 0
    for i in range(n):
        with CM():
            if i % 4 == 0:
                raise ValueError
            if i % 4 == 1:
                continue
            t += i
    return t


last = []
print(breaks(800), while_else(2000), finally_continue(2000), finally_break(2000), finally_return(2000), last, nested_while(900), loop_in_except(2000), loop_in_with(800))
