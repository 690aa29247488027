"""Texts of exceptions and tracebacks."""

import sys
import _traceback

__all__ = ['extract_stack', 'extract_tb', 'format_exception', 'format_exception_only', 'format_list', 'format_stack',
           'format_tb', 'print_exc', 'format_exc', 'print_exception', 'print_stack', 'print_tb', 'clear_frames',
           'FrameSummary', 'StackSummary', 'TracebackException', 'walk_stack', 'walk_tb']

_missing = object()


def _the_exception(exc, value, tb):
    """The exception that (exc), or (type, value, traceback), names."""
    if (value is _missing) != (tb is _missing):
        raise ValueError("Both or neither of value and tb must be given")
    if value is not _missing:
        return value
    if exc is None or isinstance(exc, BaseException):
        return exc
    raise TypeError(f"Exception expected for value, {type(exc).__name__} found")


def _write(lines, file):
    file = sys.stderr if file is None else file
    for line in lines:
        file.write(line)


def format_exception(exc, /, value=_missing, tb=_missing, limit=None, chain=True, **kwargs):
    exc = _the_exception(exc, value, tb)
    return ["NoneType: None\n"] if exc is None else _traceback.format(exc, limit, chain)


def print_exception(exc, /, value=_missing, tb=_missing, limit=None, file=None, chain=True, **kwargs):
    _write(format_exception(exc, value, tb, limit, chain), file)


def format_exception_only(exc, /, value=_missing, *, show_group=False, **kwargs):
    exc = _the_exception(exc, value, None if value is not _missing else _missing)
    if exc is None:
        return ["NoneType: None\n"]
    lines = _traceback.format_only(exc)
    if show_group and isinstance(exc, BaseExceptionGroup):
        for member in exc.exceptions:
            for text in format_exception_only(member, show_group=True):
                lines += ["   " + line + "\n" for line in text.removesuffix("\n").split("\n")]
    return lines


def format_exc(limit=None, chain=True):
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_exc(limit=None, file=None, chain=True):
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


class FrameSummary:
    """One entry of a traceback."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "line", "locals", "_text")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None):
        self.filename = filename
        self.lineno = lineno
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.name = name
        self.line = line
        self.locals = {k: repr(v) for k, v in locals.items()} if locals else None
        self._text = None

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return ((self.filename, self.lineno, self.name, self.locals)
                    == (other.filename, other.lineno, other.name, other.locals))
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __len__(self):
        return 4

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def _format(self):
        if self._text is not None:
            return self._text
        text = f'  File "{self.filename}", line {self.lineno}, in {self.name}\n'
        if self.line:
            text += f"    {self.line.strip()}\n"
        return text


def _summary(entry):
    filename, lineno, name, line, end_lineno, colno, end_colno, text = entry
    summary = FrameSummary(filename, lineno, name, line=line, end_lineno=end_lineno, colno=colno, end_colno=end_colno)
    summary._text = text
    return summary


class StackSummary(list):
    """The entries of a traceback."""

    @classmethod
    def from_list(cls, a_list):
        result = cls()
        for frame in a_list:
            if not isinstance(frame, FrameSummary):
                filename, lineno, name, line = frame
                frame = FrameSummary(filename, lineno, name, line=line)
            result.append(frame)
        return result

    @classmethod
    def extract(cls, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        frames = list(frame_gen)
        if limit is not None:
            frames = frames[:limit] if limit >= 0 else frames[limit:]
        return cls(FrameSummary(f.f_code.co_filename, lineno, f.f_code.co_name,
                                line=_traceback.line(f.f_code.co_filename, lineno),
                                locals=f.f_locals if capture_locals else None)
                   for f, lineno in frames)

    def format_frame_summary(self, frame_summary, **kwargs):
        return frame_summary._format()

    def format(self, **kwargs):
        result = []
        last, count = None, 0
        for frame in self:
            place = (frame.filename, frame.lineno, frame.name)
            if place != last:
                result += _repeated(count)
                last, count = place, 0
            count += 1
            if count <= 3:
                result.append(self.format_frame_summary(frame))
        return result + _repeated(count)


def _repeated(count):
    if count <= 3:
        return []
    more = count - 3
    return [f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n"]


def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def walk_stack(f):
    if f is None:
        f = sys._getframe().f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def extract_tb(tb, limit=None):
    return StackSummary(_summary(entry) for entry in _traceback.entries(tb, limit))


def format_tb(tb, limit=None):
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    _write(format_tb(tb, limit), file)


def extract_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe().f_back
    stack = StackSummary.extract(walk_stack(f), limit=limit)
    stack.reverse()
    return stack


def format_stack(f=None, limit=None):
    return extract_stack(sys._getframe().f_back if f is None else f, limit).format()


def print_stack(f=None, limit=None, file=None):
    _write(format_stack(sys._getframe().f_back if f is None else f, limit), file)


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    _write(format_list(extracted_list), file)


def clear_frames(tb):
    """Frames that have ended hold nothing."""


class TracebackException:
    """An exception's texts, kept apart from the exception."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, save_exc_type=True, _seen=None):
        self.exc_type = exc_type
        self.exc_type_str = exc_type.__qualname__
        if exc_type.__module__ not in ("__main__", "builtins"):
            self.exc_type_str = f"{exc_type.__module__}.{self.exc_type_str}"
        self.stack = extract_tb(exc_traceback, limit)
        self._str = str(exc_value)
        self.__notes__ = getattr(exc_value, "__notes__", None)
        self._alone = _traceback.format(exc_value, limit, False)
        self._chained = _traceback.format(exc_value, limit, True)
        self._only = _traceback.format_only(exc_value)

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __str__(self):
        return self._str

    def format(self, *, chain=True, **kwargs):
        yield from self._chained if chain else self._alone

    def format_exception_only(self, *, show_group=False, **kwargs):
        yield from self._only

    def print(self, *, file=None, chain=True, **kwargs):
        _write(self.format(chain=chain), file)
