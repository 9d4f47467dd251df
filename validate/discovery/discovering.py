"""Finds the aggregations of a table."""
from __future__ import annotations

from collections import defaultdict
from .grid import Aggregation, NumberGrid, Operator
from .selecting import best_sums
from .sums import runs
from .averages import averages
from .rates import rates
from .pairs import pairs
from .view import View, views_of
from dataclasses import replace

import os
P={k:float(os.environ.get(k,v)) for k,v in dict(TS=4,TA=5,TR=4,TC=4,CR=6,CA=4,MAJ=0.5,PAIR=1,CLS=1,STR=1,TOT=3).items()}

def ok(view, f, threshold):
    w=f.weight
    return f.bits>=threshold and w.hits*(1-P['MAJ'])>=len(w.fails)*P['MAJ']

def discover(grid: NumberGrid) -> tuple[Aggregation, ...]:
    """Return the aggregations of a table."""
    out = []
    for view in views_of(grid):
        found = best_sums(sum_rounds(view))
        out += [Aggregation(Operator.SUM, view.axis, f.target, f.operands, f.weight.holds, f.weight.fails, f.bits) for f in found]
        sums={(f.target,*f.operands) for f in found}
        triples={frozenset(s) for s in sums}
        totals={f.target for f in found}
        avgs=[]
        for act in (view.lines, [n for n in view.lines if n not in totals]):
            for f in averages(view, act):
                cue=view.cues[f.target].average
                f=replace(f,cost=f.cost-(P['CA'] if cue else 0))
                if ok(view,f,P['TA']): avgs.append(f)
        avgs=best_sums(avgs)
        out += [Aggregation(Operator.AVERAGE, view.axis, f.target, f.operands, f.weight.holds, f.weight.fails, f.bits) for f in avgs]
        rs=[]
        for f in rates(view):
            c=view.cues[f.target]
            cue=c.ratio if f.operator is Operator.RATIO else c.change
            f=replace(f,cost=f.cost-(P['CR'] if cue else 0))
            if ok(view,f,P['TR'] if f.operator is Operator.RATIO else P['TC']) and frozenset((f.target,f.top,f.bottom)) not in triples:
                rs.append(f)
        kept=[]
        for f in sorted(rs,key=lambda f:(-f.bits,)):
            if not any(k.target==f.target or {k.target,k.top,k.bottom}=={f.target,f.top,f.bottom} for k in kept):
                kept.append(f)
        out += [Aggregation(f.operator, view.axis, f.target, (f.top,f.bottom), f.weight.holds, f.weight.fails, f.bits,f.factor) for f in kept]
    return tuple(out)

def prior(view,f):
    return replace(f,cost=f.cost-(P['TOT'] if view.cues[f.target].total else 0))

def sum_rounds(view: View):
    T=P['TS']
    def take(it,extra=0.0): return [g for f in it if ok(view,g:=replace(prior(view,f),cost=prior(view,f).cost+extra),T)]
    found = take(runs(view, view.lines))
    for _ in range(3):
        best = best_sums(found)
        details = {n for f in best for n in f.operands}
        totals = {f.target for f in best}
        new = []
        for gone in (details, totals):
            active = [n for n in view.lines if n not in gone]
            new += take(runs(view, active))
        known = {(f.target, f.operands) for f in found}
        new = [f for f in new if (f.target, f.operands) not in known]
        if not new:
            break
        found += new
    extra=[]
    if P['CLS']:
        classes=defaultdict(list)
        for n in view.lines:
            key=view.labels[n].rstrip().rsplit('\n',1)[-1].strip().lower()
            if key: classes[key].append(n)
        for c in classes.values():
            if 3<=len(c)<len(view.lines): extra+=take(runs(view,c),1)
    if P['STR']:
        for k in (2,3,4):
            for o in range(k):
                if len(view.lines[o::k])>2: extra+=take(runs(view,view.lines[o::k]),k.bit_length()+1)
    if P['PAIR']: extra+=take(pairs(view))
    known = {(f.target, f.operands) for f in found}
    found+=[f for f in extra if (f.target, f.operands) not in known]
    return found
