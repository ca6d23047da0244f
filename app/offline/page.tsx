import { KeptChat } from '#ui/frame/kept-chat.tsx';

/** The shell: nobody's data is in it, so the service worker may keep it. */
export default function OfflinePage() {
  return <KeptChat />;
}
