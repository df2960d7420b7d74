"""The JavaScript that generated modules call: each function with the names of those it needs.

`U` is what is undetermined. A number is `[coefficient, scale]`, a BigInt and how many of its digits
are decimals, rounded as IEEE 754's decimal128: 34 digits, half to even.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

RUNTIME: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "U": ((), "class U{constructor(m){this.missing=m}};const NO=new U([]);"),
    "any": (("U",), "const any=a=>new U([...new Set(a.flatMap(x=>x.missing))].sort());"),
    "all": (("any",), "const all=a=>a.some(x=>!x.missing.length)?NO:any(a);"),
    "strict": (
        ("all",),
        "const strict=(f,...a)=>{const u=a.filter(x=>x instanceof U);if(u.length)return all(u);"
        "const r=f(...a);return r===undefined?NO:r};",
    ),
    "joined": (
        ("any",),
        "const joined=(s,...a)=>{if(a.includes(s))return s;"
        "const u=a.filter(x=>x instanceof U);return u.length?any(u):!s};",
    ),
    "read": (
        ("U",),
        "const read=(v,k,f)=>{const x=v[k];return x===undefined||x===null?new U([k]):"
        "x.missing?new U(x.missing):f(x)};",
    ),
    "wrong": ((), "const wrong=x=>{throw new TypeError(String(x))};"),
    "num": (
        ("wrong",),
        'const num=x=>{if(typeof x=="bigint"||Number.isSafeInteger(x))return[BigInt(x),0];'
        'const m=typeof x=="string"&&/^(-?\\d+)(?:\\.(\\d+))?$/.exec(x);'
        'return m?[BigInt(m[1]+(m[2]||"")),(m[2]||"").length]:wrong(x)};',
    ),
    "text": (("wrong",), 'const text=x=>typeof x=="string"?x:wrong(x);'),
    "bool": (("wrong",), 'const bool=x=>typeof x=="boolean"?x:wrong(x);'),
    "day": (("wrong",), "const day=x=>Number.isInteger(x)?x:wrong(x);"),
    "pow": ((), "const pow=n=>10n**BigInt(n);"),
    "cmp": (
        ("pow",),
        "const cmp=([a,s],[b,t])=>{const x=s<t?a*pow(t-s):a,y=t<s?b*pow(s-t):b;"
        "return x<y?-1:x>y?1:0};",
    ),
    "sub1": ((), "const sub1=(a,b)=>a-b;"),
    "cmpText": (
        (),
        "const cmpText=(a,b)=>{const x=[...a],y=[...b];for(let i=0;i<x.length&&i<y.length;i++)"
        "if(x[i]!==y[i])return x[i].codePointAt(0)-y[i].codePointAt(0);return x.length-y.length};",
    ),
    # `k` says that something not zero was cut off below the digits.
    "round": (
        ("pow",),
        "const round=(c,s,k)=>{const g=c<0n?-c:c,d=String(g).length-34;"
        "if(d>0){const p=pow(d);let q=g/p;const r=2n*(g%p);"
        "if(r>p||r===p&&(k||q&1n))q++;c=c<0n?-q:q;s-=d;"
        "if(String(q).length>34){c/=10n;s--}}"
        "if(c&&String(c<0n?-c:c).length-1-s>6144)return;return[c,s]};",
    ),
    "add": (
        ("round",),
        "const add=([a,s],[b,t])=>s<t?round(a*pow(t-s)+b,t):round(a+b*pow(s-t),s);",
    ),
    "neg": (("round",), "const neg=([a,s])=>round(-a,s);"),
    "sub": (("add",), "const sub=(a,[b,t])=>add(a,[-b,t]);"),
    "mul": (("round",), "const mul=([a,s],[b,t])=>round(a*b,s+t);"),
    "div": (
        ("round",),
        "const div=([a,s],[b,t])=>{if(!b)return;"
        "const n=Math.max(0,36+String(b).length-String(a).length);"
        "const x=a*pow(n),q=x/b;return round(q,s-t+n,x%b!==0n)};",
    ),
    "abs": ((), "const abs=([a,s])=>[a<0n?-a:a,s];"),
    "join": ((), "const join=(a,b)=>a+b;"),
    "not": ((), "const not=a=>!a;"),
    "size": ((), "const size=a=>[BigInt([...a].length),0];"),
    "has": ((), "const has=(a,b)=>a.includes(b);"),
    "starts": ((), "const starts=(a,b)=>a.startsWith(b);"),
    "ends": ((), "const ends=(a,b)=>a.endsWith(b);"),
    "ymd": (
        (),
        "const ymd=n=>{const d=new Date(n*864e5);"
        "return[d.getUTCFullYear(),d.getUTCMonth()+1,d.getUTCDate()]};",
    ),
    "part": (("ymd",), "const part=(n,i)=>[BigInt(ymd(n)[i]),0];"),
    "days": ((), "const days=(a,b)=>[BigInt(b-a),0];"),
    # The day of the month must be reached for a month to be complete, also at a month's end.
    "whole": (
        ("ymd",),
        "const whole=(a,b,n)=>{if(a>b)return-whole(b,a,n);const x=ymd(a),y=ymd(b);"
        "return Math.floor(((y[0]-x[0])*12+y[1]-x[1]-(y[2]<x[2]?1:0))/n)};",
    ),
    "months": (("whole",), "const months=(a,b)=>[BigInt(whole(a,b,1)),0];"),
    "years": (("whole",), "const years=(a,b)=>[BigInt(whole(a,b,12)),0];"),
    "same": (
        ("cmp",),
        "const same=(a,b)=>Array.isArray(a)?Array.isArray(b)&&!cmp(a,b):a===b;",
    ),
    "cond": (
        ("any",),
        'const cond=(c,t,o)=>{if(typeof c=="boolean")return c?t:o;'
        "const u=[c,t,o].filter(x=>x instanceof U);if(u.length===1&&same(t,o))return t;"
        "return c.missing.length?any(u):NO};",
    ),
    "digits": (
        ("pow",),
        "const digits=([c,s])=>{if(s<0){c*=pow(-s);s=0}"
        "while(s>0&&c%10n===0n){c/=10n;s--}"
        'const t=String(c<0n?-c:c).padStart(s+1,"0"),i=t.length-s;'
        'return(c<0n?"-":"")+t.slice(0,i)+(s?"."+t.slice(i):"")};',
    ),
    "shown": (
        ("digits", "U"),
        "const shown=r=>r instanceof U?{value:undefined,missing:r.missing}:"
        "{value:Array.isArray(r)?digits(r):r,missing:[]};",
    ),
    "settle": (
        ("any",),
        # m: whether each rule matches; g: outcomes alike have one number; p: which rule wins.
        "const settle=(m,g,p,u,one)=>{let f=[],w=[];"
        "m.forEach((x,i)=>x===true?f.push(i):x instanceof U&&w.push(i));"
        "if(p&&f.length){const b=f.reduce((x,y)=>p[y]<p[x]?y:x);f=[b];w=w.filter(i=>p[i]<p[b])}"
        "const alike=a=>a.every(i=>g[i]===g[a[0]]);"
        "if(w.length&&!(!u&&f.length&&alike([...f,...w])))return[f,any(w.map(i=>m[i]))];"
        "return[f,!f.length||u&&f.length>1||!alike(f)?NO:one[f[0]]]};",
    ),
}
