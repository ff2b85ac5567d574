import {
  type ChosenKeys,
  type ChosenSingles,
  type CommandId,
  keysOfCommand,
  singleOfCommand,
} from '../../main/contract/commands.ts';
import { keysText } from '../../main/contract/shortcuts.ts';
import { type Store, useStore } from '../store/index.ts';

const NONE: ChosenKeys & ChosenSingles = {};

export const isMac = (store: Store): boolean => store.app.info?.platform === 'darwin';

/** The keys of a command as they are kept; null where it has none. */
export const keysIn = (store: Store, id: CommandId): string | null =>
  keysOfCommand(id, store.app.settings?.shortcuts ?? NONE, isMac(store));

/** The single key that does the same in a list; '' where there is none, or where they are switched off. */
export const singleIn = (store: Store, id: CommandId): string =>
  (store.app.settings?.singleKeys !== false && singleOfCommand(id, store.app.settings?.singleShortcuts ?? NONE)) || '';

/** The keys of a command as the platform writes them, else the single key that does the same in a list; '' for none. */
export function shortcutIn(store: Store, id: CommandId): string {
  const keys = keysIn(store, id);
  return keys === null ? singleIn(store, id) : keysText(keys, isMac(store));
}

/** The same, for hints beside what does it. */
export function useShortcuts(): (id: CommandId) => string {
  useStore((store) => store.app.settings); // drawn again when keys are changed
  return (id) => shortcutIn(useStore.getState(), id);
}

/** Keys that are not a command's, as the platform writes them. */
export function useKeysText(): (keys: string) => string {
  const mac = useStore(isMac);
  return (keys) => keysText(keys, mac);
}
