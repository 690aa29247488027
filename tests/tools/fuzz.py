"""Makes random Python programs, runs them under several engines and compares what they print.

    python3 tests/tools/fuzz.py --engine "mimeo run --jit=off" --engine "mimeo run --jit=always" \\
        [--seed N] [--count N] [--keep FOLDER]

The reference is $MIMEO_PYTHON, a command that may hold arguments, or `python3.13`. A program on which an engine differs
is made smaller, line by line, as long as it still differs, and written to FOLDER. The same seed makes
the same programs.

The programs end by construction: loops have counters of their own, a function calls only those that
stand before it, and values that could grow without bound pass through a function that cuts them.
"""

import argparse
import os
import random
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PRELUDE = '''\
class Box:
    shared = 3

    def __init__(self, v):
        self.v = v
        self.w = 0

    def get(self):
        return self.v

    def put(self, x):
        self.w = x
        return self

    def __add__(self, o):
        return Box(self.v + (o.v if isinstance(o, Box) else o))

    def __eq__(self, o):
        return isinstance(o, Box) and self.v == o.v

    def __repr__(self):
        return f"{type(self).__name__}({self.v!r}, {self.w!r})"


class Sub(Box):
    __slots__ = ()

    def get(self):
        return [super().get()]


class Ctx:
    depth = 0

    def __enter__(self):
        Ctx.depth += 1
        return Ctx.depth

    def __exit__(self, kind, value, tb):
        Ctx.depth -= 1
        return kind is KeyError


def cut(x):
    if isinstance(x, int) and not -(2**66) < x < 2**66:
        return x % (2**63 - 25)
    if isinstance(x, (str, list, tuple)) and len(x) > 24:
        return x[:24]
    return x


def counts(n):
    for i in range(n):
        got = yield i
        if got:
            yield got


def show(x):
    r = repr(x)
    return r if len(r) < 200 else r[:100] + "~" + r[-80:]


g0 = 1
g1 = 0.5
g2 = "g"
'''

INTS = ["0", "1", "-1", "2", "3", "7", "10", "255", "-17", "1000", "2**31", "2**61", "2**62 - 1", "2**62", "-(2**62)", "-(2**62) - 1", "2**63", "2**64 + 3"]
FLOATS = ["0.0", "-0.0", "0.5", "1.0", "-1.5", "2.25", "1e10", "1e-5", "1e300", "1e-300", "float('inf')", "float('nan')", "0.1"]
STRINGS = ["''", "'a'", "'bc'", "'xyz'", "'é'", "'12'", "' pad '"]
KINDS = ["int", "float", "str", "bool", "list", "dict", "box", "tuple", "none"]
ARGUMENTS = {
    "int": ["0", "1", "5", "-3", "2**62 - 2", "2**70"],
    "float": ["0.5", "-2.0", "1e18", "float('inf')"],
    "str": ["''", "'abc'", "'é'"],
    "bool": ["True", "False"],
    "list": ["[]", "[1, 2, 3]", "[1.5, 'x', None]"],
    "dict": ["{}", "{1: 2, 'k': 0.5}"],
    "box": ["Box(1)", "Box(0.5)", "Sub(2)"],
    "tuple": ["()", "(1, 2)"],
    "none": ["None"],
}


