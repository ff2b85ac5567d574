import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId } from 'react';
import { CHECK_GROUPS, type CheckGroup, type Scan, type ShownFinding } from '../../../main/contract/doctor.ts';
import { useDoctorText } from '../../i18n/doctor.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Glyph } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Check } from './Check.tsx';
import styles from './Doctor.module.css';
import { FINDING_LOOKS, isAmiss, isWell, STATE_ORDER } from './looks.ts';
import { isProven } from './ProofActions.tsx';
import { ProofGroup } from './ProofGroup.tsx';

/** What the first sentence speaks of comes first. */
const PROVEN_GROUPS: readonly CheckGroup[] = ['proof', ...CHECK_GROUPS.filter((group) => group !== 'proof')];

/** What was found, by group; those in which something is amiss are open. */
export function CheckGroups({ scan }: { scan: Scan }) {
  return (
    <div className={styles.groups}>
      {(isProven(scan) ? PROVEN_GROUPS : CHECK_GROUPS).map((group) => {
        const findings = scan.findings.filter((finding) => finding.group === group);
        return findings.length > 0 && <Group key={group} group={group} findings={findings} scan={scan} />;
      })}
      <ProofGroup scan={scan} />
    </div>
  );
}

function Group({ group, findings, scan }: { group: CheckGroup; findings: readonly ShownFinding[]; scan: Scan }) {
  const { t } = useText();
  const { word } = useDoctorText();
  const id = useId();
  const { open, showPassed } = useStore((store) => store.doctor);
  const { openGroup } = useStore.getState();
  const inOrder = findings.toSorted((a, b) => STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state));
  const worst = (inOrder[0] as ShownFinding).state;
  const expanded = open[group] ?? (showPassed || findings.some(isAmiss));
  const shown = showPassed || !findings.some(isAmiss) ? inOrder : inOrder.filter((finding) => !isWell(finding));
  const counts = STATE_ORDER.flatMap((state) => {
    const count = findings.filter((finding) => finding.state === state).length;
    return count === 0 ? [] : [t(`doctor.count.${state}`, { count })];
  });
  const { mark, tone } = FINDING_LOOKS[worst];
  return (
    <section>
      <h3 className={styles.groupHead}>
        <button
          type="button"
          className={styles.group}
          aria-expanded={expanded}
          aria-controls={id}
          onClick={() => openGroup(group, !expanded)}
        >
          <Icon of={expanded ? ChevronDown : ChevronRight} small />
          <span className={`state state--${tone}`}>
            <Glyph mark={mark} />
          </span>
          <b>{word(`group.${group}`)}</b>
          <span className="truncate faint">
            {worst === 'fail' ? <span className={styles.bad}>{counts[0]}</span> : counts[0]}
            {counts.slice(1).map((each) => ` · ${each}`)}
          </span>
        </button>
      </h3>
      <div id={id} hidden={!expanded}>
        {expanded && shown.map((finding) => <Check key={finding.check} finding={finding} phps={scan.phps} />)}
      </div>
    </section>
  );
}
