import { jsxRenderer } from "hono/jsx-renderer";
import type { FC, PropsWithChildren } from "hono/jsx";
import type { Who } from "../auth/who.ts";
import type { C } from "./access.ts";
import { SCRIPT_PATH } from "./assets/script.ts";
import { STYLE_PATH } from "./assets/style.ts";
import type { Words } from "./words/english.ts";

export type Section = "calls" | "problems" | "balance" | "mappings" | "try" | "numbers";

const SECTIONS: Record<Section, string> = {
  calls: "/calls",
  problems: "/problems",
  balance: "/balance",
  mappings: "/mappings",
  try: "/try",
  numbers: "/numbers",
};
/** What a viewer has no use for: nothing there can be seen without personal data, or without changing something. */
const OPERATORS_ONLY: Section[] = ["try", "numbers"];

declare module "hono" {
  interface ContextRenderer {
    (content: string | Promise<string>, props: { title: string; section?: Section }): Response | Promise<Response>;
  }
}

/** What is around every page. */
export const frame = jsxRenderer(
  ({ children, title, section }, context) => {
    const c = context as unknown as C;
    const [words, who] = [c.get("words"), c.get("who")];
    return (
      <html lang={words.language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <title>
            {title} · {words.name}
          </title>
          <link rel="stylesheet" href={STYLE_PATH} />
          <script type="module" src={SCRIPT_PATH} />
        </head>
        <body>
          <a class="to-main" href="#main">
            {words.nav.skip}
          </a>
          <Header words={words} who={who} section={section} other={otherLanguage(c, words)} />
          <main id="main" tabindex={-1}>
            {children}
          </main>
          {who && c.env.VERSION && (
            <footer>
              <small>{versionText(c.env.VERSION)}</small>
            </footer>
          )}
        </body>
      </html>
    );
  },
  { docType: true },
);

/** Which deployment answers: what a bug report should name. */
function versionText({ id, tag, timestamp }: WorkerVersionMetadata): string {
  return [tag, id.slice(0, 8), timestamp?.slice(0, 16).replace("T", " ")].filter(Boolean).join(" · ");
}

const Header: FC<{ words: Words; who: Who | null; section: Section | undefined; other: string }> = ({ words, who, section, other }) => (
  <header class="top">
    <a class="brand" href="/">
      {words.name}
    </a>
    {who && (
      <nav aria-label={words.name}>
        {(Object.keys(SECTIONS) as Section[])
          .filter((name) => who.role === "operator" || !OPERATORS_ONLY.includes(name))
          .map((name) => (
            <a href={SECTIONS[name]} aria-current={name === section ? "page" : undefined}>
              {words.nav[name]}
            </a>
          ))}
      </nav>
    )}
    <span class="me">
      <a href={other} lang={words.language === "en" ? "pt" : "en"} rel="nofollow">
        {words.nav.other}
      </a>
      {who && (
        <>
          <span title={who.name}>{words.role[who.role]}</span>
          <a href="/sign-out">{words.nav.signOut}</a>
        </>
      )}
    </span>
  </header>
);

/** The same page in the other language. */
function otherLanguage(c: C, { language }: Words): string {
  const url = new URL(c.req.url);
  url.searchParams.set("lang", language === "en" ? "pt" : "en");
  return `${c.req.method === "GET" ? url.pathname : "/"}${url.search}`;
}

/** A page's heading, with what can be done at its right. */
export const Heading: FC<PropsWithChildren<{ text: string }>> = ({ text, children }) => (
  <div class="heading">
    <h1>{text}</h1>
    {children}
  </div>
);
