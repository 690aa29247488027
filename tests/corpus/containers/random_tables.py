class Rng:
    def __init__(self,s): self.s=s
    def __call__(self,n):
        self.s=(self.s*6364136223846793005+1442695040888963407)%(1<<64); return (self.s>>33)%n
r=Rng(42)
# sets of ints: iteration order
for n in (5, 20, 100, 300):
    s=set()
    for _ in range(n):
        k=r(n*3)-n
        if r(3)==0: s.discard(k)
        else: s.add(k)
    print(n,list(s)[:50],len(s), hash(frozenset(s)))
    t=set(r(n*2) for _ in range(n))
    print(list(s|t)[:40],list(s&t)[:40],list(s-t)[:40],list(s^t)[:40])
    s.update(t); s-=set(range(0,n,3)); print(list(s)[:40]); s&=set(range(0,n,2)); print(list(s)[:40]); 
    for _ in range(3):
        if s: print(s.pop(),end=' ')
    s^=set(range(10)); print(list(s)[:40])
    s.update(dict.fromkeys(range(50,70))); print(list(s)[:60])
    print(list(set([(r(5),r(5)) for _ in range(n)]))[:30])
    print(list({float(r(n)) for _ in range(n)})[:30], list({r(1<<62)<<r(40) for _ in range(n)})[:10])
# dict model
d={};keys=[]
for i in range(1500):
    op=r(10);k=r(300)
    if op<5: 
        if k not in d: keys.append(k)
        d[k]=i
    elif op<8:
        if k in d: del d[k]; keys.remove(k)
    elif op==8 and d:
        kk,v=d.popitem(); assert keys.pop()==kk
    elif op==9 and r(50)==0: d=d.copy()
    if i%500==0: assert list(d)==keys,(i,); assert len(d)==len(keys)
assert list(d)==keys; assert list(reversed(d))==keys[::-1]
print('dict ok',len(d))
from collections import OrderedDict,deque
d=OrderedDict();keys=[]
for i in range(1500):
    op=r(12);k=r(100)
    if op<4:
        if k not in d: keys.append(k)
        d[k]=i
    elif op<6:
        if k in d: del d[k]; keys.remove(k)
    elif op<8 and k in d: d.move_to_end(k); keys.remove(k); keys.append(k)
    elif op<10 and k in d: d.move_to_end(k,last=False); keys.remove(k); keys.insert(0,k)
    elif op==10 and d: assert d.popitem()[0]==keys.pop()
    elif op==11 and d: assert d.popitem(last=False)[0]==keys.pop(0)
    if i%100==0: assert list(d)==keys,(i,list(d),keys)
    for q in range(3): kk=r(100); assert (kk in d)==(kk in keys)
print('od ok')
d=OrderedDict.fromkeys(range(1500))
while d: d.popitem(last=False)
q=deque();m=[]
for i in range(1500):
    op=r(11)
    if op<3: q.append(i);m.append(i)
    elif op<6: q.appendleft(i);m.insert(0,i)
    elif op==6 and q: assert q.pop()==m.pop()
    elif op==7 and q: assert q.popleft()==m.pop(0)
    elif op==8: n=r(9)-4; q.rotate(n); m=m[-n%len(m):]+m[:-n%len(m)] if m else m
    elif op==9 and q: j=r(len(m)); del q[j]; del m[j]
    elif op==10: j=r(len(m)+1); q.insert(j,i); m.insert(j,i)
    if len(m)>60: q.clear(); m.clear()
    assert list(q)==m,(i,list(q),m)
    if m: j=r(len(m)); assert q[j]==m[j]
print('deque ok')
# sort
class C:
    n=0
    def __init__(s,v): s.v=v
    def __lt__(s,o): C.n+=1; return s.v<o.v
for n in (0, 1, 2, 3, 10, 24, 25, 65, 100):
    for mod in (3,50,10**6):
        a=[(r(mod),i) for i in range(n)]
        b=sorted(a,key=lambda t:t[0]); assert all(b[i][0]<b[i+1][0] or b[i][0]==b[i+1][0] and b[i][1]<b[i+1][1] for i in range(n-1))
        b=sorted(a,key=lambda t:t[0],reverse=True); assert all(b[i][0]>b[i+1][0] or b[i][0]==b[i+1][0] and b[i][1]<b[i+1][1] for i in range(n-1))
        b=sorted(a,key=lambda t:C(t[0])); assert all(b[i][0]<b[i+1][0] or b[i][0]==b[i+1][0] and b[i][1]<b[i+1][1] for i in range(n-1))
        b=sorted(a,key=lambda t:C(t[0]),reverse=True); assert all(b[i][0]>b[i+1][0] or b[i][0]==b[i+1][0] and b[i][1]<b[i+1][1] for i in range(n-1))
        c=[str(t[0]) for t in a]; c.sort(); assert all(c[i]<=c[i+1] for i in range(n-1))
        c=[t[0]/3 if t[1]%2 else t[0] for t in a]; c.sort(reverse=True); assert all(c[i]>=c[i+1] for i in range(n-1))
        c=[(t[0],str(t[1])) for t in a]; c.sort(); assert all(c[i]<=c[i+1] for i in range(n-1))
print('sort ok')
class Bad:
    def __lt__(s,o): raise ValueError('x')
l=[Bad(),Bad(),Bad()]
try: l.sort()
except ValueError as e: print(e,len(l))
l=[1,2,3]
class Evil:
    def __init__(s,l): s.l=l
    def __lt__(s,o): s.l.append(5); return False
l.extend(Evil(l) for _ in range(3)); l=l[3:]
e=l
for x in e: x.l=e
try: e.sort()
except ValueError as ex: print(ex,len(e))
# mutation during iteration / eq
class K:
    def __init__(s,h): s.h=h
    def __hash__(s): return s.h
    def __eq__(s,o): D.clear(); return False
D={}
D={K(1):1}
try: D[K(1)]
except KeyError: print('KeyError',len(D))
D={K(1):1}; D[K(1)]=2; print(len(D))
a=[];a.append(a);d={};d[1]=d;print(a,d,[d],(a,));
import heapq,bisect
h=[]
for i in range(100): heapq.heappush(h,r(100))
o=[heapq.heappop(h) for _ in range(100)]; assert o==sorted(o)
a=[r(1000) for _ in range(80)]; h=a[:]; heapq.heapify(h); assert [heapq.heappop(h) for _ in h[:]]==sorted(a)
assert heapq.nlargest(10,a)==sorted(a,reverse=True)[:10]; assert heapq.nsmallest(10,a)==sorted(a)[:10]
assert list(heapq.merge([1,4],[2,3],[0,9]))==[0,1,2,3,4,9]
b=[]
for v in a: bisect.insort(b,v)
assert b==sorted(a)
print('heap ok')
