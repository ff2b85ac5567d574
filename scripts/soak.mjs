// npm run soak: see test/soak/soak.ts.
import { main } from './setup/run.mjs';
import { runOnElectron } from './setup/run-on-electron.mjs';
import { ensurePeers } from './setup/system.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const electron = await setup();
  await ensurePeers();
  return runOnElectron(electron, 'test/soak/soak.ts', process.argv.slice(2));
});
