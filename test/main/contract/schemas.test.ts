import { expect, test } from 'vitest';
import { calls } from '../../../main/contract/api.ts';
import { AppError, ERROR_CODES } from '../../../main/contract/errors.ts';
import { FunctionDefinition } from '../../../main/contract/functions.ts';
import { JobQuery } from '../../../main/contract/jobs.ts';
import { JobKey } from '../../../main/contract/keys.ts';
import { PacketQuery } from '../../../main/contract/packets.ts';
import { ServerOptions } from '../../../main/contract/server.ts';
import { Settings, SettingsChange } from '../../../main/contract/settings.ts';
import { Submission } from '../../../main/contract/submission.ts';
import { Workspace } from '../../../main/contract/workspace.ts';

const key = { server: 'local', run: 1, handle: 'H:t:1' };
const definition = { name: 'wc', command: { kind: 'argv', argv: ['wc', '-l'] } };
const argv = (...parts: unknown[]) => ({ ...definition, command: { kind: 'argv', argv: parts } });
const line = (text: string) => ({ ...definition, command: { kind: 'shell', line: text } });
const submission = { function: 'f', workload: { kind: 'text', text: '' } };
const custom = (value: string) => ({ ...submission, unique: { kind: 'custom', value } });

const schemas = {
  ServerOptions,
  JobKey,
  JobQuery,
  PacketQuery,
  Settings,
  SettingsChange,
  FunctionDefinition,
  Workspace,
  Submission,
};

test('what is left out has its default', () => {
  expect(FunctionDefinition.parse(definition)).toEqual({
    ...definition,
    description: '',
    colour: 'none',
    folder: '',
    speaks: 'stdio',
    workers: 1,
    servers: [],
    startRate: 0,
    prestart: false,
    jobsPerProcess: 0,
    environment: {},
    secrets: [],
    input: 'stdin',
    output: 'result',
    errors: 'log',
    failure: 'fail',
    progress: '',
    timeLimit: 0,
    outputLimit: 67_108_864,
  });
  expect(JobQuery.parse({ from: 0, rows: 1 })).toEqual({
    from: 0,
    rows: 1,
    states: [],
    servers: null,
    without: [],
    search: '',
    sort: 'submitted',
    descending: true,
  });
  expect(PacketQuery.parse({ from: 'end', rows: 1 })).toEqual({
    from: 'end',
    rows: 1,
    filter: '',
    probes: false,
    until: null,
    scope: { job: null, connections: null, time: null, servers: null },
  });
  expect(Submission.parse(submission)).toEqual({
    ...submission,
    background: false,
    priority: 'normal',
    unique: { kind: 'none' },
    exceptions: true,
    at: null,
    target: 'embedded',
  });
  expect([ServerOptions.parse({}), SettingsChange.parse({})]).toEqual([{}, {}]);
});

test.each<[keyof typeof schemas, string, unknown]>([
  ['ServerOptions', 'port 1', { port: 1 }],
  ['ServerOptions', 'port 65535', { port: 65_535 }],
  ['JobKey', 'a handle of any bytes', { ...key, handle: '\0\xff' }],
  ['JobQuery', '500 rows', { from: 0, rows: 500 }],
  ['PacketQuery', '500 rows', { from: 0, rows: 500 }],
  ['FunctionDefinition', 'a name in any letters', { ...definition, name: 'größe/图片.resize:v2' }],
  ['FunctionDefinition', 'a name of 255 bytes', { ...definition, name: `${'ä'.repeat(127)}a` }],
  ['FunctionDefinition', 'an empty argument', argv('echo', '')],
  ['FunctionDefinition', '64 workers', { ...definition, workers: 64 }],
  ['FunctionDefinition', 'a line of several lines', line('cat\ndate')],
  ['Submission', 'a unique ID of 64 bytes', custom('u'.repeat(64))],
  ['Submission', 'the unique ID -', custom('-')],
  ['Submission', 'a function of any bytes', { ...submission, function: ' \n\xff' }],
  ['Submission', 'the workload of a job', { ...submission, workload: { kind: 'job', key } }],
])('%s takes %s', (schema, _what, value) => {
  expect(schemas[schema].safeParse(value).error).toBe(undefined);
});

