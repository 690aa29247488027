class _Namespace:
    def __init__(self, **values):
        self.__dict__.update(values)

    def __repr__(self):
        return 'namespace(' + ', '.join(f'{k}={v!r}' for k, v in self.__dict__.items()) + ')'


class _VersionInfo(tuple):
    __slots__ = ()
    major = property(lambda self: self[0])
    minor = property(lambda self: self[1])
    micro = property(lambda self: self[2])
    releaselevel = property(lambda self: self[3])
    serial = property(lambda self: self[4])

    def __repr__(self):
        names = ('major', 'minor', 'micro', 'releaselevel', 'serial')
        return 'sys.version_info(' + ', '.join(f'{n}={v!r}' for n, v in zip(names, self)) + ')'


version_info = _VersionInfo((3, 13, 0, 'final', 0))
implementation = _Namespace(name='mimeo', version=version_info, cache_tag=None)
flags = _Namespace(debug=0, inspect=0, interactive=0, optimize=0, verbose=0, int_max_str_digits=4300)
float_info = _Namespace(
    max=1.7976931348623157e308, max_exp=1024, max_10_exp=308, min=2.2250738585072014e-308,
    min_exp=-1021, min_10_exp=-307, dig=15, mant_dig=53, epsilon=2.220446049250313e-16, radix=2, rounds=1,
)
int_info = _Namespace(bits_per_digit=64, sizeof_digit=8, default_max_str_digits=4300, str_digits_check_threshold=640)
hash_info = _Namespace(width=64, modulus=2305843009213693951, inf=314159, nan=0, imag=1000003)
del _Namespace, _VersionInfo
