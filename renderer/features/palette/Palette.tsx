import { Dialog } from '@base-ui/react/dialog';
import { Cpu, List, Search, Server, Settings, SquareFunction, Terminal, TextQuote } from 'lucide-react';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Option } from '../../ui/Option.tsx';
import { entriesOf, found, type PaletteEntry, type PaletteGroup, type PaletteKind } from './entries.ts';
import styles from './Palette.module.css';

const ICONS: Readonly<Record<PaletteKind, typeof Search>> = {
  function: SquareFunction,
  worker: Cpu,
  server: Server,
  job: List,
  workload: TextQuote,
  command: Terminal,
  setting: Settings,
};

/** One field for all that can be done or gone to: commands, functions, workers, jobs, saved workloads, settings. */
export function Palette() {
  const { t } = useText();
  const open = useStore((store) => store.palette.open);
  const close = useStore((store) => store.closePalette);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className={`palette ${styles.palette}`} aria-label={t('palette.title')}>
          <Choice />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Choice() {
  const { t } = useText();
  const id = useId();
  const typed = useStore((store) => store.palette.text);
  const { typeInPalette, closePalette } = useStore.getState();
  const groups = useGroups();
  const entries = groups.flatMap((group) => group.entries);
  const [chosen, setChosen] = useState(0);
  const active = Math.min(chosen, Math.max(0, entries.length - 1));
  const take = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return;
    closePalette();
    void entry.run();
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const step = STEPS[event.key];
    if (event.key === 'Enter') take(entries[active]);
    else if (step !== undefined) setChosen((active + step + entries.length) % Math.max(1, entries.length));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <label className="palette__field">
        <Icon of={Search} />
        <input
          className={styles.input}
          role="combobox"
          aria-label={t('palette.title')}
          aria-expanded={entries.length > 0}
          aria-controls={id}
          aria-activedescendant={entries.length > 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          placeholder={t('palette.placeholder')}
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setChosen(0);
            typeInPalette(event.target.value);
          }}
          onKeyDown={press}
        />
      </label>
      {entries.length === 0 && <p className={`faint ${styles.nothing}`}>{t('palette.nothing')}</p>}
      <div id={id} className={styles.list} role="listbox" aria-label={t('palette.title')}>
        {groups.map(({ kind, entries: own }) => (
          <div key={kind} role="group" aria-label={t(`palette.${kind}`)}>
            <p className="palette__group" aria-hidden="true">
              {t(`palette.${kind}`)}
            </p>
            {own.map((entry) => {
              const index = entries.indexOf(entry);
              return (
                <Option
                  key={entry.id}
                  id={`${id}-${index}`}
                  active={index === active}
                  className="palette__item"
                  onPoint={() => setChosen(index)}
                  onTake={() => take(entry)}
                >
                  <Icon of={ICONS[kind]} small />
                  <span className="truncate">{entry.label}</span>
                  <span className="faint truncate">{entry.note}</span>
                  <span className="kbd">{entry.shortcut}</span>
                </Option>
              );
            })}
          </div>
        ))}
      </div>
      <p className="palette__foot" aria-hidden="true">
        <span>{t('palette.move')}</span>
        <span>{t('palette.take')}</span>
      </p>
    </>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

/** What the text finds among all that there is now. */
function useGroups(): PaletteGroup[] {
  const text = useText();
  const { palette, functions, workers, workspace } = useStore();
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the store these are looked at
  return useMemo(
    () => found(entriesOf(useStore.getState(), text), palette.text),
    [palette.text, palette.jobs, functions.rows, workers.view, workspace?.workloads, text],
  );
}
