print('single', "double", '''triple
two lines''', """also "quoted" """)
print("tab\tnew\\n \x41 \u00e9 \U0001F600 \N{BULLET} \101 \0".replace("\0", "NUL"))
print(r"raw \n \t", R'x\'y')
print("con" "cat" 'en' """ate""")
print(b"bytes \x00\xff\n", rb"raw \x00", b'it\'s')
print("line \
continued")
print(len("\n\t\\\'\""), repr("\n\t\\'\""), repr("it's"), repr('say "hi"'), repr("both ' and \""))
print(repr("\x00\x1f\x7f\x80\xa0\xad\u0378\u200b\ud7ff\ue000\U0001f600\U000e0001"))
print(ascii("héllo \u20ac \U0001f600"))
print("%s %d %r %x %5.2f|%-5s|%05d|%+d %%" % ("s", 42, "r", 255, 3.14159, "ab", 42, 7))
print("%(a)s-%(b)03d" % {"a": 1, "b": 2}, "%s" % (1,), "%s" % [1, 2], "%c%c" % ("x", 65))
print("%e %g %G %o %X %#x %#o %i" % (12345.678, 1e-5, 1e20, 8, 255, 255, 8, 3.9))
print("%10s|%-10s|%.2s|%*d" % ("hi", "hi", "hello", 6, 42))
for f in (lambda: "%d" % "x", lambda: "%s %s" % 1, lambda: "%s" % (1, 2), lambda: "%y" % 1, lambda: "%(a)s" % 1,
          lambda: "%d" % None, lambda: "%c" % "ab", lambda: "%x" % 1.5, lambda: "%"  % ()):
    try:
        print(f())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print("a" * 3, 2 * "ab", "x" * 0, "x" * -1)
