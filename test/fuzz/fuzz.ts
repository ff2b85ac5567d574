import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { readAnything } from './captures.ts';
import { readCorpus, textOf } from './corpus.ts';
import { decodeAnything } from './decodings.ts';
import { batch, type Script } from './input.ts';
import { Target } from './target.ts';

/*
 * npm run fuzz: mutated recordings of real clients, packets that nobody would send, and noise, against our server in a process
 * of its own, for `--seconds N` (600). After each batch the server lives, a peer that behaves gets its echo, and whatever the
 * server said is Gearman; its memory stays bounded. Every second round keeps jobs on disk. Before each round workloads are
 * decoded and capture files read that nobody would write. A failure prints the seed, with which `--seed N` begins, and the
 * smallest input that was found for it.
 */

const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' } } });
const end = Date.now() + Number(values.seconds ?? 600) * 1000;
const first = Number(values.seed ?? Math.floor(Math.random() * 2 ** 30));

/** Batches of a round: one seed, and one server as long as it is well. */
const ROUND = 200;
/** How long to look for a smaller input after the time is over, ms. */
const SHRINKING = 60_000;
/** Memory that the server may have: the capture and the history may take 300 MB of it. */
const MOST = 1024 * 1024 * 1024;

const corpus = readCorpus();
let batches = 0;
let memory = 0;

async function round(seed: number): Promise<boolean> {
  let target: Target | undefined;
  const property = fc.asyncProperty(batch(corpus), async (scripts) => {
    if (Date.now() > end && target !== undefined) return;
    target ??= await Target.start(seed % 2 === 1);
    try {
      await target.endures(scripts);
      batches += 1;
      memory = target.memory;
      if (memory > MOST) throw new Error(`the server takes ${memory} bytes`);
    } catch (error) {
      await target.stop();
      target = undefined;
      throw error;
    }
  });
  const interruptAfterTimeLimit = end - Date.now() + SHRINKING;
  const { failed, counterexample, errorInstance } = await fc.check(property, {
    seed,
    numRuns: ROUND,
    interruptAfterTimeLimit,
  });
  await target?.stop();
  if (!failed) return true;
  console.error(`seed ${seed}: ${errorInstance}`);
  for (const [index, script] of (counterexample?.[0] ?? []).entries()) console.error(described(index, script));
  return false;
}

/** Before each round the decoders of workloads get theirs: they answer within their limits, whatever they are given. */
async function decodes(seed: number): Promise<boolean> {
  const wrong = await decodeAnything(seed, ROUND);
  if (wrong !== undefined) console.error(`seed ${seed}, decoding: ${wrong}`);
  return wrong === undefined;
}

/** So does the reader of capture files: it finds the same in any pieces, and what it finds can be written in every format. */
function reads(seed: number): boolean {
  const wrong = readAnything(seed, ROUND);
  if (wrong !== undefined) console.error(`seed ${seed}, reading: ${wrong}`);
  return wrong === undefined;
}

const described = (index: number, { steps, cut, leaving }: Script): string =>
  `script ${index}, cut at ${cut}, ${leaving}\n${textOf(steps)}`;

let well = true;
for (let seed = first; well && Date.now() < end; seed += 1)
  well = (await decodes(seed)) && reads(seed) && (await round(seed));
console.log(`${batches} batches from seed ${first} on, ${Math.round(memory / 1e6)} MB in the end`);
process.exit(well ? 0 : 1);
