import { type RefObject, useCallback, useState } from 'react';
import { bodyReader } from '#ui/formatting/parsed.ts';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { useEarlyPress } from './use-early-press.ts';
import { useFirstSign } from './use-first-sign.ts';

const arranging = loadLater(async () => (await import('#ui/sidebar/arranging.tsx')).Arranging);

const personHover = loadLater(async () => (await import('#ui/dialogs/person-hover.tsx')).PersonHover);
/** Together with what reads messages: an alert says at once what one says. */
const alerts = loadLater(async () => {
  const [{ Alerts }] = await Promise.all([import('#ui/alerts/alerts.tsx'), bodyReader.load()]);
  return Alerts;
});
const nothing = () => {};

/**
 * Arranging the list, cards of those whose names the pointer rests on, and what reaches me beyond the page, from the first sign that somebody is here.
 */
export function LaterArranging({ list }: { list: RefObject<HTMLElement | null> }) {
  const [isHere, setIsHere] = useState(false);
  useFirstSign(useCallback(() => setIsHere(true), []));
  const Arranging = useLater(
    arranging,
    isHere,
    useCallback(() => setIsHere(false), []),
  );
  const early = useEarlyPress(list, Arranging === null);
  const PersonHover = useLater(personHover, isHere, nothing);
  const Alerts = useLater(alerts, isHere, nothing);
  return (
    <>
      {Arranging && <Arranging list={list} early={early} />}
      {PersonHover && <PersonHover />}
      {Alerts && <Alerts />}
    </>
  );
}
