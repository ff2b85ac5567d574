import { useMemo } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useServerLabels } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { repeatedInScope, toldTwiceInScope } from '../../store/scope.ts';

/** Of the servers that are looked at those that are one with another of them, each with that which counts for it. */
export function useRepeated(): ReadonlyMap<string, string> {
  const text = useStore((store) => JSON.stringify([...repeatedInScope(store)]));
  return useMemo(() => new Map(JSON.parse(text) as [string, string][]), [text]);
}

/** Says of which servers the sums beside it are without, and why; of a list of jobs, whose jobs stand in it as another one's. */
export function CountedOnce({ jobs = false }: { jobs?: boolean }) {
  const { t } = useText();
  const { label } = useServerLabels();
  const repeated = useRepeated();
  const twice = useStore((store) => toldTwiceInScope(store).join());
  const left = [...repeated].filter(([id]) => !jobs || twice.split(',').includes(id));
  const [first] = left;
  if (first === undefined) return null;
  const sentences = left.map(([id, by]) => t('scope.repeated.why', { server: label(id), other: label(by) }));
  return (
    <span className="muted truncate" title={sentences.join('\n')}>
      {left.length === 1
        ? t('scope.repeated.one', { server: label(first[0]), other: label(first[1]) })
        : t('scope.repeated', { count: left.length })}
      <span className="visually-hidden"> {sentences.join(' ')}</span>
    </span>
  );
}
