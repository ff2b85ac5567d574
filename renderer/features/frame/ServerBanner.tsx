import { problemText, reasonText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';

/** Why the server does not run, who is in the way, and what can be done. */
export function ServerBanner() {
  const { t, rich } = useText();
  const server = useStore((store) => store.server);
  const start = useStore((store) => store.startServer);
  if (server === null) return null;
  if (server.state === 'stopped' && server.run > 0) {
    return (
      <Banner tone="info" actions={<Button onClick={() => void start()}>{t('server.start')}</Button>}>
        {t('server.stopped')}
      </Banner>
    );
  }
  if (server.state === 'running' && server.echo === null) return <Banner tone="warn">{t('server.silent')}</Banner>;
  if (server.queue?.problem)
    return <Banner tone="error">{t('server.queue.problem', { reason: problemText(server.queue.problem, t) })}</Banner>;
  const { failure } = server;
  if (failure === null) return null;
  const { freePort } = failure;
  return (
    <Banner
      tone="error"
      actions={
        <>
          <Button onClick={() => void start(failure.port)}>{t('server.tryAgain')}</Button>
          {freePort !== null && (
            <Button variant="primary" onClick={() => void start(freePort)}>
              {t('server.usePort', { port: String(freePort) })}
            </Button>
          )}
        </>
      }
    >
      {failure.code === 'port-in-use' && failure.owner !== null
        ? rich('failure.port-in-use', {
            port: String(failure.port),
            name: failure.owner.name,
            pid: String(failure.owner.pid),
          })
        : t(`failure.${failure.code === 'port-in-use' ? 'port-in-use-unknown' : failure.code}`, {
            port: String(failure.port),
            reason: failure.queue === undefined ? reasonText(failure, t) : problemText(failure.queue, t),
          })}
    </Banner>
  );
}
