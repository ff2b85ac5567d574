import type { StoryStep } from '../contract/packets.ts';
import type { RoughStep } from './story.ts';

/** What may happen to a job any number of times, much the same each time. */
const REPEATED: ReadonlySet<StoryStep['kind']> = new Set(['joined', 'progress', 'data', 'warning', 'asked']);

/** Steps of one kind in a row from which on only the first and the last of them are told. */
const RUN = 5;
/** Steps that are told at the beginning and at the end of a story, and of what is no repetition between them. */
const EDGE = 60;

/** A story that can be read: of what is the same again and again, and of what is too much, it says how much was left out. */
export function condensed(steps: readonly RoughStep[]): RoughStep[] {
  const runs: RoughStep[] = [];
  for (let at = 0; at < steps.length; ) {
    let end = at + 1;
    while (end < steps.length && isSame(steps[at] as RoughStep, steps[end] as RoughStep)) end += 1;
    const run = steps.slice(at, end);
    runs.push(...(run.length < RUN ? run : leftOut(run, (index) => index === 0 || index === run.length - 1)));
    at = end;
  }
  if (runs.length <= EDGE * 2) return runs;
  let milestones = 0;
  return leftOut(runs, (index, { kind }) => {
    if (index < EDGE || index >= runs.length - EDGE) return true;
    milestones += REPEATED.has(kind) ? 0 : 1;
    return !REPEATED.has(kind) && milestones <= EDGE;
  });
}

const isSame = (a: RoughStep, b: RoughStep): boolean =>
  a.kind === b.kind &&
  REPEATED.has(a.kind) &&
  (a.kind === 'joined' || a.entries[0]?.connection === b.entries[0]?.connection);

/** Only the steps that are kept, each with what was left out behind it. The first one has to be kept. */
function leftOut(steps: readonly RoughStep[], keeps: (index: number, step: RoughStep) => boolean): RoughStep[] {
  const kept: RoughStep[] = [];
  for (const [index, step] of steps.entries()) {
    if (keeps(index, step)) {
      kept.push({ ...step });
      continue;
    }
    const last = kept.at(-1) as RoughStep;
    const before = last.omitted ?? { steps: 0, packets: 0, kind: step.kind };
    last.omitted = {
      steps: before.steps + 1 + (step.omitted?.steps ?? 0),
      packets: before.packets + step.entries.length + (step.omitted?.packets ?? 0),
      kind: before.kind === step.kind && (step.omitted?.kind ?? step.kind) === step.kind ? step.kind : null,
    };
  }
  return kept;
}
