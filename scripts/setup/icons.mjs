// The application's icons, rendered from resources/icon.svg into out/icons for electron-builder.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './run.mjs';

const LINUX_SIZES = [16, 32, 48, 64, 128, 256, 512];

export async function renderIcons() {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  const { BICUBIC2, createICNS, createICO } = (await import('png2icons')).default;
  await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const svg = readFileSync(join(root, 'resources', 'icon.svg'));
  const render = (size) => Buffer.from(new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng());
  const folder = join(root, 'out', 'icons');
  mkdirSync(join(folder, 'linux'), { recursive: true });
  const large = render(1024);
  writeFileSync(join(folder, 'icon.png'), large);
  writeFileSync(join(folder, 'icon.icns'), createICNS(large, BICUBIC2, 0));
  writeFileSync(join(folder, 'icon.ico'), createICO(large, BICUBIC2, 0, true, true));
  for (const size of LINUX_SIZES) writeFileSync(join(folder, 'linux', `${size}x${size}.png`), render(size));
}
