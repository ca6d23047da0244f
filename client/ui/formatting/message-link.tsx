import type { MouseEvent, ReactNode } from 'react';
import { addressOf } from '#ui/navigation/address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';

interface MessageLinkProps {
  href: string;
  /** What is shown is the address: it reads from left to right, whatever stands in it or around it. */
  isAddress: boolean;
  children: ReactNode;
}

/** A link in a message. One that leads into this chat is followed here, any other in a tab of its own. */
export function MessageLink({ href, isAddress, children }: MessageLinkProps) {
  const { go } = useNavigation();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    const link = event.currentTarget;
    const address = addressOf(link);
    if (link.origin !== window.location.origin || !address.conversationId || !isPlainPress(event)) return;
    event.preventDefault();
    go(address);
  };
  return (
    <a
      href={href}
      // Reached from its message, which is the stop of the Tab key.
      tabIndex={-1}
      title={href}
      dir={isAddress ? 'ltr' : 'auto'}
      target="_blank"
      rel="noopener noreferrer nofollow"
      onClick={follow}
      className="[unicode-bidi:isolate] text-link underline decoration-1 underline-offset-2 hover:decoration-2"
    >
      {children}
    </a>
  );
}
