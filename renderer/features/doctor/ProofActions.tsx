import { Play, Plug, ShieldCheck } from 'lucide-react';
import type { Scan } from '../../../main/contract/doctor.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Proof.module.css';

/** What can be done with the PHP that was looked at: let it do a real job, and connect an app that runs on it. */
export function ProofActions({ scan }: { scan: Scan }) {
  const { t } = useText();
  const { showDoctorSheet } = useStore.getState();
  return (
    <div className={styles.actions}>
      <ProveButton scan={scan} />
      <Button variant="quiet" icon={Plug} onClick={() => showDoctorSheet('connect')}>
        {t('doctor.connect')}
      </Button>
    </div>
  );
}

/** Without a server there is none to prove it with: then that one is started first. */
function ProveButton({ scan }: { scan: Scan }) {
  const { t } = useText();
  const scanning = useStore((store) => store.doctor.scanning);
  const serves = useServes();
  const { provePhp } = useStore.getState();
  if (!canBeProven(scan)) return null;
  if (!serves) return <StartServerButton />;
  const proven = isProven(scan);
  return (
    <Button
      variant={proven ? 'normal' : 'primary'}
      icon={ShieldCheck}
      disabled={scanning}
      title={t('doctor.prove.help')}
      onClick={() => void provePhp()}
    >
      {t(proven ? 'doctor.prove.again' : 'doctor.prove')}
    </Button>
  );
}

/** Starts the server of this program; then all is looked at again. */
export function StartServerButton() {
  const { t } = useText();
  const scanning = useStore((store) => store.doctor.scanning);
  const { startServerAndScan } = useStore.getState();
  return (
    <Button icon={Play} disabled={scanning} onClick={() => void startServerAndScan()}>
      {t('server.start')}
    </Button>
  );
}

/** Whether the server of this program serves. */
export const useServes = (): boolean => useStore((store) => store.server?.state === 'running');

/** Only a PHP that runs can do a job. */
export function canBeProven({ phps, php }: Scan): boolean {
  const state = phps.find(({ path }) => path === php)?.state;
  return state === 'loaded' || state === 'absent';
}

export const isProven = ({ findings }: Scan): boolean => findings.some(({ group }) => group === 'proof');
