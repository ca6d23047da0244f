import { createHash, X509Certificate } from 'node:crypto';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { type Browser, chromium } from '@playwright/test';
import { findChromium } from '#scripts/chromium.ts';

/** Starts Chromium so that it believes in this server's own authority. `quic`: it speaks HTTP/3 there and nothing else. */
export async function openBrowser(port: number, { quic }: { quic: boolean }): Promise<Browser> {
  const keys = await publicKeys(port);
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
      `--ignore-certificate-errors-spki-list=${keys.join(',')}`,
      ...(quic ? ['--enable-quic', `--origin-to-force-quic-on=localhost:${port}`] : ['--disable-quic']),
    ],
  });
}

/**
 * Opens the chat as whoever has this cookie, until it is live; gives the protocol of each answer from the network, by
 * its address.
 */
export async function loadChat(browser: Browser, url: string, cookie: string): Promise<Map<string, string>> {
  const context = await browser.newContext();
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url, secure: true, httpOnly: true }]);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const protocols = new Map<string, string>();
  // https://chromedevtools.github.io/devtools-protocol/tot/Network/#type-Response
  session.on('Network.responseReceived', ({ response }) =>
    protocols.set(response.url, response.protocol ?? 'unknown'),
  );
  await session.send('Network.enable');
  const live = page.waitForEvent('websocket', (socket) => socket.url().includes('/socket.io/'));
  await page.goto(url);
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
  await (await live).waitForEvent('framereceived');
  await context.close();
  return protocols;
}

/** SHA-256 of the public keys of the server's certificate and of those above it, in base64: as Chromium compares them. */
async function publicKeys(port: number): Promise<string[]> {
  const socket = await new Promise<TLSSocket>((resolve, reject) => {
    const opened = connect({ host: '127.0.0.1', port, servername: 'localhost' }, () => resolve(opened));
    opened.once('error', reject);
  });
  const keys = new Set<string>();
  let certificate: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (certificate?.raw) {
    const key = new X509Certificate(certificate.raw).publicKey.export({ type: 'spki', format: 'der' });
    const hash = createHash('sha256').update(key).digest('base64');
    if (keys.has(hash)) break;
    keys.add(hash);
    certificate = certificate.issuerCertificate;
  }
  socket.destroy();
  return [...keys];
}
