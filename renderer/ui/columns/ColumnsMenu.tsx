import { Popover } from '@base-ui/react/popover';
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Button, IconButton } from '../Button.tsx';
import { Checkbox } from '../Checkbox.tsx';
import styles from './Columns.module.css';
import { type ColumnLooks, moved } from './columns.ts';

interface ColumnsMenuProps<C extends string> {
  looks: ColumnLooks<C>;
  /** The columns that are shown, in their order; those that are shown at first; and who changes them. */
  chosen: readonly C[];
  atFirst: readonly C[];
  onChoose: (columns: C[]) => void;
  /** A button that leads to something else, and closes the menu. */
  more?: ReactElement;
}

/** Which columns are shown, and in which order. */
export function ColumnsMenu<C extends string>({ looks, chosen, atFirst, onChoose, more }: ColumnsMenuProps<C>) {
  const { t } = useText();
  // Those that are not shown stand behind, in the order of the table.
  const all = [...chosen, ...(Object.keys(looks) as C[]).filter((column) => !chosen.includes(column))];
  const move = (column: C, step: 1 | -1) => onChoose(moved(chosen, column, step));
  const onKeyDown = (column: C) => (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(column, event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <Popover.Root>
      <Popover.Trigger render={<IconButton icon={Columns3} label={t('columns.title')} />} />
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} sideOffset={4} align="end">
          <Popover.Popup className={`menu ${styles.columns}`}>
            <Popover.Title className={styles.title}>{t('columns.title')}</Popover.Title>
            <ul>
              {all.map((column) => {
                const at = chosen.indexOf(column);
                const name = t(looks[column].label);
                return (
                  <li key={column} className={styles.column} onKeyDown={onKeyDown(column)}>
                    <Checkbox
                      label={name}
                      checked={at >= 0}
                      onChange={(shown) =>
                        shown || chosen.length > 1
                          ? onChoose(shown ? [...chosen, column] : chosen.filter((each) => each !== column))
                          : undefined
                      }
                    />
                    <span className="grow" />
                    <IconButton
                      icon={ArrowUp}
                      label={t('columns.up', { name })}
                      disabled={at <= 0}
                      onClick={() => move(column, -1)}
                    />
                    <IconButton
                      icon={ArrowDown}
                      label={t('columns.down', { name })}
                      disabled={at < 0 || at === chosen.length - 1}
                      onClick={() => move(column, 1)}
                    />
                  </li>
                );
              })}
            </ul>
            <div className={styles.foot}>
              <span className="faint grow">{t('columns.help')}</span>
              <Button variant="quiet" onClick={() => onChoose([...atFirst])}>
                {t('columns.reset')}
              </Button>
            </div>
            {more !== undefined && (
              <div className={styles.foot}>
                <Popover.Close render={more} />
              </div>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
