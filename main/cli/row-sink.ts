import type { Entry } from '../capture/ring.ts';
import { type RowParts, rowOf } from '../capture/rows.ts';
import { csvOf } from '../capture-files/formats/csv.ts';
import { json } from '../capture-files/formats/json.ts';
import { jsonLine, jsonl } from '../capture-files/formats/jsonl.ts';
import { markdown } from '../capture-files/formats/markdown.ts';
import { mermaid } from '../capture-files/formats/mermaid.ts';
import { text } from '../capture-files/formats/text.ts';
import { printable, type Shown, type TextFormat } from '../capture-files/formats/words.ts';
import type { FilteredPacket } from '../filter/packet.ts';
import { csvLine } from '../util/csv.ts';
import type { Output } from './output.ts';
import { type Cell, type Column, cellText, cellValue } from './packet-columns.ts';
import type { PacketSink } from './packet-sink.ts';
import type { PrintFormat, PrintSettings } from './print-options.ts';

export interface RowsParts {
  output: Output;
  rows: RowParts;
  settings: Omit<PrintSettings, 'format' | 'columns'> & { format: PrintFormat };
  columns: readonly Column[];
  /** When the first packet came, ms since the epoch. */
  start: () => number;
}

/** Prints packets. */
export class RowSink implements PacketSink {
  readonly #parts: RowsParts;
  #format: TextFormat | undefined;
  /** The packet that is being printed. */
  #packet: FilteredPacket | undefined;

  constructor(parts: RowsParts) {
    this.#parts = parts;
  }

  packet(entry: Entry, packet: FilteredPacket): void {
    this.#packet = packet;
    const row = rowOf(entry, this.#parts.rows);
    this.#parts.output.write(this.#begun().packet({ entry, row, number: entry.seq }));
  }

  flush(): Promise<void> {
    return this.#parts.output.flush();
  }

  end(): Promise<void> {
    this.#parts.output.write(this.#begun().end?.() ?? '');
    return this.flush();
  }

  async cancel(): Promise<void> {
    if (this.#format !== undefined) await this.end();
  }

  #begun(): TextFormat {
    if (this.#format === undefined) {
      this.#format = this.#newFormat();
      this.#parts.output.write(this.#format.begin?.() ?? '');
    }
    return this.#format;
  }

  #newFormat(): TextFormat {
    const { settings, columns, start } = this.#parts;
    const ofFields = columns.length > 0;
    switch (settings.format) {
      case 'text':
        return text(start());
      case 'fields':
        return this.#fields();
      case 'csv':
        return ofFields ? this.#cells() : csvOf(printable);
      case 'jsonl':
        return { packet: (shown) => `${this.#json(shown)}\n` };
      case 'json':
        return json((shown) => this.#json(shown));
      case 'markdown':
        return markdown;
      case 'mermaid':
        return mermaid();
    }
  }

  #fields(): TextFormat {
    const { columns, settings } = this.#parts;
    const { header, separator, quote } = settings.layout;
    const line = (cells: readonly string[]) => `${cells.join(separator)}\n`;
    return {
      begin: () => (header ? line(columns.map(({ name }) => name)) : ''),
      packet: (shown) =>
        line(this.#all(shown).map((cell) => (cell === undefined ? '' : `${quote}${cellText(cell)}${quote}`))),
    };
  }

  #cells(): TextFormat {
    return {
      begin: () => csvLine(this.#parts.columns.map(({ name }) => name)),
      packet: (shown) => csvLine(this.#all(shown).map(cellText)),
    };
  }

  #json(shown: Shown): string {
    const { columns } = this.#parts;
    if (columns.length === 0) return jsonl.packet(shown).trimEnd();
    const cells = this.#all(shown).map((cell, at) => [columns[at]?.name, cell && cellValue(cell)]);
    return jsonLine(Object.fromEntries(cells));
  }

  #all(shown: Shown): (Cell | undefined)[] {
    const packet = this.#packet as FilteredPacket;
    return this.#parts.columns.map(({ read }) => read({ packet, shown }));
  }
}
