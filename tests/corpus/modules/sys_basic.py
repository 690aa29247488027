import sys

print(sys.version_info[:2], sys.version_info.major, sys.version_info >= (3, 8), sys.version_info.releaselevel, sys.version.startswith("3.13"), sys.maxsize, sys.byteorder, sys.maxunicode, sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig)
print(type(sys.argv).__name__, len(sys.argv), sys.argv[0].endswith("sys_basic.py"), sys.getrecursionlimit(), "sys" in sys.modules, type(sys.path).__name__, sys.getdefaultencoding(), sys.implementation.name != "", sys.hash_info.width, sys.flags.optimize)
print(sys.stdout.write("abc\n"), sys.stderr is not None, sys.stdin is not None, sys.exc_info(), sys.intern("x") == "x", sys.getsizeof(1) > 0, sys.platform != "")
sys.setrecursionlimit(200)


def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


print(100 < depth(0) < 200)
sys.setrecursionlimit(1000)
for f in (lambda: sys.setrecursionlimit(0), lambda: sys.setrecursionlimit("a"), lambda: sys.intern(5), lambda: sys.nope):
    try:
        f()
    except (ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
try:
    sys.exit("message")
except SystemExit as e:
    print("exit", e.code, e.args)
try:
    sys.exit()
except SystemExit as e:
    print("exit", e.code)
try:
    sys.exit((1, 2))
except SystemExit as e:
    print("exit", e.code)


class Capture:
    def __init__(self):
        self.text = ""

    def write(self, s):
        self.text += s
        return len(s)

    def flush(self):
        pass


old = sys.stdout
sys.stdout = c = Capture()
print("hidden", 1)
sys.stdout = old
print(repr(c.text))
print("to stdout", file=sys.stdout, flush=True)
sys.stdout.flush()
