'String constants, and templates with $-substitution.'
__all__ = ['ascii_letters', 'ascii_lowercase', 'ascii_uppercase', 'capwords', 'digits', 'hexdigits', 'octdigits',
           'printable', 'punctuation', 'whitespace', 'Formatter', 'Template']

whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    'Capitalise each word; runs of whitespace become one blank where sep is None.'
    return (sep or ' ').join(map(str.capitalize, s.split(sep)))


_MISSING = {}


class Template:
    'A string with $-substitutions.'
    delimiter = '$'

    def __init__(self, template):
        self.template = template

    def _pieces(self):
        # (literal, name or None, what stood there, offset)
        text, mark = self.template, self.delimiter
        at, start = 0, 0
        while True:
            at = text.find(mark, start)
            if at < 0:
                yield text[start:], None, None, len(text)
                return
            end = at + len(mark)
            literal = text[start:at]
            if text.startswith(mark, end):
                start = end + len(mark)
                yield literal + mark, None, None, at
                continue
            braced = text.startswith('{', end)
            begin = end + 1 if braced else end
            stop = begin
            while stop < len(text) and text[stop].isascii() and (text[stop].isalnum() or text[stop] == '_'):
                stop += 1
            name = text[begin:stop]
            if not name or name[0].isdigit() or braced and not text.startswith('}', stop):
                yield literal, '', mark, at
                start = end
                continue
            if braced:
                stop += 1
            yield literal, name, text[at:stop], at
            start = stop

    def _invalid(self, at):
        lines = self.template[:at].splitlines(keepends=True)
        if not lines:
            row, column = 1, 1
        else:
            row, column = len(lines), at - len(''.join(lines[:-1])) + 1
        raise ValueError(f'Invalid placeholder in string: line {row}, col {column}')

    def substitute(self, mapping=_MISSING, /, **kws):
        mapping = kws if mapping is _MISSING else {**mapping, **kws} if kws else mapping
        result = []
        for literal, name, _, at in self._pieces():
            result.append(literal)
            if name == '':
                self._invalid(at)
            if name is not None:
                result.append(str(mapping[name]))
        return ''.join(result)

    def safe_substitute(self, mapping=_MISSING, /, **kws):
        mapping = kws if mapping is _MISSING else {**mapping, **kws} if kws else mapping
        result = []
        for literal, name, source, _ in self._pieces():
            result.append(literal)
            if name:
                try:
                    result.append(str(mapping[name]))
                except KeyError:
                    result.append(source)
            elif name == '':
                result.append(source)
        return ''.join(result)

    def is_valid(self):
        return all(name != '' for _, name, _, _ in self._pieces())

    def get_identifiers(self):
        ids = []
        for _, name, _, _ in self._pieces():
            if name and name not in ids:
                ids.append(name)
        return ids


class Formatter:
    'What str.format does, to be derived from.'

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        result, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used, depth, auto=0):
        if depth < 0:
            raise ValueError('Max string recursion exceeded')
        result = []
        for literal, field, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if field is not None:
                first = field.partition('.')[0].partition('[')[0]
                if first == '':
                    if auto is False:
                        raise ValueError('cannot switch from manual field specification to automatic field numbering')
                    field = str(auto) + field
                    auto += 1
                elif first.isdigit():
                    if auto:
                        raise ValueError('cannot switch from manual field specification to automatic field numbering')
                    auto = False
                obj, arg_used = self.get_field(field, args, kwargs)
                used.add(arg_used)
                obj = self.convert_field(obj, conversion)
                spec, auto = self._vformat(spec, args, kwargs, used, depth - 1, auto)
                result.append(self.format_field(obj, spec))
        return ''.join(result), auto

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == 's':
            return str(value)
        if conversion == 'r':
            return repr(value)
        if conversion == 'a':
            return ascii(value)
        raise ValueError(f'Unknown conversion specifier {conversion!s}')

    def parse(self, format_string):
        text, at, literal = format_string, 0, ''
        while at < len(text):
            char = text[at]
            if char not in '{}':
                literal += char
                at += 1
            elif text[at:at + 2] == char * 2:
                literal += char
                at += 2
            elif char == '}':
                raise ValueError("Single '}' encountered in format string")
            else:
                depth, end = 1, at + 1
                while end < len(text) and depth:
                    depth += {'{': 1, '}': -1}.get(text[end], 0)
                    end += 1
                if depth:
                    raise ValueError("expected '}' before end of string" if at + 1 < len(text) else
                                     "Single '{' encountered in format string")
                yield literal, *self._field(text[at + 1:end - 1])
                literal, at = '', end
        if literal:
            yield literal, None, None, None

    @staticmethod
    def _field(body):
        depth = 0
        for i, char in enumerate(body):
            if char == '[':
                depth += 1
            elif char == ']':
                depth -= 1
            elif depth <= 0 and char in '!:':
                if char == ':':
                    return body[:i], body[i + 1:], None
                rest = body[i + 2:]
                if rest and rest[0] != ':':
                    raise ValueError("expected ':' after conversion specifier")
                return body[:i], rest[1:], body[i + 1:i + 2]
        return body, '', None

    def get_field(self, field_name, args, kwargs):
        i = 0
        while i < len(field_name) and field_name[i] not in '.[':
            i += 1
        first, rest = field_name[:i], field_name[i:]
        first = int(first) if first.isdigit() else first
        obj = self.get_value(first, args, kwargs)
        while rest:
            if rest[0] == '.':
                end = 1
                while end < len(rest) and rest[end] not in '.[':
                    end += 1
                obj = getattr(obj, rest[1:end])
                rest = rest[end:]
            else:
                end = rest.index(']')
                key = rest[1:end]
                obj = obj[int(key) if key.isdigit() else key]
                rest = rest[end + 1:]
        return obj, first
