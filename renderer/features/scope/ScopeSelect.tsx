import { Layers } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ServerInfo, ServerScope } from '../../../main/contract/servers.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { labelOf } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { hasScopes, scopedIds, scopeNow, scopesOf, textOfScope } from '../../store/scope.ts';
import { ColourDot } from '../../ui/ColourDot.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Select } from '../../ui/Select.tsx';

/** Whose figures, jobs, workers or packets are shown; nothing where there is but one server. */
export function ScopeSelect() {
  const { t } = useText();
  const list = useStore((store) => store.servers.list);
  const value = useStore((store) => textOfScope(scopeNow(store)));
  const choose = useStore((store) => store.chooseScope);
  if (list.length < 2) return null;
  const scopes = scopesOf(list);
  const options = scopes.map((scope) => ({
    value: textOfScope(scope),
    label: scopeLabel(scope, list, t),
    mark: <Mark key={textOfScope(scope)} scope={scope} list={list} />,
  }));
  return (
    <Select
      label={t('scope.choose')}
      value={value}
      options={options}
      onChange={(chosen) => {
        const scope = scopes.find((each) => textOfScope(each) === chosen);
        if (scope !== undefined) choose(scope);
      }}
    />
  );
}

/** The colour of a server, or the sign of a group. */
function Mark({ scope, list }: { scope: ServerScope; list: readonly ServerInfo[] }) {
  if (scope.kind === 'group') return <Icon of={Layers} small />;
  const colour = list.find(({ id }) => scope.kind === 'server' && id === scope.id)?.server.colour ?? 'none';
  return colour === 'none' ? null : <ColourDot colour={colour} />;
}

/** What is looked at, in words: `All servers`, a group, a server. */
export function scopeLabel(scope: ServerScope, list: readonly ServerInfo[], t: Text['t']): string {
  if (scope.kind === 'all') return t('scope.all');
  if (scope.kind === 'group') return scope.group;
  const info = list.find(({ id }) => id === scope.id);
  return info === undefined ? scope.id : labelOf(info, t);
}

/** The same of what is looked at now; null where there is nothing to choose. */
export function useScopeLabel(): string | null {
  const { t } = useText();
  const list = useStore((store) => store.servers.list);
  return useStore((store) => (hasScopes(store) ? scopeLabel(scopeNow(store), list, t) : null));
}

/** Pulls anew when other servers are looked at. */
export function useScoped(pull: () => void): void {
  const ids = useStore((store) => JSON.stringify([scopedIds(store), scopeNow(store)]));
  const pulled = useRef(ids);
  useEffect(() => {
    if (pulled.current === ids) return;
    pulled.current = ids;
    pull();
  }, [ids, pull]);
}
