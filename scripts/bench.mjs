// npm run bench: see test/bench/bench.ts.
import { main } from './setup/run.mjs';
import { runOnElectron } from './setup/run-on-electron.mjs';
import { ensurePeers } from './setup/system.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const electron = await setup();
  await ensurePeers();
  return runOnElectron(electron, 'test/bench/bench.ts', process.argv.slice(2));
});
