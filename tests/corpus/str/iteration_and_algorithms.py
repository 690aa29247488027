def is_palindrome(s):
    cleaned = [c.lower() for c in s if c.isalnum()]
    return cleaned == cleaned[::-1]


print(is_palindrome("A man, a plan, a canal: Panama"), is_palindrome("hello"))


def caesar(s, k):
    return "".join(chr((ord(c) - 97 + k) % 26 + 97) if c.islower() else c for c in s)


print(caesar("hello, world", 3), caesar(caesar("hello, world", 3), -3))


def anagrams(words):
    groups = {}
    for w in words:
        groups.setdefault("".join(sorted(w)), []).append(w)
    return [g for g in groups.values() if len(g) > 1]


print(anagrams(["listen", "silent", "enlist", "google", "elgoog", "abc"]))


def compress(s):
    out, i = "", 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]:
            j += 1
        out += s[i] + (str(j - i) if j - i > 1 else "")
        i = j
    return out


print(compress("aaabccdddd"), compress(""), compress("abc"))


def roman(n):
    out = ""
    for v, s in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while n >= v:
            out += s
            n -= v
    return out


print([roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2024)])
text = "the quick brown fox jumps over the lazy dog the end"
counts = {}
for w in text.split():
    counts[w] = counts.get(w, 0) + 1
print(sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:3])
print({c for c in "abcdefghijklmnopqrstuvwxyz"} - set(text), [(i, c) for i, c in enumerate("abc")], list(zip("ab", "cd")), dict(zip("abc", range(3))))
print(" ".join(w[::-1] for w in text.split()[:4]), "".join(c for c in text if c not in "aeiou")[:20], "".join(map(chr, range(65, 75))), "%".join("abc"))


def to_base(n, b):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    out = ""
    while n:
        n, d = divmod(n, b)
        out = digits[d] + out
    return out or "0"


print(to_base(255, 16), to_base(10**18, 36), to_base(0, 2), int(to_base(12345, 7), 7))
for c in "aé😀":
    print(c, ord(c), c.isalpha(), c.encode())
