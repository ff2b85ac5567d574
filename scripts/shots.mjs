// npm run shots: pictures of all screens, in both themes and languages and several sizes, into out/shots.
import { join } from 'node:path';
import { asNode, main, root, SetupError } from './setup/run.mjs';
import { build, onDisplay } from './setup/run-on-electron.mjs';
import { isStale } from './setup/stale.mjs';
import { ensurePeers } from './setup/system.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const electron = await setup();
  await ensurePeers();
  if (isStale() && (await build(electron)) !== 0)
    throw new SetupError('The window could not be built. What is printed above says why.');
  return onDisplay(electron, [join(root, 'test', 'e2e', 'shots.ts'), ...process.argv.slice(2)], { env: asNode() });
});
