import { expect, test } from 'vitest';
import { readOptions } from '../../../main/shell/options.ts';

const NONE = {
  replay: undefined,
  port: undefined,
  keepRunning: false,
  hidden: false,
  smokeTest: false,
  workspace: undefined,
};

test.each<[string, string[], object]>([
  ['nothing', [], {}],
  ['a port', ['--port', '4731'], { port: 4731 }],
  ['a port with a sign', ['--port=65535'], { port: 65_535 }],
  ['a feed of newer versions', ['--update-feed', 'http://127.0.0.1:1/'], { updateFeed: 'http://127.0.0.1:1/' }],
  ['all of them', ['--smoke-test', '--keep-running', '--port=1'], { port: 1, keepRunning: true, smokeTest: true }],
  ['without a window', ['--hidden'], { hidden: true }],
  ['a workspace', ['/home/me/a b.gearbench.json'], { workspace: '/home/me/a b.gearbench.json' }],
  ['the first of two workspaces', ['a.gearbench.json', 'b.gearbench.json'], { workspace: 'a.gearbench.json' }],
  [
    'a workspace behind the options',
    ['--port', '4731', 'a.gearbench.json'],
    { port: 4731, workspace: 'a.gearbench.json' },
  ],
  [
    'switches of Chromium',
    ['--no-sandbox', '--user-data-dir=/tmp/x', '--keep-running', '-psn_0_1', 'a.gearbench.json'],
    { keepRunning: true, workspace: 'a.gearbench.json' },
  ],
])('the command line with %s', (_what, args, options) => {
  expect(readOptions(args)).toEqual({ ...NONE, ...options });
});

test.each([
  [['--port', '0']],
  [['--port', '65536']],
  [['--port', '47.5']],
  [['--port', 'http']],
  [['--port', '-1']],
  [['--port=']],
  [['--port']],
  [['notes.txt']],
  [['--keep-running=no', '--no-smoke-test']],
])('%o is passed over', (args) => {
  expect(readOptions(args)).toEqual(NONE);
});
