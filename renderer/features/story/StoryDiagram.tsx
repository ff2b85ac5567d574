import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import type { StoryStep } from '../../../main/contract/packets.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { wireOf } from '../../lib/bytes.ts';
import { useNow } from '../../lib/live.ts';
import { useSize } from '../../lib/size.ts';
import { PacketSign } from '../../ui/glyphs.tsx';
import { fitted, widthOf } from './fitted.ts';
import { type IdleRow, type Layout, layoutOf, NAMES, type PlacedLifeline, TIMES } from './layout.ts';
import type { Lifeline, StoryRow } from './rows.ts';
import styles from './Story.module.css';
import { labelOf, namesOf, spokenOf } from './words.ts';

interface StoryDiagramProps {
  steps: readonly StoryStep[];
  time: 'scale' | 'compressed';
  label: string;
  /** The line that is chosen, by its key. */
  chosen: string | null;
  onChoose: (row: StoryRow) => void;
  /** Enter, or a double click. */
  onOpen?: (row: StoryRow) => void;
  /** So many lines are drawn yet; without it all are. */
  drawn?: number;
  /** Names for who takes part, where those that they gave themselves say less. */
  called?: Partial<Record<Lifeline['side'], string>>;
}

/** While a job goes on its picture grows, once in so many ms. */
const GROWS = 1000;

/** A job as a sequence diagram. One tab stop: arrow keys go from line to line in the order of time. */
export function StoryDiagram({ steps, time, label, chosen, onChoose, onOpen, drawn, called = {} }: StoryDiagramProps) {
  const text = useText();
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const { width } = useSize(box, '[data-room]');
  const now = useNow(GROWS);
  const layout = layoutOf(steps, { width, time, now });
  const { rows, spans, cut, scale } = layout;
  const lifelines = layout.lifelines.map((line) => {
    const name = called[line.side];
    return name === undefined ? line : { ...line, who: wireOf(name) };
  });
  const told = rows
    .filter((row): row is StoryRow & { y: number } => row.kind !== 'gap' && row.kind !== 'now')
    .slice(0, drawn);
  const end = drawn === undefined ? layout.height : (told.at(-1)?.y ?? 0);
  const at = told.findIndex(({ key }) => key === chosen);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another line is brought in sight, not the same one at each growth
  useEffect(() => {
    const line = document.getElementById(`${id}-${at}`);
    // Its words may lie beside what is in sight.
    line?.lastElementChild?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    line?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const row = told[at];
    if (event.key === 'Enter' && row !== undefined) {
      event.preventDefault();
      return onOpen?.(row);
    }
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const edge = { Home: 0, End: told.length - 1 }[event.key];
    if (step === undefined && edge === undefined) return;
    event.preventDefault();
    const index = edge ?? (at < 0 ? 0 : Math.min(Math.max(at + (step ?? 0), 0), told.length - 1));
    const next = told[index];
    if (next === undefined) return;
    onChoose(next);
  };

  return (
    <div
      ref={box}
      className={styles.picture}
      role="listbox"
      aria-label={label}
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div data-room />
      <svg
        className={`story ${styles.diagram}`}
        role="presentation"
        width={layout.width}
        height={layout.height}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        style={{ width: layout.width }}
      >
        {told[at] !== undefined && (
          <rect
            className={`row-chosen ${styles.chosen}`}
            x="1"
            y={told[at].y - 21}
            width={layout.width - 2}
            height="28"
            rx="4"
          />
        )}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of a picture has no focus */}
        <g aria-hidden="true">
          {lifelines.map((line) => (
            <LifelineHead key={line.id} line={line} bottom={layout.height - 4} text={text} />
          ))}
          {spans
            .filter(({ from }) => from < end)
            .map(({ kind, x, from, to }) => (
              <rect
                key={`${kind} ${from} ${x}`}
                className={kind}
                x={x - 3}
                y={from}
                width="6"
                height={Math.max(Math.min(to, end) - from, 4)}
                rx="2"
              />
            ))}
          {rows.map((row) =>
            (row.kind === 'gap' || row.kind === 'now') && row.y <= end ? (
              <Idle key={row.key} row={row} layout={layout} text={text} />
            ) : null,
          )}
          {scale !== null && (
            <g>
              <path className="arrow" d={`M8 8v6h${scale.length}v-6`} />
              <text className="time" x={14 + scale.length} y="14">
                {text.duration(scale.time)}
              </text>
            </g>
          )}
        </g>
        {told.map((row, index) => {
          const step = steps[row.step] as StoryStep;
          return (
            <g
              key={row.key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              aria-label={spokenOf(row, step, lifelines, text)}
              onClick={() => onChoose(row)}
              onDoubleClick={() => onOpen?.(row)}
            >
              <rect className={styles.line} x="1" y={row.y - 21} width={layout.width - 2} height="28" rx="4" />
              <text className="time" x={TIMES - 10} y={row.y + 3.5} textAnchor="end">
                {row.kind === 'more' ? '' : text.duration(row.at - (steps[0]?.at ?? 0))}
              </text>
              {/* Its words are read one after the other. */ ' '}
              <Line row={row} step={step} layout={layout} chosen={index === at} text={text} />
            </g>
          );
        })}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of a picture has no focus */}
        <g aria-hidden="true">
          {cut
            .filter(({ y }) => y <= end)
            .map(({ x, y }) => (
              <path key={`${x} ${y}`} className={styles.cut} d={`M${x - 5} ${y - 5}l10 10m0 -10l-10 10`} />
            ))}
        </g>
      </svg>
    </div>
  );
}

