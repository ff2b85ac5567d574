import { basename, dirname, join } from 'node:path';
import { AppError, type Failure, failureOf } from '../contract/errors.ts';
import type { FunctionDefinition } from '../contract/functions.ts';
import type {
  Import,
  SavedWorkload,
  TrustDifference,
  WorkloadPlace,
  Workspace,
  WorkspaceInfo,
} from '../contract/workspace.ts';
import { inTurn } from '../util/in-turn.ts';
import { exists, markOf } from '../util/json-file.ts';
import { EMPTY, ENDING, isSame, nameOf, readWorkspace, writeWorkspace } from './file.ts';
import { hashOf, identity, type Trust } from './trust.ts';

export interface WorkspacesParts {
  trust: Trust;
  onChange: () => void;
  /** The functions of the open workspace are others, without the person having changed them one by one. */
  onReplaced?: (before: readonly FunctionDefinition[]) => Promise<void>;
  /** Whether a change is written before it counts; else it waits in memory to be saved. */
  autosave?: () => boolean;
}

type Judgement = Pick<WorkspaceInfo, 'trusted' | 'difference'>;

/** The workspace that is open, what may be done with it, and its file, which others may write too. */
export class Workspaces {
  readonly #trust: Trust;
  readonly #onChange: () => void;
  readonly #onReplaced: NonNullable<WorkspacesParts['onReplaced']>;
  readonly #autosave: () => boolean;
  /** Empty until one is opened. */
  #path = '';
  #content: Workspace = EMPTY;
  #trusted = false;
  /** Kept from the last look at the trust file; null where trusted. */
  #difference: TrustDifference | null = null;
  /** What the file had in it when it was last read or written, and the mark of its last writing that was seen. */
  #saved: Workspace = EMPTY;
  #mark: string | null = null;
  #unsaved = false;
  #conflict: WorkspaceInfo['conflict'] = null;
  readonly #inTurn = inTurn();

  constructor({ trust, onChange, onReplaced = async () => {}, autosave = () => true }: WorkspacesParts) {
    this.#trust = trust;
    this.#onChange = onChange;
    this.#onReplaced = onReplaced;
    this.#autosave = autosave;
  }

  /** The functions alone, which are asked for all the time: all of `info` takes a hash of them. The same list until they change. */
  get functions(): readonly FunctionDefinition[] {
    return this.#content.functions;
  }

