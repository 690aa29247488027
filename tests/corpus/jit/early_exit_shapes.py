"""Control flow that makes unusual graphs: loops with several exits and entries into handlers."""


def state_machine(text):
    i = 0
    tokens = []
    while i < len(text):
        c = text[i]
        if c == " ":
            i += 1
            continue
        if c == "#":
            while i < len(text) and text[i] != ";":
                i += 1
            if i >= len(text):
                break
            i += 1
            continue
        start = i
        if c.isdigit():
            while i < len(text) and text[i].isdigit():
                i += 1
            if i < len(text) and text[i] == ".":
                i += 1
                while i < len(text) and text[i].isdigit():
                    i += 1
            tokens.append(("n", text[start:i]))
            continue
        while i < len(text) and text[i].isalpha():
            i += 1
        if i == start:
            tokens.append(("o", c))
            i += 1
        else:
            tokens.append(("w", text[start:i]))
    else:
        return len(tokens), tokens[:4]
    return "comment at the end", len(tokens)


print(state_machine("abc 12.5 + x*3 # comment ; y" * 20), state_machine("a # never ends"))


def search(grid, want):
    steps = 0
    for y, row in enumerate(grid):
        for x, v in enumerate(row):
            steps += 1
            try:
                if v == want:
                    return y, x, steps
                if v < 0:
                    raise ValueError
            except ValueError:
                if steps % 2:
                    continue
                break
            finally:
                steps += 1
        else:
            steps += 100
    return None, steps


g = [[(x * y) % 11 - (x == 9 and y % 3 == 0) * 50 for x in range(15)] for y in range(15)]
print(search(g, 10), search(g, 99), search(g, 7))


def retry(n):
    log = []
    for i in range(n):
        attempt = 0
        while True:
            attempt += 1
            try:
                if (i + attempt) % 3:
                    raise KeyError(attempt)
                log.append(attempt)
            except KeyError as e:
                if e.args[0] > 4:
                    log.append(-1)
                    break
                continue
            else:
                break
    return sum(log), len(log)


def three_deep(n):
    count = 0
    for a in range(n):
        if a % 5 == 4:
            continue
        for b in range(a):
            if b > 7:
                break
            for c in range(b):
                if c == 3:
                    break
                if (a + b + c) % 7 == 0:
                    continue
                count += 1
                if count > 10**6:
                    return "too many"
            else:
                count += 5
        else:
            count += 100
    return count


def conditional_chain(n):
    t = 0
    for i in range(n):
        t += 1 if i % 2 and i % 3 or not i % 5 and (i % 7 or i > 100) else -1 if i % 11 == 0 or i < 10 else 0
    return t


def returns_everywhere(i):
    while True:
        if i == 0:
            return "zero"
        for k in (2, 3, 5):
            if i % k == 0:
                i //= k
                break
        else:
            return i
        if i == 1:
            return "smooth"


print(retry(300), three_deep(60), conditional_chain(1500), [returns_everywhere(i) for i in range(20)], sum(returns_everywhere(i) == "smooth" for i in range(1, 1000)))
