import sys
def run(s):
    try:
        exec(s)
    except Exception as e:
        return e
class C: pass
c = C()
d = {}
def t1(): c . foo . bar
def t2(): d["a"]["b"]
def t3(): (lambda x: x)(1, 2)
def t4(): c.foo()
def t5(): 1 ** "a"
def t6(): 3 @ 4
def t7(): not_there + 1
def t8(): x = 1 if c < 3 else 2
def t9(): print(f"{1/0} and")
def t10(): [y/0 for y in (1,2)]
def t11(): {**5}
def t12(): c.x.y = 5
def t13(): del d["q"]
def t14(): d["a"] += 1
def t15(): assert d, "empty " + str(d)
def t16(): (1)  //  (0)
def t17(): a = (d)  [  'k'  ]  ; b = 1
def t18(): return  (c)  (1)
def t19(): return sorted([1, 'a'], key=lambda q: q)
def t20(): raise ValueError("x") from KeyError("y")
def t21(): -c
def t22(): c[1:2]
def t23(): for_ = [*1]
def t24(): a, b = 1
def t25():
    with c: pass
def t26():
    import nope.nope
def t28(): math.sin(1)
def t29(): lenn([])
def t30(): c.__dic__
def t31(): "".joinn([])
def t32(): int("x" * 3)
def t33(): d.itms(); d.keys
def t34():
    match c:
        case C(a, b): pass
def t35(): yield_ = (yield_ for yield_ in 5)
def t36(): max(1 , d [ 3 ] , 4)
def t37(): return not (c + 1)
def t38(): return c + 1 + 2
def t39(): return 2 * (c + 1)
def t40(): return (c +
    1)
fs = [v for k, v in list(globals().items()) if k[0] == 't' and k[1:].isdigit()]
prev = None
excs = []
for f in fs:
    try:
        f()
    except Exception as e:
        excs.append(e)
def chunk(l, n):
    return [ExceptionGroup("c", l[i:i+n]) for i in range(0, len(l), n)]
raise ExceptionGroup("all", chunk(excs, 10))
