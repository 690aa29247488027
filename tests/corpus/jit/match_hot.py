class P:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def area(s):
    match s:
        case {"kind": "circle", "r": r}:
            return 3 * r * r
        case {"kind": "rect", "w": w, "h": h}:
            return w * h
        case ("line", a, b):
            return b - a
        case [x, *rest]:
            return len(rest)
        case P(0, y):
            return y
        case P(x, y) if x == y:
            return x * 2
        case P():
            return -1
        case int() | float() as n:
            return n
        case str(text):
            return len(text)
        case None:
            return 0
        case _:
            return -100


shapes = [{"kind": "circle", "r": 2}, {"kind": "rect", "w": 2, "h": 3}, ("line", 1, 5), [1, 2, 3], P(0, 9), P(4, 4), P(1, 2), 5, 2.5, "text", None, {1}, True, {"kind": "other"}, (), b"x"]
print([area(s) for s in shapes], sum(area(shapes[i % len(shapes)]) for i in range(1600)))


def vm(program, n):
    pc = acc = executed = 0
    while pc < len(program) and executed < n:
        executed += 1
        match program[pc]:
            case ("add", k):
                acc += k
            case ("mul", k):
                acc = acc * k % 1000003
            case ("jump", to) if acc % 7:
                pc = to
                continue
            case ("jump", _):
                pass
            case ("halt",):
                break
        pc += 1
    return acc, executed


print(vm([("add", 3), ("mul", 5), ("jump", 0), ("add", 1), ("jump", 0), ("halt",)], 1500))


def fizz(n):
    out = 0
    for i in range(n):
        match (i % 3, i % 5):
            case (0, 0):
                out += 15
            case (0, _):
                out += 3
            case (_, 0):
                out += 5
    return out


def states(text):
    state = "start"
    counts = {}
    for c in text:
        match state, c:
            case "start", "a" | "b":
                state = "word"
            case "word", " ":
                state = "start"
            case "word", c if c.isdigit():
                state = "number"
            case "number", _:
                state = "word"
        counts[state] = counts.get(state, 0) + 1
    return counts


print(fizz(1000), states("abc 12b a1b2 zz" * 50))
