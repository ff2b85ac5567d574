import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { CaptureFormat } from '../contract/captures.ts';
import { fileRefused } from '../util/file-refused.ts';
import type { PacketBatch } from './batch.ts';
import { type Encoder, encoderFor } from './encoder.ts';

/** What is written, and where to. */
export interface FileTarget {
  path: string;
  format: CaptureFormat;
  /**
   * The file grows in its place, to be read while it does, and when it has so many bytes the next one begins. Of several files
   * the last `files` are kept. Without it the file is written beside its place and is there when it is whole.
   */
  recording?: { bytes: number; files: number };
}

export interface Written {
  packets: number;
  bytes: number;
  /** Files of a recording so far. */
  files: number;
}

/**
 * Writes batches of packets to a file, without giving the thread back meanwhile: for a thread of its own. Throws
 * `file-unwritable`, after which nothing of it is left but the files of a recording.
 */
export class FileWriter {
  readonly #target: FileTarget;
  readonly #beside: string;
  #encoder: Encoder;
  #file: number | undefined;
  #fileBytes = 0;
  #before = 0;
  #bytes = 0;
  #files = 0;

  constructor(target: FileTarget) {
    this.#target = target;
    this.#beside = `${target.path}.${randomUUID()}.part`;
    this.#encoder = encoderFor(target.format);
    this.#trying(() => this.#open());
  }

  get written(): Written {
    return { packets: this.#before + this.#encoder.packets, bytes: this.#bytes, files: this.#files };
  }

  batch(batch: PacketBatch): void {
    const { recording } = this.#target;
    this.#trying(() => {
      if (recording !== undefined && this.#fileBytes >= recording.bytes) this.#next(recording.files);
      for (const bytes of this.#encoder.batch(batch)) this.#write(bytes);
      if (recording !== undefined) this.#write(this.#encoder.flush());
    });
  }

  /** Puts the file in its place. */
  end(): void {
    this.#trying(() => {
      this.#close();
      if (this.#target.recording === undefined) renameSync(this.#path, this.#target.path);
    });
  }

  /** Leaves no part of a file. */
  cancel(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    if (this.#target.recording === undefined) rmSync(this.#path, { force: true });
  }

  /** Where the file is now: beside its place, or one of several. */
  get #path(): string {
    const { path, recording } = this.#target;
    return recording === undefined ? this.#beside : numbered(path, this.#files);
  }

  #open(): void {
    this.#files += 1;
    this.#file = openSync(this.#path, 'w');
    this.#fileBytes = 0;
  }

  #next(kept: number): void {
    this.#close();
    this.#before += this.#encoder.packets;
    this.#encoder = encoderFor(this.#target.format);
    this.#open();
    if (this.#files > kept) rmSync(numbered(this.#target.path, this.#files - kept), { force: true });
  }

  #close(): void {
    if (this.#file === undefined) return;
    this.#write(this.#encoder.end());
    fsyncSync(this.#file);
    closeSync(this.#file);
    this.#file = undefined;
  }

  #write(bytes: Buffer): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#file as number, bytes, done);
    this.#bytes += bytes.length;
    this.#fileBytes += bytes.length;
  }

  #trying(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.cancel();
      throw fileRefused('file-unwritable', this.#target.path, error);
    }
  }
}

/** The first file of a recording has its name, the next ones have a number behind it. */
export function numbered(path: string, number: number): string {
  if (number === 1) return path;
  const ending = extname(path);
  return join(dirname(path), `${basename(path, ending)}-${number}${ending}`);
}
