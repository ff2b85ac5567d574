import { useCallback, useState } from 'react';
import type { ServerInfo, ServerJobRow } from '../../../main/contract/servers.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Heads } from '../../ui/columns/Heads.tsx';
import { FixedRows } from '../../ui/FixedRows.tsx';
import { State } from '../../ui/glyphs.tsx';
import { ContextMenu, type MenuEntry } from '../../ui/Menu.tsx';
import { RowsEmpty } from './RowsEmpty.tsx';
import { ServerBar, useRefusal } from './ServerBar.tsx';
import styles from './Servers.module.css';

/** Jobs that an attached server has now, by handle: all that it tells of them. */
export function JobRows({ info }: { info: ServerInfo }) {
  const text = useText();
  const { t } = text;
  const { jobs, chosen, search } = useStore((store) => store.serverRows);
  const { chooseServerRow, viewServerRows, askServer } = useStore.getState();
  const [menu, setMenu] = useState<MenuEntry[][]>([]);
  const refusal = useRefusal(info);
  const found = jobs?.of === info.id ? jobs : null;
  const rows = found?.window.rows ?? [];
  const cells = useCallback((row: ServerJobRow) => cellsOf(row, text), [text]);
  const cancel = (handle: string | null): MenuEntry => ({
    label: t('servers.acts.cancel'),
    disabled: refusal !== null || handle === null,
    run: () => handle !== null && askServer({ server: info.id, kind: 'cancel', name: handle }),
  });
  const list = (
    <div
      className={`${styles.rows} ${styles.jobs}`}
      onContextMenu={({ target }) => {
        const key = target instanceof Element ? target.closest<HTMLElement>('[data-key]')?.dataset['key'] : undefined;
        if (key !== undefined) chooseServerRow(key);
        setMenu(
          key === undefined
            ? []
            : [
                [
                  { label: t('servers.acts.copyHandle'), run: () => void navigator.clipboard.writeText(key) },
                  cancel(key),
                ],
              ],
        );
      }}
    >
      <FixedRows
        label={t('screen.jobs')}
        head={<Heads texts={['column.handle', 'jobs.mode', 'column.state']} numbers={['servers.column.retries']} />}
        first={0}
        end={found?.window.total ?? 0}
        list={`${info.id} ${search}`}
        from={found?.from ?? 0}
        rows={rows}
        keyOf={({ handle }) => handle}
        selected={chosen}
        onSelect={({ handle }) => chooseServerRow(handle)}
        onView={viewServerRows}
        cells={cells}
        rowLabel={({ handle, abandoned }) =>
          t('servers.jobLabel', {
            handle: shown(handle),
            state: t(abandoned ? 'servers.jobs.skipped' : 'servers.jobs.there'),
          })
        }
        empty={
          found !== null && (
            <RowsEmpty
              search={search}
              text={t(found.window.total === null ? 'servers.jobs.untold' : 'servers.jobs.none')}
            />
          )
        }
      />
    </div>
  );
  const act = cancel(rows.some(({ handle }) => handle === chosen) ? chosen : null);
  return (
    <>
      <ServerBar info={info} what={t('screen.jobs')}>
        <Button disabled={act.disabled} title={refusal ?? undefined} onClick={act.run}>
          {act.label}
        </Button>
      </ServerBar>
      <ContextMenu area={list} groups={menu} />
    </>
  );
}

function cellsOf({ handle, retries, abandoned, background }: ServerJobRow, { t, count }: Text) {
  return [
    <span key="handle" role="gridcell" className="code" title={shown(handle)}>
      {shown(handle)}
    </span>,
    <span key="mode" role="gridcell" className="muted">
      {t(background ? 'submit.background' : 'submit.foreground')}
    </span>,
    <span key="state" role="gridcell" title={t(abandoned ? 'servers.jobs.skipped.help' : 'servers.jobs.there.help')}>
      <State mark={abandoned ? 'skip' : 'queued'} tone="idle">
        {t(abandoned ? 'servers.jobs.skipped' : 'servers.jobs.there')}
      </State>
    </span>,
    <span key="retries" role="gridcell" className={retries === 0 ? 'number faint' : 'number late'}>
      {count(retries)}
    </span>,
  ];
}
