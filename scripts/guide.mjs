// npm run guide: writes into docs/guide what is made of the program: commands and their options, keys, settings. A test holds it.
import { asNode, main, run } from './setup/run.mjs';
import { setup } from './setup.mjs';

const MADE_BY = 'test/renderer/features/help/guide.test.ts';

await main(async () => {
  const electron = await setup();
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'window', MADE_BY, '--update'];
  return run(electron, args, { env: asNode() });
});
