import type { Executable } from '../../../main/contract/workspace.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { unmasked, visible } from '../../lib/bytes.ts';
import { commandText } from './command-text.ts';
import styles from './Functions.module.css';

/** What a function executes, as texts in which nothing hides. `home` is the workspace's own folder. */
const partsOf = (
  { command, speaks, servers, environment, secrets, folder }: Executable,
  home: string,
  t: Text['t'],
) => ({
  command: unmasked(commandText(command)),
  variables: [
    ...Object.entries(environment).map(([name, value]) => `${name}=${visible(value)}`),
    ...secrets.map((name) => t('trust.secret', { name })),
  ],
  manner: [
    ...(speaks === 'gearman' ? [t('trust.speaks')] : []),
    ...servers.map((server) => t('trust.server', { server: unmasked(server) })),
  ],
  where: unmasked(
    t(command.kind === 'shell' ? 'trust.shell' : 'trust.program', { folder: folder === '' ? home : folder }),
  ),
});

/** What a function executes, with which variables and where. */
export function ExecutableParts({ executable, home }: { executable: Executable; home: string }) {
  const { t } = useText();
  const { command, variables, manner, where } = partsOf(executable, home, t);
  return (
    <>
      <b>{executable.name}</b>
      <code className="code-block code-block--wrap">{command}</code>
      {variables.length > 0 && <code className="code-block code-block--wrap">{variables.join('\n')}</code>}
      {manner.length > 0 && <code className="code-block code-block--wrap">{manner.join('\n')}</code>}
      <span className="faint">{where}</span>
    </>
  );
}

/** The same of a function that was otherwise before: each part that differs with both sides. */
export function ExecutableChange({ before, now, home }: { before: Executable; now: Executable; home: string }) {
  const { t } = useText();
  const [old, current] = [partsOf(before, home, t), partsOf(now, home, t)];
  return (
    <>
      <b>{now.name}</b>
      <Sides before={[old.command]} now={[current.command]} />
      <Sides before={old.variables} now={current.variables} />
      <Sides before={old.manner} now={current.manner} />
      {old.where === current.where ? (
        <span className="faint">{current.where}</span>
      ) : (
        <Sides before={[old.where]} now={[current.where]} />
      )}
    </>
  );
}

/** Lines of which some may have changed: those that went, then those that are there. */
function Sides({ before, now }: { before: readonly string[]; now: readonly string[] }) {
  const { t } = useText();
  if (before.length + now.length === 0) return null;
  return (
    <code className={`code-block code-block--wrap ${styles.sides}`}>
      {before
        .filter((line) => !now.includes(line))
        .map((line) => (
          <del key={line}>
            <span className="visually-hidden">{`${t('trust.before')}: `}</span>
            {line}
          </del>
        ))}
      {now.map((line) =>
        before.includes(line) ? (
          <span key={line}>{line}</span>
        ) : (
          <ins key={line}>
            <span className="visually-hidden">{`${t('trust.now')}: `}</span>
            {line}
          </ins>
        ),
      )}
    </code>
  );
}
