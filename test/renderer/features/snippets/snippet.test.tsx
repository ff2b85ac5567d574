import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Settings } from '../../../../main/contract/settings.ts';
import type { Snippet } from '../../../../main/contract/snippets.ts';
import { JobSnippet } from '../../../../renderer/features/snippets/JobSnippet.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { copied, show } from '../../../support/in-window.tsx';
import { key } from '../../../support/samples.ts';

const snippet = (different: Partial<Snippet> = {}): Snippet => ({
  ...{
    text: 'echo 1;\n',
    servers: ['127.0.0.1:4730'],
    file: 'submit.php',
    run: 'php submit.php',
    workloadFile: null,
    notes: [],
  },
  ...different,
});

test('a snippet is copied, with what it is saved as and run with; the language that was chosen stays', async () => {
  const texts = copied();
  const bridge = fakeBridge({
    'jobs.snippet': ({ language }) => snippet({ text: `in ${language}\n` }),
    'settings.change': (change) => Settings.parse(change),
  });
  show(<JobSnippet job={key} />);
  await settled();
  fireEvent.click(screen.getByRole('button', { name: 'Copy the snippet' }));
  fireEvent.click(screen.getByRole('button', { name: 'Copy the command' }));
  expect([texts, screen.getByText('Save it as submit.php, and run').tagName]).toEqual([
    ['in php\n', 'php submit.php'],
    'P',
  ]);
  await useStore.getState().changeSettings({ snippetLanguage: 'go' });
  await settled();
  expect(screen.getByRole('region', { name: 'Go' }).textContent).toBe('in go\n');
  expect(bridge.said().map(([name, input]) => [name, (input as { language?: string }).language])).toEqual([
    ['jobs.snippet', 'php'],
    ['settings.change', undefined],
    ['jobs.snippet', 'go'],
  ]);
});

test('what it does not do as the job did is said; a long workload is saved beside it', async () => {
  const bridge = fakeBridge({
    'jobs.snippet': () =>
      snippet({ workloadFile: 'workload.bin', notes: ['empty-workload', 'own-unique', 'no-answer'] }),
    'jobs.saveWorkload': () => '/home/me/workload.bin',
  });
  const { container } = show(<JobSnippet job={key} />);
  await settled();
  expect(container.textContent).toMatch(/refuses an empty workload.*makes one up.*no command line can have/);
  fireEvent.click(screen.getByRole('button', { name: 'Save the workload…' }));
  await settled();
  expect(bridge.said().at(-1)).toEqual(['jobs.saveWorkload', { key, name: 'workload.bin' }]);
  expect(useStore.getState().app.notice).toMatchObject({ kind: 'workload-saved', name: '/home/me/workload.bin' });
});

test('it says where the code sends the job, which is not the first server for each', async () => {
  const servers = ['127.0.0.1:4731'];
  fakeBridge({ 'jobs.snippet': () => snippet({ servers }) });
  const { unmount } = show(<JobSnippet job={key} />);
  await settled();
  expect(screen.getByText(/by a program of yours to 127\.0\.0\.1:4731\.$/)).toBeTruthy();
  unmount();
  servers.push('10.0.0.1:4730');
  show(<JobSnippet job={key} />);
  await settled();
  expect(screen.getByText(/to one of 127\.0\.0\.1:4731, 10\.0\.0\.1:4730\.$/)).toBeTruthy();
});

test('where the workload is gone it says so', async () => {
  fakeBridge({ 'jobs.snippet': () => null });
  show(<JobSnippet job={key} />);
  await settled();
  expect(screen.getByText(/no longer kept/)).toBeTruthy();
});
