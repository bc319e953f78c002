/** One sheet for all pages. No external assets. */
export const STYLE = `
:root { --ink:#1f2d3d; --soft:#5b6b7d; --faint:#8a99a8; --line:#e3e8ee; --ground:#f4f6f9; --card:#fff; --accent:#0b7285; --warm:#e8590c; --good:#2b8a3e; --bad:#c92a2a; }
* { box-sizing:border-box; }
body { margin:0; background:var(--ground); color:var(--ink); font:15px/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif; }
a { color:var(--accent); text-decoration:none; } a:hover { text-decoration:underline; } a:not([href]) { color:inherit; text-decoration:none; }
.bar { background:#213343; color:#fff; padding:0 24px; height:52px; display:flex; align-items:center; gap:14px; }
.bar a { color:#fff; font-weight:600; } .bar small { color:#b6c4d2; }
.bar .dot { flex:none; width:12px; height:12px; border-radius:50%; background:var(--warm); }
main { max-width:1280px; margin:0 auto; padding:24px; }
.card { background:var(--card); border:1px solid var(--line); border-radius:10px; box-shadow:0 1px 2px rgba(31,45,61,.05); }
h1 { font-size:22px; line-height:1.25; margin:0; } h2 { font-size:15px; margin:0; }
.muted { color:var(--soft); } .faint { color:var(--faint); font-size:13px; }
.avatar { flex:none; display:grid; place-items:center; width:36px; height:36px; border-radius:50%; background:#d6eef2; color:var(--accent); font-weight:600; font-size:13px; }
.avatar.large { width:60px; height:60px; font-size:20px; }
.tag { display:inline-block; padding:1px 9px; border-radius:99px; font-size:12.5px; background:#e9eef4; color:var(--soft); white-space:nowrap; }
.tag.won { background:#e0f3e4; color:var(--good); } .tag.lost { background:#fbe6e6; color:var(--bad); } .tag.open { background:#dff2f5; color:var(--accent); }
.head { display:flex; justify-content:space-between; align-items:end; gap:16px; margin-bottom:16px; flex-wrap:wrap; }
table { width:100%; border-collapse:collapse; } th { text-align:left; font-size:12px; text-transform:uppercase; letter-spacing:.04em; color:var(--faint); font-weight:600; }
th,td { padding:11px 16px; border-bottom:1px solid var(--line); vertical-align:middle; } tr:last-child td { border-bottom:0; } tbody tr:hover { background:#f8fafc; }
.person { display:flex; gap:12px; align-items:center; font-weight:600; }
.columns { display:grid; grid-template-columns:300px minmax(0,1fr) 300px; gap:20px; align-items:start; }
.side { display:grid; gap:16px; } .side .card { padding:18px; }
.who { display:flex; gap:14px; align-items:center; margin-bottom:14px; }
dl { margin:0; display:grid; gap:11px; } dt { font-size:12.5px; color:var(--faint); } dd { margin:0; overflow-wrap:anywhere; }
details summary { cursor:pointer; color:var(--accent); font-size:13.5px; margin-top:14px; } details dl { margin-top:12px; }
.entry { padding:16px 20px 18px; margin-bottom:14px; border-left:4px solid var(--line); } .entry.note { border-left-color:#f2b705; } .entry.call { border-left-color:var(--accent); } .entry.task { border-left-color:#7048e8; }
.entry header { display:flex; justify-content:space-between; gap:12px; flex-wrap:wrap; margin-bottom:8px; align-items:baseline; }
.entry header b { font-size:14.5px; } .facts { display:flex; gap:8px; flex-wrap:wrap; margin-bottom:8px; }
.body { overflow-wrap:anywhere; } .body > :first-child { margin-top:0; } .body > :last-child { margin-bottom:0; }
.body h3 { font-size:16.5px; margin:14px 0 6px; } .body p { margin:8px 0; } .body ul,.body ol { margin:8px 0; padding-left:22px; } .body li { margin:2px 0; }
.deal + .deal { border-top:1px solid var(--line); margin-top:14px; padding-top:14px; } .deal b { display:block; } .deal .facts { margin:6px 0 0; }
.steps { display:flex; gap:3px; margin:9px 0 5px; } .steps i { flex:1; height:6px; border-radius:3px; background:#e3e8ee; } .steps i.done { background:var(--accent); } .steps.won i.done { background:var(--good); } .steps.lost i.done { background:var(--bad); }
.empty { padding:36px 20px; text-align:center; color:var(--soft); }
.side h2 { margin-bottom:12px; display:flex; justify-content:space-between; }
@media (max-width:1080px) { .columns { grid-template-columns:280px minmax(0,1fr); } .side.right { grid-column:1 / -1; grid-row:2; } }
@media (max-width:720px) { main { padding:14px; } .columns { grid-template-columns:minmax(0,1fr); } .side.right { grid-row:auto; order:1; } .timeline { order:2; } .wide { display:none; } th,td { padding:10px 12px; } }
`;
