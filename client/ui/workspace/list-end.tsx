import { useConnection } from '#state/hooks.ts';
import { dialogWords } from '#ui/dialog-words.ts';
import { Button } from '#ui/parts/button.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { officeWords } from './office-words.ts';

interface ListEndProps {
  list: { items: readonly unknown[]; waiting: boolean; more: (() => void) | null };
  /** Said where nothing is found. */
  empty: string;
}

/** What stands below a list: that there is nothing, that there is more, or that nobody can be asked. */
export function ListEnd({ list, empty }: ListEndProps) {
  const isLive = useConnection() === 'live';
  return (
    <>
      <OfflineNote text={officeWords.offline} />
      {isLive && !list.waiting && list.items.length === 0 && <p className="text-muted">{empty}</p>}
      {isLive && list.more && (
        <div>
          <Button onClick={list.more}>{dialogWords.users.more}</Button>
        </div>
      )}
    </>
  );
}
