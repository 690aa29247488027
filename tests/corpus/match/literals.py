def f(x):
    match x:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case -1:
            return "minus one"
        case 2.5:
            return "float"
        case "hello":
            return "greeting"
        case "a" | "b":
            return "letter"
        case b"bytes":
            return "bytes"
        case None:
            return "none"
        case True:
            return "true"
        case 1 + 2j:
            return "complex"
        case _:
            return "other"


for v in (0, 1, 2, 3, -1, 2.5, "hello", "a", "b", b"bytes", None, True, False, 1 + 2j, 0.0, 2.0, "c", [], 10**20):
    print(repr(v), f(v))


def no_default(x):
    match x:
        case 1:
            return "one"
    return "fell through"


print(no_default(1), no_default(2))


def guard(x):
    match x:
        case int() if x < 0:
            return "negative"
        case n if n == 0:
            return "zero"
        case n if n > 100:
            return f"big {n}"
        case n:
            return f"n={n}"


print(guard(-5), guard(0), guard(500), guard(50), guard(0.0))


def flow():
    out = []
    for i in range(6):
        match i:
            case 0:
                continue
            case 4:
                break
            case _:
                out.append(i)
    return out


print(flow())
match = 5
case = 6
_ = 7
print(match, case, _)
match match:
    case 5:
        print("soft keyword")
match (1, 2):
    case 1, 2:
        print("open sequence")
match 1, 2:
    case x, y:
        print(x, y)
match {"type": "x"}["type"]:
    case "x":
        print("subject expression")
