import { useMemo } from 'react';
import { useStore } from '../../store/index.ts';
import { isSeveral } from '../../store/scope.ts';

/** The columns of a list, and that of servers before another one while several of them are looked at. */
export function useColumnsInScope<C extends string>(
  chosen: readonly C[],
  server: NoInfer<C>,
  before: NoInfer<C>,
): readonly C[] {
  const several = useStore(isSeveral);
  return useMemo(() => {
    if (!several || chosen.includes(server)) return chosen;
    const at = chosen.indexOf(before);
    return chosen.toSpliced(at < 0 ? Math.min(2, chosen.length) : at, 0, server);
  }, [several, chosen, server, before]);
}