  /** The folder of its file. */
  get folder(): string {
    return dirname(this.#path);
  }

  get info(): WorkspaceInfo {
    const { description, functions, workloads } = this.#content;
    return {
      name: nameOf(this.#path),
      path: this.#path,
      folder: this.folder,
      description,
      trusted: this.#trusted,
      fingerprint: hashOf(functions),
      difference: this.#difference,
      unsaved: this.#unsaved,
      conflict: this.#conflict,
      functions,
      workloads,
    };
  }

  // ---------- The file ----------

  /** Opens a file. Runs nothing; where it cannot be used, the open workspace stays what it was. */
  open(path: string): Promise<WorkspaceInfo> {
    return this.#inTurn(() => this.#open(path));
  }

  async #open(path: string): Promise<WorkspaceInfo> {
    const mark = await markOf(path);
    const content = await readWorkspace(path);
    const judgement = await this.#judge(path, content.functions);
    this.#path = path;
    this.#content = content;
    this.#isSaved(content, mark, judgement);
    return this.info;
  }

  /** Begins an empty one whose file cannot be read or made: that is told, and its file left alone until it shall be overwritten. */
  beginAt(path: string, problem: Failure): void {
    this.#path = path;
    this.#content = EMPTY;
    this.#isSaved(EMPTY, null, { trusted: true, difference: null });
    this.#conflict = { problem };
    this.#onChange();
  }

  /** Makes an empty one; it is the user's own, so what they put into it is trusted. */
  create(path: string): Promise<WorkspaceInfo> {
    return this.#inTurn(async () => {
      const named = await freeName(path);
      await writeWorkspace(named, EMPTY);
      return this.#open(named);
    });
  }

  async openOrCreate(path: string): Promise<WorkspaceInfo> {
    return (await exists(path)) ? this.open(path) : this.create(path);
  }

  /** Writes what is unsaved. Throws `file-conflict` where another program wrote the file, unless it is to be overwritten. */
  save({ overwrite = false } = {}): Promise<WorkspaceInfo> {
    return this.#inTurn(async () => {
      await this.#look();
      if (!overwrite) this.#refuseConflict();
      if (!this.#unsaved && this.#conflict === null) return this.info;
      await this.#write(this.#path, this.#content);
      return this.info;
    });
  }

  /** Writes all into another file and goes on in that one. */
  saveAs(path: string): Promise<WorkspaceInfo> {
    return this.#inTurn(async () => {
      await this.#write(await freeName(path), this.#content);
      return this.info;
    });
  }

  /** Reads the file again; what is unsaved is lost. */
  revert(): Promise<WorkspaceInfo> {
    return this.#inTurn(async () => {
      const before = this.#content.functions;
      await this.#open(this.#path);
      await this.#onReplaced(before);
      return this.info;
    });
  }

  /** Reads the file again if another program wrote it. Where there are unsaved changes, that is a conflict instead. */
  async look(): Promise<void> {
    await this.#inTurn(() => this.#look());
  }

  /** Tells whether it was read again. */
  async #look(): Promise<boolean> {
    const mark = await markOf(this.#path);
    if (mark === null || mark === this.#mark) return false; // one that is gone is written anew by the next save
    this.#mark = mark;
    let content: Workspace;
    try {
      content = await readWorkspace(this.#path);
    } catch (error) {
      this.#conflict = { problem: failureOf(error) };
      this.#onChange();
      return false;
    }
    if (!isSame(content, this.#saved) && !this.#unsaved) {
      const before = this.#content.functions;
      this.#content = content;
      this.#isSaved(content, mark, await this.#judge(this.#path, content.functions));
      await this.#onReplaced(before);
      return true;
    }
    const conflict = isSame(content, this.#saved) ? null : { problem: null };
    if (conflict !== null || this.#conflict !== null) {
      this.#conflict = conflict;
      this.#onChange();
    }
    return false;
  }

  async #write(path: string, content: Workspace, { foreign = false } = {}): Promise<void> {
    const mark = await writeWorkspace(path, content);
    if (this.#trusted && !foreign) await this.#trust.grant(path, content.functions);
    // Where trust was given for this session only there may be nothing to keep it in.
    const judgement =
      this.#trusted && !foreign ? { trusted: true, difference: null } : await this.#judge(path, content.functions);
    this.#path = path;
    this.#content = content;
    this.#isSaved(content, mark, judgement);
  }

  #isSaved(content: Workspace, mark: string | null, { trusted, difference }: Judgement): void {
    this.#saved = content;
    this.#mark = mark;
    this.#unsaved = false;
    this.#conflict = null;
    this.#trusted = trusted;
    this.#difference = difference;
    this.#onChange();
  }

  #refuseConflict(): void {
    if (this.#conflict === null) return;
    throw new AppError(
      'file-conflict',
      `${this.#path} was changed by another program. Read it again, or overwrite it.`,
      { path: this.#path },
    );
  }

  // ---------- Trust ----------

  /** Whether these commands may run, and what is different where they may no more. */
  async #judge(path: string, functions: readonly FunctionDefinition[]): Promise<Judgement> {
    const { trusted, difference } = await this.#trust.judge(path, functions);
    return trusted || functions.length === 0 ? { trusted: true, difference: null } : { trusted, difference };
  }

  /** The person has read the commands that this stands for and lets them run, now and later. */
  async grant(fingerprint: string): Promise<WorkspaceInfo> {
    if (fingerprint !== this.info.fingerprint) {
      throw new AppError('commands-changed', `The commands of ${this.#path} have changed meanwhile. Read them again.`, {
        path: this.#path,
      });
    }
    await this.#trust.grant(this.#path, this.#content.functions);
    return this.grantOnce();
  }

  /** The same for this session only. */
  grantOnce(): WorkspaceInfo {
    this.#trusted = true;
    this.#difference = null;
    this.#onChange();
    return this.info;
  }

  /** The function, if its command may run. Throws `not-trusted` where the person has not agreed. */
  runnable(name: string): FunctionDefinition {
    const found = this.find(name);
    this.mustBeTrusted();
    return found;
  }

  /** Throws `not-trusted`. */
  mustBeTrusted(): void {
    if (this.#trusted) return;
    throw new AppError(
      'not-trusted',
      `${this.#path} is restricted: its commands run only after you have read and allowed them.`,
      {
        path: this.#path,
      },
    );
  }

  // ---------- Functions ----------

  find(name: string): FunctionDefinition {
    const found = this.#content.functions.find((each) => each.name === name);
    if (found === undefined)
      throw new AppError('unknown-function', `There is no function “${name}” in the workspace.`, { function: name });
    return found;
  }

  /** Adds a function or puts it in the place of `replaces`. A trusted workspace stays so: the change was made here. */
  define(definition: FunctionDefinition, replaces: string | null): Promise<void> {
    return this.#inTurn(async () => {
      const others = this.#content.functions.filter((each) => each.name !== replaces);
      if (others.some((each) => each.name === definition.name)) {
        throw new AppError('name-taken', `There is a function “${definition.name}” already.`, {
          function: definition.name,
        });
      }
      await this.#change({ functions: [...others, definition] });
    });
  }

  remove(name: string): Promise<FunctionDefinition> {
    return this.#inTurn(async () => {
      const removed = this.find(name);
      await this.#change({ functions: this.#content.functions.filter((each) => each !== removed) });
      return removed;
    });
  }

  /** Adds functions from elsewhere, all or none. What they execute has still to be allowed. Throws `name-taken`. */
  import(functions: Import): Promise<WorkspaceInfo> {
    return this.#inTurn(async () => {
      const before = this.#content.functions;
      const merged = new Map(before.map((each) => [each.name, each]));
      const added = new Set<string>();
      for (const { definition, replace } of functions) {
        const { name } = definition;
        if (added.has(name) || (merged.has(name) && !replace))
          throw new AppError('name-taken', `There is a function “${name}” already.`, { function: name });
        added.add(name);
        merged.set(name, definition);
      }
      await this.#change({ functions: [...merged.values()] }, { foreign: true });
      await this.#onReplaced(before);
      return this.info;
    });
  }

  /** Writes these functions into another file, which is trusted if this one is. Throws `file-exists` for the open one. */
  async export(names: readonly string[], path: string): Promise<string> {
    const named = await freeName(path);
    if ((await identity(named)) === (await identity(this.#path)))
      throw new AppError('file-exists', `${named} is the open workspace. Choose another name.`, { path: named });
    const functions = names.map((name) => this.find(name));
    await writeWorkspace(named, { ...EMPTY, functions });
    if (this.#trusted) await this.#trust.grant(named, functions);
    return named;
  }

  // ---------- Workloads ----------

  /** Keeps a workload: in the place of `replaces`, before the one at `at`, or last. Throws `workload-taken`. */
  saveWorkload(workload: SavedWorkload, replaces: WorkloadPlace | null, at: number | null): Promise<WorkspaceInfo> {
    return this.#inTurn(async () => {
      const before = this.#content.workloads;
      const place = replaces === null ? -1 : before.findIndex(isAt(replaces));
      const others = before.toSpliced(place, place < 0 ? 0 : 1);
      refuseTwice(others, workload);
      await this.#change({ workloads: others.toSpliced(at ?? (place < 0 ? others.length : place), 0, workload) });
      return this.info;
    });
  }

  /** Throws `workload-unknown`. */
  removeWorkload(place: WorkloadPlace): Promise<{ workload: SavedWorkload; at: number }> {
    return this.#inTurn(async () => {
      const { workload, at } = this.#workloadAt(place);
      await this.#change({ workloads: this.#content.workloads.toSpliced(at, 1) });
      return { workload, at };
    });
  }

  /** Puts it into a folder, before the one at `at`. Throws `workload-unknown`, `workload-taken`. */
  moveWorkload(place: WorkloadPlace, folder: string, to: number): Promise<WorkspaceInfo> {
    return this.#inTurn(async () => {
      const { workload, at } = this.#workloadAt(place);
      const others = this.#content.workloads.toSpliced(at, 1);
      const moved = { ...workload, folder };
      refuseTwice(others, moved);
      await this.#change({ workloads: others.toSpliced(to > at ? to - 1 : to, 0, moved) });
      return this.info;
    });
  }

  #workloadAt(place: WorkloadPlace): { workload: SavedWorkload; at: number } {
    const at = this.#content.workloads.findIndex(isAt(place));
    const workload = this.#content.workloads[at];
    if (workload === undefined)
      throw new AppError('workload-unknown', `There is no workload “${place.name}” in the workspace.`, {
        name: place.name,
      });
    return { workload, at };
  }

  describe(description: string): Promise<WorkspaceInfo> {
    return this.#inTurn(async () => {
      await this.#change({ description });
      return this.info;
    });
  }

  /** Never writes over what another program wrote: that is read, and the change refused once. Throws `file-changed`. */
  async #change(change: Partial<Workspace>, { foreign = false } = {}): Promise<void> {
    const content = { ...this.#content, ...change };
    if (this.#autosave()) {
      if (await this.#look()) {
        throw new AppError(
          'file-changed',
          `${this.#path} was changed by another program and has been read again. Look at it, then repeat the change.`,
          { path: this.#path },
        );
      }
      this.#refuseConflict();
      await this.#write(this.#path, content, { foreign });
      return;
    }
    this.#content = content;
    this.#unsaved = !isSame(content, this.#saved);
    if (!this.#trusted || foreign) {
      const { trusted, difference } = await this.#judge(this.#path, content.functions);
      this.#trusted = trusted;
      this.#difference = difference;
    }
    this.#onChange();
  }
}

const isAt =
  ({ name, folder }: WorkloadPlace) =>
  (each: WorkloadPlace): boolean =>
    each.name === name && each.folder === folder;

function refuseTwice(others: readonly SavedWorkload[], workload: SavedWorkload): void {
  if (!others.some(isAt(workload))) return;
  const { name } = workload;
  throw new AppError('workload-taken', `There is a workload “${name}” in that folder already.`, { name });
}

/** The path with the ending of a workspace. Throws `file-exists` where that is another file than was chosen. */
async function freeName(path: string): Promise<string> {
  const named = path.endsWith(ENDING) ? path : join(dirname(path), `${basename(path).replace(/\.json$/, '')}${ENDING}`);
  if (named !== path && (await exists(named)))
    throw new AppError('file-exists', `${named} exists already. Open it, or choose another name.`, { path: named });
  return named;
}