/** Letters of names, of code and of other words, px. */
const NAME_LETTER = 6.2;
const CODE_LETTER = 6.05;
const LETTER = 5.7;
const SIGN = 13;

function LifelineHead({ line, bottom, text }: { line: PlacedLifeline; bottom: number; text: Text }) {
  const { name, role } = namesOf(line, text);
  return (
    <>
      <text className="actor" x={line.x} y={role === '' ? 20 : 13} textAnchor="middle">
        {fitted(name, line.room, NAME_LETTER)}
        <title>{name}</title>
      </text>
      <text className="note" x={line.x} y="28" textAnchor="middle">
        {role}
      </text>
      <path className="lifeline" d={`M${line.x} ${NAMES - 2}V${bottom}`} />
    </>
  );
}

/** Time in which nothing happened. */
function Idle({ row, layout, text }: { row: IdleRow & { y: number }; layout: Layout; text: Text }) {
  const said = text.t(row.kind === 'gap' ? 'story.gap' : 'story.goesOn', { time: text.duration(row.time) });
  const start = (layout.lifelines[0]?.x ?? TIMES) + 12;
  const end = start + widthOf(said, LETTER);
  const isBeside = (x: number) => x < start - 5 || x > end + 8;
  return (
    <>
      {row.kind === 'gap' &&
        layout.lifelines
          .filter(({ x }) => isBeside(x))
          .map(({ id, x }) => <path key={id} className={styles.break} d={`M${x - 5} ${row.y}l10 -5m-10 10l10 -5`} />)}
      <rect className={styles.ground} x={start - 3} y={row.y - 8} width={end - start + 6} height="15" />
      <text className={`note ${styles.label}`} x={start} y={row.y + 3}>
        {said}
      </text>
    </>
  );
}

interface LineProps {
  row: StoryRow & { y: number };
  step: StoryStep;
  layout: Layout;
  chosen: boolean;
  text: Text;
}

function Line({ row, step, layout, chosen, text }: LineProps) {
  const { y } = row;
  const { main, note } = labelOf(row, step, text);
  const { width, xOf } = layout;
  if (row.kind !== 'arrow') {
    const x = row.kind === 'note' ? xOf(row.on) : (TIMES + width) / 2;
    return <Label {...{ x, y, main, note, width, chosen }} beside={besideOf(row, step)} />;
  }
  const from = xOf(row.from);
  const ends = row.to.map(xOf).filter((x) => x !== from);
  // Somebody who works for themselves has one lifeline for both.
  const farthest = ends.toSorted((a, b) => Math.abs(b - from) - Math.abs(a - from))[0] ?? from;
  const forward = farthest > from ? 1 : -1;
  const className = chosen ? 'arrow arrow--chosen' : 'arrow';
  return (
    <>
      <path
        className={row.packets.length === 0 ? `${className} ${styles.known}` : className}
        d={`M${from + 3 * forward} ${y}H${farthest - 4 * forward}`}
      />
      {ends.map((x) => (
        <path
          key={x}
          className={chosen ? 'head head--chosen' : 'head'}
          d={`M${x - 2 * Math.sign(x - from)} ${y}l${-7 * Math.sign(x - from)} -3.5v7z`}
        />
      ))}
      <Label
        {...{ main, note, width, chosen }}
        x={(from + farthest) / 2}
        y={y - 6}
        family={row.family}
        code={row.type !== null}
      />
    </>
  );
}

/** Where a note leaves the sign in sight that tells whose time has ended: clients are left of the server, workers right. */
const besideOf = (row: StoryRow, { kind }: StoryStep): 'left' | 'right' | undefined =>
  row.kind !== 'note' ? undefined : kind === 'abandoned' ? 'right' : 'left';

interface LabelProps {
  x: number;
  y: number;
  main: string;
  note: string;
  width: number;
  chosen: boolean;
  family?: Parameters<typeof PacketSign>[0]['family'];
  code?: boolean;
  /** It stands in a box on a lifeline, to its left or right. */
  beside?: 'left' | 'right' | undefined;
}

/** Words in the middle of a line, within the picture. */
function Label({ x, y, main, note, width, chosen, family, code = false, beside }: LabelProps) {
  const letter = code ? CODE_LETTER : LETTER;
  const sign = family === undefined ? 0 : SIGN;
  const room = width - TIMES - 18;
  const words = fitted(main, room - sign, letter);
  const rest = fitted(note, room - sign - widthOf(words, letter) - 5, LETTER);
  const length = sign + widthOf(words, letter) + (rest === '' ? 0 : 5 + widthOf(rest, LETTER));
  const wanted = beside === 'left' ? x + 20 - length : beside === 'right' ? x - 20 : x - length / 2;
  const start = Math.min(Math.max(wanted, TIMES + 4), width - 14 - length);
  const look = beside ? '' : chosen ? `${styles.label} ${styles.labelChosen}` : styles.label;
  return (
    <>
      {beside && <rect className={styles.note} x={start - 8} y={y - 10} width={length + 16} height="20" rx="4" />}
      {family !== undefined && <PacketSign family={family} x={start} y={y - 8} size={9} />}
      <text className={code ? `code ${look}` : look} x={start + sign} y={y + (family === undefined ? 3.5 : 0)}>
        {words}
        {rest !== '' && (
          <>
            {' '}
            <tspan className="note">{rest}</tspan>
          </>
        )}
      </text>
    </>
  );
}