test.each<[keyof typeof schemas, string, unknown]>([
  ['ServerOptions', 'port 0', { port: 0 }],
  ['ServerOptions', 'port 70000', { port: 70_000 }],
  ['ServerOptions', 'a port as text', { port: '4730' }],
  ['ServerOptions', 'half a port', { port: 4730.5 }],
  ['JobKey', 'a handle that is no bytes', { ...key, handle: 'H:Ā:1' }],
  ['JobKey', 'no run', { server: 'local', handle: 'H:t:1' }],
  ['JobQuery', '501 rows', { from: 0, rows: 501 }],
  ['JobQuery', 'no rows', { from: 0, rows: 0 }],
  ['JobQuery', 'half a place', { from: 0.5, rows: 1 }],
  ['JobQuery', 'an unknown state', { from: 0, rows: 1, states: ['sleeping'] }],
  ['JobQuery', 'an unknown order', { from: 0, rows: 1, sort: 'colour' }],
  ['JobQuery', 'a very long search', { from: 0, rows: 1, search: 'x'.repeat(2001) }],
  ['PacketQuery', '501 rows', { from: 'end', rows: 501 }],
  ['PacketQuery', 'an unknown place', { from: 'start', rows: 1 }],
  ['PacketQuery', 'a very long filter', { from: 0, rows: 1, filter: 'x'.repeat(2001) }],
  ['Settings', 'another version', { version: 2 }],
  ['Settings', 'an unknown language', { language: 'tlh' }],
  ['SettingsChange', 'port 0', { port: 0 }],
  ['SettingsChange', 'an unknown theme', { theme: 'pink' }],
  ['FunctionDefinition', 'no name', { ...definition, name: '' }],
  ['FunctionDefinition', 'a name with a blank', { ...definition, name: 'word count' }],
  ['FunctionDefinition', 'a name with a no-break space', { ...definition, name: 'a\u00a0b' }],
  ['FunctionDefinition', 'a name with a line end', { ...definition, name: 'wc\n' }],
  ['FunctionDefinition', 'a name with a NUL', { ...definition, name: 'wc\0' }],
  ['FunctionDefinition', 'a name of 256 bytes', { ...definition, name: 'ä'.repeat(128) }],
  ['FunctionDefinition', 'no program', argv()],
  ['FunctionDefinition', 'an empty program', argv('', '-l')],
  ['FunctionDefinition', 'a number as an argument', argv('sleep', 5)],
  ['FunctionDefinition', '257 arguments', argv(...Array<string>(257).fill('x'))],
  ['FunctionDefinition', 'a NUL in an argument', argv('echo', 'a\0b')],
  ['FunctionDefinition', 'a blank line', line('  \n ')],
  ['FunctionDefinition', 'a NUL in a line', line('echo a\0b')],
  ['FunctionDefinition', 'a NUL in the folder', { ...definition, folder: 'a\0b' }],
  ['FunctionDefinition', 'an unknown kind of command', { ...definition, command: { kind: 'eval', line: 'x' } }],
  ['FunctionDefinition', 'a colour of its own', { ...definition, colour: '#ff0000' }],
  ['FunctionDefinition', '0 workers', { ...definition, workers: 0 }],
  ['FunctionDefinition', '65 workers', { ...definition, workers: 65 }],
  ['Workspace', 'a name twice', { gearbench: 1, functions: [definition, definition] }],
  ['Workspace', '1001 functions', { gearbench: 1, functions: Array(1001).fill(definition) }],
  ['Workspace', 'version 0', { gearbench: 0, functions: [] }],
  ['Submission', 'no function', { ...submission, function: '' }],
  ['Submission', 'a function with a NUL', { ...submission, function: 'a\0b' }],
  ['Submission', 'a function that is no bytes', { ...submission, function: '图片' }],
  ['Submission', 'a unique ID of 65 bytes', custom('u'.repeat(65))],
  ['Submission', 'a unique ID with a NUL', custom('a\0b')],
  ['Submission', 'a unique ID that is no bytes', custom('ü€')],
  ['Submission', 'a foreground job for later', { ...submission, at: 2_000_000_000 }],
  [
    'Submission',
    'a job of high priority for later',
    { ...submission, at: 2_000_000_000, background: true, priority: 'high' },
  ],
  ['Submission', 'a path as workload', { ...submission, workload: { kind: 'file', path: '/etc/passwd' } }],
  ['Submission', 'an unknown priority', { ...submission, priority: 'urgent' }],
])('%s refuses %s', (schema, _what, value) => {
  expect(schemas[schema].safeParse(value).success).toBe(false);
});

test('a setting that only the engine writes cannot be changed from outside', () => {
  expect(SettingsChange.parse({ workspace: '/elsewhere', version: 9, theme: 'dark' })).toEqual({ theme: 'dark' });
});

test('every call has a schema that refuses what it was not made for', () => {
  const takers = Object.entries(calls).filter(([, { input }]) => input.safeParse({ made: 'up' }).success);
  expect(takers.map(([name]) => name)).toEqual([
    'settings.change',
    'view.change',
    'server.start',
    'overview.get',
    'captures.record',
  ]);
  expect(calls['packets.get'].input.safeParse({ seq: -1 }).success).toBe(false);
  expect(calls['functions.save'].input.safeParse({ definition }).success).toBe(false);
});

test('an error has a code for programs and a sentence for people', () => {
  const error = new AppError('port-in-use', 'Port 4730 is taken.', { port: 4730 });
  expect(error).toMatchObject({ name: 'AppError', code: 'port-in-use', details: { port: 4730 } });
  expect([String(error), new Set(ERROR_CODES).size]).toEqual(['AppError: Port 4730 is taken.', ERROR_CODES.length]);
});
