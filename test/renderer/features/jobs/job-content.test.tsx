import { gzipSync } from 'node:zlib';
import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { DecodeRequest } from '../../../../main/contract/decode.ts';
import { type About, type Answers, answer } from '../../../../main/decode/answers.ts';
import { copyAs } from '../../../../main/decode/copy-forms.ts';
import { JobContent } from '../../../../renderer/features/jobs/JobContent.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { jobDetail } from '../../../support/samples.ts';

const target = { host: '127.0.0.1', port: 4730 };

/** A job with this workload; the real decoders read it, without their thread. */
async function content(workload: Buffer, kept: Uint8Array | null = new Uint8Array(workload)) {
  const sources: string[] = [];
  const ask = async <K extends keyof Answers>(request: DecodeRequest, about: About & { kind: K }) => {
    sources.push(request.source.kind === 'job' ? `job ${request.source.part}` : 'packet');
    const { as } = request;
    const said = await answer({ key: `${workload.toString('hex')} ${as}`, as, about, bytes: new Uint8Array(workload) });
    return said.known ? (said.value as Answers[K]) : null;
  };
  fakeBridge({
    'decode.open': async (request) => {
      const whole = await ask(request, { kind: 'whole' });
      return whole && { at: 0, ...whole };
    },
    'decode.nodes': ({ node, from, ...request }) => ask(request, { kind: 'nodes', node, from }),
    'decode.path': ({ at, ...request }) => ask(request, { kind: 'path', at }),
    'decode.text': ({ from, ...request }) => ask(request, { kind: 'text', from }),
    'decode.bytes': ({ layer, from, ...request }) => ask(request, { kind: 'bytes', layer, from }),
    'decode.copy': ({ form, start, end, ...request }) => {
      expect(request.as).toEqual(['bytes']);
      return copyAs(form, workload.subarray(start, end), target);
    },
    'decode.picture': (request) => ask(request, { kind: 'picture' }),
  });
  const job = jobDetail({
    workload: { size: workload.length, kept: kept === null ? 0 : workload.length, bytes: kept },
  });
  show(<JobContent job={job} part="workload" />);
  const quiet = async () => {
    for (let turn = 0; turn < 20; turn += 1) await act(settled);
  };
  await quiet();
  const faces = () => screen.queryAllByRole('radio').map((face) => face.textContent);
  return {
    sources,
    quiet,
    faces,
    face: () =>
      faces()[screen.queryAllByRole('radio').findIndex((each) => each.getAttribute('aria-checked') === 'true')],
    items: () => screen.queryAllByRole('treeitem').map(({ textContent }) => textContent),
  };
}

test('what is JSON inside of gzip is told as values, and asked of the job', async () => {
  const { items, face, faces, sources } = await content(gzipSync('{"id":9007199254740993,"to":"梅"}'));
  expect([face(), faces()]).toEqual(['Values', ['Values', 'Bytes', 'Unpacked', 'Text']]);
  expect(items()).toEqual([
    expect.stringMatching(/^Workload\d+ bytes · gzip → JSON/),
    expect.stringContaining('9007199254740993'),
    expect.stringContaining('梅'),
  ]);
  expect(new Set(sources)).toEqual(new Set(['job workload']));
});

test('to choose a value leaves the values in sight', async () => {
  const { quiet, face } = await content(Buffer.from('{"id":1}'));
  fireEvent.click(screen.getAllByRole('treeitem')[1] as HTMLElement);
  await quiet();
  expect([face(), useStore.getState().packet.marked]).toEqual(['Values', { space: 'packet', start: 6, end: 7 }]);
});

test('a text is there as text at once', async () => {
  const { face } = await content(Buffer.from('中文\nsecond line'));
  expect([face(), screen.getByRole('region', { name: 'Text: Workload' }).textContent]).toEqual([
    'Text',
    '中文\nsecond line',
  ]);
});

test('what nobody can read is there as bytes, and copied as they are', async () => {
  const { face } = await content(Buffer.from([1, 200, 0, 255, 254, 0, 7, 130]));
  expect(face()).toBe('Bytes');
  const texts = await act(() => useStore.getState().copyBytes('hex'));
  expect(texts).toBe('01 c8 00 ff fe 00 07 82');
});

test('what is empty or no longer kept says so', async () => {
  await content(Buffer.alloc(0));
  expect(screen.getByText('empty')).toBeDefined();
  await content(Buffer.from('x'), null);
  expect(screen.getByText(/1 B|1 byte/)).toBeDefined();
});

test('what another screen looked into meanwhile is not shown here', async () => {
  const { quiet, items } = await content(Buffer.from('{"id":1}'));
  const { subject, lookInto } = { ...useStore.getState().packet, lookInto: useStore.getState().lookInto };
  if (subject === null) throw new Error('nothing is looked into');
  act(() => lookInto({ ...subject, id: 'packet 7' }));
  await quiet();
  expect([useStore.getState().packet.subject?.id, items().length]).toEqual([subject.id, 2]);
});
