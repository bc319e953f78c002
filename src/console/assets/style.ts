import { fingerprint } from "./fingerprint.ts";

/** The console's one style sheet: dense, calm, light and dark, from a phone's width on. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f7f7f5, #16181b);
  --card: light-dark(#fff, #1e2125);
  --line: light-dark(#e2e1dc, #33373d);
  --text: light-dark(#20242a, #e6e4df);
  --muted: light-dark(#5c626b, #a3a7ad);
  --link: light-dark(#0b5cad, #82b8f0);
  --good: light-dark(#1c6b41, #7fd0a2);
  --busy: light-dark(#7a5200, #ecc06a);
  --bad: light-dark(#a32d18, #ff9d89);
  --quiet: light-dark(#565c65, #a8adb5);
  --tint: light-dark(#eeede9, #282c31);
  --alarm: light-dark(#fdf1ee, #33211e);
  --warn: light-dark(#fdf6e6, #2f2819);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
a { color: var(--link); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.to-main { position: absolute; left: -99rem; }
.to-main:focus { left: .5rem; top: .5rem; z-index: 1; background: var(--card); padding: .25rem .5rem; }
.top { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; padding: .6rem 1.25rem; background: var(--card); border-bottom: 1px solid var(--line); }
.brand { font-weight: 650; color: inherit; text-decoration: none; white-space: nowrap; }
.top nav { display: flex; flex-wrap: wrap; gap: .1rem .9rem; }
.top nav a, .tabs a { color: var(--muted); text-decoration: none; padding: .15rem 0; border-bottom: 2px solid transparent; }
.top nav a:hover, .tabs a:hover { color: var(--text); }
nav a[aria-current] { color: var(--text); border-color: var(--link); font-weight: 600; }
.count { color: var(--muted); font-weight: 400; font-size: 12.5px; }
.me { margin-left: auto; display: flex; flex-wrap: wrap; gap: .1rem 1rem; color: var(--muted); font-size: 13px; }
main { max-width: 76rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
h1 { font-size: 1.3rem; line-height: 1.3; margin: .5rem 0; overflow-wrap: anywhere; }
h2 { font-size: .95rem; margin: 1.6rem 0 .4rem; }
h3 { font-size: .9rem; margin: 0 0 .4rem; }
p { margin: .4rem 0; }
small { display: block; color: var(--muted); font-size: 12.5px; font-weight: 400; }
.calls th { min-width: 8rem; }
.calls td:nth-child(3) { min-width: 9rem; }
code, pre { font: 12.5px/1.5 var(--mono); }
code { overflow-wrap: anywhere; color: var(--muted); }
pre { background: var(--tint); padding: .75rem; border-radius: 6px; overflow: auto; max-height: 32rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.muted, .empty { color: var(--muted); font-weight: 400; }
.heading { display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: baseline; }
.narrow { max-width: 34rem; margin: 8vh auto; }
.tabs { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; border-bottom: 1px solid var(--line); margin-bottom: .75rem; }
.tools, .range, .buttons { display: flex; flex-wrap: wrap; gap: .4rem 1.1rem; align-items: center; margin: .75rem 0; }
.range { justify-content: space-between; }
table { border-collapse: collapse; width: 100%; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
th, td { text-align: left; vertical-align: top; padding: .45rem .7rem; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
thead th::first-letter, dt::first-letter { text-transform: uppercase; }
thead th { border-top: 0; color: var(--muted); font-size: 12px; font-weight: 500; white-space: nowrap; }
tbody th { font-weight: 550; }
.number { text-align: right; }
.day { white-space: nowrap; }
tbody tr:hover { background: var(--tint); }
td time, .journey time { white-space: nowrap; }
.status { white-space: nowrap; font-weight: 600; font-size: 12.5px; }
.status::before { content: ""; display: inline-block; width: .5rem; height: .5rem; margin-right: .4rem; border-radius: 50%; background: currentcolor; }
.written, .did.created, .did.updated { color: var(--good); }
.pending, .trouble, .looks_again, .not_landed, .waiting, .overtaken { color: var(--busy); }
.held, .rejected { color: var(--bad); }
.skipped, .did { color: var(--quiet); }
.held::before, .rejected::before { border-radius: 1px; }
.skipped::before { background: none; border: 1.5px solid currentcolor; }
.did { font-size: 12.5px; }
.records { display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin: 0; padding: 0; list-style: none; }
.why { color: var(--bad); }
.warned { color: var(--busy); }
.summary, .problem, .warnings, .choice, .receipt, .card { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem; margin: .75rem 0; overflow-x: auto; }
:is(.summary, .problem, .warnings, .choice) h2 { margin: 0 0 .4rem; }
.problem { background: var(--alarm); border-left: 3px solid var(--bad); }
.warnings { background: var(--warn); border-left: 3px solid var(--busy); }
.warnings ul, .choice ul { margin: 0; padding-left: 1.1rem; }
.receipt table { border: 0; }
.kept { color: var(--muted); }
.kept th { font-weight: 400; }
.changes { table-layout: fixed; }
.changes th { width: 24%; }
.changes th:last-child { width: 20%; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .9rem; margin: 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
.journey { margin: 0; padding: 0 0 0 1.1rem; list-style: none; border-left: 2px solid var(--line); }
.journey li { position: relative; padding: .15rem 0; }
.journey li::before { content: ""; position: absolute; left: -1.47rem; top: .6rem; width: .5rem; height: .5rem; border-radius: 50%; background: var(--line); outline: 3px solid var(--page); }
.journey > li > time { color: var(--muted); margin-right: .6rem; }
:is(td, dd, li, .records) :is(a, b), h1 { unicode-bidi: isolate; }
.journey b { font-weight: 600; }
.journey dl { padding: .2rem 0 .4rem; }
.note { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem; overflow: auto; max-height: 40rem; overflow-wrap: anywhere; }
.note :is(h3, h4) { font-size: 1rem; margin: .5rem 0; }
.note table { border: 0; width: auto; }
summary { cursor: pointer; color: var(--link); width: max-content; max-width: 100%; padding: .1rem 0; }
form { margin: 0; }
label { color: var(--muted); font-size: 12.5px; }
input, select, textarea, button, .buttons > a { font: inherit; color: var(--text); background: var(--card); border: 1px solid light-dark(#8c9098, #6b7078); border-radius: 5px; padding: .35rem .6rem; max-width: 100%; }
:is(input, select, textarea)::placeholder { color: var(--muted); }
textarea { width: 100%; min-height: 22rem; font: 12.5px/1.5 var(--mono); }
button, .buttons > a { cursor: pointer; text-decoration: none; font-weight: 550; }
.main { background: light-dark(#0b5cad, #2b72bd); border-color: transparent; color: #fff; }
.danger { background: light-dark(#a32d18, #b13c26); border-color: transparent; color: #fff; }
.narrow > input, .narrow > label { display: block; width: 100%; }
.find { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; }
.find input { flex: 1 1 14rem; }
.find label { position: absolute; left: -99rem; }
.filters form { display: flex; flex-wrap: wrap; gap: .5rem .8rem; align-items: end; padding: .5rem 0; }
.filters label:not(.check) > * { display: block; }
.bar { display: block; width: 100%; min-width: 6rem; height: .55rem; border-radius: 3px; background: var(--tint); }
.bar rect { fill: currentcolor; }
.tools .find input { flex: 0 1 auto; }
.filters .tools { align-items: end; }
.filters .tools input { width: 18rem; }
@media (max-width: 44rem) {
  main, .top { padding-inline: .8rem; }
  .me { margin-left: 0; }
  .calls, .calls tbody, .calls tr, .stack, .stack tbody, .stack tr { display: block; }
  .calls thead, .stack thead { position: absolute; left: -99rem; }
  .calls tr, .stack tr { padding: .5rem .7rem; border-top: 1px solid var(--line); }
  .calls tr:first-child, .stack tr:first-child { border-top: 0; }
  .calls :is(td, th), .stack :is(td, th) { display: block; width: auto; min-width: 0; border: 0; padding: .08rem 0; }
  .stack td[data-label]::before { content: attr(data-label) ": "; color: var(--muted); }
  .stack .number { text-align: left; }
}
@media (prefers-reduced-motion: no-preference) { a, button { transition: color .1s, background .1s; } }
`;

export const STYLE_PATH = `/console-${fingerprint(STYLE)}.css`;
