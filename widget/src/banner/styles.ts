/** The looks of banner and panel. Accept and reject share one class: they cannot be made to differ. */

export const STYLE = `
:host{all:initial!important;--accent:var(--akkoord-accent,#1f4e79);--on-accent:var(--akkoord-on-accent,#fff);--paper:var(--akkoord-background,#fff);
--ink:var(--akkoord-text,#1d2733);--line:color-mix(in srgb,var(--ink) 45%,var(--paper));font:16px/1.5 system-ui,sans-serif!important;color:var(--ink)!important}
@media(prefers-color-scheme:dark){:host{--accent:var(--akkoord-accent,#9cc7ee);--on-accent:var(--akkoord-on-accent,#0d1b29);
--paper:var(--akkoord-background,#17212b);--ink:var(--akkoord-text,#eef2f6)}}
*{box-sizing:border-box}
h1,h2,h3,p,ul{margin:0}
h1{font-size:1.2em;line-height:1.3}h2{font-size:1em}h3{font-size:.95em}
.banner,dialog{background:var(--paper);color:var(--ink);border:1px solid var(--line);border-radius:14px;box-shadow:0 8px 40px #0005}
.banner{position:fixed;z-index:2147483000;inset-inline:12px;inset-block-end:max(12px,env(safe-area-inset-bottom));margin-inline:auto;
max-width:760px;max-height:calc(100vh - 24px);max-height:calc(100dvh - 24px);overflow:auto;overscroll-behavior:contain;padding:20px 24px;display:grid;gap:10px}
.banner[hidden]{display:none}
#text{display:grid;gap:6px}ul{padding-inline-start:1.2em}li+li{margin-block-start:4px}
.buttons{display:flex;flex-wrap:wrap;gap:10px}
button{font:inherit;cursor:pointer;border-radius:8px;color:inherit;background:none;border:2px solid transparent}
.choice,.more{flex:1 1 9em;font-weight:600;padding:9px 14px;min-height:44px;border-color:var(--accent)}
.choice{background:var(--accent);color:var(--on-accent)}
.choice:hover,.more:hover{text-decoration:underline}
a{color:inherit}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
dialog{width:min(680px,calc(100vw - 16px));max-width:none;max-height:min(860px,calc(100dvh - 16px));padding:0;overflow:hidden;font:inherit}
dialog[open]{display:flex;flex-direction:column}
dialog::backdrop{background:#0008}
header{display:flex;justify-content:space-between;align-items:center;gap:12px;padding:16px 20px 12px}
.close{min-width:44px;min-height:44px;margin:-8px -10px -8px 0}
.scroll{overflow:auto;overscroll-behavior:contain;padding:2px 20px 16px;display:grid;gap:12px;flex:1}
.scroll:focus-visible{outline-offset:-3px}
dialog footer{padding:14px 20px;border-top:1px solid var(--line)}
.category{border:1px solid var(--line);border-radius:10px;padding:10px 14px;display:grid;gap:4px;min-width:0}
.row{display:flex;justify-content:space-between;align-items:center;gap:12px;min-height:32px}
label.row{cursor:pointer}
small,.small{font-size:.875em;font-weight:400}small{white-space:nowrap}
input{appearance:none;flex:none;width:46px;height:26px;margin:0;border:2px solid var(--ink);border-radius:99px;cursor:pointer;position:relative;background:none}
input::before{content:"";position:absolute;width:16px;height:16px;inset-block-start:3px;inset-inline-start:4px;border-radius:50%;background:var(--ink)}
input:checked{background:var(--accent);border-color:var(--accent)}
input:checked::before{inset-inline-start:22px;background:var(--on-accent)}
summary{cursor:pointer;padding-block:6px}
.service{padding-block:8px;display:grid;gap:4px;font-size:.9em;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}
th,td{text-align:start;vertical-align:top;padding:4px 8px 4px 0;border-top:1px solid var(--line)}
.said{position:fixed;z-index:2147483000;inset-inline:12px;inset-block-end:64px;margin-inline:auto;width:fit-content;max-width:560px;padding:10px 16px;
border:1px solid var(--line);border-radius:10px;background:var(--paper);box-shadow:0 4px 20px #0004}
.said:empty{display:none}
@media(max-width:480px){.banner{padding:14px 16px}.banner,footer{font-size:15px;line-height:1.4}.choice,.more{flex-basis:7.5em;padding-inline:2px;font-size:14px}.more,.save{flex-basis:100%}}
@media(forced-colors:active){input:checked{forced-color-adjust:none;background:Highlight;border-color:Highlight}input:checked::before{background:HighlightText}input::before{background:ButtonText}}
@media print{:host{display:none!important}}`.replace(/\n/g, "");
