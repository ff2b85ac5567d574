// The checks, each a program that ends with 0 or not.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { asNode, root } from './run.mjs';

const at = (path) => join(root, 'node_modules', path);

/** Types and lint. Each `run` resolves with { name, ok, seconds, output }. */
export const quickChecks = (electron) => [
  check('types', electron, at('typescript/bin/tsc'), ['--build', '--pretty', 'false']),
  check('lint', electron, at('@biomejs/biome/bin/biome'), ['check', '--error-on-warnings', '--colors=off']),
];

export const deadCode = () =>
  // On plain Node: knip's parser asks for an amount of memory that Electron does not give.
  check('dead code', process.execPath, at('knip/bin/knip.js'), ['--no-progress']);

/** Each project in a process of its own with one worker: side by side they take half the time. */
export const unitTests = (electron) =>
  ['unit', 'window'].map((project) =>
    check(`${project} tests`, electron, at('vitest/vitest.mjs'), [
      'run',
      '--project',
      project,
      '--maxWorkers',
      '1',
      '--reporter',
      'dot',
    ]),
  );

const check = (name, electron, script, args) => ({
  name,
  run: () =>
    new Promise((resolve) => {
      const started = performance.now();
      const child = spawn(electron, [script, ...args], { cwd: root, env: asNode({ ...process.env, NO_COLOR: '1' }) });
      const output = [];
      child.stdout.on('data', (chunk) => output.push(chunk));
      child.stderr.on('data', (chunk) => output.push(chunk));
      child.once('close', (code) =>
        resolve({
          name,
          ok: code === 0,
          seconds: (performance.now() - started) / 1000,
          output: Buffer.concat(output).toString(),
        }),
      );
    }),
});
