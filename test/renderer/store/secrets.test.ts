// @vitest-environment node
import { expect, test } from 'vitest';
import { FunctionDefinition } from '../../../main/contract/functions.ts';
import { useStore } from '../../../renderer/store/index.ts';
import { fakeBridge, refuse } from '../../support/bridge.ts';
import { functionRow } from '../../support/samples.ts';

const mail = FunctionDefinition.parse({
  name: 'mail',
  command: { kind: 'argv', argv: ['send'] },
  environment: { TZ: 'UTC', API_KEY: 'canary=1' },
});

/** An engine that has the function `mail`, and asks for the secrets of it that have no value. */
function setup(definition = mail) {
  let kept = definition;
  const values = new Map<string, string>();
  const bridge = fakeBridge({
    'functions.list': () => [functionRow({ name: 'mail', definition: kept })],
    'functions.save': (input) => {
      kept = FunctionDefinition.parse(input.definition);
    },
    'workers.start': ({ name }) => {
      const missing = kept.secrets.filter((each) => !values.has(each));
      if (missing.length > 0) refuse('secret-missing', 'No.', { function: name, secret: missing.join(', ') });
    },
    'workers.output': () => [],
    'secrets.state': ({ names }) => ({ notKept: 'no-key-store', set: names.filter((name) => values.has(name)) }),
    'secrets.set': ({ name, value }) => void values.set(name, value),
    'secrets.clear': ({ name }) => void values.delete(name),
  });
  const changed = () => bridge.said().filter(([name]) => /save|start|set|clear/.test(name));
  return { ...useStore.getState(), changed, content: () => useStore.getState().functions.draft?.content, values };
}

test('a variable becomes a secret: its value leaves the file and goes to the engine with the save', async () => {
  const { pullFunctions, selectFunction, addSecret, saveFunction, content, changed } = setup();
  await pullFunctions();
  selectFunction('mail');
  await addSecret('API_KEY');
  expect(content()).toMatchObject({ environment: 'TZ=UTC', secrets: ['API_KEY'], values: { API_KEY: 'canary=1' } });
  await saveFunction({ start: false });
  const definition = { ...mail, environment: { TZ: 'UTC' }, secrets: ['API_KEY'] };
  expect(changed()).toEqual([
    ['secrets.set', { name: 'API_KEY', value: 'canary=1' }],
    ['functions.save', { definition, replaces: 'mail' }],
  ]);
  expect([content()?.values, JSON.stringify(useStore.getState())]).toEqual([{}, expect.not.stringContaining('canary')]);
});

test('what was typed for a secret that is taken out again goes nowhere', async () => {
  const { pullFunctions, selectFunction, addSecret, typeSecret, removeSecret, saveFunction, changed } = setup();
  await pullFunctions();
  selectFunction('mail');
  await addSecret('TOKEN');
  await addSecret('TOKEN');
  typeSecret('TOKEN', 'canary');
  removeSecret('TOKEN');
  await saveFunction({ start: false });
  expect(changed()).toEqual([['functions.save', { definition: mail, replaces: 'mail' }]]);
});

test('workers that lack a secret ask for it, and start when it is given', async () => {
  const { startWorkers, giveSecrets, keepSecrets, changed } = setup({ ...mail, environment: {}, secrets: ['A', 'B'] });
  await startWorkers('mail');
  const asked = () => useStore.getState().secrets.asked;
  expect(asked()).toEqual({ function: 'mail', names: ['A', 'B'], notKept: 'no-key-store' });
  keepSecrets();
  expect(asked()).toBe(null);
  await startWorkers('mail');
  await giveSecrets({ A: '1', B: '2' });
  expect([asked(), useStore.getState().app.problem]).toEqual([null, null]);
  expect(changed().slice(2)).toEqual([
    ['secrets.set', { name: 'A', value: '1' }],
    ['secrets.set', { name: 'B', value: '2' }],
    ['workers.start', { name: 'mail' }],
  ]);
});

test('a function that is saved while its workers run, with a secret that they lack, asks for it too', async () => {
  const bridge = fakeBridge({
    'functions.list': () => [functionRow({ name: 'mail', definition: { ...mail, secrets: ['A'] } })],
    'functions.save': () => refuse('secret-missing', 'No.', { function: 'mail', secret: 'A' }),
    'workers.start': () => refuse('secret-missing', 'No.', { function: 'mail', secret: 'A' }),
    'workers.output': () => [],
    'secrets.state': () => ({ notKept: null, set: [] }),
  });
  const { pullFunctions, selectFunction, editFunction, saveFunction } = useStore.getState();
  await pullFunctions();
  selectFunction('mail');
  editFunction({ description: 'x' });
  await saveFunction({ start: false });
  const { functions, secrets } = useStore.getState();
  expect([functions.problem, functions.draft?.changed, secrets.asked?.names]).toEqual([null, false, ['A']]);
  expect(bridge.said().map(([name]) => name)).toContain('workers.start');
});

test('a value that is forgotten is not set any more; without secrets the key store is left alone', async () => {
  const { pullFunctions, selectFunction, addSecret, forgetSecret, pullSecrets, removeSecret, values } = setup();
  values.set('TOKEN', 'x');
  await pullFunctions();
  selectFunction('mail');
  await addSecret('TOKEN');
  const known = () => useStore.getState().secrets.known;
  expect(known()?.set).toEqual(['TOKEN']);
  await forgetSecret('TOKEN');
  expect(known()?.set).toEqual([]);
  removeSecret('TOKEN');
  await pullSecrets();
  expect(known()).toBe(null);
});
