from collections import *
import collections, copy
q=deque('abc'); q.extend('de'); q.extendleft('xy'); print(q,q[0],q[-1],len(q),'c' in q,q.index('c'),q.count('a'),list(reversed(q)))
q.rotate(2); print(q); q.rotate(-3); print(q); q.reverse(); print(q); q.remove('c'); print(q); q.insert(1,'I'); print(q); del q[0]; q[0]='Z'; print(q, q.copy(), q==q.copy(), q+deque('12'), q*2)
print(deque(range(5),maxlen=3),deque(range(5),3).maxlen,deque().maxlen,deque([1])<deque([2]))
for f in (lambda: deque().pop(),lambda: deque().popleft(),lambda: deque([1])[5],lambda: deque([1]).remove(5),lambda: deque(5),lambda: deque([1],-1),lambda: deque([1]).index(3),lambda: deque([1],1).insert(0,2)):
    try: print(f())
    except Exception as e: print(type(e).__name__,e)
q=deque([1,2])
try:
    for x in q: q.append(1)
except RuntimeError as e: print(e)
d=defaultdict(int); d['a']+=1; print(d,d['b'],dict(d),d.default_factory); d2=defaultdict(None,a=1); print(d2)
try: d2['x']
except KeyError as e: print('KeyError',e)
print(d|{'c':1},d.copy(),copy.copy(d))
class DD(defaultdict):
    pass
x=DD(list); x[1].append(2); print(x)
class Q(deque):
    def __init__(s,*a): super().__init__(*a); s.extra=1
z=Q([1,2]); z.foo=5; print(z,z.extra,z.foo)
c=Counter('abracadabra'); print(c,c.most_common(),c.most_common(1),c['z'],c.total(),sorted(c.elements()))
c.update('aab'); c.subtract('b'); print(c,c+Counter(a=1),c-Counter(a=5),c&Counter(a=1,q=2),c|Counter(z=9),+Counter(a=-1,b=2),-Counter(a=-1),Counter(a=1)==Counter(a=1,b=0),Counter(a=1)<=Counter(a=2))
del c['nope']; print(Counter(),Counter(a=1,b='x') if 0 else '')
P=namedtuple('P','x y z',defaults=[9]); p=P(1,2); print(p,p.z,P._fields,P._field_defaults,p==(1,2,9),P._make([1,2,3]),p._replace(x=5),p._asdict(),P.__doc__,P.x.__doc__, hash(p)==hash((1,2,9)))
x,y,z=p; print(x,y,z)
for f in (lambda: P(),lambda: P(1,2,3,4),lambda: namedtuple('A','a a'),lambda: namedtuple('A','_a'),lambda: namedtuple('A','class'),lambda: p._replace(q=1)):
    try: print(f())
    except Exception as e: print(type(e).__name__,e)
try: p.x=1
except AttributeError as e: print(e)
class PP(P):
    __slots__=()
    def s(self): return self.x+self.y
print(PP(1,2),PP(1,2).s(),namedtuple('R','a class a',rename=True)._fields)
o=OrderedDict([('a',1),('b',2)]); o['c']=3; print(o,list(reversed(o)),o==OrderedDict(a=1,c=3,b=2),o=={'a':1,'c':3,'b':2},o.popitem(),OrderedDict.fromkeys('ab',0),o|{'q':1},o.copy())
m=ChainMap({'a':1},{'a':2,'b':3}); print(m,m['a'],m['b'],list(m),len(m),m.new_child({'z':1}),m.parents,dict(m)); m['q']=1; print(m.maps)
try: m['nope']
except KeyError as e: print(e)
class U(UserDict):
    def __setitem__(s,k,v): super().__setitem__(k,v*2)
u=U(a=1); u['b']=5; print(u,len(u),'a' in u,u.get('zz'),sorted(u.items()),u.pop('a'))
l=UserList([3,1]); l.append(2); l.sort(); print(l,l[0],l[1:],l+[1],len(l)); s=UserString('abc'); print(s.upper(),s+'d',len(s),s=='abc')
from collections import abc
for t in (list,tuple,str,dict,set,frozenset,int,range,type(iter([])),type((x for x in [])),deque,defaultdict,Counter):
    print(t.__name__,[n for n in ('Hashable','Iterable','Iterator','Generator','Sized','Container','Callable','Collection','Sequence','MutableSequence','Set','MutableSet','Mapping','MutableMapping','Reversible') if issubclass(t,getattr(abc,n))])
class S(abc.Sequence):
    def __getitem__(s,i):
        if i>=3: raise IndexError
        return i*2
    def __len__(s): return 3
print(list(S()),2 in S(),S().index(4),S().count(2),list(reversed(S())))
try: abc.Sequence()
except TypeError as e: print(e)
from abc import ABC,abstractmethod
class B(ABC):
    @abstractmethod
    def f(self): pass
try: B()
except TypeError as e: print(e)
class BC(B):
    def f(self): return 1
print(BC().f(),isinstance(BC(),B)); B.register(int); print(isinstance(5,B),issubclass(int,B))
class A:
    def __init__(s): s.l=[1,[2]]; s.d={'a':s}
a=A(); b=copy.deepcopy(a); c=copy.copy(a); print(b.l,b.d['a'] is b,b.l is a.l,c.l is a.l); l=[1];l.append(l);k=copy.deepcopy(l);print(k,k[1] is k)
print(copy.deepcopy({(1,2):[3],'s':{4}}),copy.copy([1]),copy.copy((1,)),copy.deepcopy(deque([[1]])),copy.deepcopy(OrderedDict(a=[1])))
import string,types,keyword,reprlib
print(string.ascii_letters,string.capwords('a b'),string.Formatter().format('{0} {a!r:>5}',1,a='x'),keyword.iskeyword('if'),reprlib.repr(list(range(100))),reprlib.repr('x'*100))
print(types.FunctionType,types.GeneratorType,types.MethodType,types.ModuleType,types.SimpleNamespace(a=1))
