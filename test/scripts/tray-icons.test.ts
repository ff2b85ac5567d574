import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..', '..');
const folder = join(root, 'resources', 'tray');

/** Width and height of a PNG, from its header. */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];

test('the pictures that are shipped are those that the script draws, for each screen twice as sharp', async () => {
  const script = (await import(join(root, 'scripts', 'setup', 'tray-icons.mjs'))) as {
    trayIcons: () => Promise<Map<string, Buffer>>;
  };
  const drawn = await script.trayIcons();
  expect((await readdir(folder)).toSorted()).toEqual([...drawn.keys()].toSorted());
  for (const [name, png] of drawn) {
    expect(png.equals(await readFile(join(folder, name))), name).toBe(true);
    const width = (name.includes('Template') ? 18 : 16) * (name.includes('@2x') ? 2 : 1);
    expect(sizeOf(png), name).toEqual([width, width]);
  }
  expect(new Set([...drawn.values()].map((png) => png.toString('base64'))).size).toBe(drawn.size);
});
