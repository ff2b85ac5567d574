// Programs that run on Electron's own Node, so that checkout and tests run on what ships.
import { join } from 'node:path';
import { asNode, output, root, run } from './run.mjs';

/** Runs a script of node_modules or of the checkout on Electron as a plain Node. Resolves with its exit code. */
export const runOnElectron = (electron, script, args = [], options = {}) =>
  run(electron, [join(root, script), ...args], { ...options, env: asNode(options.env) });

/** Builds main process, preload script and window into `out`. Resolves with the exit code. */
export const build = (electron, args = []) =>
  runOnElectron(electron, 'node_modules/electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn', ...args]);

/** Flags without which Electron does not start here: Chromium's own sandbox refuses to run as root. */
export const electronFlags = () => (process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []);

/** Whether a window can be shown. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Whether a window can be shown here, if only on a virtual display. */
export const canShow = () => hasDisplay() || output('sh', ['-c', 'command -v xvfb-run']) !== undefined;

/** Runs a program on a display: on the one that is there, or on a virtual one. */
export const onDisplay = (file, args, options = {}) =>
  hasDisplay()
    ? run(file, args, options)
    : run('xvfb-run', ['-a', '-s', '-screen 0 2600x1600x24', file, ...args], options);
