import { AxeBuilder } from "@axe-core/playwright";
import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, type Page, chromium } from "playwright-core";
import { ADMIN_TOKEN, type RunningConsole } from "./running-console.ts";

/** Debian's; CHROMIUM names another. */
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];

/** Whether the pages can be tried in a browser here. Said aloud where not, so that nobody thinks they were. */
export const hasChromium = existsSync(CHROMIUM);
if (!hasChromium) console.warn(`There is no Chromium at ${CHROMIUM}: the console's pages are NOT tried in a browser.`);

export const startBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };

/** A page of somebody who is signed in. What it loads from elsewhere, and what its scripts stumble over, is an error of the test. */
export async function signedIn(
  browser: Browser,
  { url }: RunningConsole,
  options: BrowserContextOptions = {},
  token = ADMIN_TOKEN,
): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  page.on("request", (request) => {
    if (!request.url().startsWith(url)) throw new Error(`The page asks for ${request.url()}.`);
  });
  page.on("pageerror", (error) => {
    throw error;
  });
  page.on("dialog", (dialog) => {
    throw new Error(`Something ran: ${dialog.message()}`);
  });
  await page.goto(`${url}/sign-in`);
  await page.fill("#token", token);
  await page.press("#token", "Enter");
  await page.waitForURL(/\/calls/);
  return page;
}

/** What axe finds on a page that is serious: rule and element. In the other colours only colours can be worse. */
export async function seriousFindings(page: Page, rules: "all" | "colours"): Promise<string[]> {
  // Legacy: without it axe opens a page of its own for every look, for frames that we have none of.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rules === "all" ? axe : axe.withRules("color-contrast")).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Whether something of the page stands beyond the screen's right edge. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
