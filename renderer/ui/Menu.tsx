import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import styles from './Select.module.css';

export interface MenuEntry {
  label: string;
  shortcut?: string | undefined;
  disabled?: boolean;
  run: () => void;
}

/** A menu that a button opens. */
export function Menu({ trigger, entries }: { trigger: ReactElement; entries: readonly MenuEntry[] }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} align="start">
          <Base.Popup className="menu">
            {entries.map(({ label, shortcut, disabled = false, run }) => (
              <Base.Item key={label} className={`menu__item ${styles.item}`} disabled={disabled} onClick={run}>
                <span>{label}</span>
                {shortcut && <span className="kbd">{shortcut}</span>}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
