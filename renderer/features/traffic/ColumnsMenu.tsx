import { Popover } from '@base-ui/react/popover';
import { ArrowDown, ArrowUp, Columns3, Palette } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { FIRST_COLUMNS, PACKET_COLUMNS, type PacketColumn } from '../../../main/contract/packets.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { COLUMNS } from './columns.ts';
import styles from './Traffic.module.css';

/** Which columns are shown, and in which order. */
export function ColumnsMenu() {
  const { t } = useText();
  const chosen = useStore((store) => store.app.settings?.packetColumns ?? []);
  const { changeSettings } = useStore.getState();
  const choose = (packetColumns: readonly PacketColumn[]) => void changeSettings({ packetColumns: [...packetColumns] });
  // Those that are not shown stand behind, in the order of the table.
  const all = [...chosen, ...PACKET_COLUMNS.filter((column) => !chosen.includes(column))];
  const move = (column: PacketColumn, step: 1 | -1) => choose(moved(chosen, column, step));
  const onKeyDown = (column: PacketColumn) => (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(column, event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <Popover.Root>
      <Popover.Trigger render={<IconButton icon={Columns3} label={t('traffic.columns')} />} />
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} sideOffset={4} align="end">
          <Popover.Popup className={`menu ${styles.columns}`}>
            <Popover.Title className={styles.popoverTitle}>{t('traffic.columns')}</Popover.Title>
            <ul>
              {all.map((column) => {
                const at = chosen.indexOf(column);
                const name = t(COLUMNS[column].label);
                return (
                  <li key={column} className={styles.column} onKeyDown={onKeyDown(column)}>
                    <Checkbox
                      label={name}
                      checked={at >= 0}
                      onChange={(shown) =>
                        shown || chosen.length > 1
                          ? choose(shown ? [...chosen, column] : chosen.filter((each) => each !== column))
                          : undefined
                      }
                    />
                    <span className="grow" />
                    <IconButton
                      icon={ArrowUp}
                      label={t('traffic.columns.up', { name })}
                      disabled={at <= 0}
                      onClick={() => move(column, -1)}
                    />
                    <IconButton
                      icon={ArrowDown}
                      label={t('traffic.columns.down', { name })}
                      disabled={at < 0 || at === chosen.length - 1}
                      onClick={() => move(column, 1)}
                    />
                  </li>
                );
              })}
            </ul>
            <div className={styles.popoverFoot}>
              <span className="faint grow">{t('traffic.columns.help')}</span>
              <Button variant="quiet" onClick={() => choose(FIRST_COLUMNS)}>
                {t('traffic.columns.reset')}
              </Button>
            </div>
            <div className={styles.popoverFoot}>
              <Popover.Close
                render={
                  <Button variant="quiet" icon={Palette} onClick={() => useStore.getState().openRules()}>
                    {t('rules.open')}
                  </Button>
                }
              />
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The columns with one of them a step further. */
export function moved(columns: readonly PacketColumn[], column: PacketColumn, step: 1 | -1): PacketColumn[] {
  const at = columns.indexOf(column);
  const other = columns[at + step];
  if (at < 0 || other === undefined) return [...columns];
  return columns.map((each) => (each === column ? other : each === other ? column : each));
}
