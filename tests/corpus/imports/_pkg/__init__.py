VERSION = "1.0"
print("init", __name__)
from . import alpha
from .alpha import name
