import { Ellipsis, Minus, Plus } from 'lucide-react';
import { memo } from 'react';
import type { ManagedCrew } from '../../../main/contract/workers.ts';
import { useText } from '../../i18n/text.tsx';
import { wireOf } from '../../lib/bytes.ts';
import { alike } from '../../lib/kept-rows.ts';
import { type Store, useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { State } from '../../ui/glyphs.tsx';
import { openContextMenu } from '../../ui/Menu.tsx';
import { FunctionName } from '../functions/FunctionName.tsx';
import styles from './Workers.module.css';
import { crewActs, DOINGS } from './worker-actions.ts';

/** Those that are at hand in a function's row; the others are in its menu. */
const AT_HAND = ['start', 'quiet', 'restart', 'stop'] as const;

const isChosen = ({ workers: { selected } }: Store, name: string): boolean =>
  selected?.kind === 'function' && selected.name === name;

/** Of hundreds of functions few have changed when something has. */
export const CrewCells = memo(
  function CrewCells({ crew }: { crew: ManagedCrew }) {
    const { t, count } = useText();
    const { function: name, workers, defined } = crew;
    // Else Tab would go through all buttons of all rows in sight.
    const tabIndex = useStore((store) => isChosen(store, name)) ? 0 : -1;
    const acts = crewActs({ crew, worker: null }, useStore.getState());
    return (
      <>
        <span role="gridcell" className={styles.name}>
          <b className="truncate">
            <FunctionName name={wireOf(name)} />
          </b>
          {workers.length === 0 ? (
            <State mark="skip" tone="idle">
              {t('workers.stopped')}
            </State>
          ) : (
            <span className="faint">{t('workers.of', { count: count(workers.length), defined: count(defined) })}</span>
          )}
        </span>
        <span role="gridcell" className={styles.actions}>
          {workers.length > 0 && (
            <span className={styles.scale} role="group" aria-label={t('workers.scale', { name })}>
              <IconButton
                tabIndex={tabIndex}
                icon={Minus}
                label={t('workers.fewer', { name })}
                disabled={!acts.fewer.can}
                onClick={() => void acts.fewer.run()}
              />
              <span className="number">{count(workers.length)}</span>
              <IconButton
                tabIndex={tabIndex}
                icon={Plus}
                label={t('workers.more', { name })}
                disabled={!acts.more.can}
                onClick={() => void acts.more.run()}
              />
            </span>
          )}
          {AT_HAND.map((action) => (
            <IconButton
              tabIndex={tabIndex}
              key={action}
              icon={DOINGS[action].icon}
              label={t('workers.act.all', { act: t(`workers.act.${action}`), name })}
              disabled={!acts[action].can}
              onClick={() => void acts[action].run()}
            />
          ))}
          <IconButton
            tabIndex={tabIndex}
            icon={Ellipsis}
            label={t('workers.actions', { name })}
            aria-haspopup="menu"
            onClick={({ currentTarget }) => openContextMenu(currentTarget)}
          />
        </span>
      </>
    );
  },
  (before, now) => alike(before.crew, now.crew),
);
