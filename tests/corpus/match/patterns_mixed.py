def simplify(e):
    match e:
        case ("+", 0, x) | ("+", x, 0):
            return simplify(x)
        case ("*", 0, _) | ("*", _, 0):
            return 0
        case ("*", 1, x) | ("*", x, 1):
            return simplify(x)
        case (op, a, b):
            s, t = simplify(a), simplify(b)
            return simplify((op, s, t)) if (s, t) != (a, b) else (op, s, t)
        case atom:
            return atom


print(simplify(("+", ("*", 1, "x"), ("*", 0, "y"))), simplify(("*", ("+", "a", 0), ("+", 0, "b"))))


def evaluate(tree, env):
    match tree:
        case int() | float():
            return tree
        case str(name) if name in env:
            return env[name]
        case str(name):
            raise NameError(name)
        case ["let", [str(name), value], body]:
            return evaluate(body, {**env, name: evaluate(value, env)})
        case ["if", c, t, e]:
            return evaluate(t if evaluate(c, env) else e, env)
        case ["lambda", [*params], body]:
            return lambda *args: evaluate(body, {**env, **dict(zip(params, args))})
        case [f, *args]:
            return evaluate(f, env)(*[evaluate(a, env) for a in args])


env = {"+": lambda *a: sum(a), "*": lambda a, b: a * b, "<": lambda a, b: a < b}
print(evaluate(["let", ["x", 5], ["+", "x", ["*", 2, "x"], 1]], env), evaluate([["lambda", ["a", "b"], ["*", "a", "b"]], 6, 7], env))
print(evaluate(["if", ["<", 1, 2], "+", "nope"], env)(1, 2))
try:
    evaluate(["+", "unknown"], env)
except NameError as e:
    print("NameError", e)


def capture(x):
    match x:
        case [("a" | "b") as letter, int(n) as number, *rest] as whole:
            return letter, n, number, rest, whole
        case {"k": [a, b] as pair, **other}:
            return a, b, pair, other
        case str() | bytes() as text:
            return ("text", text)


print(capture(["a", 1, 2]), capture({"k": [1, 2], "z": 3}), capture("s"), capture(b"t"), capture(5))
match 5:
    case x if x > 10:
        print("no")
    case y:
        print("bindings stay:", x, y)


def fizz(n):
    match n % 3, n % 5:
        case 0, 0:
            return "FizzBuzz"
        case 0, _:
            return "Fizz"
        case _, 0:
            return "Buzz"
        case _:
            return n


print([fizz(i) for i in range(1, 16)])


class Color:
    RED = 1
    BLUE = 2


def name(c):
    match c:
        case Color.RED:
            return "red"
        case Color.BLUE:
            return "blue"
        case other:
            return f"? {other}"


print(name(1), name(2), name(3))
