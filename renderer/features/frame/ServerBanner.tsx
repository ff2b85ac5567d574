import type { ServerFailure } from '../../../main/contract/server.ts';
import { problemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { failureText } from '../servers/failure-text.tsx';
import { TakePortDialog } from './TakePortDialog.tsx';

/** Why the server does not run, who is in the way, and what can be done. */
export function ServerBanner() {
  const text = useText();
  const { t } = text;
  const server = useStore((store) => store.server);
  const start = useStore((store) => store.startServer);
  const { attachServer, askTakePort, restartServer: restart } = useStore.getState();
  if (server === null) return null;
  if (server.state === 'stopped' && server.run > 0) {
    return (
      <Banner tone="info" actions={<Button onClick={() => void start()}>{t('server.start')}</Button>}>
        {t('server.stopped')}
      </Banner>
    );
  }
  if (server.state === 'running' && server.echo === null) return <Banner tone="warn">{t('server.silent')}</Banner>;
  const unkept = server.queue?.problem;
  if (unkept)
    return (
      <Banner
        tone="error"
        actions={
          unkept.code === 'queue-gone' && <Button onClick={() => void restart()}>{t('command.server.restart')}</Button>
        }
      >
        {t('server.queue.problem', { reason: problemText(unkept, t) })}
      </Banner>
    );
  const { failure } = server;
  if (failure === null) return null;
  const { freePort } = failure;
  return (
    <Banner
      tone="error"
      actions={
        <>
          <Button onClick={() => void start(failure.port)}>{t('server.tryAgain')}</Button>
          {isGearman(failure) && (
            <Button onClick={() => void attachServer(`127.0.0.1:${failure.port}`)}>{t('server.attach')}</Button>
          )}
          {failure.ownGearmand && (
            <Button onClick={() => void askTakePort(failure.port)}>
              {t('server.takePort', { port: String(failure.port) })}
            </Button>
          )}
          {freePort !== null && (
            <Button variant="primary" onClick={() => void start(freePort)}>
              {t('server.usePort', { port: String(freePort) })}
            </Button>
          )}
        </>
      }
    >
      {failureText(failure, text)}
      <TakePortDialog />
    </Banner>
  );
}

/** Whether who has the port is a job server, as far as its program's name says it. */
const isGearman = ({ code, owner }: ServerFailure): boolean =>
  code === 'port-in-use' && owner !== null && /gearman|gearbench/i.test(owner.name);
