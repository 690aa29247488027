import itertools as it, operator as op, functools as ft
L=list
print(L(it.accumulate([1,2,3])),L(it.accumulate([1,2,3],op.mul,initial=10)),L(it.batched('abcdefg',3)))
print(L(it.chain('ab',[1])),L(it.chain.from_iterable(['ab','cd'])),L(it.combinations('abcd',3)),L(it.combinations_with_replacement('abc',2)))
print(L(it.compress('abcd',[1,0,1,0])),it.count(3),it.count(1,2),L(it.islice(it.count(2.5,.5),3)),L(it.islice(it.cycle('ab'),5)))
print(L(it.dropwhile(lambda x:x<3,[1,3,2])),L(it.filterfalse(None,[0,1,''])),[(k,L(g)) for k,g in it.groupby([1,1,2,3,3],key=lambda x:x%2)])
print(L(it.islice('abcdef',2)),L(it.islice('abcdef',2,None)),L(it.islice('abcdef',0,None,2)),L(it.pairwise([1,2,3])),L(it.pairwise([])))
print(L(it.permutations([1,2,3])),len(L(it.permutations(range(5),3))),L(it.permutations([1,2],3)),L(it.product('ab',[1,2])),L(it.product()),L(it.product([],[1])))
print(it.repeat(5),it.repeat(5,2),L(it.repeat(5,2)),L(it.starmap(pow,[(2,3),(3,2)])),L(it.takewhile(lambda x:x<3,[1,2,3,1])))
a,b=it.tee(range(200)); print(sum(a),sum(b)); a,b,c=it.tee('abc',3); next(a); print(L(a),L(b),L(c))
print(L(it.zip_longest('abc',[1],fillvalue='-')),L(it.zip_longest()))
for f in (lambda: it.islice([1],-1),lambda: it.islice([1],1,2,0),lambda: it.batched([1],0),lambda: it.combinations([1]),lambda: it.combinations([1],-1),lambda: it.repeat(),lambda: it.count('a'),lambda: L(it.batched([1,2,3],2,strict=True)),lambda: it.chain(a=1),lambda: it.cycle(5),lambda: it.zip_longest(1),lambda: it.groupby(),lambda: it.tee([1],-1)):
    try: print(f())
    except Exception as e: print(type(e).__name__,e)
g=it.groupby('aab'); k1,g1=next(g); k2,g2=next(g); print(L(g1),L(g2))
print(op.itemgetter(1)([1,2]),op.itemgetter(1,0)('ab'),op.itemgetter('a')({'a':1}),op.attrgetter('real')(5),op.attrgetter('__class__.__name__')(5),op.methodcaller('upper')('a'),op.methodcaller('split',',',maxsplit=1)('a,b,c'))
print(op.itemgetter(1),op.attrgetter('a','b'),op.methodcaller('x',1,b=2))
print(op.add(1,2),op.__add__(1,2),op.concat([1],[2]),op.countOf([1,1],1),op.indexOf([1,2],2),op.is_(1,1),op.not_(0),op.truth(1),op.length_hint([1]),op.length_hint(iter([1,2])),op.call(len,[1]),op.iadd([1],[2]),op.index(3),op.contains([1],1),op.getitem([5],0))
p=ft.partial(int,base=2); print(p('11'),p.func,p.args,p.keywords,p); q=ft.partial(p,'101'); print(q(),q.args); p.x=1; print(p.x)
print(ft.reduce(op.add,[1,2,3],10),ft.reduce(op.add,[5]))
try: ft.reduce(op.add,[])
except TypeError as e: print(e)
@ft.lru_cache(maxsize=2)
def f(a,b=1):
    'doc'
    return a+b
f(1);f(2);f(1);f(3);f(2);print(f.cache_info(),f.__name__,f.__doc__,f.cache_parameters(),f.__wrapped__(1)); f.cache_clear(); print(f.cache_info()); f(1,b=2); f(1,b=2); print(f.cache_info())
@ft.cache
def g(x): return x
print(g(1),g(1.0),g('a'),g.cache_info())
@ft.lru_cache(typed=True)
def g(x): return x
print(g(1),g(1.0),g.cache_info())
class A:
    @ft.lru_cache
    def m(self,x): return x*2
    @ft.cached_property
    def cp(self): print('computed'); return 5
a=A(); print(a.m(3),a.m(3),A.m.cache_info(),a.cp,a.cp)
print(sorted([3,1,2],key=ft.cmp_to_key(lambda a,b:b-a)))
@ft.total_ordering
class T:
    def __init__(s,v): s.v=v
    def __eq__(s,o): return s.v==o.v
    def __lt__(s,o): return s.v<o.v
print(T(1)<=T(1),T(2)>T(1),T(1)>=T(2))
@ft.singledispatch
def sd(x): return 'obj'
@sd.register
def _(x:int): return 'int'
@sd.register(list)
def _(x): return 'list'
print(sd(1),sd([]),sd('a'),sd(True))
def deco(f):
    @ft.wraps(f)
    def w(*a): return f(*a)
    return w
@deco
def named(): 'd'
print(named.__name__,named.__doc__,named.__wrapped__)  if 0 else print(named.__name__,named.__doc__)
class PM:
    def f(self,a,b): return (a,b)
    g=ft.partialmethod(f,1)
print(PM().g(2))
