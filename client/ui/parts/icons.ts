import { type ComponentType, createElement, type ReactNode, type SVGProps } from 'react';

/** An icon of this file or of lucide-react. */
export type Icon = ComponentType<IconProps>;

interface IconProps
  extends Pick<SVGProps<SVGSVGElement>, 'className' | 'fill' | 'strokeWidth' | 'aria-hidden'> {
  /** Its width and height, in px. */
  size?: number;
}

/**
 * One of the icons of Lucide that a page of the chat begins with, drawn from the page's own symbols (icon-symbols.tsx): as
 * script, what draws them weighs several times as much. What is opened later brings others, from lucide-react.
 */
function icon(name: string): Icon {
  const symbol = createElement('use', { href: `#icon-${name}` });
  return (props) => drawn(symbol, props);
}

function drawn(symbol: ReactNode, { size, ...rest }: IconProps): ReactNode {
  const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 2 } as const;
  const ends = { strokeLinecap: 'round', strokeLinejoin: 'round' } as const;
  return createElement('svg', { width: size, height: size, ...line, ...ends, ...rest }, symbol);
}

export const ArrowDown = icon('arrow-down');
export const ArrowLeft = icon('arrow-left');
export const ArrowRightLeft = icon('arrow-right-left');
export const AtSign = icon('at-sign');
export const Bell = icon('bell');
export const BellOff = icon('bell-off');
export const Bold = icon('bold');
export const Bookmark = icon('bookmark');
export const Building2 = icon('building-2');
export const Check = icon('check');
export const CheckCheck = icon('check-check');
export const ChevronDown = icon('chevron-down');
export const ChevronUp = icon('chevron-up');
export const ChevronsUpDown = icon('chevrons-up-down');
export const CircleAlert = icon('circle-alert');
export const Clock = icon('clock');
export const Code = icon('code');
export const Compass = icon('compass');
export const Copy = icon('copy');
export const Eye = icon('eye');
export const Hash = icon('hash');
export const Inbox = icon('inbox');
export const Italic = icon('italic');
export const Link = icon('link');
export const List = icon('list');
export const ListOrdered = icon('list-ordered');
export const Lock = icon('lock');
export const MessageSquareReply = icon('message-square-reply');
export const MessagesSquare = icon('messages-square');
export const Mic = icon('mic');
export const Paperclip = icon('paperclip');
export const Pencil = icon('pencil');
export const Pin = icon('pin');
export const Plus = icon('plus');
export const Search = icon('search');
export const SendHorizontal = icon('send-horizontal');
export const Settings = icon('settings');
export const Smile = icon('smile');
export const SmilePlus = icon('smile-plus');
export const SquareCode = icon('square-code');
export const SquarePen = icon('square-pen');
export const Strikethrough = icon('strikethrough');
export const TextQuote = icon('text-quote');
export const UserPlus = icon('user-plus');
export const Users = icon('users');
