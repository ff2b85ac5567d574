import { Square, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { StepRun } from '../../../main/contract/doctor.ts';
import { useDoctorText } from '../../i18n/doctor.ts';
import { problemText } from '../../i18n/problem.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { textOfSpans } from '../../lib/ansi.ts';
import { useShortcuts } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import { Spans } from '../../ui/AnsiText.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { type Look, State } from '../../ui/glyphs.tsx';
import { LogBox } from '../../ui/LogBox.tsx';
import { ChangeText, changedText } from './ChangeText.tsx';
import { Checked } from './Checked.tsx';
import styles from './Drawer.module.css';

/** What a step does, as in a terminal: its command, what it writes, how it ended, and what the checks say then. */
export function StepDrawer() {
  const text = useText();
  const { t } = text;
  const doctor = useDoctorText();
  const { run, lines, causes, drawer, doing } = useStore((store) => store.steps);
  const shortcut = useShortcuts();
  const { showDrawer, endStep } = useStore.getState();
  const box = useRef<HTMLDivElement>(null);
  const number = run?.run;
  useEffect(() => {
    if (drawer && number !== undefined) box.current?.focus();
  }, [drawer, number]);
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!drawer) return;
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      // What had the focus may be gone; a dialog's own Escape is not ours.
      const { target } = event;
      if (target === document.body || section.current?.parentElement?.contains(target as Node)) showDrawer(false);
    };
    document.addEventListener('keydown', close);
    return () => document.removeEventListener('keydown', close);
  }, [drawer, showDrawer]);
  if (!drawer || run === null) return null;
  const { title } = doctor.step(run);
  const { command, change, end, forgotten } = run;
  const label = t('doctor.drawer', { title });
  return (
    <section ref={section} className={styles.drawer} aria-label={label}>
      <header className={`section-title ${styles.head}`}>
        <span className="truncate">{title}</span>
        {end === null ? <Elapsed since={run.startedAt} /> : <End run={run} />}
        <span className="grow" />
        {end === null && command !== null && (
          <Button icon={Square} onClick={() => void endStep()}>
            {t('action.cancel')}
          </Button>
        )}
        <CopyButton
          label={t('doctor.drawer.copy')}
          text={wholeText(
            run,
            lines.map(({ spans }) => textOfSpans(spans)),
            text,
          )}
        />
        <IconButton
          icon={X}
          label={t('doctor.drawer.close')}
          shortcut={shortcut('doctor.drawer')}
          onClick={() => showDrawer(false)}
        />
      </header>
      <LogBox
        box={box}
        label={label}
        content={`${lines.at(-1)?.number} ${run.end?.how} ${causes.length} ${doing}`}
        className={styles.log}
      >
        {command !== null && <div className={styles.typed}>{`$ ${command}`}</div>}
        {change !== null && (
          <div className={styles.text}>
            <ChangeText change={change} />
          </div>
        )}
        {forgotten > 0 && <div className="faint">{t('doctor.drawer.forgotten', { count: forgotten })}</div>}
        {lines.map((line) => (
          <div key={line.number} className={styles.text} data-stream={line.stream}>
            <Spans spans={line.spans} />
          </div>
        ))}
        {end !== null && (
          <div className={styles.end}>
            <End run={run} />
          </div>
        )}
        {causes.map(({ check, text: id, line }) => (
          <div key={`${check} ${line}`}>
            <State mark="info" tone="warn">
              {t('doctor.drawer.cause', { cause: doctor.pasted(id) })}
            </State>
          </div>
        ))}
        {end !== null && <Checked />}
      </LogBox>
    </section>
  );
}

function End({ run }: { run: Omit<StepRun, 'lines'> }) {
  const text = useText();
  return <State {...lookOf(run)}>{endText(run, text)}</State>;
}

function lookOf({ end }: Pick<StepRun, 'end'>): Look {
  if (end?.how === 'cancelled') return { mark: 'skip', tone: 'idle' };
  const well = end?.how === 'written' || (end?.how === 'exit' && end.code === 0);
  return well ? { mark: 'ok', tone: 'ok' } : { mark: 'error', tone: 'error' };
}

/** How it ended, and how long it took. */
function endText({ end, milliseconds }: Pick<StepRun, 'end' | 'milliseconds'>, { t, duration }: Text): string {
  const time = duration(milliseconds ?? 0);
  if (end === null) return '';
  switch (end.how) {
    case 'failed':
      return problemText(end.failure, t);
    case 'exit':
      return t('doctor.end.exit', { code: String(end.code), time });
    case 'signal':
      return t('doctor.end.signal', { signal: end.signal, time });
    default:
      return t(`doctor.end.${end.how}`, { time });
  }
}

/** All of it as a terminal would have it. */
function wholeText(run: Omit<StepRun, 'lines'>, lines: readonly string[], text: Text): string {
  const { command, change, end } = run;
  return [
    ...(command === null ? [] : [`$ ${command}`]),
    ...(change === null ? [] : [change.file, changedText(change, true, text.t)]),
    ...lines,
    ...(end === null ? [] : [endText(run, text)]),
  ].join('\n');
}
