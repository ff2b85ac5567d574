import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Libraries that a part of the window needs: they are loaded with it and not at the start. */
const LATER = /^(uplot|marked|@codemirror\/|@lezer\/)/;

/** What the code of the window imports before anything is asked for, each with the file that does: `uplot < renderer/x.ts`. */
function importedAtStart(): string[] {
  const seen = new Set<string>();
  const modules: string[] = [];
  const open = ['renderer/main.tsx'];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(join(ROOT, file), 'utf8');
    for (const [, what] of text.matchAll(/^(?:import|export) (?!type )(?:[^;']* from )?'([^']+)';/gm)) {
      if (what === undefined) continue;
      if (!what.startsWith('.')) modules.push(`${what} < ${file}`);
      else if (/\.tsx?$/.test(what)) open.push(join(dirname(file), what));
    }
  }
  return modules;
}

test('what only a part of the window needs is not loaded at its start', () => {
  const modules = importedAtStart();
  expect(modules).toContain('react-dom/client < renderer/main.tsx');
  expect(modules.some((each) => each.endsWith('< renderer/features/servers/ServerInspector.tsx'))).toBe(true);
  expect(modules.filter((each) => LATER.test(each))).toEqual([]);
});
