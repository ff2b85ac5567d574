import type { ServerMisread, ServerOffer } from '../../../main/contract/servers.ts';
import { problemText } from '../../i18n/problem.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { isListed } from '../../store/server-import.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './ServerSheet.module.css';

/** The servers that a file names, and which of them are attached to. */
export function ServerImportSheet() {
  const { t } = useText();
  const open = useStore((store) => store.serverImport);
  const { closeServerImport, importServers } = useStore.getState();
  if (open === null) return null;
  const { offer, chosen, sending, problem } = open;
  return (
    <Sheet
      title={t('servers.import.title')}
      {...(offer.file !== null && { subtitle: offer.file })}
      open
      onClose={closeServerImport}
      className={styles.sheet}
      foot={
        <>
          <span className="grow" />
          <Button large onClick={closeServerImport}>
            {t('action.cancel')}
          </Button>
          <Button large variant="primary" disabled={sending || chosen.size === 0} onClick={() => void importServers()}>
            {t('servers.import.do', { count: chosen.size })}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p className="help">{t(offer.offers.length === 0 ? 'servers.import.none' : 'servers.import.help')}</p>
        <ul className={styles.offers}>
          {offer.offers.map((each) => (
            <Offer key={each.address} offer={each} chosen={chosen.has(each.address)} />
          ))}
        </ul>
        {offer.misread.length > 0 && (
          <>
            <h3 className="section-title">{t('servers.import.misread')}</h3>
            <ul className={styles.offers}>
              {offer.misread.map((each) => (
                <li key={`${each.from} ${each.line} ${each.text}`} className="help help--warn">
                  {misreadText(each, t)}
                </li>
              ))}
            </ul>
          </>
        )}
        {problem !== null && (
          <p className="help help--error" role="alert">
            {problemText(problem, t)}
          </p>
        )}
      </div>
    </Sheet>
  );
}

function Offer({ offer: { label, address, tls, from, line }, chosen }: { offer: ServerOffer; chosen: boolean }) {
  const { t } = useText();
  const choose = useStore((store) => store.chooseServerOffer);
  const listed = useStore((store) => isListed(store, address));
  return (
    <li className={styles.offer}>
      <Checkbox
        label={label === address ? address : `${label} · ${address}`}
        checked={chosen}
        onChange={(isChosen) => choose(address, isChosen)}
      />
      <span className="help truncate">
        {[
          placeText(from, line, t),
          ...(tls ? [t('servers.sheet.tls')] : []),
          ...(listed ? [t('servers.import.listed')] : []),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </li>
  );
}

const placeText = (from: string, line: number | null, t: Text['t']): string =>
  line === null ? from : t('servers.import.line', { from, line: String(line) });

const misreadText = ({ from, line, text, why, values }: ServerMisread, t: Text['t']): string =>
  t('servers.import.wrong', { place: placeText(from, line, t), text, reason: t(`reason.${why}`, values) });
