import { ContextMenu as BaseContext } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { Fragment, type ReactElement } from 'react';
import { Icon } from './Icon.tsx';
import styles from './Select.module.css';

export interface MenuEntry {
  label: string;
  shortcut?: string | undefined;
  /** What tells it from others of its name, or what it brings with it. */
  note?: string;
  disabled?: boolean;
  /** It is how things are now. */
  checked?: boolean;
  run: () => void;
}

/** Groups of entries, with a line between them. */
type Groups = readonly (readonly MenuEntry[])[];

interface MenuProps {
  trigger: ReactElement;
  groups: Groups;
  onOpen?: () => void;
}

/** A menu that a button opens. */
export function Menu({ trigger, groups, onOpen }: MenuProps) {
  return (
    <Base.Root onOpenChange={(open) => open && onOpen?.()}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} align="start">
          <Entries groups={groups} />
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** What a right click, or the menu key, offers inside of `area`. */
export function ContextMenu({ area, groups, onOpen }: { area: ReactElement; groups: Groups; onOpen?: () => void }) {
  return (
    <BaseContext.Root onOpenChange={(open) => open && onOpen?.()}>
      <BaseContext.Trigger render={area} />
      <BaseContext.Portal>
        <BaseContext.Positioner className={styles.positioner}>
          <Entries groups={groups} />
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  );
}

/** Opens the context menu of the list that `button` stands in, below it: a menu for each of hundreds of rows would be slow to draw. */
export function openContextMenu(button: Element): void {
  // Once the click has chosen the row: the button may stand elsewhere then, beside an inspector.
  requestAnimationFrame(() => {
    const { left, bottom } = button.getBoundingClientRect();
    const place = { clientX: left, clientY: bottom };
    button.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...place }));
  });
}

function Entries({ groups }: { groups: Groups }) {
  const shown = groups.filter((entries) => entries.length > 0);
  return (
    <Base.Popup className="menu">
      {shown.map((entries, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group has no identity but its place
        <Fragment key={at}>
          {at > 0 && <Base.Separator className={styles.line} />}
          {entries.map(({ label, shortcut, note, disabled = false, checked = false, run }) => (
            <Base.Item
              key={`${label} ${note}`}
              className={`menu__item ${styles.item}`}
              disabled={disabled}
              onClick={run}
            >
              <span className="truncate">{label}</span>
              {checked && <Icon of={Check} small />}
              {note && (
                <span className={`faint truncate ${styles.note}`} title={note}>
                  {note}
                </span>
              )}
              {shortcut && <span className="kbd">{shortcut}</span>}
            </Base.Item>
          ))}
        </Fragment>
      ))}
    </Base.Popup>
  );
}
