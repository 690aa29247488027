from .. import VERSION
from ..alpha import name
from . import INNER

LEAF = "leaf"


def relative():
    return VERSION, name(), INNER


def up():
    try:
        from ... import nothing
    except ImportError as e:
        return str(e)
