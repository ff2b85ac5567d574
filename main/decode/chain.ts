import type { DecodedLayer, DecodeProblem, DecodeStop } from '../contract/decode.ts';
import { DECODE_LIMITS, DECODERS, type DecoderName } from '../contract/decode-limits.ts';
import { DECODERS_BY_NAME, type Outcome } from './decoders.ts';
import { Budget } from './halt.ts';

/** What became of bytes, layer by layer. */
export interface Chain {
  layers: DecodedLayer[];
  /** The bytes that each layer was read from. */
  bytes: Buffer[];
  /** What the last one says. */
  last: Exclude<Outcome, { kind: 'inner' }>;
  stopped: DecodeStop | null;
  problem: DecodeProblem | null;
}

/** A layer as it was read. */
interface Taken {
  as: DecoderName;
  outcome: Outcome;
}

/**
 * Decodes bytes layer by layer: the first ones as they were chosen, the rest as what they are most surely. Never throws; where
 * it stopped and why stands in the answer.
 */
export async function decode(bytes: Buffer, as: readonly DecoderName[] = [], budget = new Budget()): Promise<Chain> {
  const layers: DecodedLayer[] = [];
  const read: Buffer[] = [];
  let rest = bytes;
  let stopped: DecodeStop | null = null;
  let problem: DecodeProblem | null = null;
  for (;;) {
    const chosen = as[layers.length];
    const left = DECODE_LIMITS.layers - layers.length;
    const over = left === 0 || budget.late;
    const { as: name, outcome } = over
      ? await taken(rest, 'bytes', budget)
      : chosen === undefined
        ? await recognise(rest, budget, left)
        : await taken(rest, chosen, budget);
    if (left === 0) stopped ??= 'layers';
    else if (over) stopped ??= 'milliseconds';
    layers.push({ as: name, size: rest.length });
    read.push(rest);
    // Of what was not read to its end, the end is missing inside too: only the first cause is told.
    if (stopped === null && problem === null) ({ stopped, problem } = outcome);
    if (outcome.kind !== 'inner') return { layers, bytes: read, last: outcome, stopped, problem };
    rest = outcome.bytes;
    budget.bytes -= rest.length;
  }
}

const taken = async (bytes: Buffer, as: DecoderName, budget: Budget): Promise<Taken> => ({
  as,
  outcome: await DECODERS_BY_NAME[as].decode(bytes, budget),
});

/** Takes the bytes for what they are most surely. */
async function recognise(bytes: Buffer, budget: Budget, layersLeft: number): Promise<Taken> {
  const candidates = DECODERS.map((name) => ({ name, certainty: DECODERS_BY_NAME[name].certainty(bytes) }))
    .filter(({ certainty }) => certainty > 0)
    .sort((a, b) => b.certainty - a.certainty);
  for (const { name, certainty } of candidates) {
    const found = await taken(bytes, name, budget);
    if (certainty === 1) return found;
    const { kind, problem } = found.outcome;
    if (problem !== null && !(kind === 'inner' && problem.code === 'ends')) continue;
    if (!DECODERS_BY_NAME[name].onlyAround || (await isWorth(found, budget, layersLeft - 1))) return found;
  }
  return taken(bytes, 'bytes', budget);
}

/** Whether there is something known inside; what looks like it may be nothing but a word. */
async function isWorth({ outcome }: Taken, budget: Budget, layersLeft: number): Promise<boolean> {
  if (outcome.kind !== 'inner' || outcome.bytes.length === 0 || layersLeft <= 0) return false;
  const { as } = await recognise(outcome.bytes, budget, layersLeft);
  return as !== 'bytes' && as !== 'gb18030';
}
