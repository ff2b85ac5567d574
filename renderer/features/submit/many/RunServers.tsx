import type { RunInfo, RunServer } from '../../../../main/contract/runs.ts';
import { EMBEDDED } from '../../../../main/contract/server.ts';
import { useText } from '../../../i18n/text.tsx';
import { useServerLabels } from '../../../lib/server-label.ts';
import { type Look, State } from '../../../ui/glyphs.tsx';
import styles from './Many.module.css';

const THERE: Look = { mark: 'ok', tone: 'ok' };
const GONE: Look = { mark: 'error', tone: 'error' };
const PAST: Look = { mark: 'skip', tone: 'idle' };

/** How many jobs each server of several has, and which of them went meanwhile. */
export function RunServers({ run }: { run: RunInfo }) {
  const { t, count } = useText();
  const { label: labelOf } = useServerLabels();
  if (run.how === null) return null;
  const lookOf = ({ isReady }: RunServer) => (isReady ? THERE : run.endedAt === null ? GONE : PAST);
  const moved = run.servers.reduce((sum, { left }) => sum + left, 0);
  return (
    <>
      <h3 className="section-title">
        {t('runs.servers')}
        <span className="grow" />
        <span className="faint">{t(`submit.how.${run.how}`)}</span>
      </h3>
      <div className={styles.tableBox} tabIndex={0} role="region" aria-label={t('runs.servers')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('runs.server')}</th>
              <th scope="col" className="number">
                {t('runs.servers.jobs')}
              </th>
              <th scope="col" className="number">
                {t('runs.servers.ended')}
              </th>
              <th scope="col" className="number">
                {t('runs.servers.left')}
              </th>
              <th scope="col" className="number">
                {t('runs.lost')}
              </th>
            </tr>
          </thead>
          <tbody>
            {run.servers.map((each) => (
              <tr key={each.server}>
                <th scope="row">
                  <State {...lookOf(each)}>{labelOf(each.isEmbedded ? EMBEDDED : each.server)}</State>
                  {!each.isReady && run.endedAt === null && run.state === 'running' && (
                    <span className="visually-hidden">{t('runs.servers.gone')}</span>
                  )}
                </th>
                <td className="number">{count(each.jobs)}</td>
                <td className="number">{count(each.ended)}</td>
                <td className="number">{count(each.left)}</td>
                <td className="number">{count(each.lost)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {moved > 0 && (
        <p className="help">{t(run.background ? 'runs.moved.background' : 'runs.moved', { count: moved })}</p>
      )}
      {run.counts.lost > 0 && <p className="help help--warn">{t('runs.lost.says', { count: run.counts.lost })}</p>}
    </>
  );
}
