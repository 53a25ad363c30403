import { accessSync, constants } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { buttonLabels, fieldText, stepText } from '../../cards/texts.ts';
import type { Answer, StepId } from '../../dialogs/triage/answers.ts';
import type { Tag } from '../../dialogs/triage/view.ts';

const folder = fileURLToPath(new URL('../../dist/screenshots/', import.meta.url));
const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

const executable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The first Chromium on the search path, else the one that Playwright installed; `null` without any. */
export function findChromium(): string | null {
  const onPath = names.flatMap((name) =>
    (process.env.PATH ?? '').split(delimiter).map((place) => join(place, name)),
  );
  return [...onPath, chromium.executablePath()].find((path) => path !== '' && executable(path)) ?? null;
}

export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // The Playground's page asks for fonts and the like: nothing but this machine is ever reached.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });

/** High enough for the longest card: what is scrolled out of sight would be missing in its picture. */
const viewport = { width: 1400, height: 1700 };
/** A card in Teams on a phone is about this wide. */
const phone = '.phone .ac-adaptiveCard { width: 328px; box-sizing: border-box; }';
const waitMs = 30_000;

/** Steps whose card was seen in this run. */
export const met = new Set<StepId>();
const pictures = new Set<string>();

/** What a form is filled with: input id → value of a choice, or text. */
export type Form = { [input: string]: string };

/** One browser tab with the chat: the user reads cards, clicks their buttons, types. */
export class Chat {
  readonly page: Page;
  /** What is known of the user's computer; decides over the words of a step. */
  tags: Tag[] = ['windows'];
  private step: StepId = 'welcome';

  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens the chat in a new tab. */
  static async open(context: BrowserContext, url: string): Promise<Chat> {
    const page = await context.newPage();
    await page.setViewportSize(viewport);
    page.setDefaultTimeout(waitMs);
    const chat = new Chat(page);
    await chat.load(url);
    return chat;
  }

  /** Opens the chat anew in the same tab: what was written before is gone from it. */
  async load(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.addStyleTag({ content: phone });
    // The log would be drawn anew with every message.
    await this.page.getByRole('button', { name: 'Hide log panel' }).click();
    await this.page.getByText('Log Panel', { exact: true }).waitFor({ state: 'hidden' });
  }

  close(): Promise<void> {
    return this.page.close();
  }

  get cards(): Locator {
    return this.page.locator('.ac-adaptiveCard');
  }

  /** The newest card. */
  get card(): Locator {
    return this.cards.last();
  }

  /** Sends a message; does not wait for what comes back. */
  async send(text: string): Promise<void> {
    await this.page.locator('[data-lexical-editor="true"]').fill(text);
    await this.page.getByRole('button', { name: 'Send Message' }).click();
  }

  /** Sends a message and waits for the card that is posted below it. */
  async type(text: string): Promise<void> {
    const before = await this.cards.count();
    await this.send(text);
    await this.cards.nth(before).waitFor();
  }

  /** Tags that only this step has. */
  private wordsOf(step: StepId): Tag[] {
    return step === 'proxy' ? [this.tags.includes('managed') ? 'look' : 'switch'] : [];
  }

  private tagsAt(step: StepId): Tag[] {
    return [...this.tags, ...this.wordsOf(step)];
  }

  /** Waits until the newest card is this step's, and takes its picture unless there is one of the same kind. */
  async at(step: StepId): Promise<void> {
    const { title } = stepText(step, this.tagsAt(step));
    const heading = this.card.getByRole('heading', { name: title, exact: true });
    try {
      await heading.waitFor();
    } catch {
      const found = (await this.cards.count()) > 0 ? await this.card.textContent() : 'There is none.';
      throw new Error(`The card of ${step} was expected (“${title}”). The newest card:\n${found}`);
    }
    this.step = step;
    met.add(step);
    await this.picture(this.tags.includes('mac') ? `${step}-mac` : [step, ...this.wordsOf(step)].join('-'));
  }

  private label(answer: Answer): string {
    return buttonLabels(this.step, this.tagsAt(this.step))[answer] ?? answer;
  }

  /** The card's button for an answer; one that is folded away is found in the card's menu, which is opened. */
  async button(answer: Answer): Promise<Locator> {
    const name = this.label(answer);
    const shown = this.card.getByRole('button', { name, exact: true });
    if ((await shown.count()) > 0) return shown;
    await this.card.getByRole('button', { name: 'More options' }).click();
    return this.page.getByRole('menuitem', { name, exact: true });
  }

  /** Fills the card's form, where one is given, and clicks the button of the answer. */
  async answer(answer: Answer, form: Form = {}): Promise<void> {
    for (const [id, value] of Object.entries(form)) await this.fill(id, value);
    await (await this.button(answer)).click();
  }

  private async fill(id: string, value: string): Promise<void> {
    const field = fieldText(this.step, this.tagsAt(this.step), id);
    if (!field) throw new Error(`The card of ${this.step} has no input ${id}`);
    const choice = field.choices?.[value];
    if (choice === undefined) {
      await this.card.getByRole('textbox', { name: field.label }).fill(value);
      return;
    }
    const group = this.card.getByRole('radiogroup', { name: field.label });
    if ((await group.count()) > 0) {
      await group.getByRole('radio', { name: choice, exact: true }).check();
      return;
    }
    await this.card.getByRole('combobox', { name: field.label }).click();
    await this.page.getByRole('option', { name: choice, exact: true }).click();
  }

  /** Meets the cards of a way one after the other, and answers each. */
  async climb(way: readonly (readonly [StepId, Answer, Form?])[]): Promise<void> {
    for (const [step, answer, form] of way) {
      await this.at(step);
      await this.answer(answer, form);
    }
  }

  /** Goes to another chat or channel. */
  async open(name: string | RegExp): Promise<void> {
    await this.page.getByRole('treeitem', { name }).click();
  }

  /** Uses an action command of the message extension on the newest message that the user wrote. */
  async command(id: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Show more information' }).nth(1).click({ force: true });
    await this.page.getByRole('menuitem', { name: 'Action Command' }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Command ID' }).fill(id);
    await dialog.getByRole('button', { name: 'Create' }).click();
  }

  /** What was said besides cards, oldest first. */
  says(text: string): Locator {
    return this.page.getByText(text).and(this.page.locator('p'));
  }

  /** The newest card as it looks on a desktop and on a phone, once for each name, in dist/screenshots. */
  async picture(name: string): Promise<void> {
    if (pictures.has(name)) return;
    pictures.add(name);
    await mkdir(folder, { recursive: true });
    // A button under the pointer would look pressed.
    await this.page.mouse.move(0, 0);
    await this.card.screenshot({ path: join(folder, `${name}.desktop.png`), animations: 'disabled' });
    await this.page.evaluate('document.documentElement.classList.add("phone")');
    await this.card.screenshot({ path: join(folder, `${name}.phone.png`), animations: 'disabled' });
    await this.page.evaluate('document.documentElement.classList.remove("phone")');
  }

  /** The whole chat. */
  async chatPicture(name: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.chat.png`) });
  }
}
