import { Play } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, useState } from 'react';
import type { SavedWorkload } from '../../../main/contract/workspace.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { listed } from '../../store/library.ts';
import { IconButton } from '../../ui/Button.tsx';
import { ContextMenu } from '../../ui/Menu.tsx';
import styles from './Submit.module.css';

const NONE: readonly SavedWorkload[] = [];

/** What the person keeps in the workspace, in their order: a click takes it over, `R` sends it. */
export function SavedList() {
  const { t } = useText();
  const workloads = useStore((store) => store.workspace?.workloads ?? NONE);
  const { removed, left } = useStore((store) => store.library);
  const { runWorkloads, bringWorkloadBack } = useStore.getState();
  const groups = listed(workloads);
  const order = groups.flatMap((group) => group.workloads);
  return (
    <section className={styles.saved} aria-label={t('library.title')}>
      <h3 className="section-title">
        {t('library.title')}
        <span className="grow" />
        {workloads.length > 0 && (
          <IconButton icon={Play} label={t('library.runAll')} onClick={() => void runWorkloads(order)} />
        )}
      </h3>
      {removed !== null && (
        <p role="status" className={styles.removed}>
          {t('library.removed', { name: removed.workload.name })}{' '}
          <button type="button" className="link-button" onClick={() => void bringWorkloadBack()}>
            {t('action.undo')}
          </button>
        </p>
      )}
      {left > 0 && <p role="status">{t('library.left', { count: left })}</p>}
      {workloads.length === 0 && <p className="faint">{t('library.none')}</p>}
      {groups.map((group) => (
        <div key={group.folder}>
          {group.folder !== '' && (
            <h4 className={styles.folder}>
              <span className="truncate">{group.folder}</span>
              <span className="grow" />
              <IconButton
                icon={Play}
                label={t('library.runFolder', { name: group.folder })}
                onClick={() => void runWorkloads(group.workloads)}
              />
            </h4>
          )}
          <ul>
            {group.workloads.map((each) => (
              <Saved key={each.name} workload={each} order={order} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** What is dragged. */
let dragged: SavedWorkload | null = null;

function Saved({ workload, order }: { workload: SavedWorkload; order: readonly SavedWorkload[] }) {
  const { t } = useText();
  const { takeWorkload, runWorkload, removeWorkload, moveWorkload } = useStore.getState();
  const current = useStore(
    ({ library: { current } }) => current?.name === workload.name && current.folder === workload.folder,
  );
  const singleKeys = useStore((store) => store.app.settings?.singleKeys ?? true);
  const [over, setOver] = useState(false);
  const at = order.indexOf(workload);
  const [before, after] = [order[at - 1], order[at + 1]];
  const up = () => before && void moveWorkload(workload, before);
  const down = () => after && void moveWorkload(workload, after, after.folder === workload.folder);
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (ctrlKey || metaKey || event.nativeEvent.isComposing) return;
    if (altKey && key === 'ArrowUp') up();
    else if (altKey && key === 'ArrowDown') down();
    else if (!altKey && singleKeys && key.toLowerCase() === 'r') void runWorkload(workload);
    else if (!altKey && (key === 'Delete' || key === 'Backspace')) void removeWorkload(workload);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (dragged !== null)
      void moveWorkload(dragged, workload, order.indexOf(dragged) < at && dragged.folder === workload.folder);
  };
  return (
    <ContextMenu
      area={
        <li
          className={styles.savedRow}
          data-over={over || undefined}
          draggable
          onDragStart={(event) => {
            dragged = workload;
            event.dataTransfer.setData('text/plain', workload.name);
          }}
          onDragEnd={() => {
            dragged = null;
          }}
          onDragOver={(event) => {
            if (dragged === null || dragged === workload) return;
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={onDrop}
        >
          <button
            type="button"
            className={styles.recentItem}
            aria-current={current ? 'true' : undefined}
            aria-keyshortcuts="R Delete Alt+ArrowUp Alt+ArrowDown"
            onKeyDown={onKeyDown}
            onClick={() => takeWorkload(workload)}
          >
            <span className="truncate">{workload.name}</span>
            <span className="faint truncate">{workload.function}</span>
          </button>
        </li>
      }
      groups={[
        [
          { label: t('library.run'), shortcut: 'R', run: () => void runWorkload(workload) },
          { label: t('library.take'), run: () => takeWorkload(workload) },
        ],
        [
          { label: t('library.up'), shortcut: 'Alt+↑', disabled: before === undefined, run: up },
          { label: t('library.down'), shortcut: 'Alt+↓', disabled: after === undefined, run: down },
        ],
        [{ label: t('library.remove'), shortcut: 'Del', run: () => void removeWorkload(workload) }],
      ]}
    />
  );
}
