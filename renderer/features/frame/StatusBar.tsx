import { useText } from '../../i18n/text.tsx';
import { FIGURES_EVERY, useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { Glyph } from '../../ui/glyphs.tsx';
import { useScoped, useScopeLabel } from '../scope/ScopeSelect.tsx';
import { useAddress } from './address.ts';
import { serverLook } from './server-look.ts';

const TOPICS = ['server', 'servers', 'jobs', 'functions'] as const;

/** From this delay on, ms, it is worth saying that the server is busy. */
const SLOW = 20;

export function StatusBar() {
  const { t, duration, count } = useText();
  const server = useStore((store) => store.server);
  const overview = useStore((store) => store.overview);
  const address = useAddress();
  const pullOverview = useStore((store) => store.pullOverview);
  useLive(TOPICS, pullOverview, FIGURES_EVERY);
  useScoped(pullOverview);
  const whose = useScopeLabel();
  if (server === null) return <footer className="statusbar" />;
  const { mark, tone, word } = serverLook(server);
  return (
    <footer className="statusbar">
      <span className={`statusbar__item state state--${tone}`} role="status">
        <Glyph mark={mark} />
        <span>{server.state === 'running' ? t('status.embedded', { address }) : t(word)}</span>
      </span>
      {server.echo !== null && (
        <span className="statusbar__item">{t('status.echo', { time: duration(server.echo.milliseconds) })}</span>
      )}
      {overview !== null && (
        <>
          {whose !== null && <span className="statusbar__item">{whose}</span>}
          <span className="statusbar__item">{t('status.workers', { count: overview.workers ?? 0 })}</span>
          <span className="statusbar__item">
            {t('status.jobs', { running: count(overview.running ?? 0), queued: count(overview.waiting) })}
          </span>
          {overview.packetsPerSecond !== null && (
            <span className="statusbar__item hide-on-rail">
              {t('status.packets', { rate: overview.packetsPerSecond })}
            </span>
          )}
          <span
            className={`statusbar__item hide-on-rail${overview.loopDelay >= SLOW ? ' state state--warn' : ''}`}
            title={t('status.delay.help')}
          >
            {overview.loopDelay >= SLOW && <Glyph mark="warn" />}
            <span>{t('status.delay', { time: duration(overview.loopDelay) })}</span>
          </span>
        </>
      )}
      <span className="statusbar__spring" />
      {server.exposed && (
        <span className="statusbar__item state state--error">
          <Glyph mark="warn" />
          <span>{t('status.exposed')}</span>
        </span>
      )}
      <RestrictedMark />
    </footer>
  );
}

function RestrictedMark() {
  const { t } = useText();
  const restricted = useStore((store) => store.workspace?.trusted === false);
  if (!restricted) return null;
  return (
    <span className="statusbar__item state state--warn">
      <Glyph mark="warn" />
      <span>{t('status.restricted')}</span>
    </span>
  );
}
