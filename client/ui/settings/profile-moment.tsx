import { useMe } from '#state/hooks.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { shortTime } from '#ui/parts/dates.ts';
import { profileWords } from './settings-words.ts';

/** What I say of my moment, and the way to change it. */
export function ProfileMoment() {
  const { status, quietUntil } = useMe();
  const openDialog = useOpenDialog();
  const { now, timeZone } = useClock();
  return (
    <section className="flex flex-col gap-4 border-t border-border pt-6">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-48 flex-1">
          <h3 className="text-small font-semibold">{profileWords.status}</h3>
          <p className="text-small text-muted wrap-anywhere">
            {status ? (
              <>
                {status.emoji} <bdi>{status.text}</bdi>
                {status.until && ` ${profileWords.until(shortTime(status.until, now, timeZone))}`}
              </>
            ) : (
              profileWords.noStatus
            )}
          </p>
        </div>
        <Button onClick={() => openDialog({ name: 'status' })}>{profileWords.setStatus}</Button>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-48 flex-1">
          <h3 className="text-small font-semibold">{profileWords.quiet}</h3>
          <p className="text-small text-muted">
            {quietUntil ? profileWords.until(shortTime(quietUntil, now, timeZone)) : profileWords.notQuiet}
          </p>
        </div>
        <Button onClick={() => openDialog({ name: 'quiet' })}>{profileWords.setQuiet}</Button>
      </div>
    </section>
  );
}
