import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { COMMAND_IDS, COMMAND_TABLE, type CommandId, firstKeys, MENUS } from '../../../main/contract/commands.ts';
import { type KeysRefused, keysPressed, keysText, refusalOfKeys } from '../../../main/contract/shortcuts.ts';
import { meet, nameOf } from '../../commands.ts';
import { useText } from '../../i18n/text.tsx';
import { isMac, keysIn, singleIn } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import styles from './Shortcuts.module.css';
import { isCommandFound } from './search.ts';

/** What a key press alone says about itself. */
const HELD = ['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process', 'Unidentified'];

/** Commands with their keys, which can be pressed anew, by the menu that they are in. */
export function ShortcutList() {
  const { t } = useText();
  const search = useStore((store) => store.settingsSearch);
  const changed = useStore((store) => Object.keys(store.app.settings?.shortcuts ?? {}).length > 0);
  const resetAll = useStore((store) => store.resetAllKeys);
  const found = COMMAND_IDS.filter((id) => isCommandFound(id, search));
  if (found.length === 0) return null;
  return (
    <>
      <div className={styles.head}>
        <p className="help">{t('settings.keys.help')}</p>
        {changed && (
          <Button icon={RotateCcw} onClick={resetAll}>
            {t('settings.keys.resetAll')}
          </Button>
        )}
      </div>
      {MENUS.map((menu) => {
        const own = found.filter((id) => COMMAND_TABLE[id].menu === menu);
        return (
          own.length > 0 && (
            <div key={menu} role="group" aria-label={t(`menu.${menu}`)}>
              <h3 className={styles.menu}>{t(`menu.${menu}`)}</h3>
              <ul>
                {own.map((id) => (
                  <Row key={id} id={id} />
                ))}
              </ul>
            </div>
          )
        );
      })}
    </>
  );
}

/** What came of the keys that were pressed. */
type Pressed = { keys: string; refused: KeysRefused } | { keys: string; holder: CommandId } | null;

function Row({ id }: { id: CommandId }) {
  const { t } = useText();
  const keys = useStore((store) => keysIn(store, id));
  const single = useStore((store) => singleIn(store, id));
  const mac = useStore(isMac);
  const choose = useStore((store) => store.chooseKeys);
  const button = useRef<HTMLButtonElement>(null);
  const [recording, setRecording] = useState(false);
  const [pressed, setPressed] = useState<Pressed>(null);
  const name = t(nameOf(id));
  const first = firstKeys(id, mac);
  const shown = keys === null ? t('settings.keys.none') : keysText(keys, mac);

  const take = (chosen: string | null, holder: CommandId | null) => {
    choose(id, chosen, holder);
    end();
  };
  const end = () => {
    setRecording(false);
    setPressed(null);
    button.current?.focus();
  };
  const ask = (chosen: string) => {
    const store = useStore.getState();
    const holder = COMMAND_IDS.find((other) => other !== id && keysIn(store, other) === chosen && meet(id, other));
    if (holder === undefined) take(chosen, null);
    else setPressed({ keys: chosen, holder });
  };
  const press = (event: KeyboardEvent) => {
    if (!recording) return;
    // A press that belongs to an input method is none.
    if (event.nativeEvent.isComposing || event.keyCode === 229 || HELD.includes(event.key)) return;
    const alone = !(event.ctrlKey || event.metaKey || event.altKey);
    if (event.key === 'Tab' && alone) return setRecording(false);
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape' && alone) return end();
    if ((event.key === 'Backspace' || event.key === 'Delete') && alone) return take(null, null);
    // What Windows writes with AltGr comes with Control and Alt, and is no shortcut.
    if (event.getModifierState('AltGraph')) return setPressed({ keys: event.key, refused: 'writes' });
    const chosen = keysPressed(event.nativeEvent, mac);
    const refused = !mac && event.metaKey ? 'system' : chosen === first ? null : refusalOfKeys(chosen, mac);
    if (refused === null) ask(chosen);
    else setPressed({ keys: keysText(chosen, mac), refused });
  };
  return (
    <li className={styles.row}>
      <span className="truncate">{name}</span>
      {single !== '' && <kbd className="kbd">{t('settings.keys.single', { key: single })}</kbd>}
      <button
        ref={button}
        type="button"
        className={`button ${styles.keys}`}
        aria-label={recording ? t('settings.keys.recording', { name }) : t('settings.keys.of', { name, keys: shown })}
        data-recording={recording || undefined}
        data-none={keys === null || undefined}
        onClick={() => setRecording(true)}
        onKeyDown={press}
        onBlur={(event) => {
          if (!event.currentTarget.closest('li')?.contains(event.relatedTarget)) {
            setRecording(false);
            setPressed(null);
          }
        }}
      >
        {recording ? t('settings.keys.press') : shown}
      </button>
      <span className={styles.reset}>
        {keys !== first && (
          <IconButton
            icon={RotateCcw}
            label={t('settings.reset', { label: name })}
            onClick={() => (first === null ? take(null, null) : ask(first))}
          />
        )}
      </span>
      {pressed !== null && (
        <p className={styles.said} role="alert">
          {'refused' in pressed ? (
            <span className="help help--error">{t(`settings.keys.${pressed.refused}`, { keys: pressed.keys })}</span>
          ) : (
            <>
              <span className="help help--warn">
                {t('settings.keys.taken', { keys: keysText(pressed.keys, mac), name: t(nameOf(pressed.holder)) })}
              </span>
              <Button onClick={() => take(pressed.keys, pressed.holder)}>{t('settings.keys.use')}</Button>
              <Button variant="quiet" onClick={end}>
                {t('action.cancel')}
              </Button>
            </>
          )}
        </p>
      )}
    </li>
  );
}
