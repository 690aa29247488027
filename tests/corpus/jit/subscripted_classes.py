# Subscripts of classes in compiled code.
import operator
class Meta(type):
    def __getitem__(cls, key):
        return ('meta', cls.__name__, key)
class A(metaclass=Meta):
    pass
class B:
    def __class_getitem__(cls, key):
        return ('class', cls.__name__, key)
def f(c, key):
    return c[key]
def run(c, key):
    try:
        return f(c, key)
    except TypeError as e:
        return e
for _ in range(3):
    print(run(list, int), run(dict, (str, int)), run(A, 1), run(B, 2), run(int, str), run(type, int), run([5], 0))
print(operator.getitem(list, int), operator.getitem(B, 3))
def loop(n):
    out = []
    for i in range(n):
        out.append(B[i])
        out.append(list[int])
    return len(out), out[-2:]
print(loop(2000))
