import _circ_a
import _circ_b

print(_circ_a.a(), _circ_b.b(), _circ_a.VALUE, _circ_b.VALUE)
