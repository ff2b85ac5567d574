import type { PhpRow, ShownEvidence, ShownFinding } from '../../../main/contract/doctor.ts';
import { useDoctorText } from '../../i18n/doctor.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { State } from '../../ui/glyphs.tsx';
import styles from './Doctor.module.css';
import { FINDING_LOOKS, isWell } from './looks.ts';
import { StartServerButton, useServes } from './ProofActions.tsx';
import { ProofPackets } from './ProofPackets.tsx';

/** What a check found: its state in a word, the sentence, why it matters, and what shows it. */
export function Check({ finding, phps }: { finding: ShownFinding; phps: readonly PhpRow[] }) {
  const { t } = useText();
  const doctor = useDoctorText();
  const serves = useServes();
  const { state, evidence } = finding;
  const { title, why } = doctor.check(finding.check);
  return (
    <article className={styles.check} aria-label={title}>
      <h4>
        <State {...FINDING_LOOKS[state]}>{doctor.word(`state.${state}`)}</State>
        <span className="faint truncate">{title}</span>
      </h4>
      <p className="selectable">{doctor.finding(finding, phps)}</p>
      {!isWell(finding) && <p className="muted">{why}</p>}
      {finding.text === 'RUN-04.no-server' && finding.fixes.includes('start-server') && !serves && (
        <div>
          <StartServerButton />
        </div>
      )}
      {finding.text === 'NET-02.not-asked' && <AskOnline />}
      {evidence.length > 0 && (
        <details className={styles.evidence} open={state === 'fail'}>
          <summary>{t('doctor.evidence')}</summary>
          {evidence.map((each, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: evidence does not move
            <EvidenceBlock key={index} evidence={each} />
          ))}
        </details>
      )}
    </article>
  );
}

/** Nothing goes online unless the person wants it. */
function AskOnline() {
  const { t } = useText();
  const { scanning, selected } = useStore((store) => store.doctor);
  const scanPhp = useStore((store) => store.scanPhp);
  return (
    <div>
      <Button disabled={scanning} onClick={() => void scanPhp(selected, { online: true })}>
        {t('doctor.askOnline')}
      </Button>
    </div>
  );
}

function EvidenceBlock({ evidence }: { evidence: ShownEvidence }) {
  const { t } = useText();
  if (evidence.kind === 'packets') return <ProofPackets evidence={evidence} />;
  const { kind, what, end, excerpt } = evidence;
  return (
    <div className={styles.block}>
      <pre className="code-block code-block--wrap">
        <span className="faint">{kind === 'command' ? `$ ${what}` : what}</span>
        {end !== null && <span className="faint">{`  (${endText(end, t)})`}</span>}
        {excerpt !== '' && `\n${excerpt}`}
      </pre>
      <CopyButton text={excerpt === '' ? what : `${what}\n${excerpt}`} label={t('doctor.evidence.copy')} />
    </div>
  );
}

/** How a program ended. Names of signals and the system's reasons are as they are. */
function endText(end: string, t: Text['t']): string {
  const code = /^exit (\d+)$/.exec(end)?.[1];
  if (code !== undefined) return t('doctor.exit', { code });
  if (end === 'time-out') return t('doctor.timeout');
  return end === 'not run' ? t('doctor.notRun') : end;
}
