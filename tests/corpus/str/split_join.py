print("a b  c".split(), "a b  c".split(" "), "a,b,,c".split(","), "a,b,c".split(",", 1), "".split(), "".split(","), "  ".split(), " a ".split(" "))
print("a b c d".split(None, 2), "  a  b  c  ".split(None, 1), "abc".split("abc"), "aXXbXXc".split("XX"), "a b c".split(maxsplit=1), "a-b".split(sep="-"))
print("a b c d".rsplit(None, 2), "a,b,c".rsplit(",", 1), "  a  b  ".rsplit(None, 1), "a b".rsplit(), "abc".rsplit("b"), "aaa".split("aa"), "aaa".rsplit("aa"))
print("a\nb\r\nc\rd\x0be\x0cf\x1cg\x85h\u2028i".splitlines(), "a\nb\n".splitlines(True), "".splitlines(), "\n\n".splitlines(), "x".splitlines(), "a\n\nb".splitlines(keepends=True))
print("key=value=x".partition("="), "nokey".partition("="), "a.b.c".rpartition("."), "abc".rpartition("."), "aXXb".partition("XX"))
print(",".join(["a", "b"]), "".join("abc"), "-".join([]), "-".join(["x"]), ", ".join(str(i) for i in range(3)), "ab".join(("1", "2", "3")), "é".join("xy"), "\n".join({"k": 1, "l": 2}))
print("1,2,3".split(",", 0), "1,2,3".split(",", -5), "1,2,3".split(",", 100), "a\tb\nc".split(), "\u00a0a\u2003b".split(), "日本,語".split(","))
for f in (lambda: "a".split(""), lambda: "a".split(1), lambda: "a".split(",", "x"), lambda: "".join([1]), lambda: "".join(["a", b"b"]), lambda: "".join(1), lambda: "a".partition(""), lambda: "a".partition(), lambda: "".join(["a", "b", None])):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
