// npm run check: the quick gate. Types, lint and unit tests side by side.
import { quickChecks, unitTests } from './setup/checks.mjs';
import { main } from './setup/run.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const electron = await setup();
  const results = await Promise.all([...quickChecks(electron), ...unitTests(electron)].map((check) => check.run()));
  const failed = results.filter(({ ok }) => !ok);
  for (const { name, output } of failed) console.log(`\n${name}\n${output}`);
  console.log(
    results.map(({ name, ok, seconds }) => `${ok ? 'passed' : 'FAILED'}  ${name}  ${seconds.toFixed(1)} s`).join('\n'),
  );
  return failed.length === 0 ? 0 : 1;
});
