// npm start: sets up what is missing, then opens the window; without a display it runs the same engine in the terminal.
import { parseArgs } from 'node:util';
import { main, root, run, SetupError } from './setup/run.mjs';
import { build, electronFlags, hasDisplay, runOnElectron } from './setup/run-on-electron.mjs';
import { isStale } from './setup/stale.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const electron = await setup();
  if (!hasDisplay()) return inTerminal(electron);
  if (isStale() && (await build(electron)) !== 0)
    throw new SetupError('The window could not be built. What is printed above says why.');
  const { ELECTRON_RUN_AS_NODE: _node, ...env } = process.env;
  return run(electron, [...electronFlags(), root, ...process.argv.slice(2)], { env });
});

function inTerminal(electron) {
  const { port = '4730' } = parseArgs({ strict: false, options: { port: { type: 'string' } } }).values;
  const at = port === '4730' ? '' : ` -p ${port}`;
  console.log(`There is no display here, so the window cannot be shown. The job server and the sample worker run in this terminal.

Try, in another terminal:
  gearman${at} -f wc < /etc/passwd        counts the lines of a file
  gearadmin${at} --status                 shows the function, its queue and its worker
To see the window on a virtual display (Debian: apt-get install xvfb xauth):
  xvfb-run -a npm start
Ctrl-C ends it.
`);
  const sample = 'resources/samples/wc.gearbench.json';
  return runOnElectron(electron, 'main/cli/index.ts', ['serve', sample, '--trust', ...process.argv.slice(2)]);
}
