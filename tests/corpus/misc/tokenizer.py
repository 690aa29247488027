def tokenize(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or c == "." and i + 1 < len(text) and text[i + 1].isdigit():
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] in ".e" or text[j] in "+-" and text[j - 1] == "e"):
                j += 1
            yield "number", float(text[i:j]) if "." in text[i:j] or "e" in text[i:j] else int(text[i:j])
            i = j
        elif c.isalpha() or c == "_":
            j = i
            while j < len(text) and (text[j].isalnum() or text[j] == "_"):
                j += 1
            yield "name", text[i:j]
            i = j
        elif text[i:i + 2] in ("**", "//", "==", "<=", ">="):
            yield "op", text[i:i + 2]
            i += 2
        elif c in "+-*/()=<>,%":
            yield "op", c
            i += 1
        else:
            raise SyntaxError(f"bad character {c!r} at {i}")


class Calculator:
    def __init__(self):
        self.vars = {"pi": 3.14159}
        self.funcs = {"max": max, "abs": abs, "sum": lambda *a: sum(a)}

    def run(self, text):
        self.toks = [*tokenize(text), ("end", None)]
        self.pos = 0
        if self.toks[0][0] == "name" and self.toks[1] == ("op", "="):
            name = self.toks[0][1]
            self.pos = 2
            self.vars[name] = value = self.expr()
            return f"{name} = {value}"
        value = self.expr()
        if self.peek()[0] != "end":
            raise SyntaxError(f"unexpected {self.peek()[1]!r}")
        return value

    def peek(self):
        return self.toks[self.pos]

    def accept(self, *ops):
        kind, v = self.peek()
        if kind == "op" and v in ops:
            self.pos += 1
            return v

    def expr(self):
        v = self.term()
        while op := self.accept("+", "-"):
            v = v + self.term() if op == "+" else v - self.term()
        return v

    def term(self):
        v = self.unary()
        while op := self.accept("*", "/", "//", "%"):
            r = self.unary()
            v = {"*": lambda: v * r, "/": lambda: v / r, "//": lambda: v // r, "%": lambda: v % r}[op]()
        return v

    def unary(self):
        if self.accept("-"):
            return -self.unary()
        v = self.atom()
        if self.accept("**"):
            return v ** self.unary()
        return v

    def atom(self):
        kind, v = self.peek()
        self.pos += 1
        if kind == "number":
            return v
        if kind == "name":
            if self.accept("("):
                args = []
                while not self.accept(")"):
                    args.append(self.expr())
                    self.accept(",")
                return self.funcs[v](*args)
            return self.vars[v]
        if v == "(":
            v = self.expr()
            if not self.accept(")"):
                raise SyntaxError("missing )")
            return v
        raise SyntaxError(f"unexpected {v!r}")


c = Calculator()
for line in ("1 + 2 * 3", "x = 2 ** 3 ** 2", "x // 7 % 5", "-(x - 500) * 1.5e2", "max(1, abs(-9), 3) + sum(1,2,3)", "y", "1 / 0", "(1 + 2", "2 $ 3", "pi * .5", "3 4", "", "7 // 2 - 10 % 4"):
    try:
        print(line, "->", c.run(line))
    except (SyntaxError, KeyError, ZeroDivisionError) as e:
        print(line, "!!", type(e).__name__, e)
