import type { StateCreator } from 'zustand';
import { type Command, FunctionDefinition, type FunctionRow, type Starter } from '../../main/contract/functions.ts';
import { CallError, call } from '../api.ts';
import { wireOf } from '../lib/bytes.ts';
import { freeName } from '../lib/free-name.ts';
import { type Problem, problemOf } from './app.ts';
import type { Store } from './index.ts';

/** What the person types; it becomes a definition when it is saved. Both kinds of command are kept while they choose. */
export interface FunctionDraft extends Omit<FunctionDefinition, 'command' | 'environment' | 'servers'> {
  kind: Command['kind'];
  argv: string[];
  line: string;
  /** One on each line. */
  servers: string;
  /** Variables as lines of NAME=value. */
  environment: string;
  /** Values of secrets that were typed; they are given to the engine with the next save and never come back. */
  values: Readonly<Record<string, string>>;
}

export interface FunctionsSlice {
  functions: {
    rows: FunctionRow[];
    /** Whether rows came at all. */
    known: boolean;
    filter: string;
    /** The row in the inspector, as on the wire; null for none. */
    selected: string | null;
    /** Set while a definition is edited; `replaces` is its name in the workspace, null for a new one. */
    draft: { content: FunctionDraft; replaces: string | null; changed: boolean } | null;
    problem: Problem | null;
    /** Definitions to begin with, as the engine last said. */
    starters: readonly Starter[];
  };
  pullFunctions(): Promise<void>;
  pullStarters(): Promise<void>;
  filterFunctions(filter: string): void;
  selectFunction(name: string): void;
  /** Shows a function on the screen of functions, whatever is shown now. */
  openFunction(name: string): Promise<void>;
  createFunction(name?: string): void;
  /** Begins a new function that is as this one but for its name. */
  duplicateFunction(name: string): void;
  editFunction(change: Partial<FunctionDraft>): void;
  revertFunction(): void;
  closeFunction(): void;
  /** Saves the draft and, if asked, starts its workers. */
  saveFunction(options: { start: boolean }): Promise<void>;
  deleteFunction(name: string): Promise<void>;
  startWorkers(name: string): Promise<void>;
  stopWorkers(name: string): Promise<void>;
}

/** What a new function begins as. */
export const NEW_FUNCTION = draftOf(
  FunctionDefinition.parse({ name: 'new', command: { kind: 'argv', argv: ['new'] } }),
);

export function draftOf({ command, environment, servers, ...rest }: FunctionDefinition): FunctionDraft {
  const argv = command.kind === 'argv' ? command.argv : [''];
  const line = command.kind === 'shell' ? command.line : '';
  return {
    ...rest,
    kind: command.kind,
    argv,
    line,
    servers: servers.join('\n'),
    environment: variablesText(environment),
    values: {},
  };
}

/** Variables as lines of NAME=value. */
export function variablesText(environment: FunctionDefinition['environment']): string {
  return Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

export function definitionOf(draft: FunctionDraft): FunctionDefinition {
  const { kind, argv, line, servers, environment, values: _, ...rest } = draft;
  const last = argv.findLastIndex((part) => part !== '');
  const command: Command = kind === 'shell' ? { kind, line } : { kind, argv: argv.slice(0, Math.max(1, last + 1)) };
  return {
    ...rest,
    name: rest.name.trim(),
    folder: rest.folder.trim(),
    command,
    servers: linesOf(servers),
    environment: Object.fromEntries(variablesOf(environment)),
  };
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Names and values of what was typed. */
export const variablesOf = (environment: string): [name: string, value: string][] =>
  environment
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(variableOf);

/** Name and value; a line without a `=` is a name alone. */
function variableOf(line: string): [name: string, value: string] {
  const at = line.indexOf('=');
  return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1)];
}

