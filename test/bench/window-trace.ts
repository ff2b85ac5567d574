import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '../e2e/app.ts';
import type { Took } from './target-line.ts';

/** An event of Chromium's tracing; times are µs. */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** Of which the thread had a processor. */
  tdur?: number;
  args?: { name?: string };
}

/** Categories that the figures are read from. */
const TRACED = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline.frame'];

/** What counts as script, style and layout, wherever it is not a part of another of them. */
const OWN_WORK = new Set([
  'FunctionCall',
  'EvaluateScript',
  'FireAnimationFrame',
  'TimerFire',
  'RunMicrotasks',
  'EventDispatch',
  'MinorGC',
  'MajorGC',
  'UpdateLayoutTree',
  'Layout',
]);

interface WindowFigures {
  /** Script, style and layout from one frame to the next. */
  own: Took[];
  /** All that the main thread did from one frame to the next: painting and the search for what lies under the pointer too. */
  all: Took[];
  tasks: Took[];
  /** Frames that were drawn. */
  drawn: number;
}

/** What the main thread of the window does while something is done. */
export async function traceWindow({ electron, page, data }: App, work: () => Promise<void>): Promise<WindowFigures> {
  const trace = join(data, 'trace.json');
  await electron.evaluate(
    ({ contentTracing }, included_categories) =>
      contentTracing.startRecording({
        included_categories,
        recording_mode: 'record-until-full',
        trace_buffer_size_in_kb: 400_000,
      }),
    TRACED,
  );
  await work();
  await electron
    .evaluate(({ contentTracing }, path) => contentTracing.stopRecording(path), trace)
    .catch(() => page.waitForTimeout(3000));
  const { traceEvents } = JSON.parse(await readFile(trace, 'utf8')) as { traceEvents: TraceEvent[] };
  await rm(trace, { force: true });
  return windowFigures(traceEvents);
}

function windowFigures(events: readonly TraceEvent[]): WindowFigures {
  const main = events.find(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const ours = events.filter(({ pid, tid }) => pid === main?.pid && tid === main?.tid).sort((a, b) => a.ts - b.ts);
  const frames = ours.filter(({ name }) => name === 'FireAnimationFrame').map(({ ts }) => ts);
  const complete = ours.filter(({ ph }) => ph === 'X');
  const tasks = complete.filter(({ name }) => name.endsWith('RunTask'));
  return {
    own: perFrame(outermost(complete.filter(({ name }) => OWN_WORK.has(name))), frames),
    all: perFrame(outermost(tasks), frames),
    tasks: tasks.map(took),
    drawn: events.filter(({ name, pid }) => name === 'DrawFrame' && pid === main?.pid).length,
  };
}

const took = ({ dur = 0, tdur = 0 }: TraceEvent): Took => ({ time: dur / 1000, used: tdur / 1000 });

/** Those that do not lie in one before them. */
function outermost(events: readonly TraceEvent[]): TraceEvent[] {
  let end = 0;
  return events.filter(({ ts, dur = 0 }) => {
    if (ts < end) return false;
    end = ts + dur;
    return true;
  });
}

/** Sums from each frame to the next. */
function perFrame(events: readonly TraceEvent[], frames: readonly number[]): Took[] {
  const sums = frames.map(() => ({ time: 0, used: 0 }));
  let frame = 0;
  for (const event of events) {
    while (frame + 1 < frames.length && event.ts >= (frames[frame + 1] as number)) frame += 1;
    const sum = sums[frame];
    if (sum === undefined || event.ts < (frames[frame] as number)) continue;
    const { time, used } = took(event);
    sum.time += time;
    sum.used += used;
  }
  return sums.slice(0, -1);
}
