print("aaa".replace("a", "b"), "aaa".replace("a", "b", 2), "aaa".replace("aa", "b"), "abc".replace("", "-"), "abc".replace("", "-", 2), "".replace("", "x"), "abc".replace("z", "y"), "aaa".replace("a", ""), "abc".replace("b", "long string"), "aaa".replace("a", "b", 0), "aaa".replace("a", "x", -1), "aaa".replace("a", "b", count=1))
print("日本日".replace("日", "x"), "xé".replace("x", "日"), "a.b.c".replace(".", "").replace("b", "B"))
t = str.maketrans("abc", "xyz")
print("aabbcc".translate(t), t, "abcd".translate(str.maketrans("a", "b", "cd")), "abc".translate({97: "AAA", 98: None, 99: 0x78}), "abc".translate(str.maketrans({"a": "1", "b": None})))
print("hello".translate({}), "é日".translate({0xE9: "e", 0x65E5: "sun"}))
print("a\tb\tcd\te".expandtabs(), "a\tb".expandtabs(4), "a\tb".expandtabs(0), "\t|".expandtabs(3), "ab\ncd\te".expandtabs(4), "a\tb".expandtabs(tabsize=2))
for f in (lambda: "a".replace("a"), lambda: "a".replace(1, "b"), lambda: "a".replace("a", 1), lambda: str.maketrans("ab", "c"), lambda: str.maketrans({"ab": 1}), lambda: str.maketrans("a"), lambda: "a".translate(5), lambda: "a".translate({97: 2**31})):
    try:
        print(f())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


class T:
    def __getitem__(self, k):
        if k == 98:
            raise LookupError
        return chr(k + 1)


print("abc".translate(T()))
