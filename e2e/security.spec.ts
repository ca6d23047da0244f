import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

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
    document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="window.hacked = true"><a id="trap" href="javascript:window.hacked = true">trap</a>');
    const frame = document.createElement('iframe');
    frame.srcdoc = '<script>parent.hacked = true</script>';
    document.body.append(frame);
    document.querySelector<HTMLElement>('#trap')?.click();
    const until = Date.now() + 3_000;
    while (!reports.includes('script-src-attr') && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
    return { reports, hacked: 'hacked' in window };
  });
  expect(blocked.hacked).toBe(false);
  expect(blocked.reports).toContain('script-src-attr');
});

test('another site can neither frame the chat nor write in a person’s name', async ({ person, baseURL, expectComplaints }) => {
  expectComplaints(/frame-ancestors|X-Frame-Options|CORS policy|ERR_FAILED|ERR_BLOCKED|status of 403|WebSocket connection/);
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'mine');
  // The same machine by another name: another origin to the browser.
  const elsewhere = 'http://elsewhere.test/';
  await ada.page.route(`${elsewhere}**`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Elsewhere</title>' }));
  await ada.page.goto(elsewhere);
  const tried = await ada.page.evaluate(
    async ({ url, id }) => {
      const send = (init: RequestInit) =>
        fetch(`${url}/api/v1/conversations/${id}/messages`, { method: 'POST', credentials: 'include', ...init }).then(
          (answer) => answer.status,
          () => 'refused',
        );
      const body = JSON.stringify({ clientId: crypto.getRandomValues(new Uint32Array(1)).join(), body: 'not mine' });
      const socket = await new Promise((resolve) => {
        const ws = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
        ws.onopen = () => resolve('open');
        ws.onerror = () => resolve('refused');
      });
      const frame = document.createElement('iframe');
      frame.src = `${url}/c/${id}`;
      await new Promise((resolve) => {
        frame.onload = resolve;
        document.body.append(frame);
      });
      return {
        plain: await send({ body, mode: 'no-cors', headers: { 'content-type': 'text/plain' } }),
        json: await send({ body, headers: { 'content-type': 'application/json' } }),
        read: await fetch(`${url}/api/v1/sync`, { credentials: 'include' }).then((answer) => answer.status, () => 'refused'),
        socket,
      };
    },
    { url: baseURL ?? '', id: channel.id },
  );
  expect(tried).toEqual({ plain: 0, json: 'refused', read: 'refused', socket: 'refused' });
  expect(ada.page.frames().map((frame) => frame.url()).filter((url) => url.startsWith(baseURL ?? '-'))).toEqual([]);
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
