import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import type { CopyForm } from '../../../main/contract/decode.ts';
import type { PacketDetail } from '../../../main/contract/packets.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';

/** How long the sign of success stays, ms. */
const SHOWN = 1500;

const FORMS = ['hex', 'c', 'base64', 'text'] as const;

/** The marked bytes, or the whole packet, as a text for somewhere else. */
export function CopyMenu({ detail }: { detail: PacketDetail }) {
  const { t } = useText();
  const [done, setDone] = useState(false);
  const { marked } = useStore((store) => store.packet);
  const { copyBytes } = useStore.getState();
  const copy = async (form: CopyForm) => {
    const text = await copyBytes(form);
    if (text === null) return;
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), SHOWN);
  };
  const note = marked === null ? t('packet.copy.whole') : t('traffic.bytes', { count: marked.end - marked.start });
  const whole = detail.kept === detail.row.size;
  return (
    <Menu
      trigger={<IconButton icon={done ? Check : Copy} label={done ? t('action.copied') : t('packet.copy')} />}
      groups={[
        FORMS.map((form) => ({ label: t(`packet.copy.${form}`), note, run: () => void copy(form) })),
        [
          {
            label: t('packet.copy.send'),
            note: 'printf | nc',
            disabled: !whole || detail.row.direction !== 'in',
            run: () => void copy('send'),
          },
        ],
      ]}
    />
  );
}
