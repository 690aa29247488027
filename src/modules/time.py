"""Clocks and calendar time. A sandbox knows no time zone: local time is UTC."""


class struct_time(tuple):
    """Calendar time in nine fields."""

    __slots__ = ()
    n_fields = 11
    n_sequence_fields = 9
    n_unnamed_fields = 0

    def __new__(cls, sequence):
        fields = tuple(sequence)
        if len(fields) < 9:
            raise TypeError(f"time.struct_time() takes an at least 9-sequence ({len(fields)}-sequence given)")
        if len(fields) > 11:
            raise TypeError(f"time.struct_time() takes an at most 11-sequence ({len(fields)}-sequence given)")
        return super().__new__(cls, fields[:9])

    tm_year = property(lambda self: self[0])
    tm_mon = property(lambda self: self[1])
    tm_mday = property(lambda self: self[2])
    tm_hour = property(lambda self: self[3])
    tm_min = property(lambda self: self[4])
    tm_sec = property(lambda self: self[5])
    tm_wday = property(lambda self: self[6])
    tm_yday = property(lambda self: self[7])
    tm_isdst = property(lambda self: self[8])
    tm_zone = property(lambda self: "UTC")
    tm_gmtoff = property(lambda self: 0)

    def __repr__(self):
        names = ("year", "mon", "mday", "hour", "min", "sec", "wday", "yday", "isdst")
        fields = ", ".join([f"tm_{name}={value}" for name, value in zip(names, self)])
        return f"time.struct_time({fields})"


timezone = altzone = daylight = 0
tzname = ("UTC", "UTC")


def gmtime(seconds=None, /):
    return struct_time(_fields(time() if seconds is None else seconds))


localtime = gmtime


def mktime(t, /):
    return float(_seconds(tuple(t)))


def strftime(format, t=None, /):
    return _strftime(format, gmtime() if t is None else tuple(t))


def asctime(t=None, /):
    return _asctime(gmtime() if t is None else tuple(t))


def ctime(seconds=None, /):
    return _asctime(gmtime(seconds))
