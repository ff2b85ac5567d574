// npm run soak: see test/soak/soak.ts; with --proxy test/soak/proxy.ts.
import { main } from './setup/run.mjs';
import { runOnElectron } from './setup/run-on-electron.mjs';
import { ensurePeers } from './setup/system.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const electron = await setup();
  await ensurePeers();
  const words = process.argv.slice(2);
  return runOnElectron(electron, `test/soak/${words.includes('--proxy') ? 'proxy' : 'soak'}.ts`, words);
});
