class Record:
    def __init__(self, **kw):
        for k, v in kw.items():
            setattr(self, k, v)


def fields(n):
    names = ["alpha", "beta", "gamma", "delta"]
    r = Record(alpha=1, beta=2.5, gamma="g", delta=[])
    out = 0
    for i in range(n):
        name = names[i % 4]
        v = getattr(r, name)
        if isinstance(v, (int, float)):
            setattr(r, name, v + 1)
            out += v
        elif isinstance(v, str):
            setattr(r, name, v + "g" if len(v) < 50 else "")
            out += len(v)
        else:
            v.append(i)
            out += len(v)
    return out, hasattr(r, "epsilon"), getattr(r, "epsilon", "none")


def dispatch(n):
    class Machine:
        def __init__(self):
            self.acc = 0

        def op_add(self, x):
            self.acc += x

        def op_sub(self, x):
            self.acc -= x

        def op_neg(self, _):
            self.acc = -self.acc

        def default(self, x):
            self.acc ^= x

    m = Machine()
    for i in range(n):
        getattr(m, "op_" + ("add", "sub", "neg", "xor")[i % 4], m.default)(i)
    return m.acc


def table_dispatch(n):
    ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b % 1009}
    acc = 1
    for i in range(n):
        acc = ops["+-*"[i % 3]](acc, i)
    return acc


def nested_dicts(n):
    d = {"a": {"b": {"c": 0}}, "list": [{"x": 1}]}
    for i in range(n):
        d["a"]["b"]["c"] += i
        d["list"][0]["x"] = d["a"]["b"]["c"] % 7
        if i % 100 == 0:
            d["list"].append({"x": i})
    return d["a"], len(d["list"]), d["list"][0]


def computed_keys(n):
    d = {}
    for i in range(n):
        d["k" + str(i % 20)] = d.get(f"k{i % 20}", 0) + i
    return d["k7"], len(d)


print(fields(1000), dispatch(800), table_dispatch(800), nested_dicts(700), computed_keys(700))


class Config(dict):
    def __getattr__(self, k):
        try:
            return self[k]
        except KeyError:
            raise AttributeError(k) from None

    def __setattr__(self, k, v):
        self[k] = v


c = Config(total=0)
for i in range(500):
    c.total += i
    c.last = i
print(c, c.total)
try:
    c.missing
except AttributeError as e:
    print("no", e)
