// npm run fuzz: see test/fuzz/fuzz.ts.
import { main } from './setup/run.mjs';
import { runOnElectron } from './setup/run-on-electron.mjs';
import { setup } from './setup.mjs';

await main(async () => runOnElectron(await setup(), 'test/fuzz/fuzz.ts', process.argv.slice(2)));
