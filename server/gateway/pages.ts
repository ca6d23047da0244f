import { Readable } from 'node:stream';
import type { LinkState } from '#contract/accounts.ts';
import { Refusal } from '#contract/errors.ts';
import type { Offer } from '#contract/invitations.ts';
import type { OpenApiDocument } from '#contract/open-api.ts';
import type { SecondStep } from '#contract/second-factor.ts';
import type { Workspace } from '#contract/workspace.ts';
import { passwordKinds, readLink } from '#domain/account-links.ts';
import type { Actor } from '#domain/actor.ts';
import { findSession } from '#domain/actors.ts';
import { getOffer } from '#domain/joining.ts';
import { endSession, SESSION_SECONDS } from '#domain/sessions.ts';
import { getSignUpRules, type SignUpRules } from '#domain/sign-up-rules.ts';
import { getWorkspace } from '#domain/workspace.ts';
import type { Config } from '#platform/config.ts';
import type { Log } from '#platform/log.ts';
import { isMailSent } from '#platform/mail.ts';
import { limitCredentials } from '#platform/rate-limit.ts';
import { configuredSignOn } from '#platform/sign-on-provider.ts';
import { type ApiAnswer, type ApiRequest, answer, problemAnswer, wholeBody } from './api.ts';
import { type ConversationGoal, type ConversationPage, loadConversationPage } from './conversation-page.ts';
import { toRefusal } from './dispatch.ts';
import { answerFile, isFileRequest } from './files.ts';
import { addressHeader, readBody } from './http.ts';
import { openApi } from './open-api.ts';
import { createPageCall, type PageCall } from './page-calls.ts';
import { inputOf, momentOf, type PageInput } from './page-input.ts';
import { type PageRows, rowsOf } from './page-rows.ts';
import { timed } from './page-timing.ts';
import { actorOf, callerOf } from './session.ts';
import { enter, signInWith } from './sign-in.ts';
import { streamOf } from './web-streams.ts';

/** What Next's side of the process may ask of the running server. */
export interface PagesTransport {
  /** Pages change while they are worked on: nothing of them may be kept in the browser. */
  development: boolean;
  /** The user behind a request's Cookie header, or null. */
  pageSession(cookieHeader: string | null): Promise<Actor | null>;
  /** The workspace, for pages that nobody has signed in to. */
  workspace(): Promise<Workspace>;
  /** What people call the OpenID provider that they may sign in with; null: there is none. */
  signOnName(): string | null;
  /** What a link to a new password or another address is worth, for the page that it leads to. */
  link(goal: 'password' | 'email', token: string): Promise<{ state: LinkState; email: string | null }>;
  /** Whether mail reaches people. */
  sendsMail(): boolean;
  /** Who may make an account without an invitation. */
  signUpRules(): Promise<SignUpRules>;
  /** What the invitation with this token offers. Rejects with a Refusal. */
  offer(token: string): Promise<Offer>;
  /** The same call the socket and REST offer. Rejects with a Refusal; tell it by its `code`. */
  call: PageCall;
  /** What the page of a conversation shows. Rejects with a Refusal. */
  conversation(actor: Actor, goal: ConversationGoal): Promise<ConversationPage>;
  /** What was read for the page of this request; null: nothing. Throws what kept it from being read. */
  input(request: Pick<Headers, 'get'>): PageInput | null;
  /** What time it is for it, in ms since 1970. */
  now(request: Pick<Headers, 'get'>): number;
  /** Rows of messages that were drawn before, for the page with this cursor; null: it is none that is kept. */
  rows(cursor: string): PageRows | null;
  /** The interface as a document, for its page. */
  openApi(): OpenApiDocument;
  /** The REST API, for wherever Next is asked directly. */
  api(request: Request): Promise<Response>;
  auth: AuthTransport;
}

/** What next-auth needs. */
export interface AuthTransport {
  secret: string;
  /** Whether this request came by https, so that its cookies may only ever go that way. */
  secureCookies(request: Request): boolean;
  sessionSeconds: number;
  /** Counts one try to sign in; answers the refusal when there were too many, otherwise null. */
  limitSignIn(request: Request, email: unknown): Promise<Response | null>;
  /**
   * Starts a session for whoever has shown who they are, and ends the one this browser had; or gives what they have yet
   * to show. Null: email or password is wrong.
   */
  signIn(request: Request, form: unknown): Promise<SignedIn | { secondStep: SecondStep } | null>;
  findSession(token: string): Promise<Actor | null>;
  endSession(token: string): Promise<void>;
  /** The answer to somebody who was right so far: a refusal that says what to show besides. */
  askSecondStep(step: SecondStep): Response;
  /** The answer to a failure that next-auth would misunderstand. */
  refuse(error: unknown): Response;
  /** Logs what next-auth complains of, by its code. */
  warn(code: string): void;
}

