// npm run crash: see test/crash/crash.ts.
import { main } from './setup/run.mjs';
import { runOnElectron } from './setup/run-on-electron.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const electron = await setup();
  return runOnElectron(electron, 'test/crash/crash.ts', process.argv.slice(2));
});
