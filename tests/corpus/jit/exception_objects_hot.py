class Custom(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code


def chained(n):
    total = 0
    for i in range(n):
        try:
            try:
                raise Custom(i)
            except Custom as e:
                if i % 2:
                    raise ValueError("wrapped") from e
                raise KeyError("context")
        except ValueError as e:
            total += e.__cause__.code
        except KeyError as e:
            total -= e.__context__.code
    return total


def traceback_depth(n):
    def deep(k):
        if k == 0:
            raise Custom(k)
        deep(k - 1)

    total = 0
    for i in range(n):
        try:
            deep(i % 10)
        except Custom as e:
            tb = e.__traceback__
            while tb:
                total += tb.tb_lineno
                tb = tb.tb_next
    return total


def messages(n):
    seen = {}
    actions = [lambda: 1 / 0, lambda: [][1], lambda: {}["k"], lambda: None.x, lambda: int("z"), lambda: "a" + 1, lambda: undefined_name, lambda: next(iter([])), lambda: (1, 2) [5]]
    for i in range(n):
        try:
            actions[i % len(actions)]()
        except Exception as e:
            key = f"{type(e).__name__}: {e}"
            seen[key] = seen.get(key, 0) + 1
    return seen


def reraise(n):
    count = 0
    for i in range(n):
        try:
            try:
                raise Custom(i)
            except Custom:
                raise
        except Custom as e:
            count += e.code
    return count


def in_finally(n):
    log = 0
    for i in range(n):
        try:
            try:
                if i % 2:
                    raise ValueError(i)
            finally:
                log += 1
                if i % 4 == 3:
                    raise KeyError(i)
        except ValueError:
            log += 10
        except KeyError as e:
            log += 100 if isinstance(e.__context__, ValueError) else 1000
    return log


def kept(n):
    errors = []
    for i in range(n):
        try:
            raise Custom(i)
        except Custom as e:
            errors.append(e)
    return sum(e.code for e in errors), str(errors[-1]), errors[5].args


print(chained(600), traceback_depth(200), reraise(600), in_finally(600), kept(300))
for k, v in sorted(messages(900).items()):
    print(v, k)
