import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ExpertReport, FindingCode } from '../../../../main/contract/expert.ts';
import { FINDINGS } from '../../../../main/contract/expert.ts';
import { ExpertPane } from '../../../../renderer/features/traffic/ExpertPane.tsx';
import { EXPERT_WORDS } from '../../../../renderer/i18n/expert-words.ts';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { packetWindow } from '../../../support/samples.ts';

async function pane(report: ExpertReport) {
  const bridge = fakeBridge({
    'packets.expert': () => report,
    'packets.find': ({ seq }) => ({ seq, position: seq }),
    'packets.get': () => null,
    'packets.window': () => packetWindow(),
  });
  show(<ExpertPane />);
  await bridge.frame();
  return {
    ...bridge,
    titles: () => screen.queryAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent),
  };
}

const group = (code: FindingCode, values: ExpertReport['groups'][0]['latest'][0]['values'], count = 1) => ({
  ...{ code, severity: FINDINGS[code], count },
  latest: Array.from({ length: Math.min(count, 60) }, (_, index) => ({ code, seq: index + 1, values })),
});

test('each finding with its severity and how often', async () => {
  const { titles } = await pane({
    scanned: 1,
    groups: [group('E-10', { handle: 'H:t:1', function: 'resize' }), group('E-12', { handle: 'H:t:1' }, 1234)],
  });
  expect(titles()).toEqual(['ErrorNobody can do this job1', 'NoteJoined another job1,234']);
});

test('its packets name what they are about; choosing one goes there', async () => {
  await pane({ scanned: 1, groups: [group('E-10', { handle: 'H:t:1', function: 'caf\xc3\xa9', seconds: 5 })] });
  fireEvent.click(screen.getByRole('button', { name: /Nobody can do/ }));
  expect(screen.getByText(/No connected worker/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: '1 café · H:t:1' }));
  await settled();
  expect(useStore.getState().traffic.selected).toBe(1);
});

test('the newest are listed, and a filter shows all', async () => {
  await pane({ scanned: 1, groups: [group('E-23', { code: 'JOB_NOT_FOUND', text: 'no' }, 70)] });
  fireEvent.click(screen.getByRole('button', { name: /The server refused/ }));
  expect(screen.getAllByRole('listitem')).toHaveLength(50);
  expect(screen.getByText('20 older')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Show only these' }));
  expect(useStore.getState().traffic.filter).toBe('gb.expert contains "E-23"');
});

test('nothing wrong is said, but not before all was looked at', async () => {
  await pane({ scanned: 1, groups: [] });
  expect(screen.getByText('Nothing is wrong')).toBeDefined();
});

test('while it looks, how far it has come', async () => {
  await pane({ scanned: 0.456, groups: [] });
  expect([screen.getByRole('status').textContent, screen.queryByText('Nothing is wrong')]).toEqual([
    'Looking: 45%',
    null,
  ]);
});

test('each finding has words in each language, without a full stop in its title', () => {
  for (const words of Object.values(EXPERT_WORDS)) {
    expect(Object.keys(words)).toEqual(Object.keys(FINDINGS));
    for (const { title, why } of Object.values(words)) {
      expect(title).not.toMatch(/[.。]$/);
      expect(why).toMatch(/[.。]$/);
    }
  }
});
