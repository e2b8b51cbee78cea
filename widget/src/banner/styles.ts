/**
 * The looks of the first layer. Accept and reject share one class and one part: they cannot be made to differ. What must
 * stay as it is, whatever a page writes for `::part()`, is marked as important.
 */

export const STYLE = `
:host{all:initial!important;font:medium/1.5 var(--akkoord-font,system-ui,sans-serif)!important;color:var(--text)!important;
--line:color-mix(in srgb,var(--text) 18%,var(--background));--edge:max(min(1em,2.5vw),env(safe-area-inset-left),env(safe-area-inset-right));--radius:var(--akkoord-radius,.5em)}
*{box-sizing:border-box}
h1,p,ul{margin:0}
h1{font-weight:650;font-size:1.25em;line-height:1.3}strong{font-weight:650}
.banner,dialog,.said{background:var(--background);color:var(--text);border:1px solid var(--line);border-radius:calc(2*var(--radius));box-shadow:0 8px 40px #0003;
hyphens:auto;overflow-wrap:anywhere}
.banner,#title,#text,.buttons,.pair,button{visibility:visible!important;opacity:1!important;transform:none!important;clip-path:none!important}
.banner,.said{position:fixed!important;z-index:2147483000}
.banner{max-height:85vh;overflow:auto;overscroll-behavior:contain;--pad:1.5em;padding:1.375em var(--pad) 0;display:flex;flex-direction:column;gap:.75em}
.banner[hidden]{display:none!important}
.box{inset-inline-start:var(--edge);inset-block-end:max(var(--edge),env(safe-area-inset-bottom));width:min(30em,100% - 2*var(--edge))}
.centred{inset:0;margin:auto;width:min(36em,100% - 2*var(--edge));height:fit-content}
.bar{inset-inline:0;inset-block-end:0;border-width:1px 0 0;border-radius:0;--pad:1em;padding-block-end:env(safe-area-inset-bottom)}
#title{display:block!important}#text{display:grid!important;gap:.5em;font-size:.9375em}
ul{padding:0;list-style:none;display:grid;gap:.375em 2em}
.buttons{position:sticky;inset-block-end:0;margin-inline:calc(-1*var(--pad));padding:.375em var(--pad) 1.25em;background:inherit}
.buttons,.pair{display:grid!important;gap:.625em}
.pair{grid:auto/repeat(auto-fit,minmax(max(8em,34%),1fr))!important;grid-auto-rows:1fr!important}
button{font:inherit;color:inherit;background:none;border:2px solid transparent;border-radius:var(--radius);min-width:44px;min-height:44px;cursor:pointer}
.choice,.more{display:block!important;position:static!important;min-height:3em!important;padding:.375em .5em;font-size:1em!important;font-weight:600!important;border-color:var(--accent)!important}
.choice{background:var(--accent)!important;color:var(--on-accent)!important}
.mine{text-align:center;font-size:.875em}.mine a{display:inline-block;padding:.25em;min-height:24px}a{color:inherit}
.pair :hover,.more:hover{text-decoration:underline}:active,[aria-busy=true]{filter:contrast(.7)}
:is(.banner,.buttons)::after{content:none!important}
.cross{position:absolute;inset-block-start:.5em;inset-inline-end:.5em}#title{padding-inline-end:1.5em}
:focus-visible{outline:3px solid var(--text)!important;outline-offset:2px}
.said{inset-inline:var(--edge);inset-block-end:4em;margin:auto;width:fit-content;padding:.625em 1em}
.said:empty{display:none}
@media(min-width:64em){.bar{display:grid;grid-template-columns:1fr 23em;column-gap:3em;align-items:center;padding:1.25em max(1.5em,50% - 37em)}.bar .buttons{grid-area:1/2/3;margin:0;padding:0}
.bar ul{grid-template-columns:repeat(auto-fit,minmax(14em,1fr))}}
@media(max-width:30em){.banner{--pad:1em;padding-block-start:1em;gap:.5em}#text{font-size:.875em}.buttons{padding-block-end:1em}.buttons,.pair{gap:.5em}.choice,.more{font-size:.9375em!important;padding-inline:.125em}}
@media(max-height:30em){.buttons{position:static}}
@media print{:host{display:none!important}}`;
