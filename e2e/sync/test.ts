import { test as base } from '#e2e/people/test.ts';
import { Line } from './line.ts';

interface SyncFixtures {
  /** A network of one's own between a browser and the server. */
  line: Line;
  /** Another one, which treats WebSockets badly. */
  lineWith: (webSockets: 'refuse' | 'hang') => Promise<Line>;
}

/** A test among people whose network fails; what browsers say about that is no complaint. */
export const test = base.extend<SyncFixtures>({
  line: async ({ server, expectComplaints }, use) => {
    expectComplaints(/net::ERR_/, /WebSocket connection/);
    const line = await Line.to(server.url);
    await use(line);
    await line.close();
  },

  lineWith: async ({ server, expectComplaints }, use) => {
    expectComplaints(/net::ERR_/, /WebSocket connection/);
    const lines: Line[] = [];
    await use(async (webSockets) => {
      const line = await Line.to(server.url, { webSockets });
      lines.push(line);
      return line;
    });
    for (const line of lines) await line.close();
  },
});
