"""A tiny language: tokenizer, recursive parser, evaluator with dispatch by class."""


class Num:
    def __init__(self, v):
        self.v = v

    def eval(self, env):
        return self.v


class Var:
    def __init__(self, name):
        self.name = name

    def eval(self, env):
        try:
            return env[self.name]
        except KeyError:
            raise NameError(f"unknown {self.name}") from None


class Bin:
    def __init__(self, op, a, b):
        self.op, self.a, self.b = op, a, b

    def eval(self, env):
        a, b = self.a.eval(env), self.b.eval(env)
        if self.op == "+":
            return a + b
        if self.op == "-":
            return a - b
        if self.op == "*":
            return a * b
        if self.op == "/":
            return a / b
        return a < b


class Assign:
    def __init__(self, name, e):
        self.name, self.e = name, e

    def eval(self, env):
        env[self.name] = self.e.eval(env)


class While:
    def __init__(self, cond, body):
        self.cond, self.body = cond, body

    def eval(self, env):
        while self.cond.eval(env):
            for s in self.body:
                s.eval(env)


def tokens(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] == "."):
                j += 1
            yield float(text[i:j]) if "." in text[i:j] else int(text[i:j])
            i = j
        elif c.isalpha():
            j = i
            while j < len(text) and text[j].isalnum():
                j += 1
            yield text[i:j]
            i = j
        else:
            yield c
            i += 1
    yield None


class Parser:
    def __init__(self, text):
        self.stream = tokens(text)
        self.cur = next(self.stream)

    def take(self):
        t, self.cur = self.cur, next(self.stream, None)
        return t

    def expr(self, level=0):
        ops = ("<", "+-", "*/")
        if level == 3:
            t = self.take()
            if t == "(":
                e = self.expr()
                self.take()
                return e
            return Var(t) if isinstance(t, str) else Num(t)
        e = self.expr(level + 1)
        while isinstance(self.cur, str) and self.cur in ops[level]:
            e = Bin(self.take(), e, self.expr(level + 1))
        return e

    def block(self, end):
        out = []
        while self.cur != end:
            name = self.take()
            if name == "while":
                cond = self.expr()
                self.take()
                out.append(While(cond, self.block("}")))
                self.take()
            else:
                self.take()
                out.append(Assign(name, self.expr()))
                self.take()
        return out


def run(text):
    env = {}
    for s in Parser(text).block(None):
        s.eval(env)
    return env


print(run("i = 0; s = 0; while i < 300 { s = s + i * (i - 1); i = i + 1; } x = s / 2;"))
print(run("a = 1; n = 0; while n < 70 { a = a * 2; n = n + 1; }"))
print(run("x = 1.5; n = 0; while n < 50 { x = x * 1.1; n = n + 1; }"))
for bad in ("x = y + 1;", "x = 1 / 0;"):
    try:
        run(bad)
    except (NameError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
