# Generators that delegate, raise, catch and are thrown into at random; the lines of their tracebacks are in the sums.
import random


def gen(depth, r):
    x = r.randrange(100)
    y = x * 0.5
    try:
        for i in range(r.randrange(4)):
            if depth and r.random() < .6:
                try:
                    got = yield from gen(depth-1, r)
                    x += got or 0
                except ValueError as e:
                    x += 1
                    if r.random() < .3: raise
                finally:
                    y += 1
            else:
                s = yield x, y
                if s: x += s
            if r.random() < .08: raise ValueError(x)
            if r.random() < .05: return x
            x += 10 // (1 + (i % 3))
    finally:
        y -= .25
    return x


def run(seed):
    r = random.Random(seed)
    out = 0
    g = gen(3, r)
    try:
        v = next(g)
        for k in range(30):
            out = (out * 31 + hash(v)) & 0xffffffff
            c = r.random()
            if c < .5: v = g.send(k)
            elif c < .9: v = next(g)
            elif c < .96: v = g.throw(ValueError(k))
            else:
                g.close()
                out += 7
                break
    except StopIteration as e: out += (e.value or 0)
    except ValueError as e:
        d = 0
        t = e.__traceback__
        while t:
            d += t.tb_lineno
            t = t.tb_next
        out += 1000 + d
    return out


print([run(s) for s in range(150)])
print([run(s) for s in (3824, 5035) * 3])
