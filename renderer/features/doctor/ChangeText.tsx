import type { FileChange } from '../../../main/contract/doctor.ts';
import { type Text, useText } from '../../i18n/text.tsx';

/** A change of a file: its name, and the lines that go and come, with their signs. */
export function ChangeText({ change }: { change: FileChange }) {
  const { t } = useText();
  return (
    <>
      <span className="faint">{change.file}</span>
      {`\n${changedText(change, true, t)}`}
    </>
  );
}

/** The new lines of a file; with signs, those in whose place they come too. */
export function changedText(change: FileChange, signs: boolean, t: Text['t']): string {
  if (change.kind === 'copy') return signs ? `+ ${t('doctor.step.copyOf', { file: change.from })}` : change.from;
  const lines =
    change.kind === 'add'
      ? change.text
          .trimEnd()
          .split('\n')
          .map((text) => ({ was: null, text }))
      : change.lines;
  return lines
    .flatMap(({ was, text }) => (signs ? [...(was === null ? [] : [`- ${was}`]), `+ ${text}`] : [text]))
    .join('\n');
}
