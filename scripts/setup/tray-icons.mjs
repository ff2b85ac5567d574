// The icons of the tray, drawn here and kept in resources/tray: run this file after a change, and look at them.
// Shapes tell the state: a full gear runs, an outline is stopped, a dot beside either asks for attention.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './run.mjs';

const TEETH = 8;
/** Radii of a gear in a field of 32: between its teeth, at their ends, and of its hole. */
const [BODY, TIP, HOLE] = [9.6, 14, 4];
/** Half of a tooth's width, at its foot and at its end, as an angle. */
const [FOOT, END] = [0.24, 0.15];

/** A Mac colours a black picture by itself; elsewhere one pair of colours is seen on light and on dark bars. */
const KINDS = {
  template: { suffix: 'Template', gear: '#000', dot: '#000', sizes: [18, 36] },
  colour: { suffix: '', gear: '#3d82f0', dot: '#ee6a1c', sizes: [16, 32] },
};

const point = (radius, angle) =>
  `${(16 + radius * Math.sin(angle)).toFixed(3)} ${(16 - radius * Math.cos(angle)).toFixed(3)}`;

const silhouette = `M${Array.from({ length: TEETH }, (_, tooth) => {
  const middle = (tooth * 2 * Math.PI) / TEETH;
  return [point(BODY, middle - FOOT), point(TIP, middle - END), point(TIP, middle + END), point(BODY, middle + FOOT)];
})
  .flat()
  .join('L')}Z`;

/** @param {{ gear: string, dot: string }} colours */
function drawing({ gear, dot }, running, attention) {
  const hole = `M16 ${16 - HOLE}a${HOLE} ${HOLE} 0 1 0 .01 0Z`;
  const shape = running
    ? `<path d="${silhouette}${hole}" fill="${gear}" fill-rule="evenodd"/>`
    : `<path d="${silhouette}" fill="none" stroke="${gear}" stroke-width="2.9" stroke-linejoin="round" transform="translate(16 16) scale(.9) translate(-16 -16)"/>`;
  const [x, y, r] = [25, 25, 6.4];
  const cut = `<mask id="cut"><rect width="32" height="32" fill="#fff"/><circle cx="${x}" cy="${y}" r="${r + 2.2}" fill="#000"/></mask>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${
    attention ? `${cut}<g mask="url(#cut)">${shape}</g><circle cx="${x}" cy="${y}" r="${r}" fill="${dot}"/>` : shape
  }</svg>`;
}

/** All icons, by file name. */
export async function trayIcons() {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const icons = new Map();
  for (const { suffix, sizes, ...colours } of Object.values(KINDS))
    for (const running of [true, false])
      for (const attention of [true, false]) {
        const svg = drawing(colours, running, attention);
        const name = `${running ? 'running' : 'stopped'}${attention ? '-attention' : ''}${suffix}`;
        for (const [index, width] of sizes.entries()) {
          const png = new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng();
          icons.set(`${name}${index === 0 ? '' : '@2x'}.png`, Buffer.from(png));
        }
      }
  return icons;
}

if (import.meta.filename === process.argv[1]) {
  const folder = join(root, 'resources', 'tray');
  mkdirSync(folder, { recursive: true });
  for (const [name, png] of await trayIcons()) writeFileSync(join(folder, name), png);
}
