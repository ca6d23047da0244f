import { Alerts } from '#ui/alerts/alerts.tsx';
import { PersonHover } from '#ui/dialogs/person-hover.tsx';
import { noteVisits } from '#ui/navigation/uses.ts';
import { Hints } from '#ui/parts/hints.tsx';
import { Arranging } from '#ui/sidebar/arranging.tsx';
import { Idle } from './idle.ts';
import { WidthHandle } from './width-handle.tsx';

/** What the frame adds when somebody is here, in one script. */
export const here = { Alerts, Arranging, Hints, Idle, PersonHover, WidthHandle, noteVisits };
