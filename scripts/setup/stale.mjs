// Whether what was built is older than what it is built from.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

const SOURCES = ['main', 'renderer', 'electron.vite.config.ts', 'package-lock.json'];
const BUILT = ['out/main/index.js', 'out/preload/preload.cjs', 'out/renderer/index.html'];

export function isStale() {
  if (!BUILT.every((file) => existsSync(join(root, file)))) return true;
  const built = Math.min(...BUILT.map((file) => statSync(join(root, file)).mtimeMs));
  return SOURCES.some((source) => newest(join(root, source)) > built);
}

function newest(path) {
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}
