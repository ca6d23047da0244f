import type { MouseEvent } from 'react';
import { placeOf } from '#ui/frame/address.ts';
import { isPlainPress, useTravel } from '#ui/frame/place.tsx';

/** A web address in a message. One that leads into this chat is followed here, any other in a tab of its own. */
export function MessageLink({ href, text }: { href: string; text: string }) {
  const { go } = useTravel();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    const link = event.currentTarget;
    const place = placeOf(link);
    if (link.origin !== window.location.origin || !place.conversationId || !isPlainPress(event)) return;
    event.preventDefault();
    go(place);
  };
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      onClick={follow}
      className="text-link underline decoration-1 underline-offset-2 hover:decoration-2"
    >
      {text}
    </a>
  );
}
