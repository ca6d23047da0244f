import { createLocalNotes } from '#state/kept/local-notes.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import type { Arranging } from './arranging.ts';
import type { Call } from './connection.ts';

/** Arranging the sidebar, whose script is loaded when somebody does, or an earlier page could not send what they did. */
export function createSidebar(store: ChatStore, call: Call) {
  const notes = createLocalNotes('sidebar', store.getState().me.id);
  let part: Promise<Arranging> | undefined;

  function load() {
    part ??= import('./arranging.ts').then(({ createArranging }) => createArranging(store, call, notes));
    part.catch(() => {
      part = undefined;
    });
    return part;
  }

  return {
    arranging: load,
    /** Signed out: nothing of it is sent any more. */
    forget() {
      void part?.then((arranging) => arranging.forget());
    },
    start() {
      if (notes.all().length > 0) void load();
      return () => {
        void part?.then((arranging) => arranging.stop());
        part = undefined;
      };
    },
  };
}
