import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import type { Starter, StarterId } from '../../../main/contract/functions.ts';
import { useText } from '../../i18n/text.tsx';
import { freeName } from '../../lib/free-name.ts';
import { draftOf, type FunctionDraft } from '../../store/functions.ts';
import { useStore } from '../../store/index.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Menu } from '../../ui/Menu.tsx';

const GROUPS: readonly (readonly StarterId[])[] = [
  ['wc', 'upper', 'sort'],
  ['python', 'node', 'perl', 'php'],
  ['php-worker'],
  ['http'],
];

/** Fills in a function that does something as it is; what is missing for one is said beside it. */
export function StarterField({ edit }: { edit: (change: Partial<FunctionDraft>) => void }) {
  const { t } = useText();
  const id = useId();
  const starters = useStore((store) => store.functions.starters);
  const definitions = useStore((store) => store.workspace?.functions);
  const pull = useStore((store) => store.pullStarters);
  const [chosen, setChosen] = useState<Starter | null>(null);
  const missing = (starter: Starter): string | undefined =>
    starter.missing === null ? undefined : t(`starter.missing.${starter.missing}`, { program: programOf(starter) });
  const take = (starter: Starter) => {
    const taken = new Set(definitions?.map(({ name }) => name));
    const { name } = starter.definition;
    edit({
      ...draftOf(starter.definition),
      name: taken.has(name) ? freeName(name, taken) : name,
      description: t(`starter.${starter.id}.help`),
    });
    setChosen(starter);
  };
  const lacks = chosen && missing(chosen);
  return (
    <dl className="form">
      <dt id={`${id}-title`}>{t('starter.title')}</dt>
      <dd>
        <Menu
          trigger={
            <button type="button" className="select" aria-labelledby={`${id}-title ${id}-chosen`}>
              <span id={`${id}-chosen`}>{t(chosen === null ? 'starter.none' : `starter.${chosen.id}`)}</span>
              <Icon of={ChevronDown} small />
            </button>
          }
          onOpen={() => void pull()}
          groups={GROUPS.map((ids) =>
            ids.flatMap((which) => {
              const starter = starters.find((each) => each.id === which);
              if (starter === undefined) return [];
              const note = missing(starter);
              return [{ label: t(`starter.${which}`), ...(note !== undefined && { note }), run: () => take(starter) }];
            }),
          )}
        />
        {lacks && <p className="help help--warn">{lacks}</p>}
      </dd>
    </dl>
  );
}

const programOf = ({ definition: { command } }: Starter): string =>
  command.kind === 'argv' ? (command.argv[0] ?? '') : '';
