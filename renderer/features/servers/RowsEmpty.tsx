import { Search } from 'lucide-react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';

/** Why a list of a server is empty: nothing is found, or there is nothing. */
export function RowsEmpty({ search, text }: { search: string; text: string }) {
  const { t } = useText();
  const find = useStore((store) => store.searchServerRows);
  if (search === '') return <p className="empty grow">{text}</p>;
  return (
    <Empty
      icon={Search}
      title={t('servers.rows.noMatch')}
      actions={<Button onClick={() => find('')}>{t('action.clearFilter')}</Button>}
    />
  );
}
