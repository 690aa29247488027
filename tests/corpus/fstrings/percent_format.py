print("%d %i %u %s %r %a" % (1, 2, 3, "s", "r", "é"), "%5d|%-5d|%05d|%+d|% d" % (42, 42, 42, 42, 42))
print("%x %X %#x %o %#o %#X" % (255, 255, 255, 8, 8, 255), "%c%c" % (97, "b"), "%%" % (), "%d%%" % 5)
print("%f %.2f %10.3f|%-10.1f|%010.2f|%+.1f" % (1.5, 2.345, 3.14159, 2.5, -1.5, 2.0))
print("%e %.3e %E %g %G %.3g %#g" % (12345.678, 0.00012, 1e10, 1e-5, 1e20, 1234567, 1.0))
print("%s %s %s" % ([1], {"a": 1}, None), "%.3s|%10s|%-10s|%10.2s" % ("hello", "hi", "hi", "hello"))
print("%*d|%-*d|%.*f|%*.*f" % (5, 42, 5, 42, 2, 3.14159, 8, 3, 2.71828))
print("%(a)d %(b)s %(a)05.1f %(c)r" % {"a": 5, "b": "x", "c": [1]}, "%(a)s" % {"a": (1, 2)})
print("%s" % "one", "%s" % (("t", "u"),), "%r" % ("x",), "%d" % 3.99, "%d" % True, "%s" % True, "%x" % -255)
print("%d %d" % (10**30, -(10**30)), "%x" % 2**70, "%5.3d|%.5d|%+.3d" % (7, 42, 1), "%i" % -0.5)
print("%s %s" % ("é", b"b"), "%5s|%-5s|" % (None, True), "%f" % 1, "%.0f %.0f %.0f" % (0.5, 1.5, 2.5))
print("%f %f %F" % (float("inf"), float("nan"), float("-inf")), "%5.1f|" % float("nan"), "%-8f|" % float("inf"), "%05f" % float("inf"))
print(b"%d %s %b %x %c" % (5, b"bytes", b"b", 255, 65), b"%5.1f|%-4d|" % (1.25, 3), bytearray(b"%d") % 3)
for fmt, arg in [
    ("%d", "x"), ("%d", None), ("%s %s", 1), ("%s", (1, 2)), ("%q", 1), ("%", ()), ("%(a)d", 5), ("%(a)d", {"b": 1}), ("%c", "ab"),
    ("%c", -1), ("%c", 1.5), ("%x", 1.5), ("%f", "x"), ("%*d", ("a", 1)), ("%(a", {"a": 1}), ("%s %(a)s", {"a": 1}), ("no", 1), ("no", ()), ("no", {}), ("no", [1]), ("%d", 1j),
]:
    try:
        print(repr(fmt), repr(fmt % arg))
    except (TypeError, ValueError, KeyError, OverflowError) as e:
        print(repr(fmt), type(e).__name__, e)
