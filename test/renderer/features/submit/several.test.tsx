import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { switchedOff } from '../../../../main/calls/served.ts';
import { LOCAL, ServerDraft, type ServerInfo } from '../../../../main/contract/servers.ts';
import { RunResult } from '../../../../renderer/features/submit/many/RunResult.tsx';
import { SubmissionResult } from '../../../../renderer/features/submit/SubmissionResult.tsx';
import { SubmitForm } from '../../../../renderer/features/submit/SubmitForm.tsx';
import { submissionOf } from '../../../../renderer/lib/submit-draft.ts';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { key, preview, runInfo, submission } from '../../../support/samples.ts';

const server = (id: string, label: string, address: string, group = ''): ServerInfo => ({
  ...switchedOff(address),
  id,
  server: ServerDraft.parse({ kind: 'attached', label, group, address, tls: null }),
  loopback: false,
  same: id,
  locked: false,
});

const LIST = [
  server(LOCAL, 'Local', '127.0.0.1:4730'),
  server('blue', 'Blue', '10.0.0.1:4730', 'Live'),
  server('green', 'Green', '10.0.0.2:4730', 'Live'),
];

/** The form of a job over several servers. */
async function form() {
  const bridge = fakeBridge({
    'functions.list': () => [],
    'servers.list': () => LIST,
    'workload.preview': () =>
      preview({
        stops: [
          { server: '10.0.0.2:4730', isGone: false },
          { server: 'embedded', isGone: false },
          { server: '10.0.0.1:4730', isGone: true },
        ],
      }),
  });
  useStore.getState().pullServers(); // the sidebar does
  useStore.getState().editSubmit({ function: 'wc', target: 'several' });
  await act(async () => show(<SubmitForm />));
  await act(() =>
    vi.waitFor(() => bridge.frame().then(() => expect(useStore.getState().servers.list).not.toEqual([]))),
  );
  return bridge;
}

test('servers of the list are taken by label, or all of a group, or typed', async () => {
  await form();
  const chips = within(screen.getByRole('group', { name: 'Servers of the list' }));
  const chosen = () => useStore.getState().submit.draft.servers;
  fireEvent.click(chips.getByRole('button', { name: 'All of Live' }));
  expect(chosen()).toBe('10.0.0.1:4730, 10.0.0.2:4730');
  fireEvent.click(chips.getByRole('button', { name: 'Local' }));
  fireEvent.click(chips.getByRole('button', { name: 'Blue' }));
  expect(chosen()).toBe('10.0.0.2:4730, embedded');
  expect(chips.getByRole('button', { name: 'Green' }).getAttribute('aria-pressed')).toBe('true');
  expect(chips.getByRole('button', { name: 'Blue' }).getAttribute('aria-pressed')).toBe('false');
  fireEvent.change(screen.getByRole('textbox', { name: 'Servers' }), { target: { value: 'a, b:0' } });
  expect(screen.getByText(/Write up to 50 servers as/).className).toBe('help help--error');
});

test('how they are spread is chosen, and where the next job would go is shown by label', async () => {
  const { frame } = await form();
  fireEvent.change(screen.getByRole('textbox', { name: 'Servers' }), {
    target: { value: '10.0.0.1 10.0.0.2 embedded' },
  });
  fireEvent.click(screen.getByRole('radio', { name: 'By unique ID' }));
  expect(screen.getByText('Without a unique ID no job meets another: these go in turn.').tagName).toBe('P');
  const { draft, chance } = useStore.getState().submit;
  expect(submissionOf(draft, chance).target).toEqual({
    how: 'hash',
    servers: ['10.0.0.1:4730', '10.0.0.2:4730', 'embedded'],
  });
  await act(() => vi.waitFor(() => frame().then(() => expect(useStore.getState().submit.preview).not.toBe(null))));
  expect(screen.getByText(/The next job goes to Green/).textContent).toBe(
    'The next job goes to Green. If that does not answer: Local → Blue. Blue did not answer lately.',
  );
});

test('the result says where the job is, which servers it passed, and that a lost one was not sent again', async () => {
  const bridge = fakeBridge({ 'servers.list': () => LIST });
  useStore.setState(({ servers }) => ({ servers: { ...servers, list: LIST } }));
  const problem = {
    code: 'connection-lost',
    message: '',
    details: { address: '10.0.0.1:4730', why: 'server-closed', reason: '' },
  } as const;
  const shown = submission({
    server: '10.0.0.2:4730',
    state: 'broken',
    background: true,
    key: { ...key, server: '10.0.0.2:4730' },
    spread: {
      how: 'first',
      servers: ['10.0.0.1:4730', '10.0.0.2:4730'],
      detours: [{ server: '10.0.0.1:4730', problem, wasSent: true }],
    },
  });
  useStore.setState(({ submit }) => ({ submit: { ...submit, shown } }));
  await act(async () => show(<SubmissionResult />));
  bridge.answers['submissions.get'] = () => shown;
  await act(() => bridge.frame());
  const text = screen.getByRole('region', { name: 'Result' }).textContent;
  expect(text).toContain('Sent to Green.');
  expect(text).toContain('Sent to Blue first, which named no job');
  expect(text).toContain('it is done twice');
  expect(text).toContain('Green had the job and went.');
});

test('a run over several servers says what each one has', async () => {
  const bridge = fakeBridge({ 'servers.list': () => LIST });
  const share = { isEmbedded: false, isReady: true, jobs: 30, ended: 30, lost: 0, left: 0 };
  const run = runInfo({
    how: 'round-robin',
    servers: [
      { ...share, server: '10.0.0.1:4730', isReady: false, jobs: 6, ended: 6, lost: 1, left: 2 },
      { ...share, server: '10.0.0.2:4730' },
    ],
    state: 'running',
    endedAt: null,
    counts: { sent: 36, done: 35, failed: 0, exceptions: 0, refused: 0, lost: 1, abandoned: 0 },
  });
  bridge.answers['runs.list'] = () => [run];
  useStore.setState(({ runs, servers }) => ({
    runs: { ...runs, list: [run], shown: run.id },
    servers: { ...servers, list: LIST },
  }));
  await act(async () => show(<RunResult />));
  const rows = within(screen.getByRole('region', { name: 'Where jobs went' })).getAllByRole('row');
  expect(rows.slice(1).map((row) => row.textContent)).toEqual(['Bluedoes not answer6621', 'Green303000']);
  expect(screen.getByText(/2 jobs were given to the next server/).tagName).toBe('P');
  expect(screen.getByText(/1 job was lost with its server/).tagName).toBe('P');
});
