import { ChevronDown, TriangleAlert } from 'lucide-react';
import { Fragment } from 'react';
import type { Decoded } from '../../../main/contract/decode.ts';
import { DECODE_LIMITS, DECODERS } from '../../../main/contract/decode-limits.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { DECODER_NAMES } from './decoder-names.ts';
import styles from './Packet.module.css';

/** What the data was taken for, layer by layer; each can be taken for something else. */
export function DecodeBar() {
  const text = useText();
  const { t } = text;
  const { decoded, as } = useStore((store) => store.packet);
  const { decodeAs } = useStore.getState();
  if (decoded === undefined) return <div className={styles.decodeBar} role="status" aria-busy="true" />;
  if (decoded === null) return null;
  const names = DECODER_NAMES(t);
  const said = endOf(decoded, text);
  return (
    <div className={styles.decodeBar}>
      <span className="muted">{t('packet.readAs')}</span>
      {decoded.layers.map((layer, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a layer is known by its place
        <Fragment key={index}>
          {index > 0 && <span className="faint">{'→'}</span>}
          <Menu
            trigger={
              <button
                type="button"
                className={`button button--quiet ${styles.layer}`}
                aria-label={t('packet.takeAs', { layer: index + 1, name: names[layer.as] })}
              >
                <span>{names[layer.as]}</span>
                <Icon of={ChevronDown} small />
              </button>
            }
            groups={[
              [
                {
                  label: t('packet.automatic'),
                  checked: index >= as.length,
                  run: () => void decodeAs(index, null),
                },
              ],
              DECODERS.map((name) => ({
                label: names[name],
                checked: as[index] === name,
                run: () => void decodeAs(index, name),
              })),
            ]}
          />
        </Fragment>
      ))}
      {said !== null && (
        <span className={`truncate ${styles.stopped}`} role="status" title={said}>
          <Icon of={TriangleAlert} small />
          <span className="truncate">{said}</span>
        </span>
      )}
    </div>
  );
}

/** Why it is not all that there is; null where it is. */
function endOf({ stopped, problem, content, layers }: Decoded, { t, count, size }: Text): string | null {
  if (stopped !== null) {
    const limits = {
      bytes: size(DECODE_LIMITS.bytes),
      layers: count(DECODE_LIMITS.layers),
      milliseconds: '',
      nodes: count(DECODE_LIMITS.nodes),
      memory: '',
    };
    return t(`packet.stopped.${stopped}`, { limit: limits[stopped] });
  }
  if (problem !== null) {
    const { code, at, line, column } = problem;
    return line === null || column === null
      ? t(`packet.problem.${code}`, { at: count(at) })
      : t(`packet.problem.${code}.text`, { line: count(line), column: count(column) });
  }
  if (content.kind === 'image') return null;
  return layers.length === 0 ? t('packet.problem.ends', { at: '0' }) : null;
}
