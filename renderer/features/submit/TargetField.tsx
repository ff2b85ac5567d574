import { useId } from 'react';
import { SPREADS } from '../../../main/contract/submission.ts';
import { useText } from '../../i18n/text.tsx';
import { useServerLabels } from '../../lib/server-label.ts';
import { hasServers, toggledServers } from '../../lib/several.ts';
import type { Fault } from '../../lib/submit-draft.ts';
import { useStore } from '../../store/index.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { ServerChips } from '../frame/ServerChips.tsx';
import styles from './Submit.module.css';

/** Which server it goes to, or which of several. */
export function TargetField({ fault, isPreviewed = false }: { fault: Fault | null; isPreviewed?: boolean }) {
  const { t } = useText();
  const target = useStore((store) => store.submit.draft.target);
  const { editSubmit } = useStore.getState();
  return (
    <>
      <Segmented
        label={t('runs.target')}
        value={target}
        options={[
          { value: 'embedded', label: t('runs.target.embedded') },
          { value: 'other', label: t('runs.target.other') },
          { value: 'several', label: t('runs.target.several') },
        ]}
        onChange={(next) => editSubmit({ target: next })}
      />
      {target === 'other' && <Another fault={fault} />}
      {target === 'several' && <Several fault={fault} isPreviewed={isPreviewed} />}
    </>
  );
}

function Another({ fault }: { fault: Fault | null }) {
  const { t } = useText();
  const address = useStore((store) => store.submit.draft.address);
  const { editSubmit } = useStore.getState();
  const id = useId();
  const isWrong = fault?.field === 'address';
  return (
    <>
      <input
        className={`field field--code ${styles.unique}`}
        aria-label={t('runs.address')}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? id : undefined}
        placeholder="127.0.0.1:4730"
        value={address}
        spellCheck={false}
        onChange={(event) => editSubmit({ address: event.target.value })}
      />
      <ServerChips
        several={false}
        isChosen={([chosen = '']) => hasServers(address, [chosen])}
        onChoose={([chosen = '']) => editSubmit({ address: chosen })}
      />
      {isWrong && (
        <p id={id} className={address === '' ? 'help' : 'help help--error'}>
          {t(fault.message)}
        </p>
      )}
    </>
  );
}

function Several({ fault, isPreviewed }: { fault: Fault | null; isPreviewed: boolean }) {
  const { t } = useText();
  const { servers, how, unique } = useStore((store) => store.submit.draft);
  const { editSubmit } = useStore.getState();
  const id = useId();
  const isWrong = fault?.field === 'address';
  return (
    <>
      <textarea
        className={`textarea textarea--code ${styles.servers}`}
        rows={2}
        aria-label={t('submit.servers')}
        aria-invalid={isWrong}
        aria-describedby={`${id}-help`}
        placeholder="10.0.0.1, 10.0.0.2:4731"
        value={servers}
        spellCheck={false}
        onChange={(event) => editSubmit({ servers: event.target.value })}
      />
      <ServerChips
        several
        isChosen={(addresses) => hasServers(servers, addresses)}
        onChoose={(addresses) => editSubmit({ servers: toggledServers(servers, addresses) })}
      />
      <Segmented
        label={t('submit.how')}
        value={how}
        options={SPREADS.map((value) => ({ value, label: t(`submit.how.${value}`) }))}
        onChange={(next) => editSubmit({ how: next })}
      />
      <p id={`${id}-help`} className={isWrong && servers.trim() !== '' ? 'help help--error' : 'help'}>
        {isWrong
          ? t(fault.message)
          : t(how === 'hash' && unique === 'none' ? 'submit.how.hash.none' : `submit.how.${how}.help`)}
      </p>
      {isPreviewed && !isWrong && <Stops />}
    </>
  );
}

/** Where the next job would go, and where then. */
function Stops() {
  const { t, list } = useText();
  const stops = useStore((store) => store.submit.preview?.stops);
  const { label: labelOf } = useServerLabels();
  const [first, ...others] = stops ?? [];
  if (first === undefined) return null;
  const gone = (stops ?? []).filter(({ isGone }) => isGone).map(({ server }) => labelOf(server));
  return (
    <p className="help" role="status">
      {t(others.length === 0 ? 'submit.stops.one' : 'submit.stops', {
        first: labelOf(first.server),
        others: others.map(({ server }) => labelOf(server)).join(' → '),
      })}
      {gone.length > 0 && ` ${t('submit.stops.gone', { servers: list(gone) })}`}
    </p>
  );
}
