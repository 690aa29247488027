words = ["hello", "Hello World", "ALL CAPS", "mIxEd 123", "", "ß straße", "éÀ", "ǆ ǅ", "ŉ", "they're bill's", "x1y2", "ΑΣ σ Σ", "İi"]
for w in words:
    print([w.upper(), w.lower(), w.title(), w.capitalize(), w.swapcase(), w.casefold()])
for w in words + ["abc", "ABC", "Abc", "123", "a1", "Title Case", "Not title"]:
    print(repr(w), w.isupper(), w.islower(), w.istitle())
print("abc".upper().lower().title(), "x".upper() + "Y".lower(), "ﬁ".upper(), "\u0130".lower().encode("utf-8"))
print("ß" == "ss", "ß".casefold() == "SS".casefold(), "Ω".lower(), "Ω".casefold())
try:
    "a".upper(1)
except TypeError as e:
    print(e)
