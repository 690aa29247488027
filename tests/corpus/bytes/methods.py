b = b"  Hello, World  "
print(b.strip(), b.lstrip(), b.rstrip(), b.upper(), b.lower(), b.swapcase(), b.strip().title(), b"abc def".capitalize(), b"xxaxx".strip(b"x"))
print(b"a,b,,c".split(b","), b"a b  c".split(), b"a,b,c".rsplit(b",", 1), b"a\nb\r\nc".splitlines(), b"a\nb".splitlines(True), b"k=v".partition(b"="), b"a.b.c".rpartition(b"."), b",".join([b"a", b"b", bytearray(b"c")]))
print(b.find(b"l"), b.find(108), b.rfind(b"l"), b.index(b"o"), b.count(b"l"), b.count(108), b.startswith(b"  H"), b.endswith((b"x", b"  ")), b.find(b"z"), b.replace(b"l", b"L"), b.replace(b"l", b"", 1))
print(b"abc".translate(bytes.maketrans(b"ab", b"xy")), b"abcabc".translate(None, b"b"), b"ab".center(6, b"*"), b"ab".ljust(4) + b"|", b"ab".rjust(4, b"0"), b"-5".zfill(4), b"a\tb".expandtabs(4))
print(b"abc".isalpha(), b"123".isdigit(), b"a1".isalnum(), b" \n".isspace(), b"AB".isupper(), b"ab".islower(), b"Ab Cd".istitle(), b"\x80".isascii(), b"".isalpha(), b"prefix-x".removeprefix(b"prefix-"), b"x.py".removesuffix(b".py"))
for f in (lambda: b.index(b"z"), lambda: b.split("a"), lambda: b.find("a"), lambda: b.replace("a", "b"), lambda: b",".join(["a"]), lambda: b",".join([1]), lambda: b.strip("a"), lambda: b.startswith("a"), lambda: b.count(256), lambda: b.center(5, b"ab"), lambda: b.split(b""), lambda: bytes.maketrans(b"a", b"bc"), lambda: b.translate(b"x"), lambda: b"\xff".decode()):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(b"%d-%s-%x" % (1, b"x", 255), b"%b" % b"y", b"%c" % 65, b"%5.2f" % 3.14159, b"%%" % ())
