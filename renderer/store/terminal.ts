import type { StateCreator } from 'zustand';
import type { TerminalCommandState } from '../../main/contract/terminal-command.ts';
import { call } from '../api.ts';
import type { Store } from './index.ts';

export interface TerminalSlice {
  /** The `gearbench` command of the person's terminals; null until it is known. */
  terminal: TerminalCommandState | null;
  pullTerminal(): Promise<void>;
  installCommand(): Promise<void>;
  removeCommand(): Promise<void>;
}

export const createTerminalSlice: StateCreator<Store, [], [], TerminalSlice> = (set, get) => {
  let asked = 0;
  const take = async (name: 'terminal.state' | 'terminal.install' | 'terminal.remove') => {
    asked += 1;
    const mine = asked;
    const terminal = await get().attempt(() => call(name, undefined));
    if (terminal !== undefined && mine === asked) set({ terminal });
  };
  return {
    terminal: null,
    pullTerminal: () => take('terminal.state'),
    installCommand: () => take('terminal.install'),
    removeCommand: () => take('terminal.remove'),
  };
};
