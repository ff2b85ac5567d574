// npm run bench: see test/bench/bench.ts, and with --workers test/bench/workers.ts.
import { main } from './setup/run.mjs';
import { runOnElectron } from './setup/run-on-electron.mjs';
import { ensurePeers } from './setup/system.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const electron = await setup();
  await ensurePeers();
  const words = process.argv.slice(2);
  const file = words.includes('--workers') ? 'workers' : 'bench';
  return runOnElectron(electron, `test/bench/${file}.ts`, words);
});
