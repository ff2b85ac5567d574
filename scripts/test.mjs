// npm test: sets up what is missing, then runs everything: types, lint, dead code, unit tests, conformance, interop, hard
// cases, the packaged program, end-to-end tests, and short forms of bench, fuzz, soak and crash. Ends with `N passed, N failed`.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageProgram } from './package.mjs';
import { deadCode, quickChecks } from './setup/checks.mjs';
import { playwrightResults, vitestResults } from './setup/results.mjs';
import { asNode, main, root } from './setup/run.mjs';
import { canShow, onDisplay, runOnElectron } from './setup/run-on-electron.mjs';
import { ensurePeers } from './setup/system.mjs';
import { setup } from './setup.mjs';

const SLOWEST = 10;
const results = join(root, 'out', 'test-results');

await main(async () => {
  const started = performance.now();
  const electron = await setup();
  const missing = await ensurePeers();
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const total = { passed: 0, failed: 0, skipped: 0, slow: [], failures: [] };
  const add = ({ passed, failed, skipped, slow, failures }) => {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    total.slow.push(...slow);
    total.failures.push(...failures);
  };

  heading('Types, lint, dead code');
  for (const check of [...quickChecks(electron), deadCode()]) {
    const { name, ok, output } = await check.run();
    console.log(`${ok ? 'passed' : 'FAILED'}  ${name}`);
    if (!ok) console.log(output);
    add(one(name, ok));
  }
  heading('Unit tests, conformance, hard cases, interop');
  add(await vitest(electron));
  heading('Packaged program');
  const packaged = (await packageProgram(electron, [])) === 0;
  add(one('the program is packaged', packaged));
  heading('End to end');
  if (canShow()) add(await endToEnd(electron));
  else console.log('left out: there is no display');
  heading('Bench, fuzz, soak and crashes, in seconds');
  const inWindow = async (what, name) => {
    const words = [join(root, `test/bench/${name}.ts`), '--seconds'];
    if (canShow()) add(one(what, (await onDisplay(electron, words, { env: asNode() })) === 0));
  };
  add(one('bench', (await runOnElectron(electron, 'test/bench/bench.ts', ['--seconds'])) === 0));
  add(one('bench of workers', (await runOnElectron(electron, 'test/bench/workers.ts', ['--seconds'])) === 0));
  add(one('bench of the proxy', (await runOnElectron(electron, 'test/bench/proxy.ts', ['--seconds'])) === 0));
  await inWindow('bench of the start', 'start');
  add(one('bench of captures', (await runOnElectron(electron, 'test/bench/captures.ts', ['--seconds'])) === 0));
  add(one('bench of attached servers', (await runOnElectron(electron, 'test/bench/servers.ts', ['--seconds'])) === 0));
  await inWindow('bench of attached servers in the window', 'servers-window');
  await inWindow('bench of jobs in the window', 'jobs');
  add(one('fuzz', (await runOnElectron(electron, 'test/fuzz/fuzz.ts', ['--seconds', '10'])) === 0));
  add(one('soak', (await runOnElectron(electron, 'test/soak/soak.ts', ['--seconds', '5'])) === 0));
  add(one('soak of the proxy', (await runOnElectron(electron, 'test/soak/proxy.ts', ['--seconds', '5'])) === 0));
  add(one('crash', (await runOnElectron(electron, 'test/crash/crash.ts', ['--rounds', '5'])) === 0));

  // Where all is installed nothing may be left out in silence, as it is when what comes before a test fails.
  if (process.env.CI === 'true' && process.platform === 'linux' && total.skipped > 0)
    add(one(`nothing is left out: ${total.skipped} tests were`, false));
  report(total, missing, performance.now() - started);
  return total.failed === 0 ? 0 : 1;
});

async function vitest(electron) {
  const file = join(results, 'vitest.json');
  const args = ['run', '--reporter', 'dot', '--reporter', 'json', '--outputFile.json', file];
  return vitestResults('vitest', file, await runOnElectron(electron, 'node_modules/vitest/vitest.mjs', args));
}

async function endToEnd(electron) {
  const file = join(results, 'e2e.json');
  const env = asNode({ ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  const script = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  return playwrightResults(
    'playwright',
    file,
    await onDisplay(electron, [script, 'test', '--reporter', 'list,json'], { env }),
  );
}

function one(name, ok) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, slow: [], failures: ok ? [] : [name] };
}

function heading(text) {
  console.log(`\n${text}\n${'-'.repeat(text.length)}`);
}

function report({ passed, failed, skipped, slow, failures }, missing, milliseconds) {
  heading(`The ${SLOWEST} slowest`);
  for (const { name, seconds } of slow.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST)) {
    console.log(`${seconds.toFixed(1).padStart(6)} s  ${name}`);
  }
  if (skipped > 0 || missing.length > 0) {
    heading('Not run');
    console.log(`${skipped} tests were left out.`);
    for (const { what, install } of missing) {
      console.log(`Missing: ${what}.${install === undefined ? '' : ` Install it with: ${install}`}`);
    }
  }
  if (failures.length > 0) {
    heading('Failed');
    for (const failure of failures) console.log(failure);
  }
  console.log(`\nin ${Math.round(milliseconds / 1000)} s`);
  console.log(`${passed} passed, ${failed} failed`);
}
