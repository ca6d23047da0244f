import { expect, type Page } from '@playwright/test';

/** Everything a page's browser keeps for it, as one text. */
export async function keptText(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const settled = <Result>(asked: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
    const kept: unknown[] = [{ ...localStorage }];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames)
        kept.push(await settled(database.transaction(store).objectStore(store).getAll()));
      database.close();
    }
    for (const name of await caches.keys())
      for (const entry of await (await caches.open(name)).keys()) kept.push(new URL(entry.url).pathname);
    return JSON.stringify(kept);
  });
}

/** Waits until the browser keeps the shell and these texts, so that the page opens without the network. */
export async function keeps(page: Page, ...texts: string[]): Promise<void> {
  await expect(async () => {
    const kept = await keptText(page);
    for (const text of ['"/offline"', ...texts]) expect(kept).toContain(text);
  }).toPass({ timeout: 15_000 });
}
