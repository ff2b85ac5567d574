import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import type { CopyForm } from '../../../main/contract/decode.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';

/** How long the sign of success stays, ms. */
const SHOWN = 1500;

const FORMS = ['hex', 'c', 'base64', 'text'] as const;

/** The marked bytes, or all, as a text for somewhere else; of a packet also as the command that sends it, where that can be. */
export function CopyMenu({ canSend }: { canSend?: boolean }) {
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
  const whole = t(canSend === undefined ? 'packet.copy.all' : 'packet.copy.whole');
  const note = marked === null ? whole : t('traffic.bytes', { count: marked.end - marked.start });
  return (
    <Menu
      trigger={<IconButton icon={done ? Check : Copy} label={done ? t('action.copied') : t('packet.copy')} />}
      groups={[
        FORMS.map((form) => ({ label: t(`packet.copy.${form}`), note, run: () => void copy(form) })),
        canSend === undefined
          ? []
          : [
              {
                label: t('packet.copy.send'),
                note: 'printf | nc',
                disabled: !canSend,
                run: () => void copy('send'),
              },
            ],
      ]}
    />
  );
}
