import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { COMMAND_IDS, COMMAND_TABLE, type CommandId, firstKeys } from '../../../main/contract/commands.ts';
import {
  type KeysRefused,
  keysPressed,
  keysText,
  refusalOfKeys,
  refusalOfSingle,
  type SingleRefused,
} from '../../../main/contract/shortcuts.ts';
import { meet, nameOf } from '../../commands.ts';
import { useText } from '../../i18n/text.tsx';
import { isMac, keysIn, singleIn } from '../../lib/shortcuts.ts';
import { type Store, useStore } from '../../store/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import styles from './Shortcuts.module.css';

/** What a key press alone says about itself. */
const HELD = ['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process', 'Unidentified'];

/** Keys with Control or Command, and the single keys of lists. */
type Kind = 'keys' | 'single';

/** What came of the keys that were pressed. */
type Pressed = { keys: string } & (
  | { refused: KeysRefused | SingleRefused }
  | { chosen: string; holder: CommandId; kind: Kind }
);

const keysOf = (kind: Kind, store: Store, id: CommandId): string | null =>
  kind === 'keys' ? keysIn(store, id) : singleIn(store, id) || null;

/** A command with its keys, each of which is pressed anew in its place. */
export function ShortcutRow({ id }: { id: CommandId }) {
  const { t } = useText();
  const keys = useStore((store) => keysOf('keys', store, id));
  const single = useStore((store) => keysOf('single', store, id));
  const singles = useStore((store) => store.app.settings?.singleKeys !== false);
  const mac = useStore(isMac);
  const { chooseKeys, chooseSingle } = useStore.getState();
  const buttons = { keys: useRef<HTMLButtonElement>(null), single: useRef<HTMLButtonElement>(null) };
  const [recording, setRecording] = useState<Kind | null>(null);
  const [pressed, setPressed] = useState<Pressed | null>(null);
  const name = t(nameOf(id));
  const first = { keys: firstKeys(id, mac), single: COMMAND_TABLE[id].single ?? null };
  const textOf = (kind: Kind, of: string): string => (kind === 'keys' ? keysText(of, mac) : of);

  const take = (kind: Kind, chosen: string | null, holder: CommandId | null) => {
    (kind === 'keys' ? chooseKeys : chooseSingle)(id, chosen, holder);
    end(kind);
  };
  const end = (kind: Kind) => {
    setRecording(null);
    setPressed(null);
    buttons[kind].current?.focus();
  };
  const ask = (kind: Kind, chosen: string) => {
    const store = useStore.getState();
    const holder = COMMAND_IDS.find(
      (other) => other !== id && keysOf(kind, store, other) === chosen && (kind === 'single' || meet(id, other)),
    );
    if (holder === undefined) take(kind, chosen, null);
    else setPressed({ keys: textOf(kind, chosen), chosen, holder, kind });
  };
  const press = (event: KeyboardEvent) => {
    if (recording === null) return;
    // A press that belongs to an input method is none.
    if (event.nativeEvent.isComposing || event.keyCode === 229 || HELD.includes(event.key)) return;
    const alone = !(event.ctrlKey || event.metaKey || event.altKey);
    if (event.key === 'Tab' && alone) return setRecording(null);
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape' && alone) return end(recording);
    if ((event.key === 'Backspace' || event.key === 'Delete') && alone) return take(recording, null, null);
    const chosen = keysPressed(event.nativeEvent, mac);
    if (recording === 'single') {
      const refused = refusalOfSingle(event);
      if (refused === null) return ask('single', event.key.toLowerCase());
      return setPressed({ keys: event.key.length > 1 || !alone ? keysText(chosen, mac) : event.key, refused });
    }
    // What Windows writes with AltGr comes with Control and Alt, and is no shortcut.
    if (event.getModifierState('AltGraph')) return setPressed({ keys: event.key, refused: 'writes' });
    const refused = !mac && event.metaKey ? 'system' : chosen === first.keys ? null : refusalOfKeys(chosen, mac);
    if (refused === null) ask('keys', chosen);
    else setPressed({ keys: keysText(chosen, mac), refused });
  };
  const recorder = {
    onPress: press,
    onLeave: () => {
      setRecording(null);
      setPressed(null);
    },
  };
  const reset = (kind: Kind, of: string | null) => (of === null ? take(kind, null, null) : ask(kind, of));
  return (
    <li className={styles.row}>
      <span className="truncate">{name}</span>
      {first.single !== null && singles && (
        <span className={styles.single}>
          {single !== first.single && (
            <IconButton
              icon={RotateCcw}
              label={t('settings.keys.single.reset', { name })}
              onClick={() => reset('single', first.single)}
            />
          )}
          <Recorder
            {...recorder}
            field={buttons.single}
            shown={single === null ? t('settings.keys.single.none') : t('settings.keys.single', { key: single })}
            none={single === null}
            said={
              recording === 'single'
                ? { text: t('settings.keys.single.press'), label: t('settings.keys.single.recording', { name }) }
                : null
            }
            name={name}
            onBegin={() => setRecording('single')}
          />
        </span>
      )}
      <Recorder
        {...recorder}
        field={buttons.keys}
        shown={keys === null ? t('settings.keys.none') : keysText(keys, mac)}
        none={keys === null}
        said={
          recording === 'keys'
            ? { text: t('settings.keys.press'), label: t('settings.keys.recording', { name }) }
            : null
        }
        name={name}
        onBegin={() => setRecording('keys')}
      />
      <span className={styles.reset}>
        {keys !== first.keys && (
          <IconButton
            icon={RotateCcw}
            label={t('settings.reset', { label: name })}
            onClick={() => reset('keys', first.keys)}
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
                {t('settings.keys.taken', { keys: pressed.keys, name: t(nameOf(pressed.holder)) })}
              </span>
              <Button onClick={() => take(pressed.kind, pressed.chosen, pressed.holder)}>
                {t('settings.keys.use')}
              </Button>
              <Button variant="quiet" onClick={() => end(pressed.kind)}>
                {t('action.cancel')}
              </Button>
            </>
          )}
        </p>
      )}
    </li>
  );
}

interface RecorderProps {
  field: RefObject<HTMLButtonElement | null>;
  name: string;
  /** The keys as they are. */
  shown: string;
  none: boolean;
  /** What it says instead while keys are to be pressed. */
  said: { text: string; label: string } | null;
  onBegin: () => void;
  onPress: (event: KeyboardEvent) => void;
  /** The focus went out of the row. */
  onLeave: () => void;
}

/** Keys as a button: pressed, it waits for others. */
function Recorder({ field, name, shown, none, said, onBegin, onPress, onLeave }: RecorderProps) {
  const { t } = useText();
  return (
    <button
      ref={field}
      type="button"
      className={`button ${styles.keys}`}
      aria-label={said?.label ?? t('settings.keys.of', { name, keys: shown })}
      data-recording={said !== null || undefined}
      data-none={none || undefined}
      onClick={onBegin}
      onKeyDown={onPress}
      onBlur={(event) => {
        if (!event.currentTarget.closest('li')?.contains(event.relatedTarget)) onLeave();
      }}
    >
      {said?.text ?? shown}
    </button>
  );
}
