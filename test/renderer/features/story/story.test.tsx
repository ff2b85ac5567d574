import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Story, StoryStep } from '../../../../main/contract/packets.ts';
import { JobStory } from '../../../../renderer/features/story/JobStory.tsx';
import { mermaidOf } from '../../../../renderer/features/story/mermaid.ts';
import { StoryDiagram } from '../../../../renderer/features/story/StoryDiagram.tsx';
import { StoryTable } from '../../../../renderer/features/story/StoryTable.tsx';
import { StoryView } from '../../../../renderer/features/story/StoryView.tsx';
import { svgFileOf } from '../../../../renderer/features/story/svg-file.ts';
import { type Language, textIn } from '../../../../renderer/i18n/text.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { HOSTILE } from '../../../support/hostile.ts';
import { copied, show } from '../../../support/in-window.tsx';
import { bytes } from '../../../support/packets.ts';
import { key, packetWindow } from '../../../support/samples.ts';
import { telling } from '../../../support/telling.ts';

const { t } = textIn('en');

/** A job that was submitted, and done by a worker that told how far it was. */
function done(): Story {
  const conversation = telling();
  const { submit, take, send } = conversation;
  submit(1, 'wc');
  take(2, 'wc');
  send(2, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: '1', denominator: '4' });
  send(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('ok') });
  const told = conversation.whole('H:t:1');
  // Times of a test are its own.
  let at = 0;
  const later = () => (at += 0.5);
  for (const step of told.steps) for (const packet of step.packets) packet.at = later();
  return {
    ...told,
    steps: told.steps.map((step) => ({ ...step, at: step.packets[0]!.at, since: step.packets[0]!.at - 0.5 })),
  };
}

const lines = () => screen.getAllByRole('option').map((line) => line.getAttribute('aria-label'));

test('each line says what went from whom to whom, and when', () => {
  show(
    <StoryDiagram
      {...{ steps: done().steps, time: 'compressed', label: 'x', chosen: null }}
      onChoose={() => {}}
      onOpen={() => {}}
    />,
  );
  expect(lines()).toEqual([
    '0 µs SUBMIT_JOB, from client #1 127.0.0.1:50001 to Job server',
    '500 µs JOB_CREATED, from Job server to client #1 127.0.0.1:50001',
    '1.0 ms GRAB_JOB_UNIQ, from worker #2 127.0.0.1:50002 to Job server',
    '1.5 ms JOB_ASSIGN_UNIQ, from Job server to worker #2 127.0.0.1:50002',
    '2.0 ms WORK_STATUS 1 of 4, from worker #2 127.0.0.1:50002 to Job server',
    '2.5 ms WORK_STATUS 1 of 4, from Job server to client #1 127.0.0.1:50001',
    '3.0 ms WORK_COMPLETE, from worker #2 127.0.0.1:50002 to Job server',
    '3.5 ms WORK_COMPLETE, from Job server to client #1 127.0.0.1:50001',
  ]);
});

test('it is one tab stop, and keys go from line to line', async () => {
  const bridge = fakeBridge({
    'packets.story': () => done(),
    'packets.window': () => packetWindow(),
    'packets.get': () => null,
    'packets.find': () => null,
    'settings.change': () => ({}) as never,
  });
  show(<JobStory job={key} />);
  await bridge.frame();
  await settled();
  const picture = screen.getByRole('listbox', { name: 'Story of H:t:1' });
  const chosen = () =>
    document
      .querySelector('[role=option][aria-selected=true]')
      ?.getAttribute('aria-label')
      ?.match(/[A-Z_]{6,}/)?.[0];
  const press = (name: string) => {
    fireEvent.keyDown(picture, { key: name });
    return chosen();
  };
  expect(screen.getByText(t('story.hint'))).toBeTruthy();
  expect([
    picture.tabIndex,
    press('ArrowDown'),
    press('ArrowRight'),
    press('End'),
    press('ArrowDown'),
    press('ArrowUp'),
  ]).toEqual([0, 'SUBMIT_JOB', 'JOB_CREATED', 'WORK_COMPLETE', 'WORK_COMPLETE', 'WORK_COMPLETE']);
  expect(press('Home')).toBe('SUBMIT_JOB');
  expect(picture.getAttribute('aria-activedescendant')).toBe(screen.getAllByRole('option')[0]?.id);
  // Its packet is told below, and Enter leads to it.
  expect(screen.getByRole('button', { name: 'Packet 0' })).toBeTruthy();
  press('Enter');
  await bridge.frame();
  expect([
    useStore.getState().app.screen,
    useStore.getState().traffic.scope.job,
    useStore.getState().traffic.selected,
  ]).toEqual(['traffic', key, 0]);
  await settled();
});