/** Somebody for whom a session was started. */
export interface SignedIn {
  id: string;
  name: string;
  sessionToken: string;
}

export function createPagesTransport(config: Config, log: Log): PagesTransport {
  const call = createPageCall(log);
  return {
    development: config.development,
    pageSession: (cookieHeader) => timed(() => actorOf(cookieHeader)),
    workspace: () => timed(getWorkspace),
    signOnName: () => configuredSignOn()?.name ?? null,
    link: (goal, token) => timed(() => readLink(goal === 'password' ? passwordKinds : ['email'], token)),
    sendsMail: isMailSent,
    signUpRules: () => timed(getSignUpRules),
    offer: (token) => timed(() => getOffer(null, { token })),
    call,
    conversation: (actor, goal) => loadConversationPage(call, actor, goal),
    input: inputOf,
    now: momentOf,
    rows: rowsOf,
    openApi,
    api: (request) => answerRequest(request, config, log),
    auth: {
      secret: config.authSecret,
      // The HTTP transport has written the header, from whatever it trusts.
      secureCookies: (request) =>
        config.publicUrl?.startsWith('https:') ?? request.headers.get('x-forwarded-proto') === 'https',
      sessionSeconds: SESSION_SECONDS,
      limitSignIn: (request, email) => limitSignIn(request, email, log),
      signIn: (request, form) => signIn(request, config, form),
      askSecondStep,
      findSession,
      endSession,
      refuse: (error) => toResponse(problemAnswer(toRefusal(error, log, 'auth'))),
      warn: (code) => log.warn({ code }, 'next-auth complains'),
    },
  };
}

async function signIn(
  request: Request,
  config: Config,
  form: unknown,
): Promise<SignedIn | { secondStep: SecondStep } | null> {
  const signingIn = {
    cookies: request.headers.get('cookie'),
    address: request.headers.get(addressHeader) ?? '',
    userAgent: request.headers.get('user-agent') ?? '',
    origin: originOf(request, config),
  };
  const came = await signInWith(form, signingIn);
  if (!came || 'secondStep' in came) return came;
  return { ...came.user, sessionToken: await enter(came.user.id, signingIn, came.passwordHash) };
}

/** The address of this server, as the HTTP transport has found it; or as Next was asked, where it is asked directly. */
function originOf(request: Request, { publicUrl }: Config): string {
  if (publicUrl) return new URL(publicUrl).origin;
  const host = request.headers.get('x-forwarded-host');
  const protocol = request.headers.get('x-forwarded-proto') ?? 'http';
  return host ? `${protocol}://${host}` : new URL(request.url).origin;
}

function askSecondStep(secondStep: SecondStep): Response {
  const answer = problemAnswer(new Refusal('unauthenticated', 'Show your second factor.'));
  // RFC 9457, 3.2: a problem document may say more.
  return toResponse({ ...answer, body: JSON.stringify({ ...JSON.parse(answer.body), secondStep }) });
}

async function limitSignIn(request: Request, email: unknown, log: Log): Promise<Response | null> {
  try {
    await limitCredentials('signIn', request.headers.get(addressHeader) ?? 'unknown', email);
    return null;
  } catch (error) {
    return toResponse(problemAnswer(toRefusal(error, log, 'sign-in')));
  }
}

/** The API through Next's catch-all. The HTTP transport has checked Origin and address before Next saw the request. */
async function answerRequest(request: Request, config: Config, log: Log): Promise<Response> {
  const address = request.headers.get(addressHeader) ?? 'unknown';
  const credentials = {
    authorization: request.headers.get('authorization'),
    cookie: request.headers.get('cookie'),
  };
  const asked: ApiRequest = {
    method: request.method,
    url: request.url,
    header: (name) => request.headers.get(name),
    readBody: () => readBody(request.body ?? []),
    address,
    origin: originOf(request, config),
    ownOrigin: true,
    actor: (reading) => callerOf(credentials, address, reading),
    log,
  };
  if (!isFileRequest(request.method, new URL(request.url).pathname)) return toResponse(await answer(asked));
  const answered = await answerFile({ ...asked, body: request.body ?? Readable.from([]) });
  if (!answered.file) return toResponse(answered);
  const { bytes, read, close } = answered.file;
  const headers = { ...answered.headers, 'Content-Length': String(bytes) };
  if (request.method === 'HEAD') {
    await close();
    return new Response(null, { status: answered.status, headers });
  }
  return new Response(streamOf(read()), { status: answered.status, headers });
}

function toResponse(answered: ApiAnswer): Response {
  const { status, headers } = answered;
  return new Response(status === 204 || status === 304 ? null : wholeBody(answered), { status, headers });
}
