import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import { type Call, callWith, startSession } from './api.ts';

/** A person's account, as they know it. */
export interface Account {
  id: string;
  name: string;
  email: string;
  password: string;
}

type ContextOptions = Parameters<import('@playwright/test').Browser['newContext']>[0];
export type NewContext = (options?: ContextOptions) => Promise<BrowserContext>;

/** A person in front of one tab of one browser: what they do, and what they see. */
export class Person {
  readonly account: Account;
  readonly page: Page;
  readonly call: Call;
  private readonly newContext: NewContext;

  constructor(account: Account, page: Page, newContext: NewContext) {
    this.account = account;
    this.page = page;
    this.call = callWith(page.context().request);
    this.newContext = newContext;
  }

  /** A person who has signed in at a browser of their own. */
  static async at(account: Account, newContext: NewContext, options?: ContextOptions): Promise<Person> {
    const context = await newContext(options);
    await startSession(context.request, account.email, account.password);
    return new Person(account, await context.newPage(), newContext);
  }

  get id(): string {
    return this.account.id;
  }
  get name(): string {
    return this.account.name;
  }
  get context(): BrowserContext {
    return this.page.context();
  }

  // Other screens

  /** The same person at another device, with a session of its own. */
  async device(options?: ContextOptions): Promise<Person> {
    return Person.at(this.account, this.newContext, options);
  }

  /** Another tab of the same browser. */
  async tab(): Promise<Person> {
    return new Person(this.account, await this.context.newPage(), this.newContext);
  }

  // Accounts

  async signUp(changes: Partial<Omit<Account, 'id'>> = {}): Promise<void> {
    const { name, email, password } = { ...this.account, ...changes };
    await this.page.getByLabel('Name', { exact: true }).fill(name);
    // The first one is asked for it.
    const workspace = this.page.getByLabel('Workspace name');
    if ((await workspace.count()) > 0 && (await workspace.inputValue()) === '')
      await workspace.fill('Parley');
    await this.page.getByLabel('Email', { exact: true }).fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Create account' }).click();
  }

  async signIn(changes: Partial<Pick<Account, 'email' | 'password'>> = {}): Promise<void> {
    const { email, password } = { ...this.account, ...changes };
    await this.page.getByLabel('Email', { exact: true }).fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async signOut(): Promise<void> {
    await this.chooses('Sign out');
  }

  /** Opens one of the settings, or of the workspace's pages. */
  async opensSection(view: 'Settings' | 'Workspace', title: string): Promise<Locator> {
    await this.chooses(view);
    await this.main.getByRole('navigation').getByRole('link', { name: title }).click();
    await expect(this.section(title)).toBeVisible();
    return this.section(title);
  }

  /** Opens the account's menu and chooses from it. */
  async chooses(item: string): Promise<void> {
    await this.accountMenu.click();
    await this.page
      .getByRole('menu')
      .getByRole(/^(System|Light|Dark)$/.test(item) ? 'menuitemradio' : 'menuitem', { name: item })
      .click();
  }

  // Going places

  /** Opens a page of the chat and waits until it is live. */
  async visits(path = '/'): Promise<void> {
    await this.page.goto(path);
    await this.isLive();
  }

  /** Opens a conversation by its address, if need be at one message. */
  async comesTo({ id }: { id: string }, message?: number): Promise<void> {
    await this.visits(`/c/${id}${message === undefined ? '' : `?message=${message}`}`);
  }

  /** Opens a conversation from the list. */
  async opens(name: string): Promise<void> {
    await this.link(name).click();
    await this.isIn(name);
  }

  /** Whoever sees their own presence has a running page with a live connection. */
  async isLive(): Promise<void> {
    await expect(this.accountMenu.getByRole('img', { name: 'Online', includeHidden: true })).toBeAttached({
      timeout: 10_000,
    });
  }

  async isIn(name: string): Promise<void> {
    await expect(this.main.getByRole('heading', { level: 1, name })).toBeVisible();
  }

  // Writing and reading

  async writes(text: string): Promise<void> {
    await this.composer.fill(text);
  }

  /** Writes a message and sends it. */
  async says(text: string): Promise<void> {
    await this.writes(text);
    await this.composer.press('Enter');
    await expect(this.composer).toHaveValue('');
  }

  async sees(text: string): Promise<void> {
    await expect(this.message(text)).toBeVisible();
  }

  async seesNothingOf(text: string): Promise<void> {
    await expect(this.message(text)).toHaveCount(0);
  }

  // What there is on the page

  get list(): Locator {
    return this.page.getByRole('navigation', { name: 'Conversations' });
  }
  get main(): Locator {
    return this.page.getByRole('main');
  }
  get messages(): Locator {
    return this.page.getByRole('log', { name: 'Messages' }).getByRole('article');
  }
  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Message / });
  }
  /** The network goes away from somebody who has used the page: what may open next is there by then. */
  async goesOffline(): Promise<void> {
    await this.triesDialogs();
    await this.context.setOffline(true);
  }
  /** Opens a dialog and closes it: the script of all of them is loaded by then. */
  async triesDialogs(): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await expect(this.page.getByRole('dialog')).toBeVisible();
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByRole('dialog')).toBeHidden();
  }
  get status(): Locator {
    return this.page.getByRole('status');
  }
  get accountMenu(): Locator {
    return this.page.getByRole('button', { name: /^Account: /, includeHidden: true });
  }

  /** The articles whose text has this in it. */
  message(text: string | RegExp): Locator {
    return this.messages.filter({ hasText: text });
  }

  /** A conversation's entry in the list; with `unread`, only when it says that number. */
  link(name: string, unread?: number): Locator {
    const rest = unread === undefined ? '(, \\d+ unread)?' : unread === 0 ? '' : `, ${unread} unread`;
    return this.list.getByRole('link', { name: new RegExp(`^${literally(name)}${rest}$`) });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  section(title: string): Locator {
    return this.main.getByRole('region', { name: title, exact: true });
  }

  dialog(title: string): Locator {
    return this.page.getByRole('dialog', { name: title, exact: true });
  }

  /** What stands beside a conversation and says everything about it. */
  get details(): Locator {
    return this.panel(/^(Channel|Conversation) details$/);
  }

  /** What stands beside a conversation, or in its place. */
  panel(name: string | RegExp): Locator {
    return this.page.getByRole('complementary', { name }).or(this.page.getByRole('main', { name }));
  }

  /** Gives a fact of the open details another text. */
  async changes(fact: 'name' | 'topic' | 'description', text: string): Promise<void> {
    await this.details.getByRole('button', { name: `Edit the ${fact}` }).click();
    await this.details.getByRole('textbox').last().fill(text);
    await this.details.getByRole('button', { name: 'Save' }).click();
    await expect(this.details.getByRole('button', { name: 'Save' })).toHaveCount(0);
  }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