test('in the traffic the packet that is chosen there is the line that is chosen here', async () => {
  const bridge = fakeBridge({ 'packets.story': () => done() });
  const asked: (number | null)[] = [];
  show(<StoryView job={key} packet={4} onChoose={(seq) => asked.push(seq)} onOpen={() => {}} />);
  await bridge.frame();
  await settled();
  const chosen = document.querySelector('[role=option][aria-selected=true]');
  expect(chosen?.getAttribute('aria-label')).toContain('JOB_ASSIGN_UNIQ');
  fireEvent.click(screen.getAllByRole('option')[0]!);
  expect(asked).toEqual([0]);
});

test('of a job that nobody knows any more, and of one whose packets are gone, it says so', async () => {
  const step: StoryStep = {
    ...{ kind: 'cancelled', at: 1, since: 0, took: null, connection: null, who: '', packets: [], told: 0 },
    ...{ values: {}, size: null, omitted: null },
  };
  const bridge = fakeBridge({ 'packets.story': () => ({ steps: [], partly: false }) });
  const view = show(<StoryView job={{ ...key, handle: 'H:t:9' }} onOpen={() => {}} />);
  await bridge.frame();
  await settled();
  expect(screen.getByText(t('story.nothing'))).toBeTruthy();
  bridge.answers['packets.story'] = () => ({ steps: [step], partly: true });
  view.rerender(<StoryView job={key} onOpen={() => {}} />);
  await bridge.frame();
  await settled();
  expect(screen.getByText(t('story.partly'))).toBeTruthy();
  expect(lines()).toEqual(['0 µs Cancelled']);
});

test('the same as a table; its packets are chosen from it', () => {
  const connection = { connection: 2, who: 'wc-1', took: null, told: 0, values: {}, size: 20, omitted: null, at: 0 };
  const packets = (...seqs: number[]) =>
    seqs.map((seq) => ({
      ...{
        seq,
        at: 0,
        direction: 'in' as const,
        type: 'WORK_STATUS',
        family: 'progress' as const,
        connection: 2,
        who: 'wc-1',
      },
    }));
  const steps: StoryStep[] = [
    { ...connection, kind: 'submitted', since: 0, took: 0.087, packets: packets(4, 5) },
    {
      ...{ ...connection, kind: 'progress', since: 12, packets: packets(9, 10), told: 1 },
      ...{ values: { numerator: '1', denominator: '4' }, omitted: { steps: 9998, packets: 19996, kind: 'progress' } },
    },
    { ...connection, kind: 'asked', since: 20, packets: packets(11), values: { known: '1', running: '0' } },
    {
      ...connection,
      kind: 'requeued',
      since: 21,
      packets: [],
      connection: null,
      who: '',
      omitted: { steps: 1, packets: 0, kind: null },
    },
  ];
  const chosen: number[] = [];
  show(<StoryTable steps={steps} packet={9} onPacket={(seq) => chosen.push(seq)} />);
  expect(screen.getAllByRole('row').map((row) => [...row.children].map((cell) => cell.textContent).join('|'))).toEqual([
    'Since first|Step|Connection|More|Packets',
    '0 µs|Submitted|#2 wc-1|answered in 87 µs|45',
    '12.0 ms|Progress|#2 wc-1|1 of 4 · passed on to 1 client|910',
    '|9,998 more: Progress',
    '20.0 ms|Asked how far it is|#2 wc-1|Waits in the queue|11',
    '21.0 ms|Worker gone or gave it up: queued again| ||',
    '|1 more step',
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'Packet 10' }));
  expect(chosen).toEqual([10]);
});

test('ten thousand reports of progress are a few elements', () => {
  const conversation = telling();
  const { submit, take, send } = conversation;
  submit(1, 'wc');
  take(2, 'wc');
  for (let at = 1; at <= 10_000; at += 1)
    send(2, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: `${at}`, denominator: '10000' });
  const { steps } = conversation.whole('H:t:1');
  const { container } = show(
    <StoryDiagram {...{ steps, time: 'scale', label: 'x', chosen: null }} onChoose={() => {}} onOpen={() => {}} />,
  );
  expect(screen.getByRole('option', { name: '9,998 more: Progress' })).toBeTruthy();
  expect(container.querySelectorAll('*').length).toBeLessThan(200);
});

// ---------- As files ----------

/** A story in which everything that others chose is hostile: client ids, figures. */
function hostile(): StoryStep[] {
  return HOSTILE.flatMap((text, index) => {
    const name = text.replaceAll('\0', '');
    const packet = (direction: 'in' | 'out', at: number) => ({
      ...{ seq: index * 2 + at, at, direction, type: 'WORK_STATUS', family: 'progress' as const },
      ...{ connection: index, who: name },
    });
    const step: StoryStep = {
      ...{
        kind: 'progress',
        at: index,
        since: index,
        took: null,
        connection: index,
        who: name,
        told: 1,
        size: 1,
        omitted: null,
      },
      ...{ values: { numerator: name, denominator: text }, packets: [packet('in', 0), packet('out', 1)] },
    };
    return [step];
  });
}

