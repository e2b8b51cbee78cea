/** The looks of the second layer, beside those of the first. */

export const STYLE = `
h2,h3,dl,dd{margin:0}h2{font-size:1em;font-weight:650}
dialog{width:min(42em,100% - 2em);max-width:none;max-height:min(54em,100dvh - 2em);padding:0;overflow:hidden;font:inherit}
dialog[open]{display:flex;flex-direction:column}
dialog::backdrop{background:#0007}
.head{display:flex;justify-content:space-between;align-items:center;gap:1em;padding:1em 1em .75em 1.5em}
.close{flex:none}
.scroll{overflow:auto;overscroll-behavior:contain;padding:.25em 1.5em 1.5em;flex:1}
.scroll:focus-visible{outline-offset:-3px}
.scroll p,dl{font-size:.9375em}
.language{display:flex;flex-wrap:wrap;align-items:center;gap:.25em .75em;margin-block-end:.75em;font-size:.9375em}
select{font:inherit;color:inherit;background:var(--background);border:1px solid var(--text);border-radius:var(--radius);min-height:44px;padding:.25em .5em;max-width:100%}
.category,.receipt,.rights{display:grid;gap:.375em;padding-block:1em;min-width:0;border-top:1px solid var(--line)}
.body>p{margin-block-end:1.25em}.rights{padding-block-end:0}.scroll .rights p{font-size:.875em}
.row{display:flex;justify-content:space-between;align-items:center;gap:1em;min-height:44px}
label.row{cursor:pointer}
small{font-size:.875em;font-weight:400;white-space:nowrap}
input{appearance:none;flex:none;width:3em;height:1.75em;margin:0;border:2px solid var(--text);border-radius:99px;cursor:pointer;position:relative;background:none}
input::before{content:"";position:absolute;width:1em;height:1em;inset-block-start:.25em;inset-inline-start:.25em;border-radius:50%;background:var(--text)}
input:checked{background:var(--accent);border-color:var(--accent)}
input:checked::before{inset-inline-start:1.5em;background:var(--on-accent)}
summary{cursor:pointer;padding-block:.625em;font-size:.9375em;width:fit-content;min-height:44px}
.service{display:grid;gap:.25em;padding:.75em 1em;margin-block-end:.5em;border-radius:var(--radius);background:color-mix(in srgb,var(--text) 5%,var(--background))}
h3{font-size:.9375em;font-weight:650}.scroll .service p{font-size:.875em}
table{border-collapse:collapse;width:100%;font-size:.875em;margin-block-start:.25em}
th,td{text-align:start;vertical-align:top;padding:.375em .75em .375em 0;border-top:1px solid var(--line)}th{font-weight:600;border:0;overflow-wrap:break-word}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25em 1.25em}dt{font-weight:600}dd{user-select:text;min-width:0}code{user-select:all;font:.9375em ui-monospace,monospace}
.links{display:flex;flex-wrap:wrap;gap:0 1.5em}.links a{padding-block:.875em;min-height:44px}
dialog .buttons{position:static;flex:none;margin:0;padding:1em 1.5em;border-top:1px solid var(--line);grid-template-columns:2fr 1fr}
@media(max-width:40em){dialog{width:100%;height:100dvh;max-height:none;margin:0;border:0;border-radius:0;padding-block-end:env(safe-area-inset-bottom)}
.head{padding-inline-start:1em}.scroll{padding-inline:1em}dialog .buttons{padding:.75em 1em}dialog .buttons{grid-template-columns:1fr}dl{grid-template-columns:1fr}dd{margin-block-end:.25em}}
@media(max-height:30em){dialog{overflow:auto}dialog[open]{display:block}.scroll{overflow:visible}}
@media(forced-colors:active){input:checked{forced-color-adjust:none;background:Highlight;border-color:Highlight}input:checked::before{background:HighlightText}input::before{background:ButtonText}}`;
