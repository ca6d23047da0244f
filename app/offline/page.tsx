import { CachedChat } from '#ui/frame/cached-chat.tsx';
import { IconSymbols } from '#ui/parts/icon-symbols.tsx';

/** The shell: nobody's data is in it, so the service worker may keep it. */
export default function OfflinePage() {
  return (
    <>
      <IconSymbols />
      <CachedChat />
    </>
  );
}
