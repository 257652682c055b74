/** Readable on a phone, in light and dark, and on paper. The picture keeps its white ground. */
export const pageStyle = `
:root { color-scheme: light dark; --line: #d0d4d9; --soft: #f4f6f8; --text: #1a1f24; --ground: #ffffff; --link: #0b5cad; }
@media (prefers-color-scheme: dark) {
  :root { --line: #3a424b; --soft: #1e242a; --text: #e6eaee; --ground: #12161a; --link: #7ab8ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
header p { margin: 0; }
h1 { margin: 0 0 1rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; }
p { margin: .25rem 0; }
ul { margin: .25rem 0; padding-inline-start: 1.25rem; }
a { color: var(--link); }
aside { border-inline-start: .25rem solid #d55e00; background: var(--soft); padding: .5rem 1rem; margin: 1rem 0; }
table { width: 100%; border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: .5rem .75rem; text-align: start; vertical-align: top; }
th { width: 10rem; background: var(--soft); }
figure { margin: 1.5rem 0; }
.picture { overflow-x: auto; background: #ffffff; border: 1px solid var(--line); border-radius: .5rem; }
.picture svg { display: block; width: 100%; min-width: 40rem; height: auto; }
figcaption { font-size: .85rem; margin-top: .5rem; }
@media (max-width: 40rem) {
  th, td { display: block; width: 100%; border-bottom: 0; }
  td { border-top: 0; }
  tr:last-child td { border-bottom: 1px solid var(--line); }
}
@media print {
  :root { --line: #999; --soft: #fff; --text: #000; --ground: #fff; --link: #000; }
  .picture svg { min-width: 0; }
  section, tr, figure { break-inside: avoid-page; }
  section:has(li:nth-child(20)) { break-inside: auto; }
}
`;
