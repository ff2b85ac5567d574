import { mermaidText } from '../../../main/contract/mermaid-text.ts';
import type { StoryStep } from '../../../main/contract/packets.ts';
import type { Text } from '../../i18n/text.tsx';
import { type Lifeline, rowsOf, SERVER } from './rows.ts';
import { labelOf, namesOf } from './words.ts';

/** A story in Mermaid's language, as Markdown viewers show it. */
export function mermaidOf(steps: readonly StoryStep[], text: Text): string {
  const { lifelines, rows } = rowsOf(steps);
  const nameOf = (id: string): string => (id === SERVER ? id : `peer${lifelines.findIndex((line) => line.id === id)}`);
  const participants = lifelines.map((line) => `  participant ${nameOf(line.id)} as ${participantText(line, text)}`);
  const lines = rows.flatMap((row) => {
    const step = steps[row.step] as StoryStep;
    const { main, note } = labelOf(row, step, text);
    const time = row.kind === 'more' ? '' : text.duration(row.at - (steps[0]?.at ?? 0));
    const said = mermaidText([main, note, time].filter(Boolean).join(' · '));
    if (row.kind !== 'arrow') return `  Note over ${nameOf(lifelines[0]?.id ?? SERVER)},server: ${said}`;
    // What is known without a packet is drawn with another line.
    const arrow = row.packets.length === 0 ? '-->>' : '->>';
    return row.to.map((to) => `  ${nameOf(row.from)}${arrow}${nameOf(to)}: ${said}`);
  });
  return `${['sequenceDiagram', ...participants, ...lines].join('\n')}\n`;
}

function participantText(line: Lifeline, text: Text): string {
  const { name, role } = namesOf(line, text);
  return mermaidText([name, role].filter(Boolean).join(' · '));
}
