import type { StoryStep } from '../../../main/contract/packets.ts';
import type { Text } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { type Lifeline, SERVER, type StoryRow } from './rows.ts';

/** What a step brought: figures, bytes, who heard of it. */
export function detailsOf({ kind, values, took, told, size, packets }: StoryStep, text: Text): string {
  const { t, duration, count } = text;
  return [
    figuresOf({ kind, values, packets }, text),
    (kind === 'data' || kind === 'complete') && size !== null && t('traffic.bytes', { count: size }),
    took !== null && (took === 0 ? t('story.atOnce') : t('story.took', { time: duration(took) })),
    told > 0 && t('story.told', { count: told, number: count(told) }),
  ]
    .filter((part) => part !== false && part !== '')
    .join(' · ');
}

/** How far the job is, where a packet says so. */
export function figuresOf(
  { kind, values, packets }: Pick<StoryStep, 'kind' | 'values' | 'packets'>,
  { t }: Text,
): string {
  if (packets.length === 0) return '';
  const value = (name: string) => shown(values[name] ?? '');
  const progress = t('info.progress', { done: value('numerator'), all: value('denominator') });
  if (kind === 'progress') return progress;
  if (kind !== 'asked') return '';
  if (value('known') === '0') return t('info.unknownJob');
  return value('running') === '0' ? t('info.waiting') : t('info.running', { progress });
}

/** What was left out behind a step. */
export function omittedOf({ omitted }: StoryStep, { t, count }: Text): string {
  if (omitted === null) return '';
  const number = count(omitted.steps);
  return omitted.kind === null
    ? t('story.moreSteps', { count: omitted.steps, number })
    : t('story.moreOf', { number, kind: t(`story.${omitted.kind}`) });
}

/** What a line of the picture says: the type of its packet or what happened, and what is worth knowing of it. */
export function labelOf(row: StoryRow, step: StoryStep, text: Text): { main: string; note: string } {
  if (row.kind === 'more') return { main: omittedOf(step, text), note: '' };
  const word = text.t(`story.${step.kind}`);
  if (row.kind === 'note') return { main: word, note: '' };
  const figures = row.from === SERVER || step.kind === 'progress' ? figuresOf(step, text) : '';
  return { main: row.type ?? word, note: figures };
}

/** A lifeline in words: who it is, and what they are to the job. */
export function namesOf({ side, number, who, others }: Lifeline, { t, count }: Text): { name: string; role: string } {
  if (side === 'server') return { name: t('story.server'), role: '' };
  if (number === null)
    return {
      name: t(side === 'client' ? 'story.clients' : 'story.workers', { count: others, number: count(others) }),
      role: '',
    };
  const role = t(side === 'client' ? 'story.client' : 'story.worker', { connection: `#${number}` });
  return who === '' ? { name: `#${number}`, role } : { name: shown(who), role };
}

/** A line of the picture for those who do not see it. */
export function spokenOf(row: StoryRow, step: StoryStep, lifelines: readonly Lifeline[], text: Text): string {
  const { main, note } = labelOf(row, step, text);
  const time = text.duration(row.at - step.at + step.since);
  if (row.kind === 'more') return main;
  if (row.kind === 'note') return text.t('story.line', { what: main, time });
  const name = (id: string) => {
    const line = lifelines.find((each) => each.id === id);
    if (line === undefined) return '';
    const { name: who, role } = namesOf(line, text);
    return role === '' ? who : `${role} ${who}`;
  };
  return text.t('story.arrow', {
    what: note === '' ? main : `${main} ${note}`,
    from: name(row.from),
    to: text.list(row.to.map(name)),
    time,
  });
}