export const createFunctionsSlice: StateCreator<Store, [], [], FunctionsSlice> = (set, get) => {
  const patch = (change: Partial<FunctionsSlice['functions']>) =>
    set(({ functions }) => ({ functions: { ...functions, ...change } }));
  const pull = async () => patch({ rows: await call('functions.list', undefined), known: true });
  return {
    functions: { rows: [], known: false, filter: '', selected: null, draft: null, problem: null, starters: [] },
    pullFunctions: pull,
    pullStarters: async () => patch({ starters: await call('functions.starters', undefined) }),
    filterFunctions: (filter) => patch({ filter }),
    selectFunction: (name) => {
      const definition = get().functions.rows.find((row) => row.name === name)?.definition;
      const draft =
        definition == null ? null : { content: draftOf(definition), replaces: definition.name, changed: false };
      patch({ selected: name, draft, problem: null });
    },
    openFunction: async (name) => {
      get().go('functions');
      if (!get().functions.rows.some((row) => row.name === name)) await pull();
      get().selectFunction(name);
    },
    createFunction: (name = '') => {
      get().go('functions');
      if (name === '' && get().functions.draft?.replaces === null) return; // one is begun already
      patch({
        selected: null,
        draft: { content: { ...NEW_FUNCTION, argv: [''], name }, replaces: null, changed: name !== '' },
        problem: null,
      });
    },
    duplicateFunction: (name) => {
      const definitions = get().functions.rows.flatMap(({ definition }) => definition ?? []);
      const original = definitions.find((each) => each.name === name);
      if (original === undefined) return;
      const copy = freeName(name, new Set(definitions.map((each) => each.name)));
      patch({
        selected: null,
        draft: { content: { ...draftOf(original), name: copy }, replaces: null, changed: true },
        problem: null,
      });
    },
    editFunction: (change) => {
      const { draft } = get().functions;
      if (draft !== null) patch({ draft: { ...draft, content: { ...draft.content, ...change }, changed: true } });
    },
    revertFunction: () => {
      const { selected, draft } = get().functions;
      if (draft?.replaces === null || selected === null) get().closeFunction();
      else get().selectFunction(selected);
    },
    closeFunction: () => patch({ selected: null, draft: null, problem: null }),
    saveFunction: async ({ start }) => {
      const { draft } = get().functions;
      if (draft === null) return;
      const definition = definitionOf(draft.content);
      let asksForSecret = false;
      try {
        for (const name of definition.secrets) {
          const value = draft.content.values[name];
          if (value) await call('secrets.set', { name, value });
        }
        await call('functions.save', { definition, replaces: draft.replaces });
      } catch (error) {
        // It is saved, but its workers, which ran, could not be started again.
        asksForSecret = error instanceof CallError && error.code === 'secret-missing';
        if (!asksForSecret) {
          patch({ problem: problemOf(error) });
          return;
        }
      }
      await pull();
      get().selectFunction(wireOf(definition.name));
      if (start || asksForSecret) await get().startWorkers(definition.name);
    },
    deleteFunction: async (name) => {
      const ran = get().functions.rows.some((row) => row.definition?.name === name && row.workers.length > 0);
      const definition = await get().attempt(() => call('functions.remove', { name }));
      if (definition === undefined) return;
      get().closeFunction();
      await pull();
      const bringBack = async () => {
        const saved = await get().attempt(() =>
          call('functions.save', { definition, replaces: null }).then(() => true),
        );
        if (saved && ran) await get().startWorkers(name);
      };
      const undo = () => void bringBack();
      get().tell({ kind: 'function-deleted', name, undo });
    },
    startWorkers: async (name) => {
      try {
        await call('workers.start', { name });
        await pull();
      } catch (error) {
        if (error instanceof CallError && error.code === 'not-trusted')
          get().askForTrust(() => get().startWorkers(name));
        else if (error instanceof CallError && error.code === 'secret-missing')
          await get().askForSecrets(name, String(error.details['secret']).split(', '));
        else await get().attempt(() => Promise.reject(error));
      }
    },
    stopWorkers: async (name) => {
      await get().attempt(() => call('workers.stop', { name }));
      await pull();
    },
  };
};
