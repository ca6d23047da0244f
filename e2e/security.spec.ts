import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';
import { Wire } from '#e2e/people/wire.ts';

test('pages come with a policy that lets only our own scripts run', async ({ person }) => {
  const ada = await person('Ada');
  const policies: string[] = [];
  for (const path of ['/', '/sign-in', '/sign-up', '/nowhere']) {
    const answer = await ada.context.request.get(path);
    const headers = answer.headers();
    const policy = headers['content-security-policy'] ?? '';
    const directives = new Map(policy.split('; ').map((part) => [part.split(' ')[0], part]));
    const scripts = directives.get('script-src') ?? '';
    expect(scripts, path).toMatch(/'nonce-[\w+/=]{22,}'/);
    expect(scripts, path).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/);
    expect(directives.get('default-src')).toBe("default-src 'none'");
    expect(directives.get('frame-ancestors')).toBe("frame-ancestors 'none'");
    expect(directives.get('base-uri')).toBe("base-uri 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBeTruthy();
    expect(headers['x-powered-by']).toBeUndefined();

    const nonce = /'nonce-([^']+)'/.exec(scripts)?.[1];
    const tags = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(tags.length, path).toBeGreaterThan(0);
    for (const tag of tags) expect(tag, path).toContain(`nonce="${nonce}"`);
    policies.push(policy);
  }
  expect(new Set(policies).size).toBe(policies.length);
});

test('a script that gets into the page does not run', async ({ person, expectComplaints }) => {
  expectComplaints(/Content Security Policy/);
  const ada = await person('Ada');
  await ada.visits();
  const blocked = await ada.page.evaluate(async () => {
    const reports: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => reports.push(event.effectiveDirective));
    document.body.insertAdjacentHTML(
      'beforeend',
      '<img src="x:" onerror="window.hacked = true"><a id="trap" href="javascript:window.hacked = true">trap</a>',
    );
    const frame = document.createElement('iframe');
    frame.srcdoc = '<script>parent.hacked = true</script>';
    document.body.append(frame);
    document.querySelector<HTMLElement>('#trap')?.click();
    const until = Date.now() + 3_000;
    while (!reports.includes('script-src-attr') && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return { reports, hacked: 'hacked' in window };
  });
  expect(blocked.hacked).toBe(false);
  expect(blocked.reports).toContain('script-src-attr');
});

test('another site cannot frame the chat', async ({ page, baseURL, expectComplaints }) => {
  const framed = /Framing .* violates .*frame-ancestors 'none'/;
  expectComplaints(framed);
  const elsewhere = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>Elsewhere</title><iframe src="${baseURL}/sign-in"></iframe>`);
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  const address = elsewhere.address();
  const complaint = page.waitForEvent('console', (message) => framed.test(message.text()));
  await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
  await complaint;
  await expect(page.frameLocator('iframe').getByRole('heading', { name: 'Sign in' })).toHaveCount(0);
  elsewhere.close();
  elsewhere.closeAllConnections();
});

test('another site can do nothing in a person’s name', async ({ person, baseURL }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'mine');
  const url = `/api/v1/conversations/${channel.id}/messages`;
  const data = { clientId: randomUUID(), body: 'not mine' };
  for (const headers of [
    { origin: 'https://elsewhere.test' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
  ]) {
    expect((await ada.context.request.post(url, { data, headers })).status()).toBe(403);
    expect((await ada.context.request.post('/api/auth/signout', { form: {}, headers })).status()).toBe(403);
  }
  await expect(Wire.open(ada.context, baseURL ?? '', { Origin: 'https://elsewhere.test' })).rejects.toThrow();
  (await Wire.open(ada.context, baseURL ?? '', { Origin: baseURL ?? '' })).close();
  const { items } = await ada.call('message:list', { conversationId: channel.id });
  expect(items.map(({ body }) => body)).toEqual(['mine']);
});

test('without signing in there is nothing to see', async ({ person, visitor, expectComplaints }) => {
  expectComplaints('status of 401');
  const [ada, eve] = [await person('Ada'), await visitor('Eve')];
  const channel = await channelOf([ada], { topic: 'hush' });
  await posts(ada, channel, 'members only');
  await eve.page.goto(`/c/${channel.id}`);
  await expect(eve.page).toHaveURL(/\/sign-in/);
  expect(await eve.page.content()).not.toMatch(/members only|hush/);
  for (const path of ['sync', 'users', 'conversations', `conversations/${channel.id}/messages`])
    expect((await eve.context.request.get(`/api/v1/${path}`)).status(), path).toBe(401);
});
