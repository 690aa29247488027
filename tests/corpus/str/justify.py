for w in (0, 3, 5, 6, 9):
    print([s.ljust(w) for s in ("", "abc", "abcd")], [s.rjust(w, ".") for s in ("", "abc", "abcd")], [s.center(w, "*") for s in ("", "abc", "abcd")])
print("42".zfill(5), "-42".zfill(5), "+42".zfill(6), "abc".zfill(5), "".zfill(3), "--1".zfill(5), "12345".zfill(3), "é".rjust(3, "日"), "a".center(4), "ab".center(5, "-"))
for f in (lambda: "a".ljust(5, "ab"), lambda: "a".center("5"), lambda: "a".rjust(5, 1), lambda: "a".zfill("x"), lambda: "a".ljust(), lambda: "a".center(5, "")):
    try:
        print(f())
    except TypeError as e:
        print(e)
print("-".center(1), "x".ljust(-5), "|".join(w.center(7) for w in ("a", "bb", "ccc")), repr("ab" * 3), 3 * "xy", "a" * 0, "ab" * -1, "é" * 4, "" * 1000)
