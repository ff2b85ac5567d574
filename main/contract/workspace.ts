/** The file with functions and workloads, and the trust that lets its commands run. */

import { z } from 'zod';
import type { Failure } from './errors.ts';
import { Definition, FunctionDefinition, isOnce } from './functions.ts';
import { Priority } from './jobs.ts';
import type { ReasonId } from './reasons.ts';
import { TEMPLATE_CHARACTERS, UNIQUE_BYTES } from './submission.ts';

/** A workload that the person keeps, with how it is submitted: data, and nothing that runs. */
export const SavedWorkload = z.object({
  name: z.string().trim().min(1).max(200),
  /** Where it stands in the list: `a/b` inside of `a`; empty outside of all. */
  folder: z.string().trim().max(200).default(''),
  /** As people write it. */
  function: z.string().max(1024).default(''),
  source: z.enum(['text', 'json', 'hex', 'template']).default('text'),
  content: z.string().max(TEMPLATE_CHARACTERS).default(''),
  background: z.boolean().default(false),
  priority: Priority.default('normal'),
  unique: z.enum(['none', 'random', 'hash', 'custom']).default('none'),
  uniqueValue: z.string().max(UNIQUE_BYTES).default(''),
  exceptions: z.boolean().default(true),
});
export type SavedWorkload = z.output<typeof SavedWorkload>;

/** A saved workload by its name. */
export const WorkloadPlace = SavedWorkload.pick({ name: true, folder: true });
export type WorkloadPlace = z.output<typeof WorkloadPlace>;

/** Version 1 had no workloads; a file without any says 1 still. */
export const WORKSPACE_VERSION = 2;

export const WorkspaceDescription = z.string().max(10_000);

export const Workspace = z.object({
  gearbench: z.literal(WORKSPACE_VERSION),
  description: WorkspaceDescription.default(''),
  functions: z
    .array(FunctionDefinition)
    .max(1000)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'same-function' satisfies ReasonId),
  /** In the order of the person. */
  workloads: z
    .array(SavedWorkload)
    .max(1000)
    .refine(
      (all) => isOnce(all.map(({ folder, name }) => JSON.stringify([folder, name]))),
      'same-workload' satisfies ReasonId,
    )
    .default([]),
});
export type Workspace = z.output<typeof Workspace>;

/** What decides what a function executes, where, and for whom: trust is given for this. */
export const Executable = Definition.pick({
  name: true,
  command: true,
  speaks: true,
  folder: true,
  servers: true,
  environment: true,
  secrets: true,
});
export type Executable = z.output<typeof Executable>;

/** What is not as it was when the person allowed a workspace's commands. */
export interface TrustDifference {
  added: Executable[];
  changed: { before: Executable; now: Executable }[];
  gone: Executable[];
}

export interface WorkspaceInfo {
  /** The file's name without its ending. */
  name: string;
  path: string;
  /** Folder that relative working folders start from. */
  folder: string;
  description: string;
  /** A restricted workspace can be read; none of its commands runs. */
  trusted: boolean;
  /** Stands for all that its functions execute; who allows it says what they have read. */
  fingerprint: string;
  /** What has changed since it was allowed; null where it is trusted or never was. */
  difference: TrustDifference | null;
  /** Changes are in memory only. */
  unsaved: boolean;
  /** Another program wrote the file, and it was not read again: there are unsaved changes, or it has a problem. */
  conflict: { problem: Failure | null } | null;
  functions: FunctionDefinition[];
  workloads: SavedWorkload[];
}

/** Functions of another file, to choose from. */
export interface ImportOffer {
  /** The file's name. */
  file: string;
  functions: FunctionDefinition[];
}

export const Import = z
  .array(z.object({ definition: FunctionDefinition, replace: z.boolean() }))
  .min(1)
  .max(1000);
export type Import = z.output<typeof Import>;

/** A workspace that was open before. */
export interface RecentWorkspace {
  name: string;
  path: string;
  folder: string;
  /** Its file is no longer there. */
  missing: boolean;
}
