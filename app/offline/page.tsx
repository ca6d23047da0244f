import { CachedChat } from '#ui/frame/cached-chat.tsx';

/** The shell: nobody's data is in it, so the service worker may keep it. */
export default function OfflinePage() {
  return <CachedChat />;
}