class Maker:
    """One random program."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.functions = []
        self.lines = []

    def pick(self, items):
        return items[self.rng.randrange(len(items))]

    def chance(self, p):
        return self.rng.random() < p

    # Expressions. `self.vars` maps the names in scope to the kind that they probably have.

    def name(self, kind):
        fitting = [n for n, k in self.vars.items() if k == kind]
        if fitting and not self.chance(0.008):
            return self.pick(fitting)
        return self.pick(list(self.vars)) if self.vars and self.chance(0.02) else None

    def expr(self, kind, depth=0):
        if self.chance(0.008):
            kind = self.pick(KINDS)
        if depth > 2 or self.chance(0.3):
            if self.chance(0.65) and (name := self.name(kind)):
                return name
            return self.constant(kind)
        return getattr(self, "expr_" + kind)(depth + 1)

    def constant(self, kind):
        if kind == "int":
            return self.pick(INTS) if self.chance(0.5) else str(self.rng.randrange(-20, 100))
        return {
            "float": lambda: self.pick(FLOATS), "str": lambda: self.pick(STRINGS), "bool": lambda: self.pick(["True", "False"]),
            "list": lambda: self.pick(["[]", "[1, 2]", "[0.5]", "list('ab')"]), "dict": lambda: self.pick(["{}", "{'a': 1}", "{1: 'x', 2.5: 3}"]),
            "box": lambda: self.pick(["Box(1)", "Sub(2)", "Box('s')"]), "tuple": lambda: self.pick(["()", "(1,)", "(1, 'b')"]), "none": lambda: "None",
        }[kind]()

    def expr_int(self, d):
        e = lambda k="int": self.expr(k, d)
        return self.pick([
            lambda: f"({e()} + {e()})", lambda: f"({e()} + {e()})", lambda: f"({e()} - {e()})", lambda: f"cut({e()} * {e()})", lambda: f"({e()} // {e()})",
            lambda: f"({e()} % {e()})", lambda: f"({e()} & {e()})", lambda: f"({e()} | {e()})", lambda: f"({e()} ^ {e()})", lambda: f"({e()} >> ({e()} & 63))",
            lambda: f"cut({e()} << ({e()} & 63))", lambda: f"(-{e()})", lambda: f"(~{e()})", lambda: f"abs({e()})", lambda: f"len({e(self.pick(['str', 'list', 'dict', 'tuple']))})",
            lambda: f"({e()} if {e('bool')} else {e()})", lambda: f"min({e()}, {e()})", lambda: f"max({e()}, {e()})", lambda: f"int({e('float')})",
            lambda: f"sum([{e()}, {e()}])", lambda: f"{e('list')}[{e()}]", lambda: f"{e('box')}.v", lambda: f"{e('box')}.get()", lambda: "g0", lambda: f"{e('box')}.shared",
            lambda: f"{e('dict')}.get({self.key()}, {e()})", lambda: f"ord({e('str')}[{self.pick(['0', '-1', '1'])}])", lambda: f"hash({e()}) % 1009", lambda: f"divmod({e()}, {e()})[{self.pick('01')}]",
            lambda: f"sum(i * {e()} for i in range({self.rng.randrange(6)}))", lambda: self.call(d),
        ])()

    def expr_float(self, d):
        e = lambda k="float": self.expr(k, d)
        return self.pick([
            lambda: f"({e()} + {e()})", lambda: f"({e()} - {e()})", lambda: f"({e()} * {e()})", lambda: f"({e()} * {e('int')})", lambda: f"({e('int')} + {e()})",
            lambda: f"({e()} / {e()})", lambda: f"({e('int')} / {e('int')})", lambda: f"(-{e()})", lambda: f"abs({e()})", lambda: f"({e()} // {e()})", lambda: f"({e()} % {e()})",
            lambda: f"float({e('int')})", lambda: f"round({e()}, 3)", lambda: f"({e()} if {e('bool')} else {e()})", lambda: "g1", lambda: f"max({e()}, {e()})", lambda: f"({e()} ** 2)", lambda: self.call(d),
        ])()

    def expr_bool(self, d):
        k = self.pick(["int", "int", "float", "str"])
        e = lambda kind: self.expr(kind, d)
        return self.pick([
            lambda: f"({e(k)} {self.pick(['<', '<=', '==', '!=', '>', '>='])} {e(k)})", lambda: f"({e('int')} < {e('float')} <= {e('int')})",
            lambda: f"(not {e(self.pick(KINDS))})", lambda: f"({e('bool')} and {e('bool')})", lambda: f"({e('bool')} or {e('bool')})",
            lambda: f"({e(self.pick(KINDS))} is {self.pick(['', 'not '])}None)", lambda: f"({e('int')} in {e('list')})", lambda: f"isinstance({e(self.pick(KINDS))}, {self.pick(['int', 'float', 'str', '(list, Box)'])})",
            lambda: f"bool({e(self.pick(KINDS))})", lambda: f"({e('str')} in {e('str')})", lambda: f"({self.key()} in {e('dict')})", lambda: f"({e('box')} == {e('box')})",
        ])()

    def expr_str(self, d):
        e = lambda k="str": self.expr(k, d)
        return self.pick([
            lambda: f"cut({e()} + {e()})", lambda: f"cut({e()} * ({e('int')} & 3))", lambda: f"str({e(self.pick(['int', 'float', 'bool', 'none']))})", lambda: f"{e()}[{self.slice(d)}]",
            lambda: f"cut(f\"{{{e('int')}}}:{{{self.pick(list(self.vars))}!r}}\")" if self.vars else "'f'", lambda: f"{e()}.upper()", lambda: f"cut({e()}.replace('a', 'bb'))", lambda: f"cut('-'.join([{e()}, {e()}]))",
            lambda: "g2", lambda: f"({e()} or {e()})", lambda: f"f'{{{self.pick(['x0', 'g0', 'g1'])}:>6}}'" if "x0" in self.vars else "'n'", lambda: f"{e()}.strip()", lambda: f"''.join(reversed({e()}))",
        ])()

    def expr_list(self, d):
        e = lambda k: self.expr(k, d)
        return self.pick([
            lambda: f"[{e('int')}, {e(self.pick(KINDS))}]", lambda: f"cut({e('list')} + {e('list')})", lambda: f"{e('list')}[{self.slice(d)}]", lambda: f"list(range({e('int')} & 7))", lambda: f"[i + {e('int')} for i in range({self.rng.randrange(6)})]",
            lambda: f"[{e('int')} for i in {e('list')} if {e('bool')}]", lambda: f"[*{e('list')}, *{e('tuple')}]", lambda: f"sorted([{e('int')}, {e('int')}, {e('int')}])", lambda: f"list({e('dict')})", lambda: f"list(counts({self.rng.randrange(5)}))", lambda: f"{e('str')}.split('b')",
        ])()

    def expr_dict(self, d):
        e = lambda k: self.expr(k, d)
        return self.pick([lambda: f"{{{self.key()}: {e(self.pick(KINDS))}}}", lambda: f"{{i: {e('int')} for i in range({self.rng.randrange(5)})}}", lambda: f"{{**{e('dict')}, {self.key()}: {e('int')}}}", lambda: f"dict(a={e('int')}, b={e('float')})"])()

    def expr_tuple(self, d):
        e = lambda k: self.expr(k, d)
        return self.pick([lambda: f"({e('int')}, {e(self.pick(KINDS))})", lambda: f"cut({e('tuple')} + {e('tuple')})", lambda: f"tuple({e('list')})", lambda: f"divmod({e('int')}, {e('int')})", lambda: f"{e('tuple')}[{self.slice(d)}]"])()

    def expr_box(self, d):
        e = lambda k: self.expr(k, d)
        return self.pick([lambda: f"{self.pick(['Box', 'Sub'])}({e(self.pick(['int', 'float', 'str']))})", lambda: f"({e('box')} + {e('int')})", lambda: f"{e('box')}.put({e('int')})"])()

    def expr_none(self, d):
        return "None"

    def key(self):
        return self.pick(["1", "2", "'a'", "'k'", "(1, 2)", "2.5", "None"])

    def slice(self, d):
        return self.pick([lambda: f"{self.rng.randrange(-3, 4)}:", lambda: f":{self.rng.randrange(-3, 5)}", lambda: "::-1", lambda: f"{self.rng.randrange(3)}::2", lambda: f"{self.expr('int', 3)}:"])()

    def call(self, d):
        if not self.functions or self.calls > 2:
            return self.constant("int")
        self.calls += 1
        name, kinds = self.pick(self.functions)
        arguments = [self.expr(k, d + 1) for k in kinds]
        if len(arguments) > 1 and self.chance(0.2):
            arguments[-1] = f"x{len(arguments) - 1}=" + arguments[-1]
        return f"{name}({', '.join(arguments)})"

    # Statements.

    def emit(self, indent, text):
        self.lines.append("    " * indent + text)

    def block(self, indent, size, loops):
        for _ in range(self.rng.randrange(1, size + 1)):
            self.statement(indent, size, loops)

    def statement(self, indent, size, loops):
        choices = ["assign"] * 8 + ["augment"] * 6 + ["store"] * 4 + ["append"] * 2 + ["unpack", "swap", "global", "delete", "closure", "print", "expression"]
        if indent < 5:
            choices += ["if"] * 6 + ["try"] * 3 + ["with"] + ["match"]
            if loops < 2:
                choices += ["for"] * 5 + ["while"] * 2 + ["each"] * 2 + ["gen"]
        if loops:
            choices += ["break", "continue", "break", "continue"]
        choices += ["raise"] if indent > 2 and self.chance(0.3) else []
        choices += ["return"] if indent > 1 and self.chance(0.2) else []
        getattr(self, "st_" + self.pick(choices))(indent, max(1, size - 1), loops)

    def fresh(self, kind):
        same = [n for n, k in self.vars.items() if k == kind and n[0] in "vx"]
        if same and self.chance(0.6):
            return self.pick(same)
        self.counter += 1
        return f"v{self.counter % 12}"

    def st_assign(self, i, size, loops):
        kind = self.pick(["int"] * 5 + ["float"] * 3 + KINDS)
        value = self.expr(kind)
        name = self.fresh(kind)
        self.emit(i, f"{name} = {value}")
        self.vars[name] = kind

    def st_augment(self, i, size, loops):
        kind = self.pick(["int", "int", "int", "float", "float"])
        if name := self.name(kind):
            op = self.pick(["+=", "-=", "+=", "-=", "*=", "//=", "%=", "&=", "|=", "^="] if kind == "int" else ["+=", "-=", "*=", "/="])
            right = self.constant(kind) if op == "*=" else self.expr(self.pick([kind, kind, kind, "int", "float"]))
            self.emit(i, f"{name} {op} {right}")
            if op == "*=":
                self.emit(i, f"{name} = cut({name})")

    def st_store(self, i, size, loops):
        e = self.expr
        self.emit(i, self.pick([
            lambda: f"{e('box', 2)}.v = {e(self.pick(['int', 'float', 'str']))}", lambda: f"{e('list', 2)}[{e('int', 2)}] = {e('int')}", lambda: f"{e('dict', 2)}[{self.key()}] = {e('int')}",
            lambda: f"{e('box', 2)}.w += {e('int', 2)}", lambda: f"{e('list', 2)}[0] += {e('int', 2)}", lambda: f"{e('list', 2)}[{self.slice(3)}] = {e('list', 2)}[:8]",
        ])().replace("[][", "[0][").replace("{}[", "{0: 0}["))

    def st_append(self, i, size, loops):
        if name := self.name("list"):
            self.emit(i, f"if len({name}) < 40:")
            self.emit(i + 1, f"{name}.append({self.expr(self.pick(['int', 'int', 'float', 'str']))})")

    def st_unpack(self, i, size, loops):
        a, b = self.fresh("int"), self.fresh("float")
        self.emit(i, f"{a}, {b} = {self.pick([self.expr('int') + ', ' + self.expr('float'), self.expr('tuple'), self.expr('list')])}")
        self.vars[a], self.vars[b] = "int", "float"

    def st_swap(self, i, size, loops):
        if len(self.vars) > 1:
            a, b = self.rng.sample(sorted(self.vars), 2)
            if a[0] in "vx" and b[0] in "vx":
                self.emit(i, f"{a}, {b} = {b}, {a}")

    def st_global(self, i, size, loops):
        self.emit(i, self.pick([f"g0 = {self.expr('int')}", f"g1 = {self.expr('float')}", "g0 += 1", f"g2 = {self.expr('str')}"]))

    def st_delete(self, i, size, loops):
        if self.chance(0.2) and (name := self.name("int")) and name[0] == "v":
            self.emit(i, f"del {name}")
        elif name := self.name("list"):
            self.emit(i, f"del {name}[{self.pick(['0', '-1', ':1', '::2'])}]")

    def st_closure(self, i, size, loops):
        self.counter += 1
        f = f"f{self.counter}"
        captured = self.name("int") or "g0"
        if self.chance(0.5) and captured[0] == "v":
            self.emit(i, f"def {f}(a=1):")
            self.emit(i + 1, f"nonlocal {captured}")
            self.emit(i + 1, f"{captured} = cut({captured} + a)")
            self.emit(i + 1, f"return {captured}")
        else:
            self.emit(i, f"{f} = lambda a=1: ({captured}, a)")
        name = self.fresh("int")
        self.emit(i, f"{name} = {f}({self.expr('int', 2)})")
        self.vars[name] = "int"

    def st_print(self, i, size, loops):
        if not loops and self.vars:
            self.emit(i, f"print(show({self.pick(list(self.vars))}))")

    def st_expression(self, i, size, loops):
        self.emit(i, self.expr(self.pick(KINDS)))

    def st_if(self, i, size, loops):
        self.emit(i, f"if {self.expr('bool')}:")
        self.block(i + 1, size, loops)
        if self.chance(0.3):
            self.emit(i, f"elif {self.expr('bool')}:")
            self.block(i + 1, size, loops)
        if self.chance(0.5):
            self.emit(i, "else:")
            self.block(i + 1, size, loops)
        self.safe(i)

    def safe(self, i):
        """A block must hold something; an empty one would be an error."""
        fixed = []
        for k, line in enumerate(self.lines):
            fixed.append(line)
            if line.endswith(":"):
                here = len(line) - len(line.lstrip())
                following = self.lines[k + 1] if k + 1 < len(self.lines) else ""
                if len(following) - len(following.lstrip()) <= here:
                    fixed.append(" " * (here + 4) + "pass")
        self.lines = fixed

    def st_for(self, i, size, loops):
        self.counter += 1
        name = f"i{self.counter}"
        n = self.pick(["3", "5", "12", "40"]) if loops else self.pick(["7", "30", "120", "300"])
        self.emit(i, f"for {name} in {self.pick([f'range({n})', f'range({n})', f'range({n}, 0, -1)', f'range(-{n}, {n}, 3)', f'range(2**62 - 4, 2**62 + 4)', f'counts({n})'])}:")
        self.vars[name] = "int"
        self.block(i + 1, size + 1, loops + 1)
        if self.chance(0.2):
            self.emit(i, "else:")
            self.block(i + 1, 1, loops)
        self.safe(i)

    def st_each(self, i, size, loops):
        self.counter += 1
        name = f"e{self.counter}"
        kind = self.pick(["list", "str", "tuple", "dict"])
        source = self.expr(kind)
        if self.chance(0.3):
            self.emit(i, f"for n{self.counter}, {name} in enumerate({source}[:20]):" if kind != "dict" else f"for n{self.counter}, {name} in list({source}.items())[:20]:")
            self.vars[f"n{self.counter}"] = "int"
        else:
            self.emit(i, f"for {name} in list({source})[:20]:")
        self.vars[name] = "int"
        self.block(i + 1, size, loops + 1)
        self.safe(i)

    def st_while(self, i, size, loops):
        self.counter += 1
        name = f"w{self.counter}"
        self.emit(i, f"{name} = {self.pick(['3', '8', '25'])}")
        self.emit(i, f"while {name} > 0 and {self.expr('bool')}:" if self.chance(0.5) else f"while {name}:")
        self.emit(i + 1, f"{name} -= 1")
        self.block(i + 1, size, loops + 1)
        self.safe(i)

    def st_gen(self, i, size, loops):
        name = self.fresh("int")
        self.counter += 1
        self.emit(i, f"t{self.counter} = counts({self.rng.randrange(8)})")
        self.emit(i, f"{name} = 0")
        self.emit(i, f"for y{self.counter} in t{self.counter}:")
        self.emit(i + 1, f"{name} += y{self.counter}")
        if self.chance(0.5):
            self.emit(i + 1, f"t{self.counter}.send({self.expr('int', 2)})")
        self.vars[name] = "int"

    def st_try(self, i, size, loops):
        self.emit(i, "try:")
        self.block(i + 1, size, loops)
        self.emit(i, f"except {self.pick(['Exception', '(TypeError, ValueError)', 'ZeroDivisionError', 'LookupError', 'Exception'])} as err:")
        name = self.fresh("str")
        self.emit(i + 1, f"{name} = type(err).__name__ + str(err)[:60]")
        self.vars[name] = "str"
        if self.chance(0.3):
            self.block(i + 1, 1, loops)
        if self.chance(0.2):
            self.emit(i, "else:")
            self.block(i + 1, 1, loops)
        if self.chance(0.3):
            self.emit(i, "finally:")
            self.block(i + 1, 1, 0)
        self.safe(i)

    def st_with(self, i, size, loops):
        name = self.fresh("int")
        self.emit(i, f"with Ctx() as {name}:")
        self.vars[name] = "int"
        self.block(i + 1, size, loops)
        self.safe(i)

    def st_match(self, i, size, loops):
        self.emit(i, f"match {self.expr(self.pick(KINDS))}:")
        for pattern in self.rng.sample(["0 | 1", "int(m0)", "float()", "str()", "[m1, *_]", "{'a': m2}", "Box(v=m3)", "None", "(m4, m5)", "True"], 3):
            self.emit(i + 1, f"case {pattern}:")
            self.block(i + 2, 1, loops)
        self.safe(i)

    def st_break(self, i, size, loops):
        self.emit(i, f"if {self.expr('bool')}:")
        self.emit(i + 1, "break")

    def st_continue(self, i, size, loops):
        self.emit(i, f"if {self.expr('bool')}:")
        self.emit(i + 1, "continue")

    def st_raise(self, i, size, loops):
        self.emit(i, f"if {self.expr('bool')}:")
        self.emit(i + 1, f"raise {self.pick(['ValueError', 'KeyError', 'LookupError', 'RuntimeError'])}({self.expr('int', 2)})")

    def st_return(self, i, size, loops):
        self.emit(i, f"if {self.expr('bool')}:")
        self.emit(i + 1, f"return {self.expr(self.pick(KINDS))}")

    # Programs.

    def function(self, number):
        kinds = [self.pick(["int", "int", "float", "list", "str", "box", "dict"]) for _ in range(self.rng.randrange(1, 4))]
        self.vars = {f"x{k}": kind for k, kind in enumerate(kinds)}
        self.counter = self.calls = 0
        self.lines = []
        self.emit(1, "global g0, g1, g2")
        self.emit(1, "v0 = v1 = v2 = v3 = v6 = v7 = 0")
        self.emit(1, "v4 = v5 = v8 = v9 = v10 = v11 = 0.5")
        self.emit(1, "r0 = r1 = r2 = r3 = r4 = r5 = r6 = r7 = ''")
        self.vars |= {"v0": "int", "v1": "int", "v2": "int", "v3": "int", "v4": "float", "v5": "float"}
        for step in range(self.rng.randrange(4, 8)):
            make = self.st_for if step in (1, 3) else self.statement
            if self.chance(0.92):
                self.emit(1, "try:")
                make(2, 3, 0)
                self.emit(1, "except Exception as err:")
                self.emit(2, f"r{step} = str(err)[:60]")
                self.vars[f"r{step}"] = "str"
            else:
                make(1, 3, 0)
        self.emit(1, f"return [{', '.join(sorted(n for n in self.vars if n[0] in 'vxr'))}]")
        self.safe(0)
        name = f"fun{number}"
        self.functions.append((name, kinds))
        return [f"def {name}({', '.join(f'x{k}' for k in range(len(kinds)))}):", *self.lines, ""]

    def program(self):
        out = [PRELUDE]
        for number in range(self.rng.randrange(1, 4)):
            out += self.function(number)
        out += ["def run(f, repeat, *make):", "    for _ in range(repeat):", "        try:", "            r = show(f(*[m() for m in make]))",
                "        except Exception as e:", "            r = type(e).__name__ + ': ' + str(e)[:100]", "    print(f.__name__, r, show((g0, g1, g2)), Ctx.depth)", ""]
        for name, kinds in self.functions:
            for repeat in (3, 12, 1, 1, 1, 4):
                odd = repeat == 1
                chosen = [self.pick(KINDS) if odd and self.chance(0.4) else k for k in kinds]
                makers = [f"lambda: {self.pick(ARGUMENTS[k])}" for k in chosen]
                out.append(f"run({name}, {repeat}, {', '.join(makers)})")
        return "\n".join(out) + "\n"


def execute(command, path, limit):
    environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", PYTHONIOENCODING="utf-8")
    try:
        done = subprocess.run(command + [str(path)], capture_output=True, timeout=limit, stdin=subprocess.DEVNULL, env=environment)
    except subprocess.TimeoutExpired:
        return "timeout"
    return done.returncode, done.stdout, b"" if done.returncode in (0, 1) else done.stderr[-400:]


def differs(text, reference, engine, folder):
    """What the engine does wrong, in words; None where it agrees with the reference or that one fails."""
    path = Path(folder) / f"try{os.getpid()}_{abs(hash(text))}.py"
    path.write_text(text, encoding="utf-8")
    try:
        expected = execute(reference, path, 10)
        if expected == "timeout" or expected[0] != 0:
            return None
        found = execute(engine, path, 60)
    finally:
        path.unlink()
    if found == expected:
        return None
    if found == "timeout":
        return "it took longer than 60 s"
    if found[0] != expected[0]:
        return f"it exited with {found[0]}: {found[2].decode(errors='replace')}"
    old, new = expected[1].decode(errors="replace").split("\n"), found[1].decode(errors="replace").split("\n")
    for a, b in zip(old, new):
        if a != b:
            return f"expected {a}\n#    found {b}"
    return "output of another length"


def smaller(text, reference, engine, folder):
    """Takes out what can go while the engine still differs: lines, then whole indented blocks."""
    lines = text.split("\n")
    size = max(1, len(lines) // 2)
    budget = 400
    while size and budget > 0:
        k = 0
        shrunk = False
        while k < len(lines) and budget > 0:
            candidate = lines[:k] + lines[k + size:]
            budget -= 1
            if differs("\n".join(candidate), reference, engine, folder):
                lines = candidate
                shrunk = True
            else:
                k += size
        if not shrunk:
            size //= 2
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--engine", action="append", default=[], help="a command that runs a Python file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--keep", default=".", help="where programs that differ are written")
    parser.add_argument("--print", action="store_true", help="print the program of the seed and end")
    options = parser.parse_args()
    if options.print:
        print(Maker(options.seed).program(), end="")
        return 0
    reference = shlex.split(os.environ.get("MIMEO_PYTHON", "python3.13"))
    engines = [shlex.split(e) for e in options.engine]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.jobs) as pool:

        def attempt(seed):
            text = Maker(seed).program()
            return seed, text, [(e, d) for e in engines if (d := differs(text, reference, e, folder))]

        for seed, text, found in pool.map(attempt, range(options.seed, options.seed + options.count)):
            if found:
                wrong += 1
                engine, _ = found[0]
                text = smaller(text, reference, engine, folder)
                what = differs(text, reference, engine, folder) or "it differs only now and then"
                names = ", ".join(shlex.join(e) for e, _ in found)
                path = Path(options.keep) / f"fuzz_{seed}.py"
                path.write_text(f"# seed {seed}: {names}\n#    {what}\n{text}", encoding="utf-8")
                print(f"seed {seed}: {names}: {what.splitlines()[0]} ({path})")
    print(f"{options.count} programs, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
