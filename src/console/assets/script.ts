import { fingerprint } from "./fingerprint.ts";

/**
 * All that runs in the browser, and nothing needs it: local times, copying, and a calm poll that shows what has changed while one reads.
 * The poll leaves a page alone that is hidden, being typed into, selected from or unfolded.
 */
export const SCRIPT = `
const POLL_MS = 10_000;

function localTimes() {
  const { lang } = document.documentElement;
  const locale = navigator.language.startsWith(lang) ? navigator.language : lang;
  const format = (timeStyle) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle });
  const [short, precise] = [format("short"), format("medium")];
  for (const time of document.querySelectorAll("time")) {
    if (time.title) continue;
    time.title = time.textContent;
    time.textContent = (time.className ? precise : short).format(new Date(time.dateTime));
  }
}

function copyButtons() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.onclick = async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = button.dataset.said;
    };
  }
}

function enhance() {
  localTimes();
  copyButtons();
}

function isInUse() {
  const active = document.activeElement;
  return document.hidden || String(getSelection()) !== "" || main.querySelector("details[open]") !== null
    || (main.contains(active) && active !== main);
}

async function poll() {
  if (isInUse()) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected || isInUse()) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  if (fresh === null || fresh.innerHTML === shown) return;
  shown = fresh.innerHTML;
  main.replaceChildren(...fresh.childNodes);
  enhance();
}

const main = document.querySelector("main");
let shown = main.innerHTML;
enhance();
if (main.querySelector("[data-live]")) setInterval(() => poll().catch(() => {}), POLL_MS);
`;

export const SCRIPT_PATH = `/console-${fingerprint(SCRIPT)}.js`;
