import type { StateCreator } from 'zustand';
import type { ChosenKeys, ChosenSingles, CommandId } from '../../main/contract/commands.ts';
import { COMMAND_TABLE, firstKeys } from '../../main/contract/commands.ts';
import type { ExporterState } from '../../main/contract/exporter.ts';
import type { Settings, SettingsFault } from '../../main/contract/settings.ts';
import type { Pane, ViewState } from '../../main/contract/view.ts';
import { call } from '../api.ts';
import { defaultSettings } from '../lib/default-settings.ts';
import type { Store } from './index.ts';

export interface SettingsSlice {
  /** Sizes of panes that were moved, px. */
  panes: ViewState['panes'];
  keepPane(pane: Pane, size: number): void;
  /** What was broken in their file at the start, until it is dismissed. */
  settingsFault: SettingsFault | null;
  pullSettingsFault(): Promise<void>;
  dismissSettingsFault(): void;
  /** Whether figures are served for Prometheus; null until it is known. */
  exporter: ExporterState | null;
  pullExporter(): Promise<void>;
  /** What the screen of settings is narrowed to. */
  settingsSearch: string;
  searchSettings(text: string): void;
  /** Puts these settings back to how they were at first; that can be undone. */
  resetSettings(keys: readonly (keyof Settings)[]): void;
  /** Gives a command other keys, or none. Who has them now loses them. */
  chooseKeys(id: CommandId, keys: string | null, holder: CommandId | null): void;
  /** The same for its single key in lists. */
  chooseSingle(id: CommandId, key: string | null, holder: CommandId | null): void;
  resetAllKeys(): void;
}

export const createSettingsSlice: StateCreator<Store, [], [], SettingsSlice> = (set, get) => {
  const reset = (keys: readonly (keyof Settings)[], kind: 'settings-reset' | 'keys-reset') => {
    const { settings } = get().app;
    if (settings === null) return;
    const only = (from: Settings) => Object.fromEntries(keys.map((key) => [key, from[key]]));
    void get()
      .changeSettings(only(defaultSettings()))
      .then(() => get().tell({ kind, name: '', undo: () => void get().changeSettings(only(settings)) }));
  };
  return {
    panes: {},
    keepPane: (pane, size) => set(({ panes }) => ({ panes: { ...panes, [pane]: Math.round(size) } })),
    settingsFault: null,
    pullSettingsFault: async () => set({ settingsFault: await call('settings.fault', undefined) }),
    dismissSettingsFault: () => set({ settingsFault: null }),
    exporter: null,
    pullExporter: async () => set({ exporter: await call('exporter.state', undefined) }),
    settingsSearch: '',
    searchSettings: (settingsSearch) => set({ settingsSearch }),
    resetSettings: (keys) => reset(keys, 'settings-reset'),
    chooseKeys: (id, keys, holder) => {
      const mac = get().app.info?.platform === 'darwin';
      const shortcuts: ChosenKeys = { ...get().app.settings?.shortcuts, [id]: keys };
      if (keys === firstKeys(id, mac)) delete shortcuts[id];
      if (holder !== null) shortcuts[holder] = null;
      void get().changeSettings({ shortcuts });
    },
    chooseSingle: (id, key, holder) => {
      const singleShortcuts: ChosenSingles = { ...get().app.settings?.singleShortcuts, [id]: key };
      if (key === COMMAND_TABLE[id].single) delete singleShortcuts[id];
      if (holder !== null) singleShortcuts[holder] = null;
      void get().changeSettings({ singleShortcuts });
    },
    resetAllKeys: () => reset(['shortcuts', 'singleShortcuts'], 'keys-reset'),
  };
};
