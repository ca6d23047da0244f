import { AlertDialog } from 'radix-ui';
import { useChat } from '#state/hooks.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { endedWords } from './ended-words.ts';

/** Says calmly that one has to sign in again, and leads there and back. */
export function SessionEnded() {
  const { address } = useNavigation();
  const reason = useChat(({ endedBy }) => endedBy);
  return (
    <AlertDialog.Root open>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-50 bg-scrim" />
        <AlertDialog.Content
          onEscapeKeyDown={(event) => event.preventDefault()}
          className="fixed inset-x-4 top-[24dvh] z-50 mx-auto max-w-96 rounded-card border border-border bg-raised p-5 shadow-float animate-appear focus:outline-none"
        >
          <AlertDialog.Title className="text-[1.0625rem] leading-6 font-semibold">
            {endedWords.title}
          </AlertDialog.Title>
          <AlertDialog.Description className="mt-1.5 text-muted">
            {endedWords.because(reason)} {endedWords.kept}
          </AlertDialog.Description>
          <div className="mt-5 flex justify-end">
            <AlertDialog.Action asChild>
              <a
                href={`/sign-in?next=${encodeURIComponent(pathTo(address))}`}
                className="inline-flex h-9 items-center rounded-control bg-accent px-3.5 text-small font-semibold text-accent-text hover:bg-accent-hover pointer-coarse:h-11"
              >
                {endedWords.signInAgain}
              </a>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
