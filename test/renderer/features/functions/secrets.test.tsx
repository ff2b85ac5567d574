import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { NotKept } from '../../../../main/contract/functions.ts';
import { FunctionForm } from '../../../../renderer/features/functions/FunctionForm.tsx';
import { SecretsDialog } from '../../../../renderer/features/functions/SecretsDialog.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { functionRow, wc } from '../../../support/samples.ts';

/** The form of a function with a variable and two secrets, of which the first has a value. */
async function form(notKept: NotKept | null = null) {
  const definition = { ...wc, environment: { TZ: 'UTC' }, secrets: ['API_KEY', 'TOKEN'] };
  fakeBridge({
    'functions.list': () => [functionRow({ definition })],
    'workers.output': () => [],
    'secrets.state': () => ({ notKept, set: ['API_KEY'] }),
    'secrets.clear': () => undefined,
  });
  await useStore.getState().pullFunctions();
  useStore.getState().selectFunction('wc');
  show(<FunctionForm row={functionRow({ definition })} />);
  await act(settled);
  const secret = (name: string) => screen.getByRole('group', { name });
  return { secret, content: () => useStore.getState().functions.draft?.content };
}

test('each secret says whether it has a value, and takes one that shows as dots', async () => {
  const { secret, content } = await form();
  expect([secret('API_KEY'), secret('TOKEN')].map(({ textContent }) => textContent)).toEqual([
    'API_KEYSetForget',
    'TOKENNot set',
  ]);
  const field = screen.getByLabelText<HTMLInputElement>('Value of TOKEN');
  fireEvent.change(field, { target: { value: 'canary' } });
  expect([secret('TOKEN').textContent, field.type, content()?.values]).toEqual([
    'TOKENSet when saved',
    'password',
    { TOKEN: 'canary' },
  ]);
  fireEvent.click(screen.getAllByRole('button', { name: 'Show what is typed' })[1] as Element);
  expect(field.type).toBe('text');
});

test('one is added by its name, a variable by its button, and each can go', async () => {
  const { secret, content } = await form();
  const name = screen.getByLabelText('Name of a secret');
  const type = (value: string) => fireEvent.change(name, { target: { value } });
  for (const bad of ['', '1A', 'GEARBENCH_X', 'TOKEN']) {
    type(bad);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Add secret' }).disabled, bad).toBe(true);
  }
  type('NEW');
  fireEvent.keyDown(name, { key: 'Enter' });
  await act(settled);
  fireEvent.click(screen.getByRole('button', { name: 'Make TZ a secret' }));
  await act(settled);
  fireEvent.click(screen.getByRole('button', { name: 'Remove the secret TOKEN' }));
  expect(content()).toMatchObject({ secrets: ['API_KEY', 'NEW', 'TZ'], environment: '', values: { TZ: 'UTC' } });
  expect(secret('NEW').textContent).toBe('NEWNot set');
});

test('a variable that is a secret as well is a fault', async () => {
  await form();
  act(() => useStore.getState().editFunction({ environment: 'TOKEN=x' }));
  expect(screen.getByText('A secret is not among the variables and does not begin with GEARBENCH_.')).toBeDefined();
});

test.each([
  [null, 'Values are kept in the system’s key store'],
  ['no-key-store', 'kept only until you quit, because this system has no key store'],
  ['refused', 'kept only until you quit, because the system’s key store refused'],
] as const)('where values are kept is said: %s', async (notKept, text) => {
  await form(notKept);
  expect(screen.getByText(new RegExp(text))).toBeDefined();
});

test('the question for secrets takes all of them before it goes on', async () => {
  const bridge = fakeBridge({
    'functions.list': () => [],
    'workers.start': () => undefined,
    'secrets.state': () => ({ notKept: 'no-key-store', set: [] }),
    'secrets.set': () => undefined,
  });
  await useStore.getState().askForSecrets('mail', ['A', 'B']);
  show(<SecretsDialog />);
  expect(screen.getByRole('alertdialog', { name: 'mail needs 2 secrets' })).toBeDefined();
  const start = screen.getByRole<HTMLButtonElement>('button', { name: 'Use and start' });
  fireEvent.change(screen.getByLabelText('Value of A'), { target: { value: '1' } });
  expect(start.disabled).toBe(true);
  fireEvent.change(screen.getByLabelText('Value of B'), { target: { value: '2' } });
  fireEvent.click(start);
  await act(settled);
  expect(bridge.said().slice(1)).toEqual([
    ['secrets.set', { name: 'A', value: '1' }],
    ['secrets.set', { name: 'B', value: '2' }],
    ['workers.start', { name: 'mail' }],
    ['functions.list', undefined],
  ]);
  expect(screen.queryByRole('alertdialog')).toBe(null);
});
