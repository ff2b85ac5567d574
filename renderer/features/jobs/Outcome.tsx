import type { CommandOutcome } from '../../../main/contract/model.ts';
import { useText } from '../../i18n/text.tsx';

/** How the command ended, with what it wrote to standard error. */
export function Outcome({ outcome }: { outcome: CommandOutcome }) {
  const { t } = useText();
  const { exitCode, reason, errors } = outcome;
  return (
    <section className="section">
      <h3 className="section-title">{t('outcome.title')}</h3>
      <p className="selectable">{reason ?? t('outcome.exit', { code: String(exitCode) })}</p>
      {errors !== '' && <pre className="code-block code-block--wrap">{errors}</pre>}
    </section>
  );
}
