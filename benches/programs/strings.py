"""Strings built, joined, split, searched, formatted and turned around."""


def table(rows):
    parts = []
    for i in range(rows):
        parts.append("<tr>" + "".join(f"<td>{i * j:>6}</td>" for j in range(8)) + "</tr>")
    return "<table>\n" + "\n".join(parts) + "\n</table>"


def caesar(text, shift):
    out = []
    for ch in text:
        if "a" <= ch <= "z":
            out.append(chr((ord(ch) - 97 + shift) % 26 + 97))
        elif "A" <= ch <= "Z":
            out.append(chr((ord(ch) - 65 + shift) % 26 + 65))
        else:
            out.append(ch)
    return "".join(out)


def concatenate(n):
    text = ""
    for i in range(n):
        text += str(i % 10)
    return text


def is_palindrome(text):
    return text == text[::-1]


def palindromes(text, longest):
    count = 0
    for start in range(len(text)):
        for end in range(start + 2, min(start + longest, len(text)) + 1):
            if is_palindrome(text[start:end]):
                count += 1
    return count


def run_lengths(text):
    out = []
    i = 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        out.append(text[i] + str(j - i))
        i = j
    return "".join(out)


def checksum(text):
    h = 0
    for ch in text:
        h = (h * 31 + ord(ch)) & 0xFFFFFFFF
    return h


def title(text):
    return " ".join(word[0].upper() + word[1:].lower() for word in text.split(" ") if word)


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


PANGRAMS = [
    "The quick brown fox jumps over the lazy dog",
    "Pack my box with five dozen liquor jugs",
    "Sphinx of black quartz, judge my vow",
    "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich",
]


def main():
    html = table(40_000)
    print(len(html), checksum(html[:200_000]), html.count("<td>"), html.find("  4242</td>"))
    escaped = escape(html)
    print(len(escaped), escaped[:40])

    text = " ".join(PANGRAMS) * 60
    for shift in range(1, 26):
        text = caesar(text, shift)
    print(checksum(text), text[:60])

    digits = concatenate(1_500_000)
    print(len(digits), digits[-12:], digits.rfind("0123"))
    print(palindromes("abacabadabacabaxyzzyxaabbccddeeffgg" * 600, 24))

    print(run_lengths("aaaabbbcca" * 3), len(run_lengths("aabccc" * 20_000)))
    for line in PANGRAMS:
        print(title(line.swapcase()), len(set(line.lower()) - set(" ,")))

    fields = 0
    longest = ""
    for number in range(250_000):
        row = "{},{:05d},{:.3f},{!r}".format(number, number % 977, number / 7, str(number))
        cells = row.split(",")
        fields += len(cells)
        if cells[3].strip("'") != cells[0]:
            print("wrong", row)
        longest = max(longest, cells[2], key=len)
    print(fields, longest)


if __name__ == "__main__":
    main()
