import type { ScanStage } from '../../contract/doctor.ts';
import { findPhps, type Inventory, type Php } from '../inventory/find.ts';
import type { Machine, Platform } from '../machine.ts';
import { type BuildTools, lookAtBuildTools } from './build-tools.ts';
import { type ExtensionFile, lookForExtensions } from './extension.ts';
import { type Ini, lookAtIni } from './ini.ts';
import { type Left, lookForLeft } from './left.ts';
import { type Library, lookForLibraries } from './library.ts';
import { lookOnline, type Online } from './online.ts';
import { lookAtPage, type Page, type PageQuestion } from './page.ts';
import { lookAtProject, type Project } from './project.ts';
import { type Address, lookAtServer, type Server } from './server.ts';
import { asInTerminal, shellFileOf } from './shell.ts';
import { lookAtSystem, type System } from './system.ts';
import { lookAtWeb, type Web } from './web.ts';

/** All that was looked at, once; checks and plans are made of it and look at nothing more. */
export interface Seen {
  platform: Platform;
  home: string;
  user: number | null;
  /** The PATH of this process. */
  ownPath: string;
  inventory: Inventory;
  /** The PHP in question: the one that was asked for, else the terminals', else the first. */
  php: Php | null;
  system: System;
  tools: BuildTools;
  libraries: readonly Library[];
  ini: Ini;
  extensions: readonly ExtensionFile[];
  web: Web;
  server: Server;
  project: Project | null;
  left: Left;
  /** Where a line for the person's terminals would be written. */
  shellFile: string | null;
  /** Null where nobody asked for it. */
  online: Online | null;
  /** Null where nobody named a folder of a web server. */
  page: Page | null;
}

export interface LookOptions {
  /** A PHP that is meant, by its path. */
  php?: string;
  /** Where PHP is to find a job server. */
  address: Address;
  /** The folder that the person is in. */
  folder: string;
  /** Whether it may go online. */
  online?: boolean;
  /** Where a page may be put, for a moment. */
  page?: PageQuestion;
  /** Told what is looked at next. */
  onProgress?: (what: ScanStage) => void;
}

export async function lookAround(bare: Machine, options: LookOptions): Promise<Seen> {
  const machine = await asInTerminal(bare);
  const { php: asked, address, folder, online = false, page, onProgress = () => {} } = options;
  onProgress('phps');
  const inventory = await findPhps(machine, asked === undefined ? [] : [asked]);
  const { phps, path } = inventory;
  const php =
    phps.find(({ paths }) => asked !== undefined && paths.includes(asked)) ??
    phps.find(({ inTerminal }) => inTerminal) ??
    phps[0] ??
    null;
  onProgress('system');
  const system = await lookAtSystem(machine);
  const [tools, libraries, ini, project, left] = await Promise.all([
    lookAtBuildTools(machine, system, php, path),
    lookForLibraries(machine),
    lookAtIni(machine, php, phps),
    lookAtProject(machine, folder),
    lookForLeft(machine, phps),
  ]);
  onProgress('extension');
  const extensions = await lookForExtensions(machine, php, phps, ini);
  onProgress('web');
  const [web, found] = await Promise.all([lookAtWeb(machine), page === undefined ? null : lookAtPage(machine, page)]);
  onProgress('server');
  const [server, pecl] = await Promise.all([lookAtServer(machine, php, address), online ? lookOnline(machine) : null]);
  return {
    platform: machine.platform,
    home: machine.home,
    user: machine.user,
    ownPath: machine.environment['PATH'] ?? '',
    inventory,
    php,
    system,
    tools,
    libraries,
    ini,
    extensions,
    web,
    server,
    project,
    left,
    shellFile: shellFileOf(machine),
    online: pecl,
    page: found,
  };
}
