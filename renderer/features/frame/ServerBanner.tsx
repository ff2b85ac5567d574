import { problemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { failureText } from '../servers/failure-text.tsx';

/** Why the server does not run, who is in the way, and what can be done. */
export function ServerBanner() {
  const text = useText();
  const { t } = text;
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
      {failureText(failure, text)}
    </Banner>
  );
}
