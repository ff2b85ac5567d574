import { Menu as Base } from '@base-ui/react/menu';
import { Fragment, type ReactElement } from 'react';
import styles from './Select.module.css';

export interface MenuEntry {
  label: string;
  shortcut?: string | undefined;
  /** What tells it from others of its name. */
  note?: string;
  disabled?: boolean;
  run: () => void;
}

interface MenuProps {
  trigger: ReactElement;
  /** Groups of entries, with a line between them. */
  groups: readonly (readonly MenuEntry[])[];
  onOpen?: () => void;
}

/** A menu that a button opens. */
export function Menu({ trigger, groups, onOpen }: MenuProps) {
  const shown = groups.filter((entries) => entries.length > 0);
  return (
    <Base.Root onOpenChange={(open) => open && onOpen?.()}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} align="start">
          <Base.Popup className="menu">
            {shown.map((entries, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a group has no identity but its place
              <Fragment key={at}>
                {at > 0 && <Base.Separator className={styles.line} />}
                {entries.map(({ label, shortcut, note, disabled = false, run }) => (
                  <Base.Item
                    key={`${label} ${note}`}
                    className={`menu__item ${styles.item}`}
                    disabled={disabled}
                    onClick={run}
                  >
                    <span className="truncate">{label}</span>
                    {note && <span className={`faint truncate ${styles.note}`}>{note}</span>}
                    {shortcut && <span className="kbd">{shortcut}</span>}
                  </Base.Item>
                ))}
              </Fragment>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
