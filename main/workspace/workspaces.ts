import { basename, dirname, join } from 'node:path';
import { AppError } from '../contract/errors.ts';
import type { FunctionDefinition, TrustDifference, Workspace, WorkspaceInfo } from '../contract/model.ts';
import { inTurn } from '../util/in-turn.ts';
import { exists } from '../util/json-file.ts';
import { EMPTY, ENDING, nameOf, readWorkspace, writeWorkspace } from './file.ts';
import { hashOf, type Trust } from './trust.ts';

/** The workspace that is open, and what may be done with it. Every change is written before it counts. */
export class Workspaces {
  readonly #trust: Trust;
  readonly #onChange: () => void;
  /** Empty until one is opened. */
  #path = '';
  #content: Workspace = EMPTY;
  #trusted = false;
  /** Kept from the last look at the trust file; null where trusted. */
  #difference: TrustDifference | null = null;
  readonly #inTurn = inTurn();

  constructor({ trust, onChange }: { trust: Trust; onChange: () => void }) {
    this.#trust = trust;
    this.#onChange = onChange;
  }

  get info(): WorkspaceInfo {
    const { description, functions } = this.#content;
    return {
      name: nameOf(this.#path),
      path: this.#path,
      folder: dirname(this.#path),
      description,
      trusted: this.#trusted,
      fingerprint: hashOf(functions),
      difference: this.#difference,
      functions,
    };
  }

  /** Opens a file. Runs nothing; where it cannot be used, the open workspace stays what it was. */
  async open(path: string): Promise<WorkspaceInfo> {
    const content = await readWorkspace(path);
    this.#path = path;
    this.#content = content;
    await this.#judge();
    this.#onChange();
    return this.info;
  }

  /** Finds out whether the commands may run, and what is different where they may no more. */
  async #judge(): Promise<void> {
    const { functions } = this.#content;
    const { trusted, difference } = await this.#trust.judge(this.#path, functions);
    this.#trusted = trusted || functions.length === 0;
    this.#difference = this.#trusted ? null : difference;
  }

  /** Makes an empty one; it is the user's own, so what they put into it is trusted. */
  async create(path: string): Promise<WorkspaceInfo> {
    const named = path.endsWith(ENDING)
      ? path
      : join(dirname(path), `${basename(path).replace(/\.json$/, '')}${ENDING}`);
    if (named !== path && (await exists(named))) {
      throw new AppError('file-exists', `${named} exists already. Open it, or choose another name.`, { path: named });
    }
    await writeWorkspace(named, EMPTY);
    return this.open(named);
  }

  async openOrCreate(path: string): Promise<WorkspaceInfo> {
    return (await exists(path)) ? this.open(path) : this.create(path);
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

  find(name: string): FunctionDefinition {
    const found = this.#content.functions.find((each) => each.name === name);
    if (found === undefined)
      throw new AppError('unknown-function', `There is no function “${name}” in the workspace.`, { function: name });
    return found;
  }

  /** The function, if its command may run. Throws `not-trusted` where the person has not agreed. */
  runnable(name: string): FunctionDefinition {
    const found = this.find(name);
    if (this.#trusted) return found;
    throw new AppError(
      'not-trusted',
      `${this.#path} is restricted: its commands run only after you have read and allowed them.`,
      {
        path: this.#path,
      },
    );
  }

  /** Adds a function or puts it in the place of `replaces`. A trusted workspace stays so: the change was made here. */
  save(definition: FunctionDefinition, replaces: string | null): Promise<void> {
    return this.#inTurn(() => this.#save(definition, replaces));
  }

  async #save(definition: FunctionDefinition, replaces: string | null): Promise<void> {
    const others = this.#content.functions.filter((each) => each.name !== replaces);
    if (others.some((each) => each.name === definition.name)) {
      throw new AppError('name-taken', `There is a function “${definition.name}” already.`, {
        function: definition.name,
      });
    }
    await this.#write({ functions: [...others, definition] });
  }

  describe(description: string): Promise<WorkspaceInfo> {
    return this.#inTurn(async () => {
      await this.#write({ description });
      return this.info;
    });
  }

  remove(name: string): Promise<FunctionDefinition> {
    return this.#inTurn(() => this.#remove(name));
  }

  async #remove(name: string): Promise<FunctionDefinition> {
    const removed = this.find(name);
    await this.#write({ functions: this.#content.functions.filter((each) => each !== removed) });
    return removed;
  }

  async #write(change: Partial<Workspace>): Promise<void> {
    const content = { ...this.#content, ...change };
    await writeWorkspace(this.#path, content);
    this.#content = content;
    if (this.#trusted) await this.#trust.grant(this.#path, content.functions);
    else await this.#judge();
    this.#onChange();
  }
}
