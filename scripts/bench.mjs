// npm run bench: see test/bench/bench.ts; with --workers, --captures or --journal the file of that name, with --traffic traffic.ts
// and held.ts, with --servers servers.ts and servers-window.ts, with --jobs and --start the file of that name in the real window.
import { join } from 'node:path';
import { asNode, main, root } from './setup/run.mjs';
import { build, onDisplay, runOnElectron } from './setup/run-on-electron.mjs';
import { ensurePeers } from './setup/system.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const electron = await setup();
  const words = process.argv.slice(2);
  const inWindow = async (name) =>
    (await build(electron)) || onDisplay(electron, [join(root, `test/bench/${name}.ts`), ...words], { env: asNode() });
  if (words.includes('--traffic'))
    return (await inWindow('traffic')) || runOnElectron(electron, 'test/bench/held.ts', words);
  for (const name of ['jobs', 'start']) if (words.includes(`--${name}`)) return inWindow(name);
  if (words.includes('--servers'))
    return (await runOnElectron(electron, 'test/bench/servers.ts', words)) || inWindow('servers-window');
  if (words.includes('--captures')) return runOnElectron(electron, 'test/bench/captures.ts', words);
  await ensurePeers();
  const file = ['workers', 'journal', 'proxy'].find((each) => words.includes(`--${each}`)) ?? 'bench';
  return runOnElectron(electron, `test/bench/${file}.ts`, words);
});