test.each(['en', 'zh'] as const)(
  'as Mermaid, hostile texts are names and messages, and no statement: %s',
  (language: Language) => {
    const text = textIn(language);
    for (const [index, step] of hostile().entries()) {
      const file = mermaidOf(
        [
          { ...step, connection: index },
          { ...step, kind: 'cancelled', packets: [] },
        ],
        text,
      );
      const plain = '(?:[\\p{L}\\p{M}\\p{N} _.,/-]|#\\d+;)*';
      const [first, ...rest] = file.split('\n').slice(0, -1);
      expect(first).toBe('sequenceDiagram');
      for (const line of rest)
        expect(line).toMatch(
          new RegExp(
            `^  (?:participant (?:peer\\d+|server) as ${plain}|(?:peer\\d+|server)-?->>(?:peer\\d+|server): ${plain}|Note over (?:peer\\d+|server),server: ${plain})$`,
            'u',
          ),
        );
      // No line is a word of the language by itself: each begins with one of ours.
      expect(rest).toHaveLength(2 + 2 + 1);
    }
  },
);

test('as Mermaid, a job reads as it was', () => {
  expect(mermaidOf(done().steps, textIn('en')).split('\n').slice(0, 6)).toEqual([
    'sequenceDiagram',
    '  participant peer0 as 127.0.0.1#58;50001 #183; client #35;1',
    '  participant server as Job server',
    '  participant peer2 as 127.0.0.1#58;50002 #183; worker #35;2',
    '  peer0->>server: SUBMIT_JOB #183; 0 µs',
    '  server->>peer0: JOB_CREATED #183; 500 µs',
  ]);
});

test('as SVG, hostile texts are text: it is read as XML, with no element and no attribute of theirs', () => {
  for (const step of hostile()) {
    const { container, unmount } = show(
      <StoryDiagram
        {...{ steps: [step], time: 'compressed', label: step.who, chosen: null }}
        onChoose={() => {}}
        onOpen={() => {}}
      />,
    );
    const file = svgFileOf(container.querySelector<SVGSVGElement>('[role=listbox] > svg')!, step.who);
    const read = new DOMParser().parseFromString(file, 'image/svg+xml');
    expect(read.querySelector('parsererror')).toBe(null);
    const names = new Set([...read.querySelectorAll('*')].map(({ localName }) => localName));
    expect(
      [...names].filter((name) => !['svg', 'g', 'rect', 'path', 'text', 'tspan', 'title', 'circle'].includes(name)),
    ).toEqual([]);
    const attributes = new Set(
      [...read.querySelectorAll('*')].flatMap(({ attributes: all }) => [...all].map(({ name }) => name)),
    );
    expect([...attributes].filter((name) => /^on|href|^(?:class|style|id|role|tabindex)$/.test(name))).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(file).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\u202e]/);
    unmount();
  }
});

test('both are copied from the menu, and saved where the person says', async () => {
  const texts = copied();
  const bridge = fakeBridge({
    'packets.story': () => done(),
    'jobs.saveStory': ({ format }: { format: string }) => `/tmp/story.${format}`,
  });
  show(<StoryView job={key} onOpen={() => {}} />);
  await bridge.frame();
  await settled();
  for (const name of ['Copy as SVG', 'Copy as Mermaid', 'Save as SVG…']) {
    fireEvent.click(screen.getByRole('button', { name: 'Save or copy the story' }));
    fireEvent.click(await screen.findByRole('menuitem', { name }));
    await settled();
  }
  expect(texts.map((each) => each.slice(0, 15))).toEqual(['<svg xmlns="htt', 'sequenceDiagram']);
  expect(bridge.said().flatMap(([name, input]) => (name === 'jobs.saveStory' ? [input] : []))).toMatchObject([
    { handle: 'H:t:1', format: 'svg', text: texts[0] },
  ]);
  expect(useStore.getState().app.notice).toMatchObject({ kind: 'story-saved', name: '/tmp/story.svg' });
});

test('of another job nothing is shown before it is told', async () => {
  const bridge = fakeBridge({ 'packets.story': ({ handle }) => ({ ...done(), partly: handle === 'H:t:2' }) });
  const view = show(<StoryView job={key} onOpen={() => {}} />);
  await bridge.frame();
  await settled();
  expect(screen.getAllByRole('option').length).toBe(8);
  view.rerender(<StoryView job={{ ...key, handle: 'H:t:2' }} onOpen={() => {}} />);
  expect(screen.queryAllByRole('option')).toEqual([]);
  await bridge.frame();
  await settled();
  expect(screen.getByText(t('story.partly'))).toBeTruthy();
  // The same job, told of as a new object at each look, is not asked for again because of that.
  bridge.said();
  view.rerender(<StoryView job={{ ...key, handle: 'H:t:2' }} onOpen={() => {}} />);
  await bridge.frame();
  expect(bridge.said()).toEqual([]);
});
