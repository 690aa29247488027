"""A tokenizer, a recursive-descent parser and a writer for JSON."""

ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
CONSTANTS = {"true": True, "false": False, "null": None}


class JSONError(ValueError):
    def __init__(self, message, position):
        super().__init__(f"{message} at {position}")
        self.position = position


class Token:
    __slots__ = ("kind", "value", "position")

    def __init__(self, kind, value, position):
        self.kind = kind
        self.value = value
        self.position = position


class Tokenizer:
    def __init__(self, text):
        self.text = text
        self.position = 0

    def tokens(self):
        text = self.text
        length = len(text)
        while self.position < length:
            ch = text[self.position]
            start = self.position
            if ch in " \t\r\n":
                self.position += 1
            elif ch in "{}[],:":
                self.position += 1
                yield Token(ch, ch, start)
            elif ch == '"':
                yield Token("string", self.string(), start)
            elif ch == "-" or ch.isdigit():
                yield Token("number", self.number(), start)
            elif ch.isalpha():
                yield Token("constant", self.constant(), start)
            else:
                raise JSONError(f"unexpected character {ch!r}", start)
        yield Token("end", None, length)

    def string(self):
        text = self.text
        start = self.position
        self.position += 1
        parts = []
        while True:
            if self.position >= len(text):
                raise JSONError("unterminated string", start)
            ch = text[self.position]
            self.position += 1
            if ch == '"':
                return "".join(parts)
            if ch != "\\":
                parts.append(ch)
                continue
            escape = text[self.position]
            self.position += 1
            if escape == "u":
                parts.append(chr(int(text[self.position : self.position + 4], 16)))
                self.position += 4
            elif escape in ESCAPES:
                parts.append(ESCAPES[escape])
            else:
                raise JSONError(f"bad escape \\{escape}", self.position)

    def number(self):
        text = self.text
        start = self.position
        is_float = False
        while self.position < len(text) and text[self.position] in "+-0123456789.eE":
            if text[self.position] in ".eE":
                is_float = True
            self.position += 1
        digits = text[start : self.position]
        return float(digits) if is_float else int(digits)

    def constant(self):
        text = self.text
        start = self.position
        while self.position < len(text) and text[self.position].isalpha():
            self.position += 1
        word = text[start : self.position]
        if word not in CONSTANTS:
            raise JSONError(f"unknown word {word}", start)
        return CONSTANTS[word]


class Parser:
    def __init__(self, text):
        self.stream = Tokenizer(text).tokens()
        self.current = next(self.stream)

    def advance(self):
        token = self.current
        if token.kind != "end":
            self.current = next(self.stream)
        return token

    def expect(self, kind):
        if self.current.kind != kind:
            raise JSONError(f"expected {kind}, found {self.current.kind}", self.current.position)
        return self.advance()

    def parse(self):
        value = self.value()
        self.expect("end")
        return value

    def value(self):
        match self.current.kind:
            case "{":
                return self.object()
            case "[":
                return self.array()
            case "string" | "number" | "constant":
                return self.advance().value
            case kind:
                raise JSONError(f"unexpected {kind}", self.current.position)

    def object(self):
        self.expect("{")
        result = {}
        if self.current.kind == "}":
            self.advance()
            return result
        while True:
            key = self.expect("string").value
            self.expect(":")
            result[key] = self.value()
            if self.current.kind != ",":
                break
            self.advance()
        self.expect("}")
        return result

    def array(self):
        self.expect("[")
        result = []
        if self.current.kind == "]":
            self.advance()
            return result
        while True:
            result.append(self.value())
            if self.current.kind != ",":
                break
            self.advance()
        self.expect("]")
        return result


def dump_string(text):
    out = ['"']
    for ch in text:
        if ch == '"' or ch == "\\":
            out.append("\\" + ch)
        elif ch == "\n":
            out.append("\\n")
        elif ord(ch) < 32 or ord(ch) > 126:
            out.append(f"\\u{ord(ch):04x}")
        else:
            out.append(ch)
    out.append('"')
    return "".join(out)


def dump(value):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return dump_string(value)
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, dict):
        return "{" + ", ".join(dump_string(k) + ": " + dump(v) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(dump(item) for item in value) + "]"
    raise TypeError(f"cannot write {type(value).__name__}")


def document(entries):
    return {
        "title": "A catalogue, \"quoted\"\nand wrapped",
        "entries": [
            {
                "id": i,
                "name": f"entry number {i}",
                "price": i * 1.25,
                "ratio": i / 3,
                "tags": ["new" if i % 3 else "old", "größe", str(i)],
                "active": i % 2 == 0,
                "parent": None if i % 5 else {"id": i // 5, "empty": [], "none": {}},
                "negative": -i,
            }
            for i in range(entries)
        ],
    }


BROKEN = ["[1, 2", '{"a" 1}', "[1,]", '"abc', "nul", '{"a": \\}', "[1] 2", '"\\x"', ""]


def main():
    original = document(8000)
    text = dump(original)
    print(len(text))
    for _ in range(2):
        value = Parser(text).parse()
        print(value == original, len(value["entries"]), value["title"])
    print(dump(value) == text)
    print(text[:120])
    for source in BROKEN:
        try:
            Parser(source).parse()
        except JSONError as error:
            print("error:", error)
    print(Parser(' {"a": [1, 2.5e3, -0.5, true, null, "\\u00e9\\t"]} ').parse())


if __name__ == "__main__":
    main()
